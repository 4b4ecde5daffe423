//! News of the browser that nobody asked for: the network, the tab's visibility, the way back from the cache.

use gloo_events::EventListener;
use gloo_utils::{document, window};

/// A piece of news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The network came.
    Online,
    /// The network went.
    Offline,
    /// The tab came into sight, or left it.
    Visibility,
    /// The page goes away, for ever or into the back/forward cache.
    PageHide,
    /// The page came back from the back/forward cache.
    PageShow,
}

/// Listeners for every [`Signal`], gone when dropped.
#[must_use = "dropping the listeners silences them"]
#[derive(Debug)]
pub struct Signals {
    _listeners: [EventListener; 5],
}

impl Signals {
    /// Calls `heard` for each signal.
    pub fn listen(heard: impl Fn(Signal) + Clone + 'static) -> Self {
        let on = |target: &web_sys::EventTarget, name: &'static str, signal: Signal| {
            let heard = heard.clone();
            EventListener::new(target, name, move |_| heard(signal))
        };
        let (window, document) = (window(), document());
        Self {
            _listeners: [
                on(&window, "online", Signal::Online),
                on(&window, "offline", Signal::Offline),
                on(&document, "visibilitychange", Signal::Visibility),
                on(&window, "pagehide", Signal::PageHide),
                on(&window, "pageshow", Signal::PageShow),
            ],
        }
    }
}
