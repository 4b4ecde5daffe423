//! The browser's own reading of URLs, for the rules of `guard_core`.

#[cfg(not(target_arch = "wasm32"))]
pub use guard_core::parse_url as parse;

/// Reads `text` as a browser does, relative to `base`.
#[cfg(target_arch = "wasm32")]
pub fn parse(text: &str, base: &str) -> Option<guard_core::WebUrl> {
    let url = web_sys::Url::new_with_base(text, base).ok()?;
    Some(guard_core::WebUrl { href: part(&url, "href"), host: part(&url, "hostname") })
}

/// A part of a URL by its name: each getter would be an import of the module.
#[cfg(target_arch = "wasm32")]
#[inline(never)]
fn part(url: &web_sys::Url, name: &str) -> String {
    js_sys::Reflect::get(url, &name.into()).ok().and_then(|part| part.as_string()).unwrap_or_default()
}
