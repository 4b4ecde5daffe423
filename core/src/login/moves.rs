//! The moves of the login flow: one for each event.

use guard_protocol::Refusal;

use super::flow::{Phase, Step};
use super::{Drive, Effect, Event, LoginFlow, Notice, SessionChange};
use crate::{AppConfig, Authentication, BackendError, FactorNeeded, Method, Outcome, retry};

/// The longest wait that the configuration is waited for without telling the person, in ms.
const LONGEST_WAIT: u64 = 10_000;

impl LoginFlow {
    pub(super) fn take(&mut self, event: Event) {
        match event {
            Event::Start(known) => self.start(known),
            Event::Settings(settings) => {
                self.settings = settings;
                self.arrange();
            }
            Event::Known(known) => self.know(known),
            Event::BackendChanged => self.change_backend(),
            Event::Configured(_, result) => self.configured(result),
            Event::Elapsed(_) => self.elapsed(),
            Event::Retry => self.retry(),
            Event::Choose(method) => self.choose(method),
            Event::Edited => {
                self.touched = true;
                self.problem = None;
            }
            Event::Submit { method, account } => self.submit(method, account),
            Event::Decided(_, go_on) => self.decided(go_on),
            Event::Answered(_, result) => self.answered(result),
            Event::Finished(method, authentication) => self.finished(method, authentication),
            Event::NeedsFactor(method, needed) => self.need_factor(method, needed),
            Event::Failed(method, error) => self.effects.push(Effect::Tell(Notice::Failed(method, error))),
            Event::SubmitFactor => self.submit_factor(),
            Event::Cancel => self.cancel(),
            Event::Back => self.back(),
            Event::Reset => self.reset(),
            Event::Elsewhere(change) => self.elsewhere(change),
        }
    }

    // The configuration.

    fn start(&mut self, known: Option<AppConfig>) {
        if !matches!(self.phase, Phase::Idle) {
            return;
        }
        self.known = known.is_some();
        match known {
            Some(_) => {
                self.config = known;
                self.arrange();
            }
            None => self.load(),
        }
    }

    fn know(&mut self, known: Option<AppConfig>) {
        if matches!(self.phase, Phase::Idle) {
            return;
        }
        let was_known = std::mem::replace(&mut self.known, known.is_some());
        if known.is_some() {
            if matches!(self.phase, Phase::Loading { .. }) {
                self.give_up_request();
            }
            self.config = known;
            self.arrange();
        } else if was_known {
            self.give_up_request();
            self.load();
        }
    }

    fn load(&mut self) {
        self.epoch = self.epoch.next();
        self.phase = Phase::Loading { failures: 0 };
        self.config = None;
        self.methods.clear();
        self.configure();
    }

    fn elapsed(&mut self) {
        self.count_down();
        self.configure();
    }

    fn configure(&mut self) {
        if matches!(self.phase, Phase::Loading { .. }) {
            self.effects.push(Effect::Configure(self.epoch));
        }
    }

    fn configured(&mut self, result: Result<AppConfig, BackendError>) {
        let Phase::Loading { failures } = &mut self.phase else { return };
        match result {
            Ok(config) => {
                self.config = Some(config);
                self.arrange();
            }
            Err(error) => {
                *failures += 1;
                match retry::after(*failures, retry::CONFIG_TRIES, &error).filter(|wait| *wait <= LONGEST_WAIT) {
                    Some(after) => {
                        self.effects.push(Effect::Wait { epoch: self.epoch, after, jitter: after / 4 });
                    }
                    None => self.fail_whole(error),
                }
            }
        }
    }

    fn retry(&mut self) {
        if matches!(self.phase, Phase::Broken(_)) && !self.known {
            self.load();
        }
    }

    fn change_backend(&mut self) {
        if matches!(self.phase, Phase::Idle) {
            return;
        }
        self.give_up_request();
        self.problem = None;
        self.closed_until = 0;
        if self.known {
            if matches!(self.phase, Phase::Asking(_) | Phase::Sending(_) | Phase::Factor(_)) {
                self.phase = Phase::Open;
            }
            self.drive_all(Drive::Restart);
        } else {
            self.drive_all(Drive::Stop);
            self.wanted.clear();
            self.shown = None;
            self.chosen = None;
            self.load();
        }
    }

    // The choice.

    fn choose(&mut self, method: Method) {
        let open = matches!(self.phase, Phase::Open | Phase::Asking(_) | Phase::Sending(_));
        if open && self.methods.contains(&method) && method != self.active() {
            self.chosen = Some(method);
            self.effects.push(Effect::Tell(Notice::MethodChanged(method)));
        }
    }

    // Credentials.

    pub(super) fn submit(&mut self, method: Method, account: Option<String>) {
        if matches!(self.phase, Phase::Loading { .. }) {
            self.touched = true;
            self.early = Some((method, account));
        } else if matches!(self.phase, Phase::Open) && !self.is_closed(method) {
            self.problem = None;
            self.epoch = self.epoch.next();
            self.phase = Phase::Asking(method);
            self.effects.push(Effect::AskPage { epoch: self.epoch, method, account });
        }
    }

    fn decided(&mut self, go_on: bool) {
        let Phase::Asking(method) = self.phase else { return };
        if go_on {
            self.phase = Phase::Sending(method);
            self.effects.push(Effect::Send(self.epoch, method));
        } else {
            self.phase = Phase::Open;
        }
    }

    fn answered(&mut self, result: Result<Outcome, BackendError>) {
        let method = match &mut self.phase {
            Phase::Sending(method) => *method,
            Phase::Factor(step) if step.sending => {
                step.sending = false;
                step.method
            }
            _ => return,
        };
        match result {
            Ok(Outcome::Authenticated(authentication)) => self.done(method, authentication),
            Ok(Outcome::NeedsFactor(needed)) => {
                if matches!(self.phase, Phase::Sending(_)) {
                    self.phase = Phase::Open;
                }
                self.need_factor(method, needed);
            }
            Ok(Outcome::Refused(refusal)) => self.refused(method, refusal.into()),
            Err(error) => self.refused(method, error),
        }
    }

    fn refused(&mut self, method: Method, error: BackendError) {
        match &self.phase {
            Phase::Sending(_) => self.phase = Phase::Open,
            // The handle of a factor that is no longer valid is worth nothing: back to the credentials.
            Phase::Factor(_) if error == BackendError::Gone => self.phase = Phase::Open,
            _ => {}
        }
        let wait = match error {
            BackendError::Busy { retry_after: Some(s) } => retry::asked_for(s),
            _ => 0,
        };
        self.fail(method, error);
        if wait > 0 {
            self.closed_until = self.now + wait;
            self.count_down();
        }
    }

    /// Whether the server wants no try yet; says so.
    fn is_closed(&mut self, method: Method) -> bool {
        let left = self.seconds_closed();
        if left > 0 {
            self.fail(method, BackendError::Busy { retry_after: Some(left) });
            self.count_down();
        }
        left > 0
    }

    /// Passes a second of the wait that is shown; the error goes when it is over.
    fn count_down(&mut self) {
        if !matches!(self.problem, Some((_, BackendError::Busy { .. }))) {
            return;
        }
        match self.closed_until.saturating_sub(self.now) {
            0 => self.problem = None,
            left => {
                let after = (left - 1) % 1_000 + 1;
                self.effects.push(Effect::Wait { epoch: self.epoch, after, jitter: 0 });
            }
        }
    }

    fn fail(&mut self, method: Method, error: BackendError) {
        self.problem = Some((method, error.clone()));
        self.effects.push(Effect::Tell(Notice::Failed(method, error)));
    }

    // Factors.

    fn need_factor(&mut self, method: Method, needed: FactorNeeded) {
        let open = matches!(self.phase, Phase::Open | Phase::Factor(_));
        match needed.challenge {
            Some(challenge) if open => {
                // A second login of the same person may ask while the first one's answer is under way.
                self.give_up_request();
                self.problem = None;
                self.phase = Phase::Factor(Step { method, challenge, sending: false });
            }
            _ => self.leave_factor_to_page(method, needed.refusal),
        }
    }

    fn leave_factor_to_page(&mut self, method: Method, refusal: Refusal) {
        self.problem = Some((method, BackendError::Refused(refusal.clone())));
        self.effects.push(Effect::Tell(Notice::MfaRequired(method, refusal)));
    }

    fn submit_factor(&mut self) {
        let method = match &self.phase {
            Phase::Factor(step) if !step.sending => step.method,
            _ => return,
        };
        if self.is_closed(method) {
            return;
        }
        let Phase::Factor(step) = &mut self.phase else { return };
        step.sending = true;
        self.problem = None;
        self.epoch = self.epoch.next();
        self.effects.push(Effect::SendFactor(self.epoch, step.challenge.clone()));
    }

    fn back(&mut self) {
        if matches!(self.phase, Phase::Factor(_)) {
            self.give_up_request();
            self.problem = None;
            self.phase = Phase::Open;
        }
    }

    // Ends.

    fn cancel(&mut self) {
        match &mut self.phase {
            Phase::Asking(_) | Phase::Sending(_) => {
                self.give_up_request();
                self.phase = Phase::Open;
            }
            Phase::Factor(step) if step.sending => {
                self.give_up_request();
                if let Phase::Factor(step) = &mut self.phase {
                    step.sending = false;
                }
            }
            _ => {}
        }
    }

    fn finished(&mut self, method: Method, authentication: Authentication) {
        if matches!(self.phase, Phase::Done | Phase::Broken(_) | Phase::Idle | Phase::Loading { .. }) {
            return;
        }
        // Of two logins under way the first one counts.
        self.give_up_request();
        self.phase = Phase::Open;
        self.tell_login(method, authentication);
    }

    fn done(&mut self, method: Method, authentication: Authentication) {
        self.phase = Phase::Done;
        self.drive_all(Drive::Stop);
        self.shown = None;
        self.tell_login(method, authentication);
    }

    fn tell_login(&mut self, method: Method, authentication: Authentication) {
        self.problem = None;
        self.logged_in = true;
        self.effects.push(Effect::Tell(Notice::LoggedIn(method, authentication.clone())));
        if let Some(url) = self.settings.callback_url.clone() {
            self.effects.push(Effect::Continue(url, authentication));
        }
    }

    fn reset(&mut self) {
        match self.phase {
            Phase::Idle | Phase::Broken(_) => return,
            Phase::Loading { .. } => {}
            _ => {
                self.give_up_request();
                self.phase = Phase::Open;
            }
        }
        self.problem = None;
        self.early = None;
        self.touched = false;
        self.logged_in = false;
        self.effects.push(Effect::CallOff);
        self.drive_all(Drive::Reset);
    }

    fn elsewhere(&mut self, change: SessionChange) {
        match change {
            SessionChange::LoggedIn => self.drive_all(Drive::LoggedInElsewhere),
            // Whose login has ended is shown no success, but the way to log in; what others have typed stays.
            SessionChange::LoggedOut if self.logged_in => self.reset(),
            SessionChange::LoggedOut => {}
        }
        self.effects.push(Effect::Tell(Notice::SessionChanged(change)));
    }

    fn drive_all(&mut self, drive: Drive) {
        for method in &self.wanted {
            self.effects.push(Effect::Drive(*method, drive));
        }
    }
}
