// One origin for an app and the login server, so that `host="/"` is right: what is the login server's goes there, and all
// else to the app's own server, web sockets included.
import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import { connect } from "node:net";

/** What the login server answers. */
const LOGIN = /^\/(api|m|demo)(\/|$)/;

/**
 * @param {string} app address of the app's server
 * @param {string} server address of the login server
 * @param {boolean} [inline] whether the app's pages have scripts in them, so that no policy may forbid these
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export const proxy = async (app, server, inline = false) => {
  const listener = createServer((request, response) => {
    const { method, headers, url } = request;
    const target = new URL(url, LOGIN.test(url) ? server : app);
    const onward = ask(target, { method, headers }, (answer) => {
      const { "content-security-policy": _, ...rest } = answer.headers;
      response.writeHead(answer.statusCode, inline ? rest : answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  const sockets = new Set();
  // Development servers tell the page of changes by a web socket, and the page complains of one that is not there.
  listener.on("upgrade", (request, socket, head) => {
    const { hostname, port } = new URL(app);
    const onward = connect(Number(port), hostname, () => {
      const { rawHeaders } = request;
      const lines = rawHeaders.flatMap((name, at) => (at % 2 ? [] : [`${name}: ${rawHeaders[at + 1]}`]));
      onward.write([`GET ${request.url} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    for (const [one, other] of [[socket, onward], [onward, socket]]) {
      sockets.add(one);
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
    }
  });
  await once(listener.listen(0, "localhost"), "listening");
  return {
    url: `http://localhost:${listener.address().port}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      listener.closeAllConnections();
      listener.close();
      await once(listener, "close");
    },
  };
};
