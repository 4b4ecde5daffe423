//! `/login`: the widget, and the way on; without one, the reason and no widget.

use std::rc::Rc;

use gloo_utils::window;
use guard_widget::backend::{AuthingBackend, SharedBackend, server_url};
use guard_widget::{GuardWidget, Lang, LoginSuccess, Theme};
use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::session;
use super::way_on::{self, WayOn, use_way_on};

/// The query of `/login`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Query {
    /// Id of the application.
    app_id: String,
    /// Where to go after the login.
    redirect_uri: Option<String>,
    /// Language tag.
    lang: Option<String>,
    /// `light` or `dark`.
    theme: Option<String>,
}

/// Where to go when the query does not tell.
const HOME: &str = "/";

impl Query {
    /// Where to go after the login.
    fn wanted(&self) -> &str {
        self.redirect_uri.as_deref().unwrap_or(HOME)
    }
}

#[component]
pub(super) fn Login() -> Html {
    let location = use_location();
    let query: Rc<Query> =
        use_memo(location, |location| location.as_ref().and_then(|l| l.query::<Query>().ok()).unwrap_or_default());
    let problem = use_state(|| None::<String>);
    let lang = query.lang.as_deref().and_then(Lang::from_tag);
    let backend = use_memo((query.app_id.clone(), lang), |(app_id, lang)| {
        server_url("/")
            .map(|server| SharedBackend::new(AuthingBackend::new(app_id.as_str(), server, lang.unwrap_or_default())))
            .ok()
    });
    let way_on = use_way_on(query.wanted(), backend.clone());
    let on_login = {
        let (query, backend, problem) = (query.clone(), backend.clone(), problem.clone());
        Callback::from(move |login: LoginSuccess| {
            let (query, backend, problem) = (query.clone(), backend.clone(), problem.clone());
            spawn_local(async move {
                if let Err(why) = go_on(&query, &backend, &login).await {
                    problem.set(Some(why));
                }
            });
        })
    };
    let told = |why: &str| html! { <p class="page-problem" role="alert">{ why }</p> };
    match way_on {
        WayOn::Asked => html! {},
        WayOn::Closed(why) => told(&why),
        WayOn::Open => html! {
            <>
                { for problem.as_deref().map(told) }
                <GuardWidget app_id={query.app_id.clone()} backend={(*backend).clone()} {lang} {on_login}
                    theme={query.theme.as_deref().map(Theme::from_name).unwrap_or_default()} />
            </>
        },
    }
}

/// Starts the session of this browser, then continues to where the query says. No credential goes into the URL.
async fn go_on(query: &Query, backend: &Option<SharedBackend>, login: &LoginSuccess) -> Result<(), String> {
    let target = way_on::check(query.wanted(), backend).await.map_err(|error| error.to_string())?;
    session::start(&query.app_id, login).await?;
    window().location().assign(target).map_err(|_| format!("`{target}` cannot be opened"))
}
