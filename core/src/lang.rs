//! The languages of the widget. Chosen by the host (`lang`) or by the browser's preferences.

/// A language of the widget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Simplified Chinese.
    ZhCn,
    /// American English; what everybody gets whose language there is none of.
    #[default]
    EnUs,
}

impl Lang {
    /// The BCP 47 tag, as in the header `x-authing-lang` and in `lang=""`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::EnUs => "en-US",
        }
    }

    /// The best language for a BCP 47 tag: all Chinese reads `zh-CN`, all English `en-US`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        if primary.eq_ignore_ascii_case("zh") {
            Some(Self::ZhCn)
        } else if primary.eq_ignore_ascii_case("en") {
            Some(Self::EnUs)
        } else {
            None
        }
    }

    /// The first language of `tags` (most wanted first) that there is.
    pub fn choose<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::from_tag).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_choose_the_nearest_language() {
        assert_eq!(Lang::choose(["fr", "zh-Hant-HK", "en"]), Lang::ZhCn);
        assert_eq!(Lang::choose(["EN_gb"]), Lang::EnUs);
        assert_eq!(Lang::choose(["fr", ""]), Lang::EnUs);
    }
}
