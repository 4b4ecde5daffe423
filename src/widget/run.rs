//! Runs the login flow in the browser: carries its effects out, feeds it what happens, and stops everything when it is
//! stopped.
//!
//! Pages call back from inside their listeners. So everything goes through one queue, and nothing is borrowed while the
//! page is told something.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use guard_core::login::{Drive, Effect, Epoch, Event, LoginFlow, Notice, Stage};
use guard_core::qr::Status;
use guard_core::{BackendError, FactorChallenge, Method, Outcome};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::slots::Slots;
use super::{GuardHandle, LoginBox, Part, Parts, continuation};
use crate::backend::{Answer, LocalBoxFuture, SharedBackend, answered};
use crate::browser::{Task, clock, focus, random};
use crate::card::{Card, Link, Refs};
use crate::face::{
    BeforeLogin, Command, DEFAULT_QR_SIZE, LoginError, LoginSuccess, MfaRequired, News, Settings, WidgetError,
};
use crate::factors::FactorPanel;
use crate::frame::{self, Shown, panels};
use crate::methods::Setup;

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
    queue: RefCell<VecDeque<Work>>,
    busy: Cell<bool>,
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
    Loaded(Method, Result<crate::methods::NewMethod, BackendError>),
    FactorLoaded(Result<crate::factors::NewFactor, BackendError>),
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
            queue: RefCell::default(),
            busy: Cell::new(false),
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
        self.event(Event::Start(settings.config.clone()));
    }

    /// Takes changed props.
    pub(super) fn change(&self, props: &LoginBox) {
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

    /// Has the panels that are drawn now, or starts to load them.
    fn prepare(&self) {
        let flow = self.flow.borrow();
        match flow.stage() {
            Stage::Loading => self.need(flow.active()),
            Stage::Methods => {
                self.need(flow.active());
                // What is here is drawn at once, if hidden, so that password managers see the form.
                flow.methods().iter().for_each(|method| self.need_if_here(*method));
            }
            Stage::Factor(challenge) => self.need_factor(challenge),
            Stage::Broken { .. } | Stage::Done => {}
        }
        if !matches!(flow.stage(), Stage::Factor(_)) {
            self.factor.take();
            self.factor_part.take();
        }
    }

    fn need(&self, method: Method) {
        if self.slots.borrow().has(method) {
            return;
        }
        let Some(setup) = self.setup() else { return };
        match (self.parts.method)(method) {
            Part::Here(new) => {
                let panel = new(setup);
                self.slots.borrow_mut().put(method, panel);
            }
            Part::Coming(part) => {
                let me = self.me.clone();
                let task = Task::spawn(Box::pin(async move {
                    let part = part.await;
                    if let Some(run) = me.upgrade() {
                        run.push(Work::Loaded(method, part));
                    }
                }));
                self.slots.borrow_mut().expect(method, task);
            }
        }
    }

    fn need_if_here(&self, method: Method) {
        if self.slots.borrow().has(method) {
            return;
        }
        if let (Part::Here(new), Some(setup)) = ((self.parts.method)(method), self.setup()) {
            let panel = new(setup);
            self.slots.borrow_mut().put(method, panel);
        }
    }

    fn loaded(&self, method: Method, part: Result<crate::methods::NewMethod, BackendError>) {
        match (part, self.setup()) {
            (Ok(new), Some(setup)) => {
                let mut panel = new(setup);
                // It makes up for the orders that came while it was on its way.
                let (wanted, shown) = self.flow.borrow().driven(method);
                if wanted {
                    panel.drive(Drive::Start);
                    panel.drive(Drive::Show(shown));
                }
                self.slots.borrow_mut().put(method, panel);
            }
            (Err(error), _) => {
                self.slots.borrow_mut().fail(method);
                self.step(Event::Failed(method, error));
            }
            (Ok(_), None) => {}
        }
    }

    fn need_factor(&self, challenge: &FactorChallenge) {
        if self.factor.borrow().is_some() || self.factor_part.borrow().is_some() {
            return;
        }
        match (self.parts.factor)(challenge.factor) {
            Part::Here(new) => drop(self.factor.replace(Some(new(self.link.clone())))),
            Part::Coming(part) => {
                let me = self.me.clone();
                self.factor_part.replace(Some(Task::spawn(Box::pin(async move {
                    let part = part.await;
                    if let Some(run) = me.upgrade() {
                        run.push(Work::FactorLoaded(part));
                    }
                }))));
            }
        }
    }

    /// The things that a panel is made of; none without a backend.
    fn setup(&self) -> Option<Setup> {
        let backend = self.backend.borrow().clone().ok()?;
        Some(Setup { link: self.link.clone(), backend, settings: self.settings() })
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
            Command::RefreshQr | Command::Unshowable | Command::Beat => {
                for (_, panel) in self.slots.borrow_mut().all() {
                    panel.command(command);
                }
            }
        }
    }

    // Effects.

    fn carry_out_all(&self, effects: Vec<Effect>) {
        let mut effects = effects.into_iter();
        while let Some(effect) = effects.next() {
            // Pages look at the card when they hear of it, so it must be there.
            if matches!(effect, Effect::Tell(Notice::Ready(_) | Notice::Broken(_))) {
                self.after_drawing.borrow_mut().extend(std::iter::once(effect).chain(effects));
                return;
            }
            self.carry_out(effect);
        }
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Configure(epoch) => {
                let answer = match &*self.backend.borrow() {
                    Ok(backend) => backend.config(),
                    Err(error) => answered(Err(error.clone())),
                };
                let me = self.me.clone();
                self.ask(Box::pin(async move {
                    let answer = answer.await;
                    if let Some(run) = me.upgrade() {
                        run.event(Event::Configured(epoch, answer));
                    }
                }));
            }
            Effect::Wait { epoch, after } => {
                let me = self.me.clone();
                self.wait.replace(Some(Timeout::new(random::jittered(after), move || {
                    if let Some(run) = me.upgrade() {
                        run.event(Event::Elapsed(epoch));
                    }
                })));
            }
            Effect::Drive(method, drive) => {
                self.need(method);
                if let Some(panel) = self.slots.borrow_mut().get(method) {
                    panel.drive(drive);
                }
            }
            Effect::AskPage { epoch, method, account } => {
                let go_on = self.news(News::BeforeLogin(BeforeLogin { method, account }));
                self.queue.borrow_mut().push_front(Work::Event(Event::Decided(epoch, go_on)));
            }
            Effect::Send(epoch, method) => {
                let answer = self.slots.borrow_mut().get(method).and_then(|panel| panel.send());
                if let Some(answer) = answer {
                    self.ask_to_log_in(epoch, answer);
                }
            }
            Effect::SendFactor(epoch, challenge) => self.send_factor(epoch, challenge),
            Effect::CancelRequest => {
                self.request.take();
                self.wait.take();
            }
            Effect::Continue(url, authentication) => {
                let body = self.refs.body.clone();
                self.continuation.replace(Some(continuation::after_a_moment(move || {
                    if let Some(place) = body.cast::<Element>() {
                        continuation::go(&place, &url, &authentication);
                    }
                })));
            }
            Effect::CallOff => drop(self.continuation.take()),
            Effect::Tell(notice) => self.tell_notice(notice),
        }
    }

    fn send_factor(&self, epoch: Epoch, challenge: FactorChallenge) {
        let answer = self.factor.borrow().as_ref().map(|factor| factor.answer());
        let backend = self.backend.borrow().clone().ok();
        let asked =
            answer.zip(backend).and_then(|(answer, backend)| Some(backend.factors()?.verify(challenge, answer)));
        let none = || answered(Err(BackendError::Setup("this backend checks no second factors".into())));
        self.ask_to_log_in(epoch, asked.unwrap_or_else(none));
    }

    fn ask_to_log_in(&self, epoch: Epoch, answer: Answer<Outcome>) {
        let me = self.me.clone();
        self.ask(Box::pin(async move {
            let answer = answer.await;
            if let Some(run) = me.upgrade() {
                run.event(Event::Answered(epoch, answer));
            }
        }));
    }

    fn ask(&self, request: LocalBoxFuture<'static, ()>) {
        self.request.replace(Some(Task::spawn(request)));
    }

    fn tell_notice(&self, notice: Notice) {
        let message = |error: &BackendError| error.message(&self.settings.borrow().messages).to_string();
        let news = match notice {
            Notice::Ready(methods) => News::Ready(methods),
            Notice::MethodChanged(method) => News::MethodChanged(method),
            Notice::LoggedIn(method, authentication) => News::LoggedIn(LoginSuccess { method, authentication }),
            Notice::Failed(method, error) => {
                let message = message(&error);
                News::LoginFailed(LoginError { method, error, message })
            }
            Notice::MfaRequired(method, refusal) => News::MfaRequired(MfaRequired { method, refusal }),
            Notice::Broken(error) => {
                let message = message(&error);
                News::Broken(WidgetError { error, message })
            }
        };
        self.news(news);
    }

    fn news(&self, news: News) -> bool {
        let tell = self.tell.borrow().clone();
        tell.emit(news)
    }

    // Drawing.

    pub(super) fn draw(&self) -> Html {
        let (flow, settings, factor) = (self.flow.borrow(), self.settings.borrow(), self.factor.borrow());
        let card = self.card(&flow, &settings);
        let slots = self.slots.borrow();
        let mut in_view = self.in_view.borrow_mut();
        in_view.clear();
        self.factor_in_view.set(factor.is_some());
        let content = |method| {
            let shown = slots.shown(method);
            if matches!(shown, Shown::Ready(_)) {
                in_view.push(method);
            }
            (method, panels::content(&card, method, &shown))
        };
        let contents = match flow.stage() {
            Stage::Done | Stage::Broken { .. } => Vec::new(),
            Stage::Factor(_) if factor.is_some() => Vec::new(),
            Stage::Loading | Stage::Methods | Stage::Factor(_) => {
                panels::here(&card).into_iter().map(content).collect()
            }
        };
        frame::draw(&card, contents, factor.as_deref())
    }

    fn card<'a>(&'a self, flow: &'a LoginFlow, settings: &'a Settings) -> Card<'a> {
        Card { id: &self.id, settings, flow, link: &self.link, refs: &self.refs }
    }

    /// The card has been drawn.
    pub(super) fn drawn(&self) {
        // What a page calls from its focus and news listeners waits for the end of this.
        if self.busy.replace(true) {
            return;
        }
        self.set_qr_size();
        {
            let (flow, settings) = (self.flow.borrow(), self.settings());
            let card = self.card(&flow, &settings);
            // One that came after this was drawn has nothing in the page yet.
            let in_view = self.in_view.borrow();
            for (_, panel) in self.slots.borrow_mut().all().filter(|(method, _)| in_view.contains(method)) {
                panel.drawn(&card);
            }
            if let Some(factor) = self.factor.borrow_mut().as_mut().filter(|_| self.factor_in_view.get()) {
                factor.drawn(&card);
            }
        }
        self.drawn.set(match self.flow.borrow().stage() {
            Stage::Methods => Some(self.flow.borrow().active()),
            _ => None,
        });
        let state = self.state_now();
        if self.state.replace(Some(state)) != Some(state) {
            self.news(News::State(state));
        }
        let waiting = self.after_drawing.take();
        for effect in waiting {
            self.carry_out(effect);
        }
        if let Some(handle) = &*self.handle.borrow() {
            handle.set_qr_text(self.code_text());
        }
        if let Some(prevent_scroll) = self.focus.take()
            && !self.move_focus(prevent_scroll)
        {
            // There is nothing to take it yet.
            self.focus.set(Some(prevent_scroll));
        }
        self.busy.set(false);
        if !self.queue.borrow().is_empty() {
            self.work();
        }
    }

    /// Gives the tile its size through the CSSOM, since a `style` attribute would be against a strict content security
    /// policy. The default is left to the style sheet, where `--guard-qr-size` may be set from outside.
    fn set_qr_size(&self) {
        let Some(card) = self.refs.card.cast::<HtmlElement>() else { return };
        let size = self.settings.borrow().qr_size;
        if self.qr_size.replace(size) == size {
            return;
        }
        // Setting a property of an element's own style cannot fail.
        let _ = match size {
            DEFAULT_QR_SIZE => card.style().remove_property("--guard-qr-size").map(drop),
            _ => {
                let size = [&self.settings.borrow().qr_size().to_string(), "px"].concat();
                card.style().set_property("--guard-qr-size", &size)
            }
        };
    }

    fn state_now(&self) -> Status {
        let flow = self.flow.borrow();
        match flow.stage() {
            Stage::Loading => Status::Loading,
            Stage::Broken { .. } => Status::Error,
            Stage::Done => Status::Success,
            Stage::Factor(_) => Status::Ready,
            Stage::Methods => match self.slots.borrow().shown(flow.active()) {
                Shown::Ready(panel) => panel.status(),
                Shown::Coming => Status::Loading,
                Shown::Failed => Status::Error,
            },
        }
    }

    /// The text of the QR code in sight.
    fn code_text(&self) -> Option<String> {
        let flow = self.flow.borrow();
        match (flow.stage(), self.slots.borrow().shown(flow.active())) {
            (Stage::Methods, Shown::Ready(panel)) => panel.code_text(),
            _ => None,
        }
    }

    /// Moves the focus to the first thing to do; `false` where there is nothing yet.
    fn move_focus(&self, prevent_scroll: bool) -> bool {
        let tab = || self.refs.strip.cast::<Element>()?.query_selector("[aria-selected=true]").ok()?;
        let field = match (&*self.factor.borrow(), self.slots.borrow().shown(self.flow.borrow().active())) {
            (Some(factor), _) => factor.first_field(),
            (None, Shown::Ready(panel)) => panel.first_field(),
            (None, _) => None,
        };
        let target = field.or_else(|| wasm_bindgen::JsCast::dyn_into(tab()?).ok());
        if let Some(target) = &target {
            focus::focus(target, prevent_scroll);
        }
        target.is_some() || matches!(self.flow.borrow().stage(), Stage::Done | Stage::Broken { .. })
    }
}

/// The line of the panels to `run`.
fn link(run: &Weak<Run>, redraw: Callback<()>) -> Link {
    let (events, orders, news) = (run.clone(), run.clone(), run.clone());
    Link {
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
}

/// Start of ids that no other widget of the page has: in the light DOM there may be those of another module, too.
fn unique_id() -> AttrValue {
    thread_local! {
        static COUNT: Cell<u32> = const { Cell::new(0) };
        static MODULE: u32 = random::more(0, u64::from(u32::MAX));
    }
    COUNT.set(COUNT.get() + 1);
    format!("guard-{:x}-{}", MODULE.with(|module| *module), COUNT.get()).into()
}
