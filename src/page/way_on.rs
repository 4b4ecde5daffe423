//! Where the login leads to. It is known before anybody types a password: a page that cannot go on does not ask for
//! one.

use std::cell::Cell;
use std::rc::Rc;

use guard_widget::BackendError;
use guard_widget::backend::SharedBackend;
use guard_widget::redirect::{self, RedirectError};
use thiserror::Error;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Why there is no way on.
#[derive(Debug, Error)]
pub(super) enum NoWayOn {
    /// The application does not lead there.
    #[error(transparent)]
    Forbidden(#[from] RedirectError),
    /// The application's list cannot be had.
    #[error(transparent)]
    Unknown(#[from] BackendError),
}

/// Whether the login may lead to where the query says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum WayOn {
    /// The application has not answered yet.
    Asked,
    /// Nothing is against it.
    Open,
    /// It may not, for this reason.
    Closed(String),
}

/// Asks once for each `wanted`.
#[hook]
pub(super) fn use_way_on(wanted: &str, backend: Rc<Option<SharedBackend>>) -> WayOn {
    let way = use_state_eq(|| WayOn::Asked);
    let setter = way.setter();
    use_effect_with((wanted.to_owned(), backend), move |(wanted, backend)| {
        let is_current = Rc::new(Cell::new(true));
        setter.set(WayOn::Asked);
        {
            let (wanted, backend, is_current) = (wanted.clone(), backend.clone(), is_current.clone());
            spawn_local(async move {
                let found = match check(&wanted, &backend).await {
                    Err(NoWayOn::Forbidden(why)) => WayOn::Closed(why.to_string()),
                    // The box says what is wrong with the server, and whoever logs in is checked once more.
                    Ok(_) | Err(NoWayOn::Unknown(_)) => WayOn::Open,
                };
                if is_current.get() {
                    setter.set(found);
                }
            });
        }
        move || is_current.set(false)
    });
    (*way).clone()
}

/// `wanted`, if the application leads there. Paths of this server need no question.
pub(super) async fn check<'a>(wanted: &'a str, backend: &Option<SharedBackend>) -> Result<&'a str, NoWayOn> {
    let own = redirect::checked(wanted, &[]);
    let (Err(_), Some(backend)) = (&own, backend) else { return Ok(own?) };
    Ok(redirect::checked(wanted, &backend.config().await?.redirect_uris)?)
}
