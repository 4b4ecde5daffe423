//! How the tabs of a browser tell each other that somebody logged in. Carries no data, so there is nothing to steal.

use gloo_events::EventListener;
use wasm_bindgen::JsValue;
use web_sys::BroadcastChannel;

/// A line to the other tabs that show the same application. `None` inside where the browser forbids it (sandboxed
/// frames): then every tab is on its own.
#[derive(Debug)]
pub struct LoginChannel {
    inner: Option<(BroadcastChannel, EventListener)>,
}

impl LoginChannel {
    /// Opens the line of the application `app_id`; `heard` is called when another tab logged in.
    pub fn open(app_id: &str, heard: impl Fn() + 'static) -> Self {
        let inner = BroadcastChannel::new(&format!("guard-widget:{app_id}")).ok().map(|channel| {
            let listener = EventListener::new(&channel, "message", move |_| heard());
            (channel, listener)
        });
        Self { inner }
    }

    /// Tells the other tabs.
    pub fn tell(&self) {
        if let Some((channel, _)) = &self.inner {
            let _ = channel.post_message(&JsValue::from_str("logged-in"));
        }
    }
}

impl Drop for LoginChannel {
    fn drop(&mut self) {
        if let Some((channel, _)) = &self.inner {
            channel.close();
        }
    }
}
