// A person with a phone before a stub of the server, for the tests.

const assert = require("node:assert/strict");
const { FakePhone } = require("./phone.js");
const { startStub } = require("./stub-server.js");

const SCENE = "Yk1dQ0n3Zc6Rw2tP8sVb5A";

/** A phone, and the server with these answers. WeChat's codes are `login-1`, `login-2`, … and `phone-1`, `phone-2`, … */
async function meet(test, answers, device = {}) {
  const stub = await startStub(answers);
  let logins = 0;
  let numbers = 0;
  const phone = new FakePhone({
    server: stub.url,
    loginCode: () => `login-${(logins += 1)}`,
    phoneCode: () => `phone-${(numbers += 1)}`,
    ...device,
  });
  test.after(async () => {
    await phone.close();
    await stub.stop();
    assert.deepEqual(stub.wrong, []);
  });
  return { phone, stub };
}

/** The bodies that came to `name`. */
const bodies = (stub, name) => stub.asked.filter((one) => one.name === name).map((one) => one.body);

module.exports = { SCENE, meet, bodies };
