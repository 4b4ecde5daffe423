//! How log lines look.

use super::setting::{Kind, Raw, Setting};

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    #[default]
    Json,
    /// For people.
    Text,
}

impl Setting for LogFormat {
    const KIND: Kind = Kind::Text;
    const EXPECTED: &'static str = "`json` or `text`";

    fn read(raw: Raw) -> Option<Self> {
        match String::read(raw)?.trim() {
            "json" => Some(Self::Json),
            "text" => Some(Self::Text),
            _ => None,
        }
    }

    fn show(&self) -> String {
        match self {
            Self::Json => "json".to_owned(),
            Self::Text => "text".to_owned(),
        }
    }
}
