//! Runs a [`QrMachine`] in the browser: carries out its effects, feeds it what happens, and stops everything when it
//! is dropped. Owned by the QR panel and by the headless session.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use guard_protocol::{Refusal, Secret};
use yew::Callback;

use super::channel::LoginChannel;
use super::clock::{self, SleepWatch};
use super::signals::{Signal, Signals};
use super::{Task, page, random};
use crate::backend::SharedBackend;
use crate::failure::Failure;
use crate::grant::Grant;
use crate::qr::{Check, Effect, Epoch, Event, QrCode, QrMachine, StatusChange, Timer, View};

/// What the owner of a runner wants to hear.
#[derive(Clone)]
pub(crate) struct Hooks {
    /// There is something new to draw.
    pub(crate) on_view: Callback<View>,
    /// There is another code, or none any more.
    pub(crate) on_code: Callback<Option<Rc<QrCode>>>,
    /// The status changed.
    pub(crate) on_status: Callback<StatusChange>,
    /// A poll was answered.
    pub(crate) on_check: Callback<Rc<Check>>,
    /// The person is logged in.
    pub(crate) on_finish: Callback<Grant>,
    /// A second factor is needed.
    pub(crate) on_mfa: Callback<Refusal>,
    /// The login failed.
    pub(crate) on_failure: Callback<Failure>,
    /// Asked before the login is fetched; `false` stops it.
    pub(crate) before_login: Callback<(), bool>,
}

/// A running QR login. Dropping it cancels every request and timer and gives the code up.
#[must_use = "dropping the runner stops the QR login"]
pub(crate) struct QrRunner {
    inner: Rc<Inner>,
    _signals: Signals,
}

impl fmt::Debug for QrRunner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QrRunner").field("status", &self.inner.machine.borrow().status()).finish_non_exhaustive()
    }
}

struct Inner {
    me: Weak<Self>,
    machine: RefCell<QrMachine>,
    backend: SharedBackend,
    hooks: Hooks,
    timers: RefCell<HashMap<Timer, Timeout>>,
    request: RefCell<Option<Task>>,
    channel: LoginChannel,
    sleep: SleepWatch,
    /// The code that was told of last.
    code: RefCell<Option<Rc<QrCode>>>,
    /// Whether the panel is in sight within the page.
    shown: Cell<bool>,
    /// Events that came while another one was taken: hooks may call back.
    waiting: RefCell<VecDeque<Event>>,
    busy: Cell<bool>,
}

impl QrRunner {
    /// Starts a QR login of the application `app_id`.
    pub(crate) fn start(app_id: &str, backend: SharedBackend, auto_refresh: bool, hooks: Hooks) -> Self {
        let inner = Rc::new_cyclic(|me: &Weak<Inner>| {
            let heard = me.clone();
            Inner {
                me: me.clone(),
                machine: RefCell::new(QrMachine::new(auto_refresh)),
                backend,
                hooks,
                timers: RefCell::default(),
                request: RefCell::default(),
                channel: LoginChannel::open(app_id, move || {
                    if let Some(inner) = heard.upgrade() {
                        inner.send(Event::LoggedInElsewhere);
                    }
                }),
                sleep: SleepWatch::new(),
                code: RefCell::default(),
                shown: Cell::new(true),
                waiting: RefCell::default(),
                busy: Cell::new(false),
            }
        });
        let heard = Rc::downgrade(&inner);
        let signals = Signals::listen(move |signal| {
            if let Some(inner) = heard.upgrade() {
                inner.hear(signal);
            }
        });
        inner.send(Event::Online(page::is_online()));
        inner.send(Event::Shown(page::is_visible()));
        inner.send(Event::Start);
        Self { inner, _signals: signals }
    }

    /// The person asks for a new code.
    pub(crate) fn refresh(&self) {
        self.inner.send(Event::Refresh);
    }

    /// The code cannot be shown.
    pub(crate) fn unshowable(&self) {
        self.inner.send(Event::Unshowable);
    }

    /// The panel came into sight within the page, or left it.
    pub(crate) fn set_shown(&self, shown: bool) {
        self.inner.shown.set(shown);
        self.inner.hear(Signal::Visibility);
    }
}

impl Drop for QrRunner {
    fn drop(&mut self) {
        self.inner.send(Event::Stop);
        self.inner.timers.borrow_mut().clear();
        self.inner.request.take();
    }
}

impl Inner {
    fn hear(&self, signal: Signal) {
        if matches!(signal, Signal::Visibility | Signal::PageShow)
            && let Some(ms) = self.sleep.slept()
        {
            self.send(Event::Slept(ms));
        }
        self.send(match signal {
            Signal::Online => Event::Online(true),
            Signal::Offline => Event::Online(false),
            Signal::Visibility | Signal::PageShow => Event::Shown(self.shown.get() && page::is_visible()),
        });
    }

    fn send(&self, event: Event) {
        self.waiting.borrow_mut().push_back(event);
        if self.busy.replace(true) {
            return;
        }
        loop {
            // Taken out before the step, so that a hook can send while its event is carried out.
            let Some(event) = self.waiting.borrow_mut().pop_front() else { break };
            let (effects, view) = {
                let mut machine = self.machine.borrow_mut();
                let effects = machine.step(clock::now(), event);
                (effects, machine.view())
            };
            if self.code.borrow().as_ref().map(Rc::as_ptr) != view.code.as_ref().map(Rc::as_ptr) {
                self.code.replace(view.code.clone());
                self.hooks.on_code.emit(view.code.clone());
            }
            self.hooks.on_view.emit(view);
            for effect in effects {
                self.carry_out(effect);
            }
        }
        self.busy.set(false);
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Create(epoch) => {
                let answer = self.backend.create_code();
                self.ask(async move { Event::Created(epoch, answer.await) });
            }
            Effect::Check { epoch, code, seq, wait } => {
                let answer = self.backend.check(code, seq, wait);
                let on_check = self.hooks.on_check.clone();
                self.ask(async move {
                    let answer = answer.await;
                    if let Ok(check) = &answer {
                        on_check.emit(Rc::new(check.clone()));
                    }
                    Event::Checked(epoch, answer)
                });
            }
            Effect::Redeem { epoch, code, ticket } => self.redeem(epoch, code, ticket),
            Effect::Abandon(code) => self.backend.abandon(code),
            Effect::CancelRequests => drop(self.request.take()),
            Effect::SetTimer { epoch, timer, after, jitter } => {
                let me = self.me.clone();
                let timeout = Timeout::new(random::more(after, jitter), move || {
                    if let Some(inner) = me.upgrade() {
                        inner.elapsed(epoch, timer);
                    }
                });
                self.timers.borrow_mut().insert(timer, timeout);
            }
            Effect::ClearTimer(timer) => drop(self.timers.borrow_mut().remove(&timer)),
            Effect::Notify(change) => self.hooks.on_status.emit(change),
            Effect::Finish(grant) => {
                self.channel.tell();
                self.hooks.on_finish.emit(grant);
            }
            Effect::NeedMfa(refusal) => self.hooks.on_mfa.emit(refusal),
            Effect::Fail(failure) => self.hooks.on_failure.emit(failure),
        }
    }

    fn redeem(&self, epoch: Epoch, code: Rc<QrCode>, ticket: Secret) {
        if self.hooks.before_login.emit(()) {
            let answer = self.backend.redeem(code, ticket);
            self.ask(async move { Event::Redeemed(epoch, answer.await) });
        } else {
            self.send(Event::Vetoed(epoch));
        }
    }

    fn ask(&self, event: impl Future<Output = Event> + 'static) {
        let me = self.me.clone();
        let task = Task::spawn(async move {
            let event = event.await;
            if let Some(inner) = me.upgrade() {
                inner.send(event);
            }
        });
        self.request.replace(Some(task));
    }

    fn elapsed(&self, epoch: Epoch, timer: Timer) {
        self.timers.borrow_mut().remove(&timer);
        if let Some(ms) = self.sleep.slept() {
            self.send(Event::Slept(ms));
        }
        self.send(Event::Elapsed(epoch, timer));
    }
}
