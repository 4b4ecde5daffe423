//! A panel's line to its card.

use std::ops::Deref;
use std::rc::Rc;

use guard_core::login::Event;
use guard_core::{Authentication, BackendError, Method};
use yew::Callback;

use crate::face::{Command, News};

/// Where a panel's events, orders and news go. A copy is one pointer.
#[derive(Clone, Debug)]
pub struct Link(Rc<Lines>);

/// The lines of a [`Link`].
#[derive(Debug)]
pub struct Lines {
    /// Takes events of the login.
    pub events: Callback<Event>,
    /// Takes orders of the page and of the frame.
    pub command: Callback<Command>,
    /// Draws the card anew.
    pub redraw: Callback<()>,
    /// Tells the page; answers `false` when it stops what can be stopped.
    pub tell: Callback<News, bool>,
}

impl From<Lines> for Link {
    fn from(lines: Lines) -> Self {
        Self(Rc::new(lines))
    }
}

impl Deref for Link {
    type Target = Lines;

    fn deref(&self) -> &Lines {
        &self.0
    }
}

impl Link {
    /// Hands the person's login over.
    pub fn finish(&self, method: Method, authentication: Authentication) {
        self.events.emit(Event::Finished(method, authentication));
    }

    /// Tells of an error that the panel shows by itself.
    pub fn fail(&self, method: Method, error: BackendError) {
        self.events.emit(Event::Failed(method, error));
    }
}
