//! Texts as they are typed and pasted, and what is meant by them. Passwords are never touched.

/// The account that is meant by `text`.
///
/// Invisible characters, which come along when an account is copied from a page or a chat, do not count, nor do spaces
/// at the ends. Full-width letters, digits and signs of an input method are the plain ones, as NFKC has them
/// (Unicode Standard Annex #15).
///
/// ```
/// assert_eq!(guard_core::typed::account("\u{200b}ｌｉｎ＠ｓｈｏｐ．ｃｎ\u{3000}"), "lin@shop.cn");
/// ```
pub fn account(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !is_invisible(*c)).map(half_width).collect();
    plain.trim().to_owned()
}

/// The plain character for a full-width one; every other one as it is.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Whether it is seen by nobody: zero-width characters, marks of direction, the word joiner, the byte-order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn invisible_characters_do_not_count() {
        for c in ('\u{200b}'..='\u{200f}')
            .chain('\u{202a}'..='\u{202e}')
            .chain(['\u{2060}', '\u{feff}', '\u{2066}', '\u{ad}'])
        {
            assert_eq!(account(&format!("{c}li{c}n{c}")), "lin", "{:x}", u32::from(c));
        }
    }

    #[test]
    fn spaces_at_the_ends_do_not_count_and_those_inside_do() {
        for space in [' ', '\t', '\u{a0}', '\u{3000}', '\u{2009}', '\u{202f}'] {
            assert_eq!(account(&format!("{space}a b{space}{space}")), "a b", "{:x}", u32::from(space));
        }
        // Seen in the middle of nothing else.
        assert_eq!(account("\u{200b} \u{3000}\u{feff}lin\u{feff} \u{200e}"), "lin");
        assert_eq!(account("\u{3000}\u{200b}"), "");
    }

    #[test]
    fn full_width_characters_are_the_plain_ones() {
        assert_eq!(account("１３８００１３８０００"), "13800138000");
        assert_eq!(account("ＬｉｎＷｅｉ＿１＋ｘ＠ｓｈｏｐ．ｅｘａｍｐｌｅ"), "LinWei_1+x@shop.example");
    }

    #[test]
    fn names_stay() {
        for name in ["林晓", "lin@shop.example", "+86 138", "Zoë", "ﾊﾝｶｸ", "אבג", "😀"] {
            assert_eq!(account(name), name);
        }
    }

    proptest! {
        #[test]
        fn what_is_plain_stays_and_all_else_ends_plain(text in "\\PC{0,20}") {
            let once = account(&text);
            prop_assert_eq!(account(&once), once.clone());
            prop_assert!(!once.chars().any(|c| is_invisible(c) || half_width(c) != c));
        }
    }
}
