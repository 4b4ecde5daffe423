// After whole runs, what WeChat and the persons trust the server with is where it belongs and nowhere else.
import { allTold, asked } from "../support/asked.js";
import { events } from "../support/events.js";
import { begin, chooseNumber, expect, sceneOf, somebody, test, verified } from "../support/mini-program.js";

/** What can be found in `text`, without the secret itself. */
const found = (text, secrets) => secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 4)}…`);

/** WeChat's access tokens among its secrets; the others are codes and session keys. */
const isToken = (secret) => /^\d\d_/.test(secret);

test.describe("at the finest level of the log", () => {
  test.use({ keys: { GUARD_LOG: "json", RUST_LOG: "trace" } });

  test("log, database, events, addresses and storage hold no secret of WeChat's, and no number that is not theirs to hold", async ({ page, server, open, wechat, person, hand }) => {
    const addresses = asked(page, (request) => request.url());
    const bodies = [];
    // Taken down before the page has them, so that none is on its way when they are looked through.
    await page.route(/qrcode\/(gene|check)/, async (route) => {
      try {
        const response = await route.fetch();
        bodies.push(await response.text());
        await route.fulfill({ response });
      } catch {
        // The page has given it up.
      }
    });
    const heard = [];
    const listen = async () => heard.push(...(await events(page)));

    const phone = hand(person);
    for (const share of [true, false]) {
      const { widget } = await begin(open, phone);
      await chooseNumber(widget, phone);
      await (share ? phone.sharePhone() : phone.tap("Confirm"));
      await phone.until("Logged in");
      await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
      await listen();
    }
    await phone.tap("Log out this computer");
    await phone.until("no longer logged in");

    // The same number again, and each way to be refused it.
    const same = { ...somebody(), number: person.number };
    await wechat.control("people", same);
    const other = hand(same);
    const { widget } = await begin(open, other);
    await chooseNumber(widget, other);
    for (const errcode of [-1, -1, -1, 40029, 45009, 61024]) await wechat.refuse("phone_number", errcode);
    for (let tries = 0; tries < 5 && (await other.page()) === "confirm"; tries += 1) {
      const text = await other.text();
      await (text.includes("is busy") ? other.tap("Confirm") : other.sharePhone());
    }
    expect(await other.text()).toContain("This number belongs to another WeChat account");
    await listen();
    for (const errcode of [40029, 40029, 40226, 40125]) await wechat.refuse("identity", errcode);
    const { widget: last, scene } = await begin(open, phone);
    await phone.open(scene);
    await phone.open(scene);
    await wechat.setAway(true);
    await phone.open(scene);
    await wechat.setAway(false);
    await phone.open(await sceneOf(last));
    await phone.tap("Decline");
    await expect(last.status("cancelled")).toBeVisible();
    await listen();
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));

    // It was a whole run, and there is something to be found.
    const secrets = await wechat.secrets();
    expect(secrets.filter(isToken).length).toBeGreaterThan(0);
    expect(secrets.length).toBeGreaterThan(12);
    await expect.poll(() => server.output).toContain('"level":"TRACE"');
    await expect.poll(() => server.output, "with what carries the requests to WeChat").toMatch(/"target":"(reqwest|hyper)/);
    await expect.poll(() => server.output).toContain("number_verified");
    const log = server.output;
    const numbers = [person.number];
    const persons = [person.openid, same.openid];
    const all = [wechat.appSecret, ...secrets];

    expect(found(log, [...all, ...numbers, ...persons]), "in the log").toEqual([]);
    const database = (await server.database()).toString("latin1");
    // One token for all nodes is what the table of tokens is for, and a number is what an account has: in which tables
    // they are, `server/tests/mini_program_tables.rs` looks.
    expect(found(database, all.filter((secret) => !isToken(secret))), "in the database").toEqual([]);
    expect(found(database, numbers), "the database was read").toHaveLength(1);
    const logins = heard.filter(({ type }) => type === "guard-login");
    expect(logins.map(({ detail }) => detail.user)).toEqual([expect.objectContaining(verified(person)), expect.objectContaining(verified(person))]);
    const others = heard.filter(({ type }) => type !== "guard-login");
    expect(others.length).toBeGreaterThan(0);
    expect(found(JSON.stringify(others), [...all, ...numbers, ...persons]), "in the other events").toEqual([]);
    expect(found(JSON.stringify(logins), [...all, ...persons]), "in what a login tells").toEqual([]);
    await allTold(page);
    expect(found(addresses.join("\n"), [...all, ...numbers, ...persons]), "in addresses").toEqual([]);
    expect(bodies.length).toBeGreaterThan(3);
    expect(found(bodies.join("\n"), [...all, ...numbers, ...persons]), "in answers that come before a login").toEqual([]);
    expect(found(stored, [...all, ...numbers, ...persons]), "in what the page keeps").toEqual([]);
  });
});
