// The entry of `guard-widget/hosted`: the login on the hosted page, by redirect or popup. Importing it does nothing.
export { HostedError } from "./hosted/error.js";
export { logout } from "./hosted/logout.js";
export { loginWithPopup } from "./hosted/popup.js";
export { handleRedirect, loginWithRedirect } from "./hosted/redirect.js";
export { watchLogin } from "./hosted/watch.js";
