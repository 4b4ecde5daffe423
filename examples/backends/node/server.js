// A backend that knows who logged in: `GET /me` with an ID token, `GET /session` with the session's token.
import { createServer } from "node:http";
import { Denied, idTokens, introspection } from "./verifier.js";

const setting = (name, fallback) => {
  const value = process.env[name] ?? fallback;
  if (value === undefined) throw new Error(`set ${name}`);
  return value;
};

const settings = {
  issuer: setting("ISSUER"),
  clientId: setting("CLIENT_ID"),
  clientSecret: setting("CLIENT_SECRET"),
  pause: Number(setting("KEYS_PAUSE_S", "30")),
};

const routes = { "/me": idTokens(settings), "/session": introspection(settings) };

const answer = (response, status, body, headers = {}) =>
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

const server = createServer(async (request, response) => {
  const who = request.method === "GET" && Object.hasOwn(routes, request.url) && routes[request.url];
  if (!who) return answer(response, 404, { error: "not_found" });
  try {
    const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "") ?? [];
    if (!token) throw new Denied("no token");
    answer(response, 200, await who(token));
  } catch (error) {
    // Why is for the log; whoever sends a wrong token learns that it is wrong.
    if (error instanceof Denied) answer(response, 401, { error: "invalid_token" }, { "www-authenticate": 'Bearer error="invalid_token"' });
    else answer(response, 503, { error: "unavailable" });
  }
});

server.listen(Number(setting("PORT", "3000")), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
