//! The two ways to log in, as tabs. Used in configuration, props, events and by the tab strip.

use std::str::FromStr;

use thiserror::Error;

/// A tab of the widget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// Account and password.
    #[default]
    Password,
    /// The QR code.
    Qr,
}

/// A tab name that there is none of.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no tab `{0}`: use `password`, `qr`, or both with a comma between them")]
pub struct UnknownTab(pub String);

impl Tab {
    /// The name in attributes and events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Qr => "qr",
        }
    }

    /// Reads a list as in `tabs="password,qr"`; the order is the order of the tabs, doubles count once.
    ///
    /// # Errors
    /// [`UnknownTab`] for the first name that is no tab's.
    pub fn parse_list(list: &str) -> Result<Vec<Self>, UnknownTab> {
        let mut tabs = Vec::new();
        for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let tab = name.parse()?;
            if !tabs.contains(&tab) {
                tabs.push(tab);
            }
        }
        Ok(tabs)
    }
}

impl FromStr for Tab {
    type Err = UnknownTab;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "password" => Ok(Self::Password),
            "qr" => Ok(Self::Qr),
            _ => Err(UnknownTab(name.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_keep_their_order_and_name_what_is_wrong() {
        assert_eq!(Tab::parse_list(" qr, password,qr,"), Ok(vec![Tab::Qr, Tab::Password]));
        assert_eq!(Tab::parse_list(""), Ok(vec![]));
        let error = Tab::parse_list("password,sms").unwrap_err();
        assert_eq!(error.to_string(), "there is no tab `sms`: use `password`, `qr`, or both with a comma between them");
    }
}
