//! Light, dark, or as the person's system has it.

use yew::AttrValue;
use yew::html::IntoPropValue;

/// The colours of the widget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the system has it (`prefers-color-scheme`).
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The name in attributes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme called `name`; any other name is [`Theme::Auto`], as an unknown enumerated attribute is its default
    /// in HTML.
    pub fn from_name(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

impl IntoPropValue<Option<AttrValue>> for Theme {
    fn into_prop_value(self) -> Option<AttrValue> {
        Some(AttrValue::Static(self.as_str()))
    }
}
