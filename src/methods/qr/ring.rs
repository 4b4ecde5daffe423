//! The time left, as a ring round the tile. CSS moves it: two numbers are set once for each code.

use std::rc::Rc;

use guard_core::qr::QrCode;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::code::Picture;
use crate::browser::clock;
use crate::card::tag;

/// A rounded square of 255 units whose outline starts at the top centre.
const OUTLINE: &str = "M127.5 2H231a22 22 0 0 1 22 22V231a22 22 0 0 1-22 22H24a22 22 0 0 1-22-22V24a22 22 0 0 1 22-22Z";

/// Draws the ring of a code that ends at `deadline`, in ms on the page's clock.
pub(super) fn draw(code: &Rc<QrCode>, deadline: u64, hurry: bool, picture: &Picture) -> Html {
    let left = tag("path", &[("class", "guard-ring-left"), ("d", OUTLINE), ("pathLength", "100")]);
    tag("svg", &[("class", "guard-ring"), ("viewBox", "0 0 255 255"), ("aria-hidden", "true")])
        .key(&code.id)
        .node(&picture.ring)
        .flag("data-hurry", hurry)
        .with_tag(tag("path", &[("class", "guard-ring-track"), ("d", OUTLINE)]))
        .with_tag(left.key(&deadline.to_string()))
        .html()
}

/// Sets the time that is left, once the ring is drawn anew.
pub(super) fn set_time(ring: &NodeRef, code: &QrCode, deadline: u64) {
    let Some(ring) = ring.cast::<HtmlElement>() else { return };
    let left = deadline.saturating_sub(clock::now());
    let total = (u64::from(code.expires_in) * 1_000).max(left);
    // Through the CSSOM: a `style` attribute would be against a strict content security policy.
    let style = ring.style();
    let _ = style.set_property("--guard-qr-ttl", &[&total.to_string(), "ms"].concat());
    let _ = style.set_property("--guard-qr-elapsed", &["-", &(total - left).to_string(), "ms"].concat());
}
