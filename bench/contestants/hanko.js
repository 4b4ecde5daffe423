// Hanko Elements: the module that the package ships, as its README imports it from a CDN.
import { json, shipped, version } from "../files.js";

const PACKAGE = "@teamhanko/hanko-elements";

const input = (name, type, more) => ({ name, type, required: true, ...more });

/** The first state of the flow API: an e-mail address is asked for, and a passkey is offered. */
const state = (origin) => ({
  name: "login_init",
  status: 200,
  csrf_token: "Zb3vT0cXw2nYkq5uL8hJ1sD6",
  payload: {},
  links: [],
  actions: {
    continue_with_login_identifier: {
      action: "continue_with_login_identifier",
      href: `${origin}/login?action=continue_with_login_identifier%40demo`,
      inputs: { email: input("email", "email", { max_length: 100 }) },
      description: "Enter an identifier to login.",
    },
    webauthn_generate_request_options: {
      action: "webauthn_generate_request_options",
      href: `${origin}/login?action=webauthn_generate_request_options%40demo`,
      inputs: {},
      description: "Get request options to use a passkey.",
    },
  },
});

export const hanko = {
  name: "hanko",
  title: `Hanko Elements ${await version(PACKAGE)}`,
  until: "input",
  page: (origin) => `<!doctype html><html lang="en"><meta charset="utf-8"><hanko-auth></hanko-auth>
<script type="module">
import { register } from "/hanko/elements.js";
await register("${origin}");
</script></html>`,
  answers: async (origin) => ({
    "GET /hanko/elements.js": await shipped(`${PACKAGE}/dist/elements.js`),
    "GET /sessions/validate": json({ is_valid: false }),
    "POST /login": json(state(origin)),
  }),
  mount: () => {
    const box = document.createElement("hanko-auth");
    document.body.append(box);
    return () => box.remove();
  },
};
