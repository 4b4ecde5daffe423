//! What a login takes along to the callback URL: the words of `callback_mode`, and what must stand beside them.

use url::Url;

use super::check::Faults;
use super::exposure::is_near_url;
use super::oidc::AuthMethod;
use super::setting::{Kind, Raw, Setting};
use super::tables::AppConfig;
use super::wechat::words;

words! {
    /// What a login on the hosted page takes along to the callback URL when no request of the application began it.
    pub enum CallbackMode {
        /// The issuer alone: the application begins the code flow, which is answered at once (OpenID Connect Core,
        /// section 4).
        CodeFlow = "code_flow",
        /// The user in the address, as Authing's old callbacks have it: `code`, `message`, `data` and `ticket`.
        UserInUrl = "user_in_url",
    }
}

/// The parameters that a login adds.
const ADDED: [&str; 5] = ["code", "message", "data", "ticket", "iss"];

impl AppConfig {
    /// Checks the callback of the application at `path`.
    pub(super) fn check_callback(&self, path: &str, faults: &mut Faults) {
        let urls = || {
            let callback = self.callback_url.iter().map(|url| (format!("{path}.callback_url"), url));
            let others = self.redirect_uris.iter().enumerate();
            callback.chain(others.map(|(index, url)| (format!("{path}.redirect_uris[{index}]"), url)))
        };
        if self.callback_mode != CallbackMode::UserInUrl {
            return;
        }
        let key = format!("{path}.callback_mode");
        if urls().next().is_none() {
            faults.add(&key, "\"user_in_url\" does nothing without `callback_url`. Set it, or leave this out");
        }
        if self.oidc.auth_method == AuthMethod::None {
            let problem = "\"user_in_url\" needs an `oidc.auth_method` with a secret or a key: anybody can write a user into \
                           an address, and the site's server must be able to exchange the ticket";
            faults.add(&key, problem);
        }
        for (key, url) in urls() {
            let Ok(parsed) = Url::parse(url) else { continue };
            if parsed.scheme() != "https" && !is_near_url(url) {
                faults.add(&key, "must be https beside callback_mode = \"user_in_url\": it is sent personal data");
            }
            if url.contains('#') {
                faults.add(&key, "must have no `#` beside callback_mode = \"user_in_url\": a login adds to its query");
            }
            if parsed.query_pairs().any(|(name, _)| ADDED.contains(&&*name)) {
                let problem = "must have no `code`, `message`, `data`, `ticket` or `iss` of its own: a login adds them";
                faults.add(&key, problem);
            }
        }
    }

    /// What is allowed of the callback of the application at `path`, and should not stay so.
    pub(super) fn warn_of_callback(&self, path: &str, warnings: &mut Faults) {
        if self.callback_mode == CallbackMode::UserInUrl {
            let warning = "= \"user_in_url\" puts the user into addresses, which browsers keep, servers log and other \
                           pages may be told, and nothing ties the answer to who asked for it. Trust `data` only after \
                           exchanging `ticket`, and change to \"code_flow\" when you can";
            warnings.add(format!("{path}.callback_mode"), warning);
        }
    }
}
