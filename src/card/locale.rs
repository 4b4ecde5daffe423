//! The files of texts that a Yew app has in its program.

use guard_protocol::Lang;

/// The file of one part's texts in a language, as JSON.
pub(crate) type Locale = fn(Lang) -> &'static str;

/// Makes the [`Locale`] of a folder, whose path is as `include_str!` takes it.
macro_rules! locale {
    ($folder:literal) => {
        |lang| match lang {
            guard_protocol::Lang::ZhCn => include_str!(concat!($folder, "/zh-CN.json")),
            guard_protocol::Lang::EnUs => include_str!(concat!($folder, "/en-US.json")),
        }
    };
}

pub(crate) use locale;
