//! Login with an account and a password: a real form, so that password managers know it.

mod field;
mod form;
pub mod texts;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_utils::window;
use guard_core::login::{Drive, Event};
use guard_core::{BackendError, Key, Method, Outcome, RefusalReason, typed};
use web_sys::{HtmlElement, HtmlInputElement, Node};
use yew::prelude::*;

use super::{MethodPanel, Setup};
use crate::backend::{Answer, Credentials, SharedBackend, answered};
use crate::browser::focus;
use crate::card::icons::{self, Icon};
use crate::card::{Card, Link};

/// Text and icon of the tab.
pub(super) const TAB: (Key, Icon) = (texts::TAB, icons::LOCK);

/// Makes the panel.
pub fn new(setup: Setup) -> Box<dyn MethodPanel> {
    let fields = Rc::new(Fields::default());
    // The password is forgotten when the page goes into the back/forward cache, too.
    let forget = fields.clone();
    let listener = EventListener::new(&window(), "pagehide", move |_| forget.clear_password());
    Box::new(Password {
        link: setup.link,
        backend: setup.backend,
        account: setup.settings.account.clone(),
        filled: None,
        sent: None,
        fields,
        generation: 0,
        shown: Cell::new(None),
        _listener: listener,
    })
}

struct Password {
    link: Link,
    backend: SharedBackend,
    /// The account to fill in.
    account: Option<AttrValue>,
    /// The account that was filled in.
    filled: Option<AttrValue>,
    /// The account that was sent last, and the field that it stood in.
    sent: Option<(Node, String)>,
    fields: Rc<Fields>,
    /// Goes up with each reset: another form, with nothing of the one before in it.
    generation: u32,
    /// The place of the error that the focus was moved for.
    shown: Cell<Option<Place>>,
    _listener: EventListener,
}

/// The fields, and what is known of them. Their texts are in the inputs alone.
#[derive(Default)]
struct Fields {
    account: NodeRef,
    password: NodeRef,
    /// The password is shown.
    visible: Cell<bool>,
    caps_lock: Cell<bool>,
    missing: RefCell<Missing>,
}

/// The fields that were empty when the form was sent.
#[derive(Clone, Copy, Default, PartialEq)]
struct Missing {
    account: bool,
    password: bool,
}

/// Where an error is said.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Account,
    Password,
    Form,
}

impl Place {
    /// The place of an answer's error. Wrong account and wrong password are said in the same place and words, so that
    /// nobody learns which it was.
    fn of(error: &BackendError) -> Self {
        match error {
            BackendError::PasswordTooLong => Self::Password,
            BackendError::Refused(refusal) => match RefusalReason::from(refusal) {
                RefusalReason::Credentials { .. } => Self::Password,
                _ => Self::Form,
            },
            _ => Self::Form,
        }
    }
}

impl Fields {
    fn account(&self) -> String {
        typed::account(&text_of(&self.account))
    }

    /// Puts an account into its field.
    fn fill_account(&self, account: &str) {
        if let Some(input) = self.account.cast::<HtmlInputElement>() {
            input.set_value(account);
        }
    }

    fn clear_password(&self) {
        if let Some(input) = self.password.cast::<HtmlInputElement>() {
            input.set_value("");
        }
    }
}

fn text_of(input: &NodeRef) -> String {
    input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}

impl Password {
    /// The error to show, and where.
    fn problem(&self, card: &Card<'_>) -> Option<Place> {
        let missing = *self.fields.missing.borrow();
        match missing {
            Missing { account: true, .. } => Some(Place::Account),
            Missing { password: true, .. } => Some(Place::Password),
            _ => card.flow.problem(Method::Password).map(Place::of),
        }
    }
}

impl MethodPanel for Password {
    fn draw(&self, card: &Card<'_>) -> Html {
        form::draw(card, &self.fields, self.generation)
    }

    fn drive(&mut self, drive: Drive) {
        match drive {
            Drive::Show(false) | Drive::Stop => self.fields.clear_password(),
            Drive::Reset => {
                self.fields.clear_password();
                self.fields.missing.take();
                self.fields.visible.set(false);
                self.generation += 1;
                self.filled = None;
                self.sent = None;
                self.link.redraw.emit(());
            }
            Drive::Start | Drive::Show(true) | Drive::Restart | Drive::LoggedInElsewhere => {}
        }
    }

    fn send(&mut self) -> Option<Answer<Outcome>> {
        let credentials =
            Credentials { account: self.fields.account(), password: text_of(&self.fields.password).into() };
        self.sent = self.fields.account.get().map(|field| (field, credentials.account.clone()));
        Some(match self.backend.password() {
            Some(backend) => backend.log_in(credentials),
            None => answered(Err(BackendError::Setup("this backend has no login with a password".into()))),
        })
    }

    fn change(&mut self, setup: &Setup) {
        self.backend = setup.backend.clone();
        self.account.clone_from(&setup.settings.account);
    }

    fn drawn(&mut self, card: &Card<'_>) {
        if self.filled != self.account {
            // Once for each account that the page thinks of, and never over what the person has typed.
            let before = std::mem::replace(&mut self.filled, self.account.clone());
            if text_of(&self.fields.account) == before.as_deref().unwrap_or_default() {
                self.fields.fill_account(self.account.as_deref().unwrap_or_default());
            }
        }
        // Who comes back from a further step finds a form anew.
        let field = self.fields.account.get();
        if let Some((_, account)) = self.sent.take_if(|(before, _)| field.as_ref().is_some_and(|now| now != before)) {
            self.fields.fill_account(&account);
        }
        let problem = self.problem(card);
        if self.shown.replace(problem) == problem {
            return;
        }
        match problem {
            Some(Place::Account) => focus::select(&self.fields.account),
            Some(Place::Password) => focus::select(&self.fields.password),
            Some(Place::Form) | None => {}
        }
    }

    fn is_touched(&self) -> bool {
        let account = text_of(&self.fields.account);
        let filled = self.filled.as_deref().unwrap_or_default();
        account != filled && !account.is_empty() || !text_of(&self.fields.password).is_empty()
    }

    fn first_field(&self) -> Option<HtmlElement> {
        self.fields.account.cast()
    }
}

impl Drop for Password {
    fn drop(&mut self) {
        self.fields.clear_password();
    }
}

/// Reads the form and asks for the login, or says what is missing.
fn submit(link: &Link, fields: &Fields) {
    let account = fields.account();
    let missing = Missing { account: account.is_empty(), password: text_of(&fields.password).is_empty() };
    fields.missing.replace(missing);
    if missing == Missing::default() {
        link.events.emit(Event::Submit { method: Method::Password, account: Some(account) });
    } else {
        link.events.emit(Event::Edited);
    }
    link.redraw.emit(());
}
