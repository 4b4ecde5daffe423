//! The catalogue: the texts of the frame, of every method and of every factor, by language.
//!
//! Each part keeps its texts in its own `locales/` folder, and says so in the list of its kind. A Yew app has them in its
//! program; the element's shim fetches the file of one language, which `cargo xtask dist` puts together.

use guard_core::{Key, Lang, Messages, Text};
use guard_protocol::json::Json;

use crate::card::{self, Locale, locale};
use crate::{Tree, factors, methods};

const FRAME: Locale = locale!("../assets/locales");

/// The texts of `lang`, with those of `own` in their place.
pub fn catalogue(lang: Lang, own: &[(Text, Text)]) -> Messages {
    let files = [FRAME].into_iter().chain(methods::LOCALES.iter().copied()).chain(factors::LOCALES.iter().copied());
    // The files are part of the program; that they are whole is a test.
    let texts = files.filter_map(|locale| <Tree as Json>::parse(locale(lang))?.entries()).flatten();
    let texts = texts.filter_map(|(key, text)| Some((key.into(), text.text()?.into())));
    texts.chain(own.iter().cloned()).collect()
}

/// The keys of all texts: what the prop `messages` may replace.
pub fn message_keys() -> impl Iterator<Item = Key> {
    let frame = [guard_core::messages::errors::KEYS, card::texts::KEYS];
    frame
        .into_iter()
        .chain(methods::ALL_KEYS.iter().copied())
        .chain(factors::ALL_KEYS.iter().copied())
        .flatten()
        .copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn texts(lang: Lang) -> Vec<(String, String)> {
        catalogue(lang, &[]).iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect()
    }

    #[test]
    fn every_key_has_a_text_in_every_language_and_no_text_is_without_a_key() {
        let keys: BTreeSet<String> = message_keys().map(|key| key.0.to_owned()).collect();
        for lang in [Lang::ZhCn, Lang::EnUs] {
            let texts = texts(lang);
            assert_eq!(texts.iter().map(|(key, _)| key.clone()).collect::<BTreeSet<_>>(), keys, "{}", lang.tag());
            assert_eq!(texts.len(), keys.len(), "{}: a key stands twice", lang.tag());
            assert!(texts.iter().all(|(_, text)| !text.is_empty()));
        }
    }

    #[test]
    fn placeholders_agree() {
        let en = texts(Lang::EnUs);
        for (key, zh) in texts(Lang::ZhCn) {
            let (_, en) = en.iter().find(|(other, _)| *other == key).unwrap();
            for placeholder in ["{n}", "{app}", "{hint}"] {
                assert_eq!(zh.contains(placeholder), en.contains(placeholder), "{placeholder} of {key}");
            }
        }
    }

    #[test]
    fn chinese_holds_no_english() {
        for (key, text) in texts(Lang::ZhCn) {
            let plain = ["{app}", "{n}", "{hint}"].iter().fold(text.clone(), |text, part| text.replace(part, ""));
            assert!(!plain.contains(|c: char| c.is_ascii_alphabetic()), "{key}: {text}");
        }
    }

    #[test]
    fn a_page_replaces_a_text_by_its_key() {
        let messages = catalogue(Lang::EnUs, &[("retry".into(), "Once more".into())]);
        assert_eq!(messages.get(card::texts::RETRY), "Once more");
    }
}
