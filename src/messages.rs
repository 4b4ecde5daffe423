//! Every word that the widget shows or speaks, by language. Used by the components and by [`Failure`](crate::failure::Failure).
//!
//! The texts are in `assets/locales/`, a file a language. In a Yew app they are part of the program; the element's
//! shim fetches the one that is needed and hands it over with the props. `{n}` and `{app}` in a text are filled in
//! where it is used.

#[cfg(not(feature = "element"))]
use guard_protocol::json::Json;
use yew::AttrValue;

#[cfg(not(feature = "element"))]
use crate::json::Tree;
use crate::lang::Lang;

macro_rules! catalogue {
    ($($(#[$doc:meta])* $key:ident,)*) => {
        /// The texts of one language.
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct Messages {
            $($(#[$doc])* pub $key: AttrValue,)*
        }

        impl Messages {
            /// The keys that [`Messages::set`] knows.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($key),)*];

            /// Puts `text` in the place of the text called `key`; `false` when there is no such text.
            pub fn set(&mut self, key: &str, text: AttrValue) -> bool {
                match key {
                    $(stringify!($key) => self.$key = text,)*
                    _ => return false,
                }
                true
            }

            /// Every key with its text.
            pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
                [$((stringify!($key), self.$key.as_str()),)*].into_iter()
            }
        }
    };
}
catalogue! {
    /// Title of the card; `{app}` is the application's name.
    title,
    /// Title of the card when the application has no name.
    title_plain,
    /// Name of the tab strip for screen readers.
    tabs_label,
    /// Tab of the password form.
    tab_password,
    /// Tab of the QR code.
    tab_qr,
    /// Label of the account field.
    account_label,
    /// Placeholder of the account field.
    account_placeholder,
    /// Label of the password field.
    password_label,
    /// Placeholder of the password field.
    password_placeholder,
    /// Button that shows the password.
    password_show,
    /// Button that hides the password.
    password_hide,
    /// The account field is empty.
    account_missing,
    /// The password field is empty.
    password_missing,
    /// The password is too long for the server's key.
    password_too_long,
    /// Caps lock is on.
    caps_lock,
    /// Button that logs in.
    submit,
    /// The same button while it works.
    submitting,
    /// Link to recover a forgotten password.
    forgot_password,
    /// Words before the link to register.
    register_hint,
    /// Link to register.
    register,
    /// Account or password wrong.
    bad_credentials,
    /// Account or password wrong; `{n}` attempts are left.
    bad_credentials_left,
    /// The account is locked.
    account_locked,
    /// A second factor is needed.
    mfa_needed,
    /// The application does not exist.
    no_such_app,
    /// The host stopped the login.
    login_vetoed,
    /// What a screen reader says for the picture of the code; `{app}` is the application's name.
    qr_label,
    /// Loading: a code is being made.
    qr_loading,
    /// Ready: what to do.
    qr_ready,
    /// Ready: what happens then.
    qr_ready_hint,
    /// Ready, last seconds, when a new code follows by itself; `{n}` seconds are left.
    qr_hurry_rotate,
    /// Ready, last seconds; `{n}` seconds are left.
    qr_hurry,
    /// Offline: it goes on by itself.
    qr_offline,
    /// Scanned: confirm on the phone.
    qr_scanned,
    /// Scanned, with a number to match.
    qr_scanned_number,
    /// Scanned: asks whether that is right; the link after it starts over.
    qr_scanned_hint,
    /// Link that starts over after a scan.
    qr_start_over,
    /// Button that starts over after a refusal on the phone.
    qr_scan_again,
    /// Name of a scanner who has none.
    qr_someone,
    /// What a screen reader says before the number to match.
    qr_number_label,
    /// Confirmed.
    qr_confirmed,
    /// Confirmed: wait.
    qr_confirmed_hint,
    /// Success.
    qr_success,
    /// Success: where it goes on; `{app}` is the application's name.
    qr_success_hint,
    /// Expired.
    qr_expired,
    /// Expired: why.
    qr_expired_hint,
    /// Expired because another tab logged in.
    qr_elsewhere,
    /// What to do after that.
    qr_elsewhere_hint,
    /// Button that makes a new code.
    qr_refresh,
    /// Declined on the phone.
    qr_cancelled,
    /// Declined: what it means.
    qr_cancelled_hint,
    /// Error: no code to be had.
    qr_error,
    /// Error: the login came too late.
    qr_too_late,
    /// Error: what else to do, when there is a password tab.
    qr_error_hint,
    /// Error: what else to do, when there is none.
    qr_error_hint_alone,
    /// Button that tries again.
    retry,
    /// Button that closes a dialog.
    close,
    /// No network.
    error_network,
    /// No answer in time.
    error_timeout,
    /// Too many requests.
    error_busy,
    /// The server failed.
    error_server,
    /// The code is gone.
    error_gone,
    /// The configuration cannot be had.
    error_config,
}

impl Messages {
    /// The texts of `lang`. In the element there are none: its shim brings them.
    #[cfg(feature = "element")]
    pub fn of(_lang: Lang) -> Self {
        Self::default()
    }

    /// The texts of `lang`.
    #[cfg(not(feature = "element"))]
    pub fn of(lang: Lang) -> Self {
        // The files are part of the program; that they are whole is a test.
        Tree::parse(match lang {
            Lang::ZhCn => include_str!("../assets/locales/zh-CN.json"),
            Lang::EnUs => include_str!("../assets/locales/en-US.json"),
        })
        .map(|texts| Self::read(&texts))
        .unwrap_or_default()
    }

    /// The texts of an object, by key; what is missing is empty.
    #[cfg(not(feature = "element"))]
    fn read(texts: &Tree) -> Self {
        let mut messages = Self::default();
        for key in Self::KEYS {
            if let Some(text) = texts.get(key).and_then(|text| text.text()) {
                messages.set(key, text.into());
            }
        }
        messages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_empty_and_placeholders_agree() {
        let (zh, en) = (Messages::of(Lang::ZhCn), Messages::of(Lang::EnUs));
        for ((key, zh), (_, en)) in zh.iter().zip(en.iter()) {
            assert!(!zh.is_empty() && !en.is_empty(), "{key} is empty");
            for placeholder in ["{n}", "{app}"] {
                assert_eq!(zh.contains(placeholder), en.contains(placeholder), "{placeholder} of {key}");
            }
        }
    }

    #[test]
    fn the_files_hold_the_keys_and_no_others() {
        for file in [include_str!("../assets/locales/zh-CN.json"), include_str!("../assets/locales/en-US.json")] {
            let texts: serde_json::Map<String, serde_json::Value> = serde_json::from_str(file).unwrap();
            let mut keys: Vec<_> = texts.keys().map(String::as_str).collect();
            let mut known = Messages::KEYS.to_vec();
            keys.sort_unstable();
            known.sort_unstable();
            assert_eq!(keys, known);
        }
    }

    #[test]
    fn chinese_holds_no_english() {
        for (key, text) in Messages::of(Lang::ZhCn).iter() {
            let plain = text.replace("{app}", "").replace("{n}", "");
            assert!(!plain.contains(|c: char| c.is_ascii_alphabetic()), "{key}: {text}");
        }
    }

    #[test]
    fn a_text_can_be_replaced_by_key() {
        let mut messages = Messages::of(Lang::EnUs);
        assert!(messages.set("submit", AttrValue::Static("Enter")));
        assert_eq!(messages.submit, "Enter");
        assert!(!messages.set("no_such_key", AttrValue::Static("x")));
    }
}
