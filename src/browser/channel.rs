//! How the tabs of a browser tell each other that somebody logged in or out. Carries no data, so there is nothing to
//! steal.

use gloo_events::EventListener;
use gloo_utils::window;
use guard_core::login::SessionChange;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// The number that stands for this page, whatever modules it has: when it began, in ms.
fn tab() -> f64 {
    window().performance().map_or(1.0, |performance| performance.time_origin())
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

/// The word of a logout is the tab's number, that of a login the same below zero. Boxes of the same tab are the page's own
/// affair: it has heard of what happened.
fn change_of(message: &JsValue) -> Option<SessionChange> {
    let number = message.as_f64().filter(|number| !number.is_nan() && number.abs() != tab())?;
    Some(if number > 0.0 { SessionChange::LoggedOut } else { SessionChange::LoggedIn })
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
            let _ = channel.post_message(&JsValue::from_f64(-tab()));
        }
    }
}

/// Tells the other tabs that somebody logs out of the application `app_id`.
pub fn tell_logout(app_id: &str) {
    if let Some(channel) = channel(app_id) {
        let _ = channel.post_message(&JsValue::from_f64(tab()));
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
