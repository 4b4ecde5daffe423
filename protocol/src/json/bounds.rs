//! How long and how deep a reply may be. Checked on its text, before anything reads it: parsers take a tree of any
//! depth, and whoever walks it later dies of it.

/// The longest reply, in bytes. Pictures may be in it as `data:` URLs.
pub const LONGEST: usize = 512 * 1024;
/// The most arrays and objects in one another.
pub const DEEPEST: usize = 64;

/// Whether `text` is a reply that may be read.
pub fn fits(text: &str) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    text.len() <= LONGEST
        && text.bytes().all(|byte| {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = in_text,
                b'"' => in_text = !in_text,
                b'[' | b'{' if !in_text => depth += 1,
                b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth <= DEEPEST
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(depth: usize) -> String {
        format!("{}{}", "[".repeat(depth), "]".repeat(depth))
    }

    #[test]
    fn deep_replies_do_not_fit() {
        assert!(fits(&nested(DEEPEST)));
        assert!(!fits(&nested(DEEPEST + 1)));
        assert!(!fits(&"{\"a\":".repeat(20_000)));
    }

    #[test]
    fn brackets_in_texts_are_no_depth() {
        let brackets = "[".repeat(1_000);
        assert!(fits(&format!(r#"{{"a":"{brackets}","b":"\"{brackets}\\"}}"#)));
        assert!(!fits(&format!(r#"{{"a":"\\"{brackets}"#)));
        assert!(fits(&"[]".repeat(1_000)));
    }

    #[test]
    fn long_replies_do_not_fit() {
        assert!(fits(&"x".repeat(LONGEST)));
        assert!(!fits(&"x".repeat(LONGEST + 1)));
    }
}
