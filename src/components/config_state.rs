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

/// Fetches the configuration of `backend`; `attempt` going up fetches it again.
#[hook]
pub(super) fn use_config(backend: &SharedBackend, attempt: u32) -> ConfigState {
    let state = use_state_eq(|| ConfigState::Loading);
    {
        let state = state.clone();
        use_effect_with((backend.clone(), attempt), move |(backend, _)| {
            state.set(ConfigState::Loading);
            let answer = backend.config();
            let task = Task::spawn(async move {
                state.set(match answer.await {
                    Ok(config) => ConfigState::Ready(Rc::new(config)),
                    Err(failure) => ConfigState::Failed(failure),
                });
            });
            move || drop(task)
        });
    }
    (*state).clone()
}
