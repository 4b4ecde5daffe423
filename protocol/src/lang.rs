//! The languages that widget and server speak. Chosen by the host (`lang`), else by what the browser prefers.

use crate::listed::listed;

listed! {
    /// A language. Its tag (BCP 47) is what stands in the header `x-authing-lang` and in `lang=""`.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Lang: text(tag) {
        /// Simplified Chinese.
        ZhCn = "zh-CN",
        /// American English; what everybody gets whose language there is none of.
        #[default]
        EnUs = "en-US",
    }
}

impl Lang {
    /// The best language for a BCP 47 tag: all Chinese reads `zh-CN`, all English `en-US`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let wanted = primary(tag);
        Self::ALL.iter().copied().find(|lang| primary(lang.tag()).eq_ignore_ascii_case(wanted))
    }

    /// The first language of `tags` (most wanted first) that there is.
    pub fn choose<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::from_tag).unwrap_or_default()
    }
}

/// The language of a tag without script and region.
fn primary(tag: &str) -> &[u8] {
    tag.as_bytes().split(|byte| matches!(byte, b'-' | b'_')).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_choose_the_nearest_language() {
        assert_eq!(Lang::choose(["fr", "zh-Hant-HK", "en"]), Lang::ZhCn);
        assert_eq!(Lang::choose(["EN_gb"]), Lang::EnUs);
        assert_eq!(Lang::choose(["fr", ""]), Lang::EnUs);
        assert_eq!(Lang::from_tag("z"), None);
    }

    #[test]
    fn every_language_is_found_by_its_tag() {
        for lang in Lang::ALL {
            assert_eq!(Lang::from_tag(lang.tag()), Some(*lang));
        }
    }
}
