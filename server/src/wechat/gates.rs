//! Which calls are not made for now: none while WeChat is away, and none of a kind whose quota is used up or whose
//! settings WeChat refuses. What the operator should know is in the log once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::{error, info, warn};

use super::breaker::{Breaker, Opened, Pace};
use super::call::Call;
use super::{OperatorFault, WeChatError};
use crate::clock::{Clock, Millis};
use crate::metrics;

/// Of WeChat's server: an outage is believed when it happens again and again.
const SERVER: Pace = Pace { failures: 5, first: 5_000, longest: 60_000 };
/// Of a kind of call: a refusal is believed at once. Quotas are of a minute or a day, and an operator mends settings in
/// WeChat's console, where this server does not see it.
const CALL: Pace = Pace { failures: 1, first: 10_000, longest: 300_000 };

/// The calls of one kind for one mini program.
type Key = (String, Call);

#[derive(Debug)]
struct Gate {
    breaker: Breaker,
    refusal: WeChatError,
}

#[derive(Debug)]
struct State {
    server: Breaker,
    gates: HashMap<Key, Gate>,
    told: HashMap<Key, OperatorFault>,
}

/// The gates. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Gates {
    clock: Arc<dyn Clock>,
    state: Arc<Mutex<State>>,
}

impl Gates {
    /// Gates that are open.
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        let state = State { server: Breaker::new(SERVER), gates: HashMap::new(), told: HashMap::new() };
        Self { clock, state: Arc::new(Mutex::new(state)) }
    }

    /// A panic elsewhere can't have broken the state, so poison is passed over.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leave to make a call; else what it would be answered.
    pub(super) fn admit(&self, app_id: &str, call: Call) -> Result<Pass, WeChatError> {
        let now = self.clock.now();
        let key = (app_id.to_owned(), call);
        let mut state = self.state();
        if let Some(gate) = state.gates.get_mut(&key)
            && !gate.breaker.admit(now)
        {
            return Err(gate.refusal.clone());
        }
        if !state.server.admit(now) {
            if let Some(gate) = state.gates.get_mut(&key) {
                gate.breaker.abandoned(now);
            }
            return Err(WeChatError::Away);
        }
        drop(state);
        Ok(Pass { gates: self.clone(), key, is_over: false })
    }

    fn end(&self, key: &Key, error: Option<&WeChatError>) {
        metrics::wechat_asked(key.1.name(), error.map_or("answered", WeChatError::word));
        let now = self.clock.now();
        let mut state = self.state();
        state.note_server(error, now);
        state.note_gate(key, error, now);
        state.tell(key, error);
    }

    fn abandon(&self, key: &Key) {
        let now = self.clock.now();
        let mut state = self.state();
        state.server.abandoned(now);
        if let Some(gate) = state.gates.get_mut(key) {
            gate.breaker.abandoned(now);
        }
    }
}

impl State {
    fn note_server(&mut self, error: Option<&WeChatError>, now: Millis) {
        if matches!(error, Some(WeChatError::Away | WeChatError::Busy { .. })) {
            if self.server.failed(now) == Opened::Yes {
                warn!("WeChat can't be reached; it is left alone for a while, and then tried again");
            }
        } else if self.server.succeeded() {
            info!("WeChat answers again");
        }
    }

    fn note_gate(&mut self, key: &Key, error: Option<&WeChatError>, now: Millis) {
        match error {
            Some(refusal @ (WeChatError::Limit | WeChatError::Misconfigured(_))) if key.1.is_of_everybody() => {
                let new = || Gate { breaker: Breaker::new(CALL), refusal: refusal.clone() };
                let gate = self.gates.entry(key.clone()).or_insert_with(new);
                gate.refusal = refusal.clone();
                if gate.breaker.failed(now) == Opened::Yes && *refusal == WeChatError::Limit {
                    warn!(app_id = key.0, call = key.1.name(), "WeChat's quota is used up");
                }
            }
            // It tells nothing of this kind of call.
            Some(WeChatError::Away | WeChatError::Busy { .. }) => {
                if let Some(gate) = self.gates.get_mut(key) {
                    gate.breaker.abandoned(now);
                }
            }
            _ => {
                self.gates.remove(key);
            }
        }
    }

    fn tell(&mut self, key: &Key, error: Option<&WeChatError>) {
        match error {
            Some(WeChatError::Misconfigured(fault)) => {
                if self.told.insert(key.clone(), *fault) != Some(*fault) {
                    error!(app_id = key.0, call = key.1.name(), "{fault}");
                }
            }
            None => {
                self.told.remove(key);
            }
            Some(_) => {}
        }
    }
}

/// Leave to make one call. Dropped without a word, it was given up.
#[derive(Debug)]
pub(super) struct Pass {
    gates: Gates,
    key: Key,
    is_over: bool,
}

impl Pass {
    /// How the call ended.
    pub(super) fn end<T>(mut self, outcome: Result<T, WeChatError>) -> Result<T, WeChatError> {
        self.is_over = true;
        self.gates.end(&self.key, outcome.as_ref().err());
        outcome
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if !self.is_over {
            self.gates.abandon(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;

    const PAGE: WeChatError = WeChatError::Misconfigured(OperatorFault::Page);

    fn gates() -> (Gates, ManualClock) {
        let clock = ManualClock::new(0);
        (Gates::new(Arc::new(clock.clone())), clock)
    }

    fn call(gates: &Gates, call: Call, outcome: Result<(), WeChatError>) -> Result<(), WeChatError> {
        gates.admit("wx1", call)?.end(outcome)
    }

    #[test]
    fn an_outage_closes_all_calls_and_one_answer_opens_them() {
        let (gates, clock) = gates();
        for _ in 0..SERVER.failures {
            call(&gates, Call::Identity, Err(WeChatError::Away)).unwrap_err();
        }
        for kind in [Call::Token, Call::Picture, Call::Identity, Call::PhoneNumber] {
            assert_eq!(call(&gates, kind, Ok(())), Err(WeChatError::Away));
        }
        clock.advance(SERVER.first);
        let trial = gates.admit("wx1", Call::Picture).unwrap();
        assert_eq!(call(&gates, Call::Identity, Ok(())), Err(WeChatError::Away), "one at a time");
        drop(trial);
        // A refusal is an answer.
        assert_eq!(call(&gates, Call::Identity, Err(WeChatError::CodeRefused)), Err(WeChatError::CodeRefused));
        assert_eq!(call(&gates, Call::Picture, Ok(())), Ok(()));
    }

    #[test]
    fn a_refusal_of_everybody_s_call_is_remembered_for_that_call_alone() {
        let (gates, clock) = gates();
        for refusal in [PAGE, WeChatError::Limit] {
            assert_eq!(call(&gates, Call::Picture, Err(refusal.clone())), Err(refusal.clone()));
            assert_eq!(call(&gates, Call::Picture, Ok(())), Err(refusal));
            assert_eq!(call(&gates, Call::Identity, Ok(())), Ok(()));
            assert!(gates.admit("wx2", Call::Picture).is_ok());
            clock.advance(CALL.first);
            assert_eq!(call(&gates, Call::Picture, Ok(())), Ok(()));
        }
        for _ in 0..10 {
            assert_eq!(call(&gates, Call::Identity, Err(WeChatError::Limit)), Err(WeChatError::Limit));
        }
        assert_eq!(call(&gates, Call::Identity, Ok(())), Ok(()), "that was one person's quota");
    }

    #[test]
    fn an_outage_in_a_trial_leaves_the_gate_for_the_next_one() {
        let (gates, clock) = gates();
        call(&gates, Call::Picture, Err(PAGE)).unwrap_err();
        clock.advance(CALL.first);
        assert_eq!(call(&gates, Call::Picture, Err(WeChatError::Away)), Err(WeChatError::Away));
        assert_eq!(call(&gates, Call::Picture, Ok(())), Ok(()));
    }
}
