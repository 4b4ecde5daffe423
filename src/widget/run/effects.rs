//! Carries out what the flow wants done: requests, waits, orders to panels, news to the page.

use gloo_timers::callback::Timeout;
use guard_core::login::{Effect, Epoch, Event, Notice};
use guard_core::{BackendError, FactorChallenge, Outcome};
use web_sys::Element;

use super::{Run, Work};
use crate::backend::{Answer, LocalBoxFuture, answered};
use crate::browser::{Task, page, random};
use crate::face::{BeforeLogin, Command, LoginError, LoginSuccess, MfaRequired, News, WidgetError};
use crate::widget::continuation;

impl Run {
    pub(super) fn carry_out_all(&self, effects: Vec<Effect>) {
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

    pub(super) fn carry_out(&self, effect: Effect) {
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
            Effect::Wait { epoch, after, jitter } => {
                let me = self.me.clone();
                self.wait.replace(Some(Timeout::new(random::more(after, jitter), move || {
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
            Notice::SessionChanged(change) => News::SessionChanged(change),
            Notice::Broken(error) => {
                let message = message(&error);
                News::Broken(WidgetError { error, message })
            }
        };
        if matches!(news, News::LoggedIn(_)) {
            if let Some(channel) = &*self.channel.borrow() {
                channel.tell_login();
            }
            self.expect_back();
        }
        self.news(news);
    }

    /// Begins anew when the browser takes the page out of its back/forward cache: a login mostly leads elsewhere, and
    /// who comes back wants to log in.
    fn expect_back(&self) {
        let me = self.me.clone();
        self.back.replace(Some(page::on_return(move || {
            if let Some(run) = me.upgrade() {
                run.command(Command::Reset);
            }
        })));
    }

    pub(super) fn news(&self, news: News) -> bool {
        let tell = self.tell.borrow().clone();
        tell.emit(news)
    }
}
