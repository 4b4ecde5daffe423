//! Runs the login flow in the browser: carries its effects out, feeds it what happens, and stops everything when it is
//! stopped.
//!
//! Pages call back from inside their listeners. So everything goes through one queue, and nothing is borrowed while the
//! page is told something.

mod drawing;
mod effects;
mod loading;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use guard_core::login::{Effect, Event, LoginFlow};
use guard_core::qr::Status;
use guard_core::{BackendError, Method};
use yew::prelude::*;

use super::slots::Slots;
use super::{GuardHandle, LoginBox, Parts};
use crate::backend::SharedBackend;
use crate::browser::channel::SessionChannel;
use crate::browser::{Task, clock, random};
use crate::card::{Lines, Link, Refs};
use crate::face::{Command, DEFAULT_QR_SIZE, News, Settings};
use crate::factors::{FactorPanel, NewFactor};
use crate::methods::NewMethod;

/// A running login box.
pub(super) struct Run {
    me: Weak<Self>,
    id: AttrValue,
    parts: &'static Parts,
    link: Link,
    refs: Refs,
    flow: RefCell<LoginFlow>,
    slots: RefCell<Slots>,
    factor: RefCell<Option<Box<dyn FactorPanel>>>,
    settings: RefCell<Rc<Settings>>,
    backend: RefCell<Result<SharedBackend, BackendError>>,
    tell: RefCell<Callback<News, bool>>,
    handle: RefCell<Option<GuardHandle>>,
    request: RefCell<Option<Task>>,
    factor_part: RefCell<Option<Task>>,
    wait: RefCell<Option<Timeout>>,
    continuation: RefCell<Option<Timeout>>,
    /// Hears that the browser shows the page again after a login has led away from it.
    back: RefCell<Option<EventListener>>,
    /// The line to other tabs.
    channel: RefCell<Option<SessionChannel>>,
    queue: RefCell<VecDeque<Work>>,
    busy: Cell<bool>,
    /// What was drawn last shows all that has happened. Yew may tell of an older drawing when more has happened since.
    up_to_date: Cell<bool>,
    /// Effects that wait until the card has been drawn.
    after_drawing: RefCell<Vec<Effect>>,
    /// The method that is in sight by now, once there is a card.
    drawn: Cell<Option<Method>>,
    /// The methods whose panels are in the card as it was drawn last.
    in_view: RefCell<Vec<Method>>,
    /// Whether a factor's is.
    factor_in_view: Cell<bool>,
    /// The focus is to be moved once the card has been drawn.
    focus: Cell<Option<bool>>,
    /// The QR code's side that the card has.
    qr_size: Cell<u32>,
    state: Cell<Option<Status>>,
}

enum Work {
    Event(Event),
    Command(Command),
    /// A method's part is here.
    Loaded(Method, Result<NewMethod, BackendError>),
    FactorLoaded(Result<NewFactor, BackendError>),
}

impl Run {
    pub(super) fn new(props: &LoginBox, redraw: Callback<()>) -> Rc<Self> {
        Rc::new_cyclic(|me: &Weak<Self>| Self {
            me: me.clone(),
            id: unique_id(),
            parts: props.parts,
            link: link(me, redraw),
            refs: Refs::default(),
            flow: RefCell::new(LoginFlow::new(props.settings.of_login())),
            slots: RefCell::default(),
            factor: RefCell::default(),
            settings: RefCell::new(props.settings.clone()),
            backend: RefCell::new(props.backend.clone()),
            tell: RefCell::new(props.tell.clone()),
            handle: RefCell::new(props.handle.clone()),
            request: RefCell::default(),
            factor_part: RefCell::default(),
            wait: RefCell::default(),
            continuation: RefCell::default(),
            back: RefCell::default(),
            channel: RefCell::default(),
            queue: RefCell::default(),
            busy: Cell::new(false),
            up_to_date: Cell::new(false),
            after_drawing: RefCell::default(),
            drawn: Cell::new(None),
            in_view: RefCell::default(),
            factor_in_view: Cell::new(false),
            focus: Cell::new(None),
            qr_size: Cell::new(DEFAULT_QR_SIZE),
            state: Cell::new(None),
        })
    }

    pub(super) fn start(&self) {
        let settings = self.settings();
        self.prepare();
        self.open_channel(&settings);
        self.event(Event::Start(settings.config.clone()));
    }

    fn open_channel(&self, settings: &Settings) {
        let me = self.me.clone();
        self.channel.replace(Some(SessionChannel::open(&settings.app_id, move |change| {
            if let Some(run) = me.upgrade() {
                run.event(Event::Elsewhere(change));
            }
        })));
    }

    /// Takes changed props.
    pub(super) fn change(&self, props: &LoginBox) {
        self.up_to_date.set(false);
        let before = self.settings.replace(props.settings.clone());
        self.tell.replace(props.tell.clone());
        self.handle.replace(props.handle.clone());
        let backend_before = self.backend.replace(props.backend.clone());
        if let Some(setup) = self.setup() {
            for (_, panel) in self.slots.borrow_mut().all() {
                panel.change(&setup);
            }
        }
        let now = &props.settings;
        if before.app_id != now.app_id {
            self.open_channel(now);
        }
        if before.of_login() != now.of_login() {
            self.event(Event::Settings(now.of_login()));
        }
        if before.config != now.config {
            self.event(Event::Known(now.config.clone()));
        }
        if backend_before != props.backend {
            self.event(Event::BackendChanged);
        }
    }

    /// Stops everything. Nothing is told any more.
    pub(super) fn stop(&self) {
        self.queue.borrow_mut().clear();
        // For good: whatever still comes in is not looked at.
        self.busy.set(true);
        self.tell.replace(Callback::from(|_| true));
        self.request.take();
        self.factor_part.take();
        self.wait.take();
        self.continuation.take();
        self.back.take();
        self.channel.take();
        self.factor.take();
        self.slots.take();
    }

    pub(super) fn command(&self, command: Command) {
        self.push(Work::Command(command));
    }

    fn event(&self, event: Event) {
        self.push(Work::Event(event));
    }

    fn push(&self, work: Work) {
        self.queue.borrow_mut().push_back(work);
        self.work();
    }

    fn work(&self) {
        if self.busy.replace(true) {
            return;
        }
        loop {
            let Some(work) = self.queue.borrow_mut().pop_front() else { break };
            self.take(work);
        }
        self.busy.set(false);
        self.up_to_date.set(false);
        self.link.redraw.emit(());
    }

    fn take(&self, work: Work) {
        match work {
            Work::Event(event) => self.step(event),
            Work::Command(command) => self.obey(command),
            Work::Loaded(method, part) => self.loaded(method, part),
            Work::FactorLoaded(Ok(new)) => drop(self.factor.replace(Some(new(self.link.clone())))),
            Work::FactorLoaded(Err(error)) => {
                self.step(Event::Back);
                let method = self.flow.borrow().active();
                self.step(Event::Failed(method, error));
            }
        }
    }

    fn step(&self, event: Event) {
        // Whoever has typed into the form stays there, whatever the configuration says.
        if matches!(event, Event::Configured(_, Ok(_))) && self.is_touched() {
            let effects = self.flow.borrow_mut().step(clock::now(), Event::Edited);
            self.carry_out_all(effects);
        }
        let effects = self.flow.borrow_mut().step(clock::now(), event);
        self.carry_out_all(effects);
        self.prepare();
    }

    fn is_touched(&self) -> bool {
        self.slots.borrow_mut().all().any(|(_, panel)| panel.is_touched())
    }

    fn settings(&self) -> Rc<Settings> {
        self.settings.borrow().clone()
    }

    fn obey(&self, command: Command) {
        match command {
            Command::Choose(method) => self.step(Event::Choose(method)),
            Command::Reset => self.step(Event::Reset),
            Command::LoadAgain(method) => {
                self.slots.borrow_mut().forget_failure(method);
                self.need(method);
            }
            Command::Focus(prevent_scroll) => {
                let drawn = self.drawn.get() == Some(self.flow.borrow().active());
                if !drawn || !self.move_focus(prevent_scroll) {
                    self.focus.set(Some(prevent_scroll));
                }
            }
            Command::RefreshQr | Command::AskQr | Command::ShowCode | Command::Unshowable | Command::Beat => {
                for (_, panel) in self.slots.borrow_mut().all() {
                    panel.command(command);
                }
            }
        }
    }
}

/// The line of the panels to `run`.
fn link(run: &Weak<Run>, redraw: Callback<()>) -> Link {
    let (events, orders, news) = (run.clone(), run.clone(), run.clone());
    Lines {
        events: Callback::from(move |event| {
            if let Some(run) = events.upgrade() {
                run.event(event);
            }
        }),
        command: Callback::from(move |command| {
            if let Some(run) = orders.upgrade() {
                run.command(command);
            }
        }),
        tell: Callback::from(move |told| news.upgrade().is_none_or(|run| run.news(told))),
        redraw,
    }
    .into()
}

/// Start of ids that no other widget of the page has: in the light DOM there may be those of another module, too.
fn unique_id() -> AttrValue {
    thread_local! {
        static COUNT: Cell<u32> = const { Cell::new(0) };
        static MODULE: u32 = random::number();
    }
    COUNT.set(COUNT.get() + 1);
    format!("guard-{:x}-{}", MODULE.with(|module| *module), COUNT.get()).into()
}
