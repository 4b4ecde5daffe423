// The end of the session at the login server (OpenID Connect RP-Initiated Logout §2).
import { query } from "./request.js";
import { issuerOf } from "./site.js";
import { tell } from "./watch.js";

/** Posts a form, so that nothing of it is in an address. */
const post = (action, fields) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  form.hidden = true;
  for (const [name, value] of Object.entries(fields)) {
    if (!value) continue;
    const input = document.createElement("input");
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.documentElement.append(form);
  form.submit();
  form.remove();
};

/**
 * Leaves the page for the login server, which ends its session and comes back to `postLogoutRedirectUri`. Without an ID
 * token it asks the person first.
 * @param {import("./site.js").Site} site
 * @param {{ idToken?: string, postLogoutRedirectUri?: string }} [options]
 */
export const logout = (site, { idToken, postLogoutRedirectUri } = {}) => {
  tell(site);
  const action = `${issuerOf(site, location.href)}/session/end`;
  const fields = { client_id: site.appId, post_logout_redirect_uri: postLogoutRedirectUri };
  const ask = () => location.assign(`${action}?${query(fields)}`);
  if (!idToken) return ask();
  // A page whose policy lets no form go there still gets there, without the token.
  addEventListener("securitypolicyviolation", (event) => event.effectiveDirective === "form-action" && ask());
  post(action, { ...fields, id_token_hint: idToken });
};
