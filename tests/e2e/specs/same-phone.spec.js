// The box on the phone itself, whose camera cannot see the code: another way first, the code one tap away; in WeChat's own
// browser a picture to be pressed.
import { html, openBeside } from "../support/pages.js";
import { PHONE, Phone } from "../support/phone.js";
import { read } from "../support/qr.js";
import { openPage, startScanning, test as base } from "../support/sdk.js";
import { expect, test } from "../support/test.js";
import { Widget } from "../support/widget.js";

const ANDROID = "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36";
const IN_WECHAT = `${ANDROID} MicroMessenger/8.0.50 Language/zh_CN`;
const IN_WECHAT_ON_A_PC =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/132.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781 WindowsWechat";

const on = (userAgent = ANDROID, size = PHONE) => ({ ...PHONE, ...size, userAgent });

const beside = (attributes) => async ({ page, server }) => {
  await openBeside(page, server, html(attributes));
  return new Widget(page.locator("guard-widget"));
};

/** Where a box with both methods is. Each answers it. */
const PLACES = {
  'shadow="open"': beside({ "default-tab": "qr" }),
  'shadow="none"': beside({ "default-tab": "qr", shadow: "none" }),
  "a dialog": beside({ "default-tab": "qr", mode: "modal", open: true }),
  "tabs with the code first": beside({ tabs: "qr,password" }),
  "a Yew app": async ({ page, server }) => {
    // The application has the code first.
    await page.route("**/public-config*", async (route) => {
      const response = await route.fetch();
      const config = await response.json();
      config.data.loginTabs.default = "wechat-miniprogram-qrcode";
      await route.fulfill({ response, json: config });
    });
    await page.goto(`${server.url}/login?app_id=demo`);
    return new Widget(page.locator(".page > .guard-scope"));
  },
};

/** Answers creates with other fields than the server does; `undefined` leaves one out. */
const answer = (page, fields) =>
  page.route("**/api/v2/qrcode/gene", async (route) => {
    const response = await route.fetch();
    const reply = await response.json();
    await route.fulfill({ response, json: { ...reply, data: { ...reply.data, ...fields } } });
  });

const opener = (widget) => widget.qr.locator("a[href]");
const show = (widget) => widget.qr.getByRole("button", { name: "Show the QR code" });
const title = (widget) => widget.qr.locator(".guard-status-title");

const expectRead = async (widget, text) => {
  await expect.poll(() => read(widget.qr)).toEqual({ rqrr: text, quircs: text });
};

test.describe("on a phone", () => {
  test.use(on());

  for (const [place, open] of Object.entries(PLACES)) {
    test(`the password comes first, and the code is there for whoever wants it: ${place}`, async ({ page, server }) => {
      const widget = await open({ page, server });
      await expect(widget.account).toBeVisible();
      await widget.qrTab.click();
      await expect(title(widget)).toHaveText("Log in on this phone");
      await expect(opener(widget)).toHaveText("Confirm in a new tab");
      await expect(widget.code).toHaveCount(0);
      await show(widget).click();
      await expect(widget.code).toBeVisible();
      await expect(title(widget)).toHaveText("Scan with WeChat");
      // The way that works here stays.
      await expect(opener(widget)).toBeVisible();
      await expectRead(widget, await opener(widget).getAttribute("href"));
    });
  }

  test("a login by the link, in a tab beside", async ({ page, open }) => {
    const widget = await open({ tabs: "qr" });
    const [tab] = await Promise.all([page.context().waitForEvent("page"), opener(widget).click()]);
    const phone = new Phone(tab);
    await phone.choose("lin");
    await expect(widget.status("scanned")).toBeVisible();
    await phone.confirm(await widget.number());
    await expect(widget.status("success")).toBeVisible();
  });

  test("a code that runs out takes its link along, and the next one brings its own", async ({ page, open }) => {
    let lifetime = 2;
    await page.route("**/api/v2/qrcode/gene", async (route) => {
      const response = await route.fetch();
      const reply = await response.json();
      reply.data.expiresIn = lifetime;
      await route.fulfill({ response, json: reply });
    });
    const widget = await open({ tabs: "qr", "no-auto-refresh": true });
    const first = await opener(widget).getAttribute("href");
    await expect(widget.status("expired")).toBeVisible();
    await expect(opener(widget)).toHaveCount(0);
    lifetime = 120;
    await widget.refresh.click();
    await expect(opener(widget)).toBeVisible();
    expect(await opener(widget).getAttribute("href")).not.toBe(first);
    await expect(widget.code).toHaveCount(0);
  });

  for (const [link, target, text] of [
    ["weixin://dl/business/?appid=wx0123456789abcdef&path=pages/confirm/confirm&query=scene%3DaZ09", null, "Open WeChat"],
    ["https://wxaurl.cn/aZ09", "_blank", "Open WeChat"],
  ]) {
    test(`a link that opens WeChat: ${link.split(":")[0]}`, async ({ page, open }) => {
      await answer(page, { openUrl: link });
      const widget = await open({ tabs: "qr" });
      await expect(opener(widget)).toHaveText(text);
      await expect(opener(widget)).toHaveAttribute("href", link);
      expect(await opener(widget).getAttribute("target")).toBe(target);
      await expect(opener(widget)).toHaveAttribute("rel", "noreferrer");
    });
  }

  for (const link of ["javascript:alert(1)", "intent://x#Intent;end", "http://other.example/m/x", undefined]) {
    test(`without a link that may be opened (${link}) the code is one tap away, and the words say who can scan it`, async ({ page, open }) => {
      await answer(page, { openUrl: link });
      const widget = await open({ tabs: "qr" });
      await expect(title(widget)).toHaveText("Scan the code with another phone");
      await expect(opener(widget)).toHaveCount(0);
      await expect(widget.code).toHaveCount(0);
      await show(widget).click();
      await expectRead(widget, await widget.codeText());
    });
  }

  test("without such a link the tab of the code shows it: the person has another phone", async ({ page, open }) => {
    await answer(page, { openUrl: undefined });
    const widget = await open();
    await widget.qrTab.click();
    await expectRead(widget, await widget.codeText());
    await expect(show(widget)).toHaveCount(0);
  });

  test("the page is told of a code once it is shown, and not before", async ({ page, server }) => {
    await openPage(page, server);
    await page.evaluate(() => import("/dist/guard-widget.js"));
    await page.evaluate(() => {
      const element = document.createElement("guard-widget");
      Object.assign(element, { appId: "demo", host: "/", tabs: "qr" });
      document.body.append(element);
    });
    const widget = new Widget(page.locator("guard-widget"));
    await expect(widget.element).toHaveJSProperty("qrText", await opener(widget).getAttribute("href"));
    await show(widget).click();
    await expect(widget.code).toBeVisible();
  });

  test("a backend of the page's own may give the link", async ({ page, server }) => {
    await openPage(page, server);
    await page.evaluate(async () => {
      await import("/dist/guard-widget.js");
      const element = document.createElement("guard-widget");
      element.tabs = "qr";
      element.backend = {
        config: () => ({ name: "Shop", tabs: ["qr"] }),
        createCode: () => ({ id: "one", text: "https://shop.example/one", openUrl: "weixin://dl/business/?query=one", expiresIn: 60 }),
        check: () => ({ status: "waiting" }),
      };
      document.body.append(element);
    });
    const widget = new Widget(page.locator("guard-widget"));
    await expect(opener(widget)).toHaveAttribute("href", "weixin://dl/business/?query=one");
  });

  test("in Chinese", async ({ page, open }) => {
    const widget = await open({ tabs: "qr", lang: "zh-CN" });
    await expect(title(widget)).toHaveText("在本机登录");
    await expect(opener(widget)).toHaveText("在新标签页中确认");
    await expect(widget.qr.getByRole("button", { name: "显示二维码" })).toBeVisible();
  });
});

base.describe("startScanning on a phone", () => {
  base.use(on());

  base("draws the code that the page asks for, with the link beside it", async ({ page, scan, plain }) => {
    plain.code = { expiresIn: 120, openUrl: "weixin://dl/business/?query=scene" };
    const widget = await scan();
    await widget.pictureLoaded();
    await expect(opener(widget)).toHaveText("Open WeChat");
    await expect(page.locator("#qr")).toBeVisible();
  });
});

for (const [screen, use] of Object.entries({
  "a phone that lies on its side": on(ANDROID, { viewport: { width: 844, height: 390 } }),
  "a phone that says nothing of it": on("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36"),
})) {
  test.describe(screen, () => {
    test.use(use);

    test("is one, too", async ({ open }) => {
      const widget = await open({ "default-tab": "qr" });
      await expect(widget.account).toBeVisible();
    });
  });
}

for (const [screen, use] of Object.entries({
  "a tablet": on(ANDROID.replace("Mobile ", ""), { viewport: { width: 800, height: 1280 } }),
  "a narrow window": { viewport: { width: 390, height: 844 } },
  "WeChat on a PC": { userAgent: IN_WECHAT_ON_A_PC },
})) {
  test.describe(screen, () => {
    test.use(use);

    test("shows the code at once: a phone can scan it", async ({ open }) => {
      const widget = await open({ "default-tab": "qr" });
      await widget.code.waitFor();
      await expect(title(widget)).toHaveText("Scan with WeChat");
      await expect(opener(widget)).toHaveCount(0);
    });
  });
}

/** What is under a finger in the middle of an element, by its tag. */
const under = (locator) =>
  locator.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.getRootNode().elementFromPoint(x + width / 2, y + height / 2)?.localName;
  });

test.describe("in WeChat's browser", () => {
  test.use(on(IN_WECHAT));

  const scanning = async ({ page, server }) => {
    await openPage(page, server);
    await startScanning(page);
    return new Widget(page.locator("#qr"));
  };
  for (const [place, open] of Object.entries({ ...PLACES, startScanning: scanning })) {
    test(`the code is a picture that can be pressed, and the words say so: ${place}`, async ({ page, server }) => {
      const [reply, widget] = await Promise.all([page.waitForResponse("**/qrcode/gene"), open({ page, server })]);
      const { text } = (await reply.json()).data;
      await widget.pictureLoaded();
      await expect(title(widget)).toHaveText("Press and hold the code");
      await expect(widget.code).toHaveCount(0);
      // WeChat reads the picture itself, so there must be enough of it.
      const { src, width } = await widget.image.evaluate(({ src, naturalWidth }) => ({ src, width: naturalWidth }));
      expect(src).toMatch(/^data:image\/png;base64,/);
      expect(width).toBeGreaterThan(300);
      await expectRead(widget, text);
      await expect(widget.image).toHaveAccessibleName(/QR code to log in to/);
      expect(await under(widget.image)).toBe("img");
      const prevented = await widget.image.evaluate((image) => !image.dispatchEvent(new Event("contextmenu", { bubbles: true, cancelable: true, composed: true })));
      expect(prevented).toBe(false);
    });
  }

  test("a picture of the server's has nothing over it, either", async ({ page, server, widget }) => {
    await page.route("**/api/v2/qrcode/gene", async (route) => {
      const response = await route.fetch();
      const { text: _, ...data } = (await response.json()).data;
      await route.fulfill({ response, json: { code: 200, data } });
    });
    await openBeside(page, server, html({ tabs: "qr" }));
    await widget.pictureLoaded();
    await expect(widget.qr.locator(".guard-image-logo")).toBeVisible();
    expect(await under(widget.image)).toBe("img");
    expect(await widget.image.evaluate((image) => image.getRootNode().elementsFromPoint(...Object.values(image.getBoundingClientRect().toJSON()).slice(0, 2).map((at) => at + 100))[0] === image)).toBe(true);
    await expect(title(widget)).toHaveText("Press and hold the code");
  });

  test("in Chinese", async ({ open }) => {
    const widget = await open({ tabs: "qr", lang: "zh-CN" });
    await expect(title(widget)).toHaveText("长按识别二维码");
  });
});
