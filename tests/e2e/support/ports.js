// Ports that nobody listens on.
import { once } from "node:events";
import { createServer } from "node:net";

/** A port that is free now. Somebody else may take it before it is used, which hardly ever happens. */
export const freePort = async () => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
};
