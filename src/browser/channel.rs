//! How the tabs of a browser tell each other that somebody logged in or out. Carries no data, so there is nothing to
//! steal.

use gloo_events::EventListener;
use guard_core::login::SessionChange;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::random;

thread_local! {
    /// The number that stands for this tab in the word of a logout.
    static TAB: f64 = f64::from(random::number());
}

/// A line to the other tabs that show the same application. `None` inside where the browser forbids it (sandboxed
/// frames): then every tab is on its own.
#[derive(Debug)]
#[must_use = "dropping the channel closes it"]
pub struct SessionChannel {
    inner: Option<(BroadcastChannel, EventListener)>,
}

fn channel(app_id: &str) -> Option<BroadcastChannel> {
    BroadcastChannel::new(&["guard-widget:", app_id].concat()).ok()
}

/// The word of a login is a text, so that other boxes of the tab hear of it, too; that of a logout is the tab's number,
/// so that its own do not.
fn change_of(message: &JsValue) -> Option<SessionChange> {
    match message.as_f64() {
        None => Some(SessionChange::LoggedIn),
        Some(tab) => (tab != TAB.with(|own| *own)).then_some(SessionChange::LoggedOut),
    }
}

impl SessionChannel {
    /// Opens the line of the application `app_id`; `heard` is called with what happens elsewhere.
    pub fn open(app_id: &str, heard: impl Fn(SessionChange) + 'static) -> Self {
        let inner = channel(app_id).map(|channel| {
            let listener = EventListener::new(&channel, "message", move |event| {
                let message: &MessageEvent = event.unchecked_ref();
                if let Some(change) = change_of(&message.data()) {
                    heard(change);
                }
            });
            (channel, listener)
        });
        Self { inner }
    }

    /// Tells the others of a login.
    pub fn tell_login(&self) {
        if let Some((channel, _)) = &self.inner {
            let _ = channel.post_message(&JsValue::from_str("logged-in"));
        }
    }
}

/// Tells the other tabs that somebody logs out of the application `app_id`.
pub fn tell_logout(app_id: &str) {
    if let Some(channel) = channel(app_id) {
        let _ = channel.post_message(&JsValue::from_f64(TAB.with(|own| *own)));
        channel.close();
    }
}

impl Drop for SessionChannel {
    fn drop(&mut self) {
        if let Some((channel, _)) = &self.inner {
            channel.close();
        }
    }
}
