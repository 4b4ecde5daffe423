//! Login with a QR code: the code, its statuses, and the runner of the machine that leads it.

mod code;
mod countdown;
mod offer;
mod panel;
mod ring;
mod runner;
mod status_text;
pub mod texts;
mod tile;

use std::cell::RefCell;
use std::rc::Rc;

use guard_core::login::Drive;
use guard_core::qr::{Policy, QrMachine, Status, View, Visual};
use guard_core::{Key, Method};
use yew::prelude::*;

use self::offer::Offer;
pub use self::runner::{QrNews, QrRunner};
use super::{MethodPanel, Setup};
use crate::backend::QrBackend;
use crate::card::icons::{self, Icon};
use crate::card::{Card, Link};
use crate::face::{BeforeLogin, Command, News, Settings};

/// Text and icon of the tab.
pub(super) const TAB: (Key, Icon) = (texts::TAB, icons::SCAN);

/// Makes the panel, with the QR capability of the backend.
pub fn new(setup: Setup) -> Box<dyn MethodPanel> {
    with(setup, |setup| setup.backend.qr())
}

/// Makes the panel; `capability` answers the QR capability of a backend.
pub fn with(setup: Setup, capability: fn(&Setup) -> Option<Rc<dyn QrBackend>>) -> Box<dyn MethodPanel> {
    let view = QrMachine::new(policy(&setup.settings)).view();
    let state = Rc::new(State { view: RefCell::new(view), code: code::Picture::default() });
    Box::new(Qr { setup, capability, state, runner: None, shown: false })
}

/// Rules of the page for its QR logins.
pub fn policy(settings: &Settings) -> Policy {
    Policy { auto_refresh: !settings.no_auto_refresh, paced: settings.paced, exchange: settings.exchange }
}

struct Qr {
    setup: Setup,
    capability: fn(&Setup) -> Option<Rc<dyn QrBackend>>,
    state: Rc<State>,
    /// The running login.
    runner: Option<QrRunner>,
    /// The panel is in sight within the page.
    shown: bool,
}

/// The things that are drawn.
struct State {
    view: RefCell<View>,
    code: code::Picture,
}

impl Qr {
    fn start(&mut self) {
        self.runner = None;
        let Some(backend) = (self.capability)(&self.setup) else { return };
        let settings = &self.setup.settings;
        let hear = hear(self.setup.link.clone(), self.state.clone());
        let runner = QrRunner::start(backend, policy(settings), hear);
        runner.set_shown(self.shown);
        self.runner = Some(runner);
    }
}

/// Passes the runner's news on: to the picture, to the flow, and to the page.
fn hear(link: Link, state: Rc<State>) -> impl Fn(QrNews) -> bool + 'static {
    move |news| {
        match news {
            QrNews::View(view) => {
                if state.view.replace(view.clone()) != view {
                    link.redraw.emit(());
                }
            }
            QrNews::Code(code) => return link.tell.emit(News::Code(code)),
            QrNews::Status(change) => return link.tell.emit(News::QrStatus(change)),
            QrNews::Checked(check) => return link.tell.emit(News::Checked(check)),
            QrNews::AskPage => {
                return link.tell.emit(News::BeforeLogin(BeforeLogin { method: Method::Qr, account: None }));
            }
            QrNews::Finished(authentication) => link.finish(Method::Qr, authentication),
            QrNews::NeedsFactor(needed) => {
                link.events.emit(guard_core::login::Event::NeedsFactor(Method::Qr, needed));
            }
            QrNews::Failed(error) => link.fail(Method::Qr, error),
        }
        true
    }
}

impl MethodPanel for Qr {
    fn draw(&self, card: &Card<'_>) -> Html {
        panel::draw(card, &self.state.view.borrow(), &self.state.code)
    }

    fn drive(&mut self, drive: Drive) {
        match drive {
            Drive::Start | Drive::Restart | Drive::Reset => self.start(),
            Drive::Stop => self.runner = None,
            Drive::LoggedInElsewhere => {
                if let Some(runner) = &self.runner {
                    runner.logged_in_elsewhere();
                }
            }
            Drive::Show(shown) => {
                self.shown = shown;
                if let Some(runner) = &self.runner {
                    runner.set_shown(shown);
                }
            }
        }
    }

    fn change(&mut self, setup: &Setup) {
        let restart = policy(&self.setup.settings) != policy(&setup.settings) && self.runner.is_some();
        self.setup = setup.clone();
        if restart {
            self.start();
        }
    }

    fn drawn(&mut self, card: &Card<'_>) {
        let view = self.state.view.borrow().clone();
        let picture = &self.state.code;
        let offer = Offer::on(card, &view, picture.is_asked_for.get());
        let code = view.code.as_ref().filter(|_| offer.shows_code());
        if let Some((code, deadline)) = code.zip(view.deadline) {
            picture.set_time(code, deadline);
        }
        picture.tick(card, view.wait.or_else(|| status_text::counts_down(&view, offer)));
        picture.drawn(card, code);
    }

    fn status(&self) -> Status {
        self.state.view.borrow().status
    }

    fn command(&mut self, command: Command) {
        let Some(runner) = &self.runner else { return };
        match command {
            Command::ShowCode => {
                self.state.code.is_asked_for.set(true);
                self.setup.link.redraw.emit(());
            }
            Command::RefreshQr => runner.refresh(),
            Command::AskQr => runner.ask_now(),
            Command::Unshowable => runner.unshowable(),
            Command::Beat => runner.beat(),
            _ => {}
        }
    }

    fn code_text(&self) -> Option<String> {
        match &self.state.view.borrow().code.as_ref()?.visual {
            Visual::Text(text) => Some(text.clone()),
            Visual::Image(_) => None,
        }
    }
}

/// A click that waits no longer.
fn ask_now(card: &Card<'_>) -> Callback<MouseEvent> {
    card.link.command.reform(|_| Command::AskQr)
}

/// A click that makes a new code.
fn refresh(card: &Card<'_>) -> Callback<MouseEvent> {
    let link = card.link.clone();
    Callback::from(move |_| {
        link.tell.emit(News::Retried);
        link.command.emit(Command::RefreshQr);
    })
}
