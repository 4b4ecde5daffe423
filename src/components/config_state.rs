//! What the application lets its login box know, as it is fetched.

use std::rc::Rc;

use yew::prelude::*;

use crate::backend::{AppConfig, SharedBackend};
use crate::browser::Task;
use crate::failure::Failure;

/// The configuration, or how far it has come.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ConfigState {
    Loading,
    Ready(Rc<AppConfig>),
    Failed(Failure),
}

/// Fetches the configuration of `backend`, unless it is `known`; `attempt` going up fetches it again.
#[hook]
pub(super) fn use_config(backend: &SharedBackend, known: Option<&AppConfig>, attempt: u32) -> ConfigState {
    let state = use_state_eq(|| ConfigState::Loading);
    {
        let state = state.clone();
        use_effect_with((backend.clone(), known.is_some(), attempt), move |&(ref backend, known, _)| {
            let task = (!known).then(|| {
                state.set(ConfigState::Loading);
                let answer = backend.config();
                Task::spawn(async move {
                    state.set(match answer.await {
                        Ok(config) => ConfigState::Ready(Rc::new(config)),
                        Err(failure) => ConfigState::Failed(failure),
                    });
                })
            });
            move || drop(task)
        });
    }
    let known = use_memo(known.cloned(), |known| known.clone().map(|config| ConfigState::Ready(Rc::new(config))));
    (*known).clone().unwrap_or_else(|| (*state).clone())
}
