//! What a host can tell a mounted widget to do, for what is an act and not a state: props would not fit.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use yew::Callback;

use crate::tab::Tab;

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    RefreshQr,
    SetTab(Tab),
    Reset,
    /// Whether the page must not scroll there.
    Focus(bool),
}

/// A hold on a mounted [`GuardWidget`](super::GuardWidget): make one, pass it as the prop `handle`, and call it.
///
/// A tab and the focus that are asked for before there is a card are remembered until there is one; other calls do
/// nothing then, as all do once the widget is gone.
#[derive(Clone, Default)]
pub struct GuardHandle {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    listener: RefCell<Option<(u32, Callback<Command>)>>,
    /// What was asked for while nobody listened.
    waiting: RefCell<Vec<Command>>,
    connections: Cell<u32>,
    qr_text: RefCell<Option<String>>,
}

impl GuardHandle {
    /// A hold on nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a new QR code.
    pub fn refresh_qr(&self) {
        self.send(Command::RefreshQr);
    }

    /// Shows `tab`, if the widget has it.
    pub fn set_tab(&self, tab: Tab) {
        self.send(Command::SetTab(tab));
    }

    /// Back to the start: an empty form, a new code.
    pub fn reset(&self) {
        self.send(Command::Reset);
    }

    /// Moves the focus to the first thing to do.
    pub fn focus(&self) {
        self.send(Command::Focus(false));
    }

    /// Moves the focus there without scrolling the page.
    pub fn focus_without_scrolling(&self) {
        self.send(Command::Focus(true));
    }

    /// The text of the QR code, as long as one is shown that was drawn here.
    pub fn qr_text(&self) -> Option<String> {
        self.inner.qr_text.borrow().clone()
    }

    pub(crate) fn set_qr_text(&self, text: Option<String>) {
        *self.inner.qr_text.borrow_mut() = text;
    }

    fn send(&self, command: Command) {
        let listener = self.inner.listener.borrow().clone();
        match (listener, command) {
            (Some((_, listener)), _) => listener.emit(command),
            (None, Command::SetTab(_) | Command::Focus(_)) => self.inner.waiting.borrow_mut().push(command),
            (None, Command::RefreshQr | Command::Reset) => {}
        }
    }

    /// Passes commands on to `listener` until the connection is dropped.
    pub(crate) fn connect(&self, listener: Callback<Command>) -> Connection {
        let id = self.inner.connections.get().wrapping_add(1);
        self.inner.connections.set(id);
        *self.inner.listener.borrow_mut() = Some((id, listener.clone()));
        for command in self.inner.waiting.take() {
            listener.emit(command);
        }
        Connection { inner: self.inner.clone(), id }
    }
}

impl PartialEq for GuardHandle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl fmt::Debug for GuardHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardHandle").field("connected", &self.inner.listener.borrow().is_some()).finish()
    }
}

/// Ends when dropped, unless a later one has taken its place.
#[must_use = "dropping the connection ends it"]
pub(crate) struct Connection {
    inner: Rc<Inner>,
    id: u32,
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut listener = self.inner.listener.borrow_mut();
        if listener.as_ref().is_some_and(|(id, _)| *id == self.id) {
            *listener = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_reach_the_widget_that_is_mounted() {
        let handle = GuardHandle::new();
        handle.refresh_qr();
        handle.set_tab(Tab::Password);
        let heard = Rc::new(RefCell::new(Vec::new()));
        let listen = |name: &'static str| {
            let heard = heard.clone();
            Callback::from(move |command| heard.borrow_mut().push((name, command)))
        };
        let first = handle.connect(listen("first"));
        handle.focus();
        let second = handle.connect(listen("second"));
        drop(first);
        handle.set_tab(Tab::Qr);
        drop(second);
        handle.reset();
        let early = ("first", Command::SetTab(Tab::Password));
        assert_eq!(*heard.borrow(), [early, ("first", Command::Focus(false)), ("second", Command::SetTab(Tab::Qr))]);
    }
}
