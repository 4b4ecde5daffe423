// `node run.js --runs N --seed S [--only NUMBER]`: many logins in which things go wrong, each by a plan that the seed
// makes. Prints a line for each that ends badly, with its story; exit 1 if there is one.
import { chromium } from "@playwright/test";
import { shellOptions } from "../support/browser.js";
import { campaign } from "./campaign.js";
import { plan } from "./plan.js";
import { Proxy } from "./proxy.js";
import { Server } from "./server.js";
import { World } from "./world.js";

await campaign(async () => {
  const browser = await chromium.launch(shellOptions);
  const proxy = await Proxy.start();
  const server = await Server.start(proxy.url);
  proxy.serve(server.port);
  return {
    live: async (seed, number) => {
      const planned = plan(seed, number);
      const kinds = [...planned.faults.map(({ kind, endpoint }) => `${kind} ${endpoint}`), ...planned.moves.map(({ kind }) => kind)];
      return { planned, what: kinds.join(", "), ...(await new World(browser, proxy, server).live(planned)) };
    },
    stop: async () => {
      await server.stop();
      proxy.stop();
      await browser.close();
    },
  };
});
