// Bundled from npm/src/hosted/ by `node npm/tools/hosted.js --yew`: change it there.
// src/hosted/error.js
var ADVICE = {
  access_denied: "the login was cancelled; offer it again",
  bad_answer: "the login server's answer cannot be read; is `host` the login server?",
  expired: "the login took too long, or was used already; start it again",
  insecure: "the browser has no cryptography here; serve the page over https",
  login_required: 'nobody is logged in at the login server; start a login without `prompt: "none"`',
  network: "the login server cannot be reached; try again, and allow this page's origin at the application",
  popup_blocked: "the browser blocked the popup; call loginWithPopup in the click itself, or use loginWithRedirect",
  popup_closed: "the popup was closed before the login was done; offer it again",
  storage_blocked: "the browser keeps nothing for this page; allow its data, or use loginWithPopup",
  wrong_host: "`host` must be the https: address of the login server; http: is for this machine only",
  wrong_issuer: "the answer is another login server's; `host` must be the server's own `public_url`",
  wrong_origin: "the popup answered from another origin; `host` must be the server's own `public_url`",
  wrong_state: "no login was started here that this answers; start it again, in the same tab",
  wrong_token: "the ID token is not for this login; start it again, and check `appId` and this device's clock"
};
var HostedError = class extends Error {
  name = "HostedError";
  /**
   * @param {string} code
   * @param {{ description?: string | null, cause?: unknown }} [more] what the server says about it
   */
  constructor(code, { description, cause } = {}) {
    super([ADVICE[code] ?? "the login server refused the login", description].filter(Boolean).join(": "), { cause });
    this.code = code;
  }
};

// src/hosted/request.js
var query = (fields) => String(new URLSearchParams(Object.entries(fields).filter(([, value]) => value)));
var authorizeUrl = (site, attempt, challenge, { prompt, loginHint, uiLocales }, mode) => `${attempt.issuer}/auth?${query({
  client_id: site.appId,
  redirect_uri: site.redirectUri,
  response_type: "code",
  response_mode: mode,
  scope: site.scope || "openid profile",
  state: attempt.id,
  nonce: attempt.nonce,
  code_challenge: challenge,
  code_challenge_method: "S256",
  prompt,
  login_hint: loginHint,
  ui_locales: uiLocales
})}`;

// src/hosted/site.js
var OWN = /^(localhost|127(\.\d+){3}|\[::1\])$/;
var issuerOf = ({ host }, base) => {
  if (!host || !URL.canParse(host, base)) throw new HostedError("wrong_host");
  const { protocol, hostname, origin, pathname, href } = new URL(host, base);
  const safe = protocol === "https:" || protocol === "http:" && (OWN.test(hostname) || origin === new URL(base).origin);
  if (!safe || href !== origin + pathname) throw new HostedError("wrong_host");
  return `${origin}${pathname.replace(/\/+$/, "")}/oidc`;
};

// src/hosted/watch.js
var [INTERVAL, PATIENCE] = [600, 15e3];
var TAB = Math.random();
var channel = (site) => new BroadcastChannel(`guard-hosted:${issuerOf(site, location.href)} ${site.appId}`);
var tell = (site) => {
  try {
    const line = channel(site);
    line.postMessage(TAB);
    line.close();
  } catch {
  }
};
var isOver = async (url, accessToken, signal) => {
  const headers = { authorization: `Bearer ${accessToken}` };
  const { status } = await fetch(url, { headers, signal, cache: "no-store", credentials: "omit", redirect: "error" });
  return status === 401;
};
var watchLogin = (site, { accessToken, expiresIn }, ended) => {
  const url = `${issuerOf(site, location.href)}/me`;
  const ends = new AbortController();
  const { signal } = ends;
  const runsOut = performance.now() + (expiresIn ?? 0) * 1e3;
  let [asking, until, timer] = [false, 0, 0];
  const stop = () => {
    clearTimeout(timer);
    ends.abort();
  };
  const look = async () => {
    if (asking || signal.aborted) return;
    if (performance.now() > runsOut) return stop();
    asking = true;
    const over = await isOver(url, accessToken, signal).catch(() => false);
    asking = false;
    if (signal.aborted) return;
    if (over) {
      stop();
      return ended();
    }
    clearTimeout(timer);
    if (performance.now() < until) timer = setTimeout(look, INTERVAL);
  };
  const line = channel(site);
  line.onmessage = ({ data }) => {
    if (data === TAB) return;
    until = performance.now() + PATIENCE;
    look();
  };
  signal.addEventListener("abort", () => line.close());
  const comesBack = () => document.visibilityState === "visible" && look();
  addEventListener("focus", comesBack, { signal });
  addEventListener("online", comesBack, { signal });
  addEventListener("pageshow", comesBack, { signal });
  document.addEventListener("visibilitychange", comesBack, { signal });
  return stop;
};

// src/hosted/logout.js
var post = (action, fields) => {
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
var logout = (site, { idToken, postLogoutRedirectUri } = {}) => {
  tell(site);
  const action = `${issuerOf(site, location.href)}/session/end`;
  const fields = { client_id: site.appId, post_logout_redirect_uri: postLogoutRedirectUri };
  const ask = () => location.assign(`${action}?${query(fields)}`);
  if (!idToken) return ask();
  addEventListener("securitypolicyviolation", (event) => event.effectiveDirective === "form-action" && ask());
  post(action, { ...fields, id_token_hint: idToken });
};

// src/hosted/attempt.js
var LIFETIME = 36e5;
var base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
var random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
var begin = (issuer, { appId }, state) => {
  if (!crypto.subtle) throw new HostedError("insecure");
  return { id: random(), nonce: random(), verifier: random(), issuer, appId, at: Date.now(), state };
};
var challengeOf = async (verifier) => base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
var isOver2 = ({ at }, now = Date.now()) => !(Math.abs(now - at) < LIFETIME);

// src/hosted/answer.js
var PARAMETERS = ["code", "state", "iss", "error", "error_description", "error_uri", "session_state"];
var answerOf = (href, redirectUri) => {
  const [here, there] = [new URL(href), new URL(redirectUri, href)];
  if (here.origin !== there.origin || here.pathname !== there.pathname) return void 0;
  const { searchParams } = here;
  if (!searchParams.has("state") || !(searchParams.has("code") || searchParams.has("error"))) return void 0;
  const found = PARAMETERS.filter((name) => searchParams.has(name)).map((name) => [name, searchParams.get(name)]);
  for (const [name] of found) searchParams.delete(name);
  return { answer: Object.fromEntries(found), href: here.href };
};
var invitationOf = (href, site) => {
  const [here, there] = [new URL(href), new URL(site.redirectUri, href)];
  const { searchParams } = here;
  const isAnswer = ["code", "state", "error"].some((name) => searchParams.has(name));
  if (here.origin !== there.origin || here.pathname !== there.pathname || isAnswer) return void 0;
  if (!searchParams.has("iss") || searchParams.get("iss") !== issuerOf(site, href)) return void 0;
  searchParams.delete("iss");
  return here.href;
};
var messageOf = ({ data, origin, source }, popup, issuer) => {
  if (source !== popup || data?.type !== "authorization_response") return void 0;
  if (origin !== new URL(issuer).origin) throw new HostedError("wrong_origin");
  return data.response ?? {};
};
var codeOf = ({ code, state, iss, error, error_description: description }, attempt, issuer, appId) => {
  if (!attempt || state !== attempt.id) throw new HostedError("wrong_state");
  if (iss !== issuer || attempt.issuer !== issuer || attempt.appId !== appId) throw new HostedError("wrong_issuer");
  if (error) throw new HostedError(error, { description });
  if (!code) throw new HostedError("bad_answer");
  if (isOver2(attempt)) throw new HostedError("expired");
  return code;
};

// src/hosted/channel.js
var PATIENCE2 = 1500;
var open2 = (id) => new BroadcastChannel(`guard-hosted:${id}`);
var expect = (id, heard) => {
  const channel2 = open2(id);
  channel2.onmessage = ({ data }) => {
    if (data?.state !== id) return;
    channel2.postMessage("taken");
    heard(data);
  };
  return () => channel2.close();
};
var handOver = async (answer) => {
  const channel2 = open2(answer.state);
  const taken = new Promise((resolve) => {
    channel2.onmessage = () => resolve(true);
    setTimeout(resolve, PATIENCE2, false);
  });
  channel2.postMessage(answer);
  return taken.finally(() => channel2.close());
};

// src/hosted/claims.js
var LEEWAY = 300;
var decoded = (part) => {
  const bytes = Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
};
var claimsOf = (token, { issuer, appId, nonce }, now = Date.now()) => {
  let claims;
  try {
    claims = decoded(token.split(".")[1]);
  } catch (cause) {
    throw new HostedError("bad_answer", { cause });
  }
  const audience = [claims?.aud].flat();
  const right = claims?.iss === issuer && audience.includes(appId) && // Of several audiences one has asked for it.
  (audience.length === 1 || claims.azp === appId) && claims.nonce === nonce && claims.exp + LEEWAY > now / 1e3 && typeof claims.sub === "string" && claims.sub;
  if (!right) throw new HostedError("wrong_token");
  return claims;
};

// src/hosted/tokens.js
var TIMEOUT = 15e3;
var post2 = async (url, form) => {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(form),
      cache: "no-store",
      // The code and its verifier are all that counts.
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(TIMEOUT)
    });
    return [response, await response.text()];
  } catch (cause) {
    throw new HostedError("network", { cause });
  }
};
var parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
  }
};
var exchange = async ({ redirectUri }, attempt, code) => {
  const { issuer, appId, verifier, state } = attempt;
  const [response, text] = await post2(`${issuer}/token`, {
    grant_type: "authorization_code",
    client_id: appId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier
  });
  const answer = parsed(text);
  if (!response.ok) {
    const { error, error_description: description } = answer ?? {};
    if (error === "invalid_grant") throw new HostedError("expired", { description });
    throw new HostedError(error ?? (response.status >= 500 ? "network" : "bad_answer"), { description });
  }
  return {
    user: claimsOf(answer?.id_token, attempt),
    idToken: answer.id_token,
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    expiresIn: answer.expires_in,
    state
  };
};

// src/hosted/popup.js
var [WIDTH, HEIGHT] = [480, 720];
var INTERVAL2 = 200;
var TIMES = 4;
var STAYS = 10;
var features = () => {
  const left = Math.max(0, screenX + (outerWidth - WIDTH) / 2);
  const top = Math.max(0, screenY + (outerHeight - HEIGHT) / 2);
  return `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`;
};
var isElsewhere = (popup) => {
  try {
    return popup.location.href !== "about:blank";
  } catch {
    return true;
  }
};
var waitFor = (popup, attempt) => {
  const ends = new AbortController();
  const { signal } = ends;
  const answer = new Promise((resolve, reject) => {
    const hear = (message) => {
      try {
        const answer2 = messageOf(message, popup, attempt.issuer);
        if (answer2) resolve(answer2);
      } catch (error) {
        reject(error);
      }
    };
    let [there, isBack, gone] = [0, false, 0];
    const look = () => {
      if (!popup.closed) there += Number(isElsewhere(popup));
      else if ((there >= STAYS || isBack) && ++gone >= TIMES) reject(new HostedError("popup_closed"));
    };
    const timer = setInterval(look, INTERVAL2);
    signal.addEventListener("abort", () => clearInterval(timer));
    signal.addEventListener("abort", expect(attempt.id, resolve));
    addEventListener("message", hear, { signal });
    addEventListener("focus", () => isBack = true, { signal });
  });
  return { answer, end: () => ends.abort() };
};
var loginWithPopup = async (site, options = {}) => {
  const attempt = begin(issuerOf(site, location.href), site, options.state);
  const popup = open("", "", features());
  if (!popup || popup.closed) throw new HostedError("popup_blocked");
  const { answer, end } = waitFor(popup, attempt);
  answer.catch(() => {
  });
  let code;
  try {
    const challenge = await challengeOf(attempt.verifier);
    popup.location.replace(authorizeUrl(site, attempt, challenge, options, "web_message"));
    code = codeOf(await answer, attempt, attempt.issuer, site.appId);
  } finally {
    end();
    popup.close();
  }
  return exchange(site, attempt, code);
};

// src/hosted/kept.js
var KEY = "guard-hosted";
var store = () => {
  try {
    return sessionStorage;
  } catch (cause) {
    throw new HostedError("storage_blocked", { cause });
  }
};
var keep = (attempt) => {
  const kept = store();
  try {
    kept.setItem(KEY, JSON.stringify(attempt));
  } catch (cause) {
    throw new HostedError("storage_blocked", { cause });
  }
};
var take = (id) => {
  const kept = store();
  let attempt;
  try {
    attempt = JSON.parse(kept.getItem(KEY));
  } catch {
  }
  if (!id || attempt?.id !== id) return void 0;
  kept.removeItem(KEY);
  return attempt;
};

// src/hosted/redirect.js
var loginWithRedirect = async (site, options = {}) => {
  const attempt = begin(issuerOf(site, location.href), site, options.state);
  keep(attempt);
  location.assign(authorizeUrl(site, attempt, await challengeOf(attempt.verifier), options));
};
var handle = async (site) => {
  const found = answerOf(location.href, site.redirectUri);
  if (!found) {
    const href = invitationOf(location.href, site);
    if (!href) return null;
    history.replaceState(history.state, "", href);
    await loginWithRedirect(site);
    return new Promise(() => {
    });
  }
  history.replaceState(history.state, "", found.href);
  const { answer } = found;
  const attempt = take(answer.state);
  if (!attempt && await handOver(answer)) {
    close();
    return new Promise(() => {
    });
  }
  const issuer = issuerOf(site, location.href);
  return exchange(site, attempt, codeOf(answer, attempt, issuer, site.appId));
};
var handling;
var handleRedirect = (site) => {
  const of = JSON.stringify([site.host, site.appId, site.redirectUri]);
  if (handling?.of !== of) {
    const mine = { of, login: handle(site).finally(() => handling === mine && (handling = void 0)) };
    handling = mine;
  }
  return handling.login;
};
export {
  HostedError,
  handleRedirect,
  loginWithPopup,
  loginWithRedirect,
  logout,
  watchLogin
};
