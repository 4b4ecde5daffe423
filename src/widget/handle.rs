//! A page's hold on a widget, for acts: props are for states.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use guard_core::Method;
use yew::Callback;

use crate::face::Command;

/// A hold on a [`GuardWidget`](super::GuardWidget) that is on the page: make one, pass it as the prop `handle`, and call it.
///
/// A tab and the focus that are asked for before there is a card are remembered until there is one; other calls do
/// nothing then, as all do once the widget is gone.
///
/// ```
/// use guard_widget::{GuardHandle, GuardWidget};
/// use yew::prelude::*;
///
/// #[component]
/// fn LoginPage() -> Html {
///     let handle = use_memo((), |()| GuardHandle::new());
///     let onclick = {
///         let handle = handle.clone();
///         Callback::from(move |_: MouseEvent| handle.reset())
///     };
///     html! {
///         <>
///             <GuardWidget app_id="my-app" handle={(*handle).clone()} />
///             <button {onclick}>{ "Start over" }</button>
///         </>
///     }
/// }
/// ```
#[derive(Clone, Default)]
pub struct GuardHandle {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    listener: RefCell<Option<(u32, Callback<Command>)>>,
    /// Orders that were given while nobody listened.
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

    /// Shows the tab of `method`, if the widget has it.
    pub fn set_tab(&self, method: Method) {
        self.send(Command::Choose(method));
    }

    /// Beats for a paced QR login (see [`Settings::paced`](crate::face::Settings::paced)).
    pub fn beat(&self) {
        self.send(Command::Beat);
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
            (None, Command::Choose(_) | Command::Focus(_)) => self.inner.waiting.borrow_mut().push(command),
            (None, _) => {}
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
        handle.set_tab(Method::Password);
        let heard = Rc::new(RefCell::new(Vec::new()));
        let listen = |name: &'static str| {
            let heard = heard.clone();
            Callback::from(move |command| heard.borrow_mut().push((name, command)))
        };
        let first = handle.connect(listen("first"));
        handle.focus();
        let second = handle.connect(listen("second"));
        drop(first);
        handle.set_tab(Method::Qr);
        drop(second);
        handle.reset();
        let early = ("first", Command::Choose(Method::Password));
        assert_eq!(*heard.borrow(), [early, ("first", Command::Focus(false)), ("second", Command::Choose(Method::Qr))]);
    }
}
