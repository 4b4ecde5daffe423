// A server that answers its page for whatever it does not have, as those of one-page apps do.
import { events } from "../support/events.js";
import { expect, test } from "../support/test.js";

const HTML = { contentType: "text/html; charset=utf-8", body: "<!doctype html><title>A shop</title>" };

for (const [what, file] of [["the module", "guard_bg.wasm"], ["the texts", "locales/en-US.json"]]) {
  test(`for ${what}: the box says what it asked for and what came, and comes back`, async ({ page, server, open, widget }) => {
    await page.route(`**/${file}`, (route) => route.fulfill(HTML), { times: 1 });
    await open();
    await widget.element.getByRole("alert").waitFor();
    await expect.poll(() => events(page, "guard-error")).toHaveLength(1);
    const [{ detail }] = await events(page, "guard-error");
    expect(detail).toEqual({ code: "load-failed", message: `${server.url}/dist/${file}: 200 text/html; charset=utf-8` });
    await widget.element.getByRole("button", { name: "Try again" }).click();
    await widget.element.getByRole("heading").waitFor();
  });
}

test("for a part: its panel offers another try", async ({ page, open, widget }) => {
  await page.route("**/guard-qr.*.wasm", (route) => route.fulfill(HTML), { times: 1 });
  await open();
  await widget.qrTab.click();
  await widget.element.getByRole("alert").waitFor();
  await widget.element.getByRole("button", { name: "Try again" }).click();
  await widget.code.waitFor();
});
