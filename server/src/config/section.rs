//! Sections: tables of the file. [`section!`] makes the struct, its defaults, its keys and its reading from one
//! declaration of each key.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use guard_protocol::lang::Lang;
use toml::de::DeValue;

use super::error::Fault;
use super::key::{Key, join, range_text};
use super::reader::{At, Reader};
use super::setting::{Kind, Setting};

/// What a table of the file is read into.
pub(super) trait Section: Sized {
    /// Adds the keys of the section at `path`.
    fn keys(path: &str, keys: &mut Vec<Key>);
    /// Reads the section. What is wrong is told to the reader, and the default stands for it.
    fn read(reader: &mut Reader<'_>, at: &At<'_>) -> Self;
    /// Adds the numbers that are out of their range.
    fn check_ranges(&self, path: &str, faults: &mut Vec<Fault>);
}

/// Declares a section. An entry is `key name: Type = default, range;` (the range for numbers only) or
/// `section name: Type;`. What documents the field is the help of the key.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        $(#[derive($($derived:ident),+)])?
        pub struct $name:ident {
            $(
                $(#[doc = $help:literal])+
                $what:ident $field:ident: $type:ty $(= $default:expr $(, $range:expr)?)?;
            )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug $($(, $derived)+)?)]
        pub struct $name {
            $($(#[doc = $help])+ pub $field: $type,)+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: section!(@default $($default)?),)+ }
            }
        }

        impl $crate::config::section::Section for $name {
            fn keys(path: &str, keys: &mut Vec<$crate::config::key::Key>) {
                let default = Self::default();
                $(
                    let path_of_key = $crate::config::key::join(path, stringify!($field));
                    section!(@keys $what, $type, path_of_key, keys, default.$field,
                        concat!($($help),+), section!(@range $($($range)?)?));
                )+
            }

            fn read(
                reader: &mut $crate::config::reader::Reader<'_>,
                at: &$crate::config::reader::At<'_>,
            ) -> Self {
                let default = Self::default();
                reader.refuse_unknown(at, &[$(stringify!($field)),+]);
                Self {
                    $($field: {
                        let at = reader.entry(at, stringify!($field));
                        section!(@read $what, $type, reader, at, default.$field, section!(@range $($($range)?)?))
                    },)+
                }
            }

            fn check_ranges(&self, path: &str, faults: &mut Vec<$crate::config::error::Fault>) {
                $(
                    let path_of_key = $crate::config::key::join(path, stringify!($field));
                    section!(@check $what, self.$field, path_of_key, faults, section!(@range $($($range)?)?));
                )+
            }
        }
    };

    (@default $default:expr) => { $default };
    (@default) => { Default::default() };

    (@range $range:expr) => { Some($range) };
    (@range) => { None };

    (@keys key, $type:ty, $path:expr, $keys:expr, $default:expr, $help:expr, $range:expr) => {
        $keys.push($crate::config::key::Key {
            path: $path,
            kind: <$type as $crate::config::setting::Setting>::KIND,
            default: $crate::config::setting::Setting::show(&$default),
            range: $range,
            help: $help,
        })
    };
    (@keys section, $type:ty, $path:expr, $keys:expr, $default:expr, $help:expr, $range:expr) => {
        <$type as $crate::config::section::Section>::keys(&$path, $keys)
    };

    (@read key, $type:ty, $reader:expr, $at:expr, $default:expr, $range:expr) => {
        $reader.value::<$type>(&$at, $range).unwrap_or($default)
    };
    (@read section, $type:ty, $reader:expr, $at:expr, $default:expr, $range:expr) => {
        <$type as $crate::config::section::Section>::read($reader, &$at)
    };

    (@check key, $value:expr, $path:expr, $faults:expr, $range:expr) => {
        $crate::config::section::check_range(&$value, $path, $range, $faults)
    };
    (@check section, $value:expr, $path:expr, $faults:expr, $range:expr) => {
        $crate::config::section::Section::check_ranges(&$value, &$path, $faults)
    };
}
pub(super) use section;

/// Adds a fault when a number is out of its range.
pub(super) fn check_range(
    value: &impl Setting,
    path: String,
    range: Option<RangeInclusive<u32>>,
    faults: &mut Vec<Fault>,
) {
    if let (Some(number), Some(range)) = (value.number(), range)
        && !range.contains(&number)
    {
        faults.push(Fault::new(path, format!("must be {}", range_text(&range))));
    }
}

/// A section that may be missing: it is there when the file or the environment names one of its keys.
impl<T: Section> Section for Option<T> {
    fn keys(path: &str, keys: &mut Vec<Key>) {
        T::keys(path, keys);
    }

    fn read(reader: &mut Reader<'_>, at: &At<'_>) -> Self {
        let mut keys = Vec::new();
        T::keys(&at.path, &mut keys);
        let named = at.value.is_some() || keys.iter().any(|key| reader.is_in_environment(&key.path));
        named.then(|| T::read(reader, at))
    }

    fn check_ranges(&self, path: &str, faults: &mut Vec<Fault>) {
        if let Some(section) = self {
            section.check_ranges(path, faults);
        }
    }
}

/// Several sections of a kind, `[[name]]`. They are in the file only.
impl<T: Section> Section for Vec<T> {
    fn keys(_path: &str, _keys: &mut Vec<Key>) {}

    fn read(reader: &mut Reader<'_>, at: &At<'_>) -> Self {
        match at.value.map(|value| value.get_ref()) {
            None => Self::new(),
            Some(DeValue::Array(entries)) => {
                let sections = entries.iter().enumerate().map(|(index, entry)| {
                    let at = reader.element(at, index, entry);
                    T::read(reader, &at)
                });
                sections.collect()
            }
            Some(_) => {
                reader.refuse(at, format!("must be tables: write [[{}]] above each", at.path));
                Self::new()
            }
        }
    }

    fn check_ranges(&self, path: &str, faults: &mut Vec<Fault>) {
        for (index, section) in self.iter().enumerate() {
            section.check_ranges(&format!("{path}[{index}]"), faults);
        }
    }
}

/// A text by language: a key for each language that the widget speaks.
impl Section for BTreeMap<String, String> {
    fn keys(path: &str, keys: &mut Vec<Key>) {
        keys.extend(Lang::ALL.iter().map(|lang| Key {
            path: join(path, lang.tag()),
            kind: Kind::Text,
            default: String::new(),
            range: None,
            help: match lang {
                Lang::ZhCn => "Line under the title, Chinese.",
                Lang::EnUs => "Line under the title, English.",
            },
        }));
    }

    fn read(reader: &mut Reader<'_>, at: &At<'_>) -> Self {
        let tags: Vec<_> = Lang::ALL.iter().map(|lang| lang.tag()).collect();
        reader.refuse_unknown(at, &tags);
        let texts = tags.into_iter().filter_map(|tag| {
            let at = reader.entry(at, tag);
            reader.value(&at, None).map(|text| (tag.to_owned(), text))
        });
        texts.collect()
    }

    fn check_ranges(&self, _path: &str, _faults: &mut Vec<Fault>) {}
}
