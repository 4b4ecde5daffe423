//! Texts, each in an element of its own.
//!
//! Translators of browsers put elements in the place of text nodes. A text node that stood beside others would then no
//! longer be there when Yew wants to put something before it, and one whose text changes would change unseen. So a text
//! is alone in its element, and another text is another element.

use yew::virtual_dom::VText;
use yew::{AttrValue, Html};

use super::tag;

/// Draws a text.
pub(crate) fn words(text: impl Into<AttrValue>) -> Html {
    let text = text.into();
    tag("span", &[]).key(text.as_str()).with(VText::new(text).into()).html()
}
