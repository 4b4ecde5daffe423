//! Colours and shapes of a page, by the names of the widget's variables.

use std::collections::BTreeMap;

use super::error::Fault;
use super::key::{Key, join};
use super::reader::{At, Reader};
use super::section::Section;
use super::setting::Kind;

/// The variables, without `--guard-`.
const NAMES: [&str; 20] = [
    "color-primary",
    "color-on-primary",
    "color-primary-hover",
    "color-surface",
    "color-surface-sunken",
    "color-surface-raised",
    "color-border",
    "color-border-strong",
    "color-text",
    "color-text-muted",
    "color-danger",
    "color-danger-soft",
    "color-success",
    "color-success-soft",
    "color-warning",
    "color-warning-soft",
    "color-focus",
    "radius",
    "radius-control",
    "font-family",
];

/// Values of the widget's variables, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Colors(pub BTreeMap<String, String>);

/// Whether `value` is one value of a style sheet and can end no rule: `#2456d6`, `light-dark(white, #0b1730)`, `10px`.
pub(super) fn is_value(value: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "#(),.%/ -_'".contains(c);
    let named = value.to_ascii_lowercase();
    !value.trim().is_empty()
        && value.chars().all(fits)
        && !["url(", "image(", "image-set(", "/*", "*/"].iter().any(|part| named.contains(part))
        && value.matches('(').count() == value.matches(')').count()
        && value.matches('\'').count().is_multiple_of(2)
}

impl Section for Colors {
    fn keys(path: &str, keys: &mut Vec<Key>) {
        keys.extend(NAMES.iter().map(|name| Key {
            path: join(path, name),
            kind: Kind::Text,
            default: String::new(),
            range: None,
            help: "Value of the widget's variable of this name.",
        }));
    }

    fn read(reader: &mut Reader<'_>, at: &At<'_>) -> Self {
        reader.refuse_unknown(at, &NAMES);
        let values = NAMES.into_iter().filter_map(|name| {
            let at = reader.entry(at, name);
            reader.value(&at, None).map(|value| (name.to_owned(), value))
        });
        Self(values.collect())
    }

    fn check_ranges(&self, path: &str, faults: &mut Vec<Fault>) {
        for (name, value) in &self.0 {
            if !is_value(value) {
                let problem = "must be a value as #2456d6 or light-dark(#fff, #17191e), without url(), `;` and braces";
                faults.push(Fault::new(join(path, name), problem));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_no_rule_and_loads_nothing() {
        for value in ["#2456d6", "light-dark(#fff, rgb(1 2 3 / .5))", "10px", "'PingFang SC', sans-serif", "red"] {
            assert!(is_value(value), "{value}");
        }
        for value in [
            "",
            " ",
            "red;",
            "red}",
            "{",
            "</style>",
            "url(x)",
            "URL(x)",
            "a\\b",
            "/*",
            "\"",
            "(",
            "'",
            "var(--x)!",
            "a:b",
        ] {
            assert!(!is_value(value), "{value}");
        }
    }
}
