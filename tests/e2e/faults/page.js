// `node page.js --runs N --seed S [--only NUMBER]`: many logins on pages that change the box's tree, each by a plan that
// the seed makes. Prints a line for each that ends badly, with its story; exit 1 if there is one.
import { chromium } from "@playwright/test";
import { shellOptions } from "../support/browser.js";
import { Server } from "../support/server.js";
import { campaign } from "./campaign.js";
import { PageRun, plan } from "./page-run.js";

await campaign(async () => {
  const browser = await chromium.launch(shellOptions);
  const server = await Server.start();
  return {
    live: async (seed, number) => {
      const planned = plan(seed, number);
      const { place, journey, changes } = planned;
      return { planned, what: `${journey}, ${changes} between steps, ${JSON.stringify(place)}`, ...(await new PageRun().live(browser, server, planned)) };
    },
    stop: async () => {
      await server.remove();
      await browser.close();
    },
  };
});
