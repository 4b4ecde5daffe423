//! Facts about the page and the browser.

use gloo_events::EventListener;
use gloo_utils::{document, window};
use web_sys::Element;

/// The origin of the page, as in `https://shop.example`.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The URL that the page's own links are relative to.
pub fn base() -> String {
    document().base_uri().ok().flatten().unwrap_or_else(origin)
}

/// The origin that the browser says requests come from: `null` in a sandboxed frame, whatever its address is.
pub fn sending_origin() -> String {
    let window = window();
    let origin = js_sys::Reflect::get(&window, &"origin".into()).ok().and_then(|origin| origin.as_string());
    origin.unwrap_or_else(self::origin)
}

/// The person's languages, most wanted first.
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// Whether the tab of the browser is in sight.
pub fn is_visible() -> bool {
    !document().hidden()
}

/// Whether the browser thinks that there is a network.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Calls `returned` when the page comes back out of the browser's back/forward cache, until the listener is dropped.
pub fn on_return(returned: impl Fn() + 'static) -> EventListener {
    EventListener::new(&window(), "pageshow", move |event| {
        let is_persisted =
            js_sys::Reflect::get(event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy());
        if is_persisted {
            returned();
        }
    })
}

/// Calls `changed` when the page is drawn for paper, and when it is drawn for the screen again, until the listener is
/// dropped.
pub fn on_paper(changed: impl Fn() + 'static) -> Option<EventListener> {
    let print = window().match_media("print").ok().flatten()?;
    Some(EventListener::new(&print, "change", move |_| changed()))
}

/// Device pixels in a CSS pixel.
pub fn device_pixel_ratio() -> f64 {
    window().device_pixel_ratio()
}

/// How much the CSS property `zoom` enlarges `element`, wherever it was set.
pub fn css_zoom(element: &Element) -> f64 {
    let zoom = js_sys::Reflect::get(element, &"currentCSSZoom".into()).ok().and_then(|zoom| zoom.as_f64());
    zoom.unwrap_or(1.0)
}

/// Whether text runs from right to left at `element`, wherever that was said.
pub fn is_rtl(element: &Element) -> bool {
    let style = window().get_computed_style(element).ok().flatten();
    style.and_then(|style| style.get_property_value("direction").ok()).as_deref() == Some("rtl")
}
