//! The words that the keys of `[app.wechat]` may have, and the secret.

use guard_protocol::Secret;

use super::setting::{Kind, Raw, Setting};

/// Declares an enum whose variants are words of the file; the first is the default.
macro_rules! words {
    (
        $(#[doc = $about:literal])+
        pub enum $name:ident {
            $(#[doc = $first_about:literal])+
            $first:ident = $first_word:literal,
            $($(#[doc = $variant_about:literal])+ $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = $first_about])+
            #[default]
            $first,
            $($(#[doc = $variant_about])+ $variant,)+
        }

        impl $name {
            /// The word for it.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::$first => $first_word,
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl Setting for $name {
            const KIND: Kind = Kind::Text;
            const EXPECTED: &'static str = concat!("`", $first_word, "`" $(, " or `", $word, "`")+);

            fn read(raw: Raw) -> Option<Self> {
                match String::read(raw)?.trim() {
                    $first_word => Some(Self::$first),
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }

            fn show(&self) -> String {
                self.name().to_owned()
            }
        }
    };
}
pub(super) use words;

words! {
    /// Which edition of the mini program a code opens.
    pub enum EnvVersion {
        /// The published one.
        Release = "release",
        /// The one for trial users.
        Trial = "trial",
        /// The one that its developers have on their phones.
        Develop = "develop",
    }
}

words! {
    /// What the page shows to be scanned.
    pub enum CodeVisual {
        /// WeChat's own mini-program code: a call of WeChat for each.
        Code = "code",
        /// An ordinary QR code of a link that opens the mini program.
        Link = "link",
    }
}

words! {
    /// Whether a person shares the phone number that WeChat has verified.
    pub enum PhoneNumberUse {
        /// Who wants to.
        Optional = "optional",
        /// Everybody: without one there is no login.
        Required = "required",
        /// Nobody is asked.
        Off = "off",
    }
}

words! {
    /// What becomes of a picture of a code that somebody forwarded.
    pub enum Forwarded {
        /// The person reads a warning first.
        Warn = "warn",
        /// It opens nothing.
        Refuse = "refuse",
    }
}

impl Setting for Secret {
    const KIND: Kind = Kind::Text;

    fn read(raw: Raw) -> Option<Self> {
        String::read(raw).map(Self::new)
    }

    /// Nothing: no default is a secret, and no secret is shown.
    fn show(&self) -> String {
        String::new()
    }
}
