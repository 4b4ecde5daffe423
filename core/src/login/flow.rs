//! The state of a login, and what there is to be drawn of it.

use super::{Drive, Effect, Epoch, Event, Notice, Settings};
use crate::{AppConfig, BackendError, FactorChallenge, Method, redirect};

/// Leads one login box from its configuration to its end.
#[derive(Debug, Default)]
pub struct LoginFlow {
    pub(super) phase: Phase,
    pub(super) epoch: Epoch,
    pub(super) settings: Settings,
    pub(super) config: Option<AppConfig>,
    /// The page gave the configuration.
    pub(super) known: bool,
    pub(super) methods: Vec<Method>,
    /// The method that was chosen last, whether or not it is there.
    pub(super) chosen: Option<Method>,
    /// Methods that have been in sight.
    pub(super) wanted: Vec<Method>,
    /// The method in sight.
    pub(super) shown: Option<Method>,
    /// The person has typed something.
    pub(super) touched: bool,
    /// A form that was sent before the configuration was there.
    pub(super) early: Option<(Method, Option<String>)>,
    /// Somebody logged in here.
    pub(super) logged_in: bool,
    /// The error to show, with the method that it belongs to.
    pub(super) problem: Option<(Method, BackendError)>,
    /// Until when the server wants no other try, on the clock of the events.
    pub(super) closed_until: u64,
    pub(super) now: u64,
    pub(super) effects: Vec<Effect>,
}

#[derive(Debug, Default)]
pub(super) enum Phase {
    /// Not on the page yet.
    #[default]
    Idle,
    Loading {
        failures: u32,
    },
    Broken(BackendError),
    Open,
    /// The page is asked whether the login may go on.
    Asking(Method),
    Sending(Method),
    Factor(Step),
    Done,
}

/// A factor that is asked for.
#[derive(Debug)]
pub(super) struct Step {
    /// The method that the login began with.
    pub(super) method: Method,
    pub(super) challenge: FactorChallenge,
    pub(super) sending: bool,
}

/// The part of the login that is on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage<'a> {
    /// The configuration is on its way. A form may be typed into and sent already.
    Loading,
    /// The box cannot work.
    Broken {
        /// Why.
        error: &'a BackendError,
        /// Whether asking again may help.
        can_retry: bool,
    },
    /// The methods.
    Methods,
    /// A further step.
    Factor(&'a FactorChallenge),
    /// The person is logged in.
    Done,
}

impl LoginFlow {
    /// A flow at rest.
    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Takes `event`, which happened at `now` (ms on a clock that only goes forward), and tells what to do.
    pub fn step(&mut self, now: u64, event: Event) -> Vec<Effect> {
        self.now = self.now.max(now);
        if event.epoch().is_none_or(|epoch| epoch == self.epoch) {
            self.take(event);
            self.show();
        }
        std::mem::take(&mut self.effects)
    }

    /// The part of the login that is on the screen.
    pub fn stage(&self) -> Stage<'_> {
        match &self.phase {
            Phase::Idle | Phase::Loading { .. } => Stage::Loading,
            Phase::Broken(error) => {
                // What the site has to set right is the same the next time.
                Stage::Broken { error, can_retry: !matches!(error, BackendError::Setup(_)) }
            }
            Phase::Open | Phase::Asking(_) | Phase::Sending(_) => Stage::Methods,
            Phase::Factor(step) => Stage::Factor(&step.challenge),
            Phase::Done => Stage::Done,
        }
    }

    /// The method in sight, or to be in sight.
    pub fn active(&self) -> Method {
        let here = |method: &Method| self.methods.is_empty() || self.methods.contains(method);
        self.chosen.filter(here).unwrap_or_else(|| self.first())
    }

    /// The methods that there are, in their order; before the configuration is there those that the page names.
    pub fn methods(&self) -> &[Method] {
        if self.methods.is_empty() { &self.settings.methods } else { &self.methods }
    }

    /// The configuration, once it is there.
    pub fn config(&self) -> Option<&AppConfig> {
        self.config.as_ref()
    }

    /// Whether a form that was sent waits for its answer.
    pub fn is_busy(&self) -> bool {
        match &self.phase {
            Phase::Sending(_) => true,
            Phase::Loading { .. } => self.early.is_some(),
            Phase::Factor(step) => step.sending,
            _ => false,
        }
    }

    /// The error to show with `method`.
    pub fn problem(&self, method: Method) -> Option<&BackendError> {
        self.problem.as_ref().filter(|(of, _)| *of == method).map(|(_, error)| error)
    }

    /// The seconds that the server wants to be waited before the next try; 0 when it may be asked.
    pub fn seconds_closed(&self) -> u32 {
        self.closed_until.saturating_sub(self.now).div_ceil(1_000) as u32
    }

    /// The error of the factor in sight.
    pub fn factor_problem(&self) -> Option<&BackendError> {
        match &self.phase {
            Phase::Factor(step) => self.problem(step.method),
            _ => None,
        }
    }

    /// Whether `method` is to run, and whether its panel is in sight: for a panel that comes late.
    pub fn driven(&self, method: Method) -> (bool, bool) {
        let runs = !matches!(self.phase, Phase::Done) && self.wanted.contains(&method);
        (runs, self.shown == Some(method))
    }

    /// The method to start with: the page's, the application's, the first, whichever there is. On a phone the first of
    /// them that is no code to be scanned, if there is one.
    fn first(&self) -> Method {
        // Who names the methods also names the first.
        let of_application =
            self.config.as_ref().and_then(|config| config.default_method).filter(|_| self.settings.methods.is_empty());
        let wanted = [self.settings.first, of_application].into_iter().flatten();
        let methods = self.methods();
        let first = wanted
            .chain(methods.iter().copied())
            .find(|method| methods.is_empty() || methods.contains(method))
            .unwrap_or_default();
        match self.settings.on_phone && first == Method::Qr {
            true if methods.is_empty() => Method::default(),
            true => methods.iter().copied().find(|method| *method != first).unwrap_or(first),
            false => first,
        }
    }

    /// Puts the methods of the page and of the application together, or says why there can be none.
    pub(super) fn arrange(&mut self) {
        let Some(config) = &self.config else { return };
        let wished = &self.settings.methods;
        let listed = if wished.is_empty() { &config.methods } else { wished };
        self.methods.clear();
        for method in listed {
            // Whoever lists one twice wants one tab of it.
            if !self.methods.contains(method) {
                self.methods.push(*method);
            }
        }
        let wrong = match self.settings.callback_url.as_deref() {
            _ if self.methods.is_empty() => {
                Some("the application has no way to log in that this widget knows".to_owned())
            }
            Some(url) => redirect::checked(url, &config.redirect_uris).err().map(|error| error.to_string()),
            None => None,
        };
        match (wrong, &self.phase) {
            (Some(wrong), _) => self.fail_whole(BackendError::Setup(wrong)),
            (None, Phase::Loading { .. } | Phase::Broken(_) | Phase::Idle) => self.open(),
            (None, _) => {}
        }
    }

    pub(super) fn fail_whole(&mut self, error: BackendError) {
        self.give_up_request();
        if !matches!(&self.phase, Phase::Broken(shown) if *shown == error) {
            self.effects.push(Effect::Tell(Notice::Broken(error.clone())));
        }
        self.early = None;
        self.phase = Phase::Broken(error);
    }

    /// The methods come up.
    fn open(&mut self) {
        self.phase = Phase::Open;
        // Whoever has begun to type stays where the fields are.
        if self.touched && self.chosen.is_none() && self.methods.contains(&Method::Password) {
            self.chosen = Some(Method::Password);
        }
        self.effects.push(Effect::Tell(Notice::Ready(self.methods.clone())));
        if let Some((method, account)) = self.early.take()
            && self.active() == method
        {
            self.submit(method, account);
        }
    }

    /// Tells the methods which of them is in sight.
    fn show(&mut self) {
        let shown = match self.phase {
            Phase::Open | Phase::Asking(_) | Phase::Sending(_) => Some(self.active()),
            _ => None,
        };
        if shown == self.shown {
            return;
        }
        if let Some(before) = self.shown {
            self.effects.push(Effect::Drive(before, Drive::Show(false)));
        }
        if let Some(now) = shown {
            if !self.wanted.contains(&now) {
                self.wanted.push(now);
                self.effects.push(Effect::Drive(now, Drive::Start));
            }
            self.effects.push(Effect::Drive(now, Drive::Show(true)));
        }
        self.shown = shown;
    }

    /// Cancels the request under way; its answer is void.
    pub(super) fn give_up_request(&mut self) {
        self.epoch = self.epoch.next();
        let asks = match &self.phase {
            Phase::Sending(_) | Phase::Loading { .. } => true,
            Phase::Factor(step) => step.sending,
            _ => false,
        };
        if asks {
            self.effects.push(Effect::CancelRequest);
        }
    }
}
