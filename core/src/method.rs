//! Methods: the ways to log in. Used in configuration, props and events, and by the strip of tabs.

use std::str::FromStr;

use thiserror::Error;

macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A way to log in, and the tab that offers it.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum Method {
            $($(#[$doc])* $name,)*
        }

        impl Method {
            /// Every method.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in attributes and events.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

// The one list of methods: a new one is a line here, a folder in `src/methods/`, and a line in that folder's list.
methods! {
    /// Account and password.
    #[default]
    Password = "password",
    /// The QR code.
    Qr = "qr",
}

/// A name that no method has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no tab `{0}`: use `password`, `qr`, or both with a comma between them")]
pub struct UnknownMethod(pub String);

impl Method {
    /// Reads a list as in `tabs="password,qr"`; the order is the order of the tabs, doubles count once.
    ///
    /// # Errors
    /// [`UnknownMethod`] for the first name that no method has.
    pub fn parse_list(list: &str) -> Result<Vec<Self>, UnknownMethod> {
        let mut methods = Vec::new();
        for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let method = name.parse()?;
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
        Ok(methods)
    }
}

impl FromStr for Method {
    type Err = UnknownMethod;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.iter().find(|method| method.as_str() == name);
        known.copied().ok_or_else(|| UnknownMethod(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_keep_their_order_and_name_the_fault() {
        assert_eq!(Method::parse_list(" qr, password,qr,"), Ok(vec![Method::Qr, Method::Password]));
        assert_eq!(Method::parse_list(""), Ok(vec![]));
        let error = Method::parse_list("password,sms").unwrap_err();
        assert_eq!(error.to_string(), "there is no tab `sms`: use `password`, `qr`, or both with a comma between them");
    }
}
