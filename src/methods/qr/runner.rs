//! Runs a [`QrMachine`] in the browser: carries out its effects, feeds it what happens, and stops everything when it
//! is dropped. Owned by the QR panel and by headless sessions.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use guard_core::qr::{Check, Effect, Epoch, Event, Policy, QrCode, QrMachine, StatusChange, Timer, View};
use guard_core::{Authentication, BackendError, FactorNeeded};

use crate::backend::{Answer, QrBackend};
use crate::browser::clock::{self, SleepWatch};
use crate::browser::signals::{Signal, Signals};
use crate::browser::{Task, page, random};

/// News of a running QR login for its owner.
#[derive(Clone, Debug)]
pub enum QrNews {
    /// There is something new to draw.
    View(View),
    /// There is another code, or none any more.
    Code(Option<Rc<QrCode>>),
    /// The status changed.
    Status(StatusChange),
    /// A poll was answered.
    Checked(Rc<Check>),
    /// The login is about to be fetched; the answer `false` stops it.
    AskPage,
    /// The person is logged in.
    Finished(Authentication),
    /// A second factor is needed.
    NeedsFactor(FactorNeeded),
    /// The login failed.
    Failed(BackendError),
}

/// A running QR login. Dropping it cancels every request and timer and gives the code up.
#[must_use = "dropping the runner stops the QR login"]
pub struct QrRunner {
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
    backend: Rc<dyn QrBackend>,
    hear: Box<dyn Fn(QrNews) -> bool>,
    /// The timers that are set: few, so that a map does not pay.
    timers: RefCell<Vec<(Timer, Timeout)>>,
    request: RefCell<Option<Task>>,
    sleep: SleepWatch,
    /// The code that was told of last.
    code: RefCell<Option<Rc<QrCode>>>,
    /// Whether the panel is in sight within the page.
    shown: Cell<bool>,
    /// Events that came while another one was taken: whoever hears of one may call back.
    waiting: RefCell<VecDeque<Event>>,
    busy: Cell<bool>,
}

impl QrRunner {
    /// Starts a QR login. `hear` is called with its news.
    pub fn start(backend: Rc<dyn QrBackend>, policy: Policy, hear: impl Fn(QrNews) -> bool + 'static) -> Self {
        let inner = Rc::new_cyclic(|me: &Weak<Inner>| Inner {
            me: me.clone(),
            machine: RefCell::new(QrMachine::new(policy)),
            backend,
            hear: Box::new(hear),
            timers: RefCell::default(),
            request: RefCell::default(),
            sleep: SleepWatch::new(),
            code: RefCell::default(),
            shown: Cell::new(true),
            waiting: RefCell::default(),
            busy: Cell::new(false),
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
    pub fn refresh(&self) {
        self.inner.send(Event::Refresh);
    }

    /// Somebody logged in in another tab.
    pub fn logged_in_elsewhere(&self) {
        self.inner.send(Event::LoggedInElsewhere);
    }

    /// The code cannot be shown.
    pub fn unshowable(&self) {
        self.inner.send(Event::Unshowable);
    }

    /// The person does not want to wait.
    pub fn ask_now(&self) {
        self.inner.send(Event::AskNow);
    }

    /// The page's timer beats.
    pub fn beat(&self) {
        self.inner.send(Event::Beat);
    }

    /// The panel came into sight within the page, or left it.
    pub fn set_shown(&self, shown: bool) {
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
        if !matches!(signal, Signal::Offline | Signal::PageHide)
            && let Some(ms) = self.sleep.slept()
        {
            self.send(Event::Slept(ms));
        }
        self.send(match signal {
            Signal::Online => Event::Online(true),
            Signal::Offline => Event::Online(false),
            Signal::PageHide => Event::Left,
            Signal::Visibility | Signal::PageShow => Event::Shown(self.shown.get() && page::is_visible()),
        });
    }

    fn send(&self, event: Event) {
        self.waiting.borrow_mut().push_back(event);
        if self.busy.replace(true) {
            return;
        }
        loop {
            // Taken out before the step, so that whoever hears of it can send an event of its own.
            let Some(event) = self.waiting.borrow_mut().pop_front() else { break };
            let (effects, view) = {
                let mut machine = self.machine.borrow_mut();
                let effects = machine.step(clock::now(), event);
                (effects, machine.view())
            };
            if self.code.borrow().as_ref().map(Rc::as_ptr) != view.code.as_ref().map(Rc::as_ptr) {
                self.code.replace(view.code.clone());
                self.tell(QrNews::Code(view.code.clone()));
            }
            self.tell(QrNews::View(view));
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
                self.ask(answer, move |answer| Event::Created(epoch, answer));
            }
            Effect::Check { epoch, code, seq, wait } => {
                let answer = self.backend.check(code, seq, wait);
                let me = self.me.clone();
                self.ask(answer, move |answer| {
                    if let (Ok(check), Some(inner)) = (&answer, me.upgrade()) {
                        inner.tell(QrNews::Checked(Rc::new(check.clone())));
                    }
                    Event::Checked(epoch, answer)
                });
            }
            Effect::AskPage(epoch) => {
                let go_on = self.tell(QrNews::AskPage);
                self.send(Event::Decided(epoch, go_on));
            }
            Effect::Redeem { epoch, code, ticket } => {
                let answer = self.backend.redeem(code, ticket);
                self.ask(answer, move |answer| Event::Redeemed(epoch, answer));
            }
            Effect::Abandon(code) => self.backend.abandon(code),
            Effect::CancelRequests => drop(self.request.take()),
            Effect::SetTimer { epoch, timer, after, jitter } => {
                let me = self.me.clone();
                let timeout = Timeout::new(random::more(after, jitter), move || {
                    if let Some(inner) = me.upgrade() {
                        inner.elapsed(epoch, timer);
                    }
                });
                self.clear(timer);
                self.timers.borrow_mut().push((timer, timeout));
            }
            Effect::ClearTimer(timer) => self.clear(timer),
            Effect::Notify(change) => {
                self.tell(QrNews::Status(change));
            }
            Effect::Finish(authentication) => {
                self.tell(QrNews::Finished(authentication));
            }
            Effect::NeedFactor(needed) => {
                self.tell(QrNews::NeedsFactor(needed));
            }
            Effect::Fail(error) => {
                self.tell(QrNews::Failed(error));
            }
        }
    }

    fn tell(&self, news: QrNews) -> bool {
        (self.hear)(news)
    }

    fn clear(&self, timer: Timer) {
        self.timers.borrow_mut().retain(|(set, _)| *set != timer);
    }

    /// Sends the event that comes of a request.
    fn ask<T: 'static>(&self, answer: Answer<T>, event: impl FnOnce(Result<T, BackendError>) -> Event + 'static) {
        let me = self.me.clone();
        let task = Task::spawn(Box::pin(async move {
            let answer = answer.await;
            if let Some(inner) = me.upgrade() {
                inner.send(event(answer));
            }
        }));
        self.request.replace(Some(task));
    }

    fn elapsed(&self, epoch: Epoch, timer: Timer) {
        self.clear(timer);
        if let Some(ms) = self.sleep.slept() {
            self.send(Event::Slept(ms));
        }
        self.send(Event::Elapsed(epoch, timer));
    }
}
