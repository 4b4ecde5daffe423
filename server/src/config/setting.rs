//! The types of values: how each is written in the file and in the environment, and how it shows in `--help`.

use std::net::SocketAddr;
use std::path::PathBuf;

use toml::de::DeValue;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, as it is.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Switch,
    /// A list of texts; in the environment with commas between.
    List,
}

/// A value as it was written, before its type is known to fit.
#[derive(Debug)]
pub(super) enum Raw {
    Text(String),
    Number(i64),
    Switch(bool),
    List(Vec<String>),
}

impl Raw {
    /// The value that `text` of the environment stands for.
    pub(super) fn of_text(kind: Kind, text: &str) -> Option<Self> {
        match kind {
            Kind::Text => Some(Self::Text(text.to_owned())),
            Kind::Number => text.trim().parse().ok().map(Self::Number),
            Kind::Switch => match text.trim() {
                "true" | "1" => Some(Self::Switch(true)),
                "false" | "0" => Some(Self::Switch(false)),
                _ => None,
            },
            Kind::List => {
                let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
                Some(Self::List(entries.map(str::to_owned).collect()))
            }
        }
    }

    /// The value that stands in the file.
    pub(super) fn of_toml(value: &DeValue<'_>) -> Option<Self> {
        match value {
            DeValue::String(text) => Some(Self::Text(text.clone().into_owned())),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok().map(Self::Number),
            DeValue::Boolean(switch) => Some(Self::Switch(*switch)),
            DeValue::Array(entries) => {
                let texts = entries.iter().map(|entry| entry.get_ref().as_str().map(str::to_owned));
                texts.collect::<Option<_>>().map(Self::List)
            }
            DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => None,
        }
    }
}

/// A type that a key's value may have.
pub(super) trait Setting: Sized {
    /// How it is written.
    const KIND: Kind;
    /// What to write, as it follows "must be".
    const EXPECTED: &'static str = match Self::KIND {
        Kind::Text => "text",
        Kind::Number => "a whole number",
        Kind::Switch => "true or false",
        Kind::List => "a list of texts",
    };

    /// The value, if it fits.
    fn read(raw: Raw) -> Option<Self>;

    /// The value as `--help` shows a default; empty when there is none.
    fn show(&self) -> String;

    /// The number whose range is checked.
    fn number(&self) -> Option<u32> {
        None
    }
}

impl Setting for String {
    const KIND: Kind = Kind::Text;

    fn read(raw: Raw) -> Option<Self> {
        if let Raw::Text(text) = raw { Some(text) } else { None }
    }

    fn show(&self) -> String {
        self.clone()
    }
}

impl Setting for PathBuf {
    const KIND: Kind = Kind::Text;
    const EXPECTED: &'static str = "a path";

    fn read(raw: Raw) -> Option<Self> {
        String::read(raw).filter(|path| !path.is_empty()).map(Self::from)
    }

    fn show(&self) -> String {
        self.display().to_string()
    }
}

impl Setting for SocketAddr {
    const KIND: Kind = Kind::Text;
    const EXPECTED: &'static str = "an address and a port, as in 127.0.0.1:8080 or [::1]:8080";

    fn read(raw: Raw) -> Option<Self> {
        String::read(raw)?.trim().parse().ok()
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Setting for u32 {
    const KIND: Kind = Kind::Number;

    fn read(raw: Raw) -> Option<Self> {
        if let Raw::Number(number) = raw { number.try_into().ok() } else { None }
    }

    fn show(&self) -> String {
        self.to_string()
    }

    fn number(&self) -> Option<u32> {
        Some(*self)
    }
}

impl Setting for bool {
    const KIND: Kind = Kind::Switch;

    fn read(raw: Raw) -> Option<Self> {
        if let Raw::Switch(switch) = raw { Some(switch) } else { None }
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Setting for Vec<String> {
    const KIND: Kind = Kind::List;

    fn read(raw: Raw) -> Option<Self> {
        if let Raw::List(entries) = raw { Some(entries) } else { None }
    }

    fn show(&self) -> String {
        self.join(",")
    }
}

impl<T: Setting> Setting for Option<T> {
    const KIND: Kind = T::KIND;
    const EXPECTED: &'static str = T::EXPECTED;

    fn read(raw: Raw) -> Option<Self> {
        T::read(raw).map(Some)
    }

    fn show(&self) -> String {
        self.as_ref().map(T::show).unwrap_or_default()
    }

    fn number(&self) -> Option<u32> {
        self.as_ref().and_then(T::number)
    }
}
