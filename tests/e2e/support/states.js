// Brings a login box into each of its states through the real server. Used by the accessibility tests and the pictures.

/** Makes codes run out soon on this side, whatever the server's lifetime: all of them, or so many. */
export const shortLived = (page, seconds, times) =>
  page.route("**/api/v2/qrcode/gene", async (route) => {
    const response = await route.fetch();
    const reply = await response.json();
    reply.data.expiresIn = seconds;
    await route.fulfill({ response, json: reply });
  }, { times });

const scan = async ({ widget, phone }) => {
  await widget.codeTab().click();
  await widget.code.waitFor();
  const scan = await phone(await widget.codeText());
  await widget.status("scanned").waitFor();
  return { scan, number: await widget.number() };
};

/**
 * How to get there, by state. Each takes the page, its widget (with `no-auto-refresh`) and what opens phones.
 * @type {Record<string, (at: { page: import("@playwright/test").Page, widget: import("./widget.js").Widget, phone: Function }) => Promise<void>>}
 */
export const STATES = {
  password: async ({ widget }) => {
    await widget.ready();
  },
  empty: async ({ widget }) => {
    await widget.submit.click();
    await widget.errors.nth(1).waitFor();
  },
  wrong: async ({ widget }) => {
    await widget.accountInput().fill("lin");
    await widget.passwordInput().fill("wrong");
    await widget.submit.click();
    await widget.errors.first().waitFor();
  },
  loading: async ({ page, widget }) => {
    await page.route("**/api/v2/qrcode/gene", () => {});
    await widget.codeTab().click();
    await widget.status("loading").waitFor();
  },
  ready: async ({ widget }) => {
    await widget.codeTab().click();
    await widget.code.waitFor();
  },
  hurry: async ({ page, widget }) => {
    await shortLived(page, 14);
    await widget.codeTab().click();
    await widget.element.getByRole("timer").waitFor();
  },
  offline: async ({ page, widget }) => {
    await widget.codeTab().click();
    await widget.code.waitFor();
    await page.context().setOffline(true);
    await widget.status("offline").waitFor();
  },
  scanned: async (at) => {
    await scan(at);
  },
  confirmed: async (at) => {
    await at.page.route("**/api/v2/qrcode/userinfo", () => {});
    const { scan: phone, number } = await scan(at);
    await phone.confirm(number);
    await at.widget.status("confirmed").waitFor();
  },
  success: async (at) => {
    const { scan: phone, number } = await scan(at);
    await phone.confirm(number);
    await at.widget.status("success").waitFor();
  },
  expired: async ({ page, widget }) => {
    await shortLived(page, 1);
    await widget.codeTab().click();
    await widget.status("expired").waitFor();
  },
  cancelled: async (at) => {
    const { scan: phone } = await scan(at);
    await phone.decline();
    await at.widget.status("cancelled").waitFor();
  },
  error: async ({ page, widget }) => {
    await page.route("**/api/v2/qrcode/gene", (route) => route.fulfill({ status: 403, body: "" }));
    await widget.codeTab().click();
    await widget.status("error").waitFor();
  },
};
