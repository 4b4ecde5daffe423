//! `/login?interaction=…` and its forms: the login that an application sent somebody to. It works without any script.

use std::convert::Infallible;

use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use guard_protocol::{Lang, Secret};

use super::answer::{May, go_to, show};
use super::authorize::{self, answered, look_with_links, lost, page_of, wanted};
use super::cookie::{Kept, logged_in_here};
use super::end_session;
use super::error::ApiError;
use super::files::embedded;
use super::headers::{self, PHONE_CSP};
use super::limit::limited;
use super::messages::Text;
use super::own_form::OwnForm;
use super::pages::{JS, asset};
use crate::limits::{Action, Network};
use crate::page::{self, Choice, Login, Notice, Words};
use crate::services::oidc::authorize::Need;
use crate::services::oidc::authorize::{Params, Visited};
use crate::services::oidc::interactions::{Lost, Waiting, resume_path};
use crate::services::{Attempt, LoginError, Password};
use crate::state::{App, Shared};

/// The script that puts the widget in the form's place.
pub(super) const SCRIPT: &str = "/login/interaction.js";
/// The longest password or hint that is looked at, in bytes: as long as a script could encrypt one is not needed here.
const LONGEST: usize = 1024;

/// The provider's routes that a person's browser visits.
pub(super) fn router(app: &Shared) -> Router<Shared> {
    let script = || embedded(JS, asset!("login/page.js"), headers::page(PHONE_CSP));
    Router::new()
        .route("/oidc/auth", limited(app, Action::Authorize, get(authorize::by_link).post(authorize::by_form)))
        .route("/oidc/auth/{interaction}", get(authorize::resume))
        .route("/oidc/session/end", get(end_session::by_link).post(end_session::by_form))
        .route("/oidc/session/end/confirm", post(end_session::confirm))
        .route("/login/interaction/{id}/password", post(password))
        .route("/login/interaction/{id}/continue", post(go_on))
        .route("/login/interaction/{id}/another", post(another))
        .route("/login/interaction/{id}/cancel", post(cancel))
        .route(SCRIPT, script())
}

/// Where there is no other page to log in on.
pub(super) fn nothing_to_do() -> Response {
    let look = page::Look::default();
    show(StatusCode::NOT_FOUND, page::notice(&look, Notice::Expired, None), &May::speak())
}

/// The query of the page.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    interaction: Option<String>,
    /// Whose page it is, where somebody has opened it without being sent.
    app_id: Option<String>,
    redirect_uri: Option<String>,
    login_hint: Option<String>,
    lang: Option<String>,
    /// Set when the person wants another account than the one that is logged in.
    another: Option<String>,
}

impl FromRequestParts<Shared> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Infallible> {
        let params = Params::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let text = |name: &str| params.get(name).map(str::to_owned);
        Ok(Self {
            interaction: text("interaction"),
            app_id: text("app_id"),
            redirect_uri: text("redirect_uri"),
            login_hint: text("login_hint"),
            lang: text("lang"),
            another: text("another"),
        })
    }
}

/// Before the page that has no interaction: with one, the page of that; and a login of its own for an application that
/// has a callback URL.
pub(super) async fn or_interaction(
    State(app): State<Shared>,
    asked: Asked,
    kept: Kept,
    network: Network,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    if !matches!(request.uri().path(), "/login" | "/login/") {
        return Ok(next.run(request).await);
    }
    if let Some(id) = asked.interaction.clone() {
        return page(&app, &id, &asked, kept, request.headers()).await;
    }
    let visit = match request.method() {
        &Method::GET => visit(&app, asked, kept, network, request.headers()).await?,
        _ => None,
    };
    match visit {
        Some(response) => Ok(response),
        None => Ok(next.run(request).await),
    }
}

/// The login that begins with this visit of the page, if the application has a callback for it.
async fn visit(
    app: &App,
    asked: Asked,
    kept: Kept,
    network: Network,
    headers: &HeaderMap,
) -> Result<Option<Response>, ApiError> {
    let Some(app_id) = asked.app_id else { return Ok(None) };
    let fits = |text: Option<String>| text.filter(|text| text.len() <= LONGEST);
    let visited =
        Visited { redirect_uri: asked.redirect_uri, lang: fits(asked.lang), login_hint: fits(asked.login_hint) };
    let Some(begun) = app.interactions.of_visit(&app_id, visited) else { return Ok(None) };
    app.limits.admit(Action::Authorize, network)?;
    let step = app.interactions.start(begun, kept.session.as_ref(), kept.interaction).await?;
    Ok(Some(authorize::respond(app, step, headers)))
}

async fn page(app: &App, id: &str, asked: &Asked, kept: Kept, headers: &HeaderMap) -> Result<Response, ApiError> {
    let found = app.interactions.waiting(id, kept.session.as_ref(), kept.interaction.as_ref()).await?;
    let waiting = match found {
        Ok(waiting) => waiting,
        Err(why) => return Ok(lost(app, why, id, headers)),
    };
    match waiting.need {
        _ if asked.another.is_some() => Ok(form(app, &waiting, asked, headers, None)),
        None => Ok(go_to(&resume_path(id))),
        Some(Need::Login) => Ok(form(app, &waiting, asked, headers, None)),
        Some(Need::Choice) => Ok(choice(app, &waiting, asked, headers)),
    }
}

/// The languages that are wanted for a page: by a link of it, by the application, by the browser.
fn languages(waiting: &Waiting, asked: &Asked, headers: &HeaderMap) -> Vec<String> {
    let chosen = asked.lang.clone().into_iter();
    chosen.chain(wanted(waiting.request.ui_locales.as_deref(), headers)).collect()
}

/// What went wrong with a login, and what was typed.
struct Failed {
    status: StatusCode,
    account: String,
    words: Box<dyn Fn(Lang) -> String + Send>,
}

/// The login, again after a failure.
fn form(app: &App, waiting: &Waiting, asked: &Asked, headers: &HeaderMap, failed: Option<Failed>) -> Response {
    let of = app.interactions.app(&waiting.request);
    let another = if asked.another.is_some() { "&another=1" } else { "" };
    let url = format!("{}{another}", page_of(waiting));
    let look = look_with_links(app, of, languages(waiting, asked, headers), &url);
    let proof = app.interactions.form_proof(waiting);
    let (status, account, problem) = match failed {
        Some(failed) => (failed.status, failed.account, Some((failed.words)(look.lang))),
        None => (StatusCode::OK, waiting.request.login_hint.clone().unwrap_or_default(), None),
    };
    let login = Login {
        form: page::Form { id: &waiting.id, proof: &proof, lang: look.lang },
        account: &account,
        problem,
        is_repeated: waiting.browser.is_some() && asked.another.is_none(),
        script: app.config.dist_dir.as_ref().map(|_| SCRIPT),
    };
    show(status, page::login(&look, &login), &May::log_in(&waiting.request.redirect_uri))
}

/// The choice of an account.
fn choice(app: &App, waiting: &Waiting, asked: &Asked, headers: &HeaderMap) -> Response {
    let Some(browser) = &waiting.browser else { return form(app, waiting, asked, headers, None) };
    let of = app.interactions.app(&waiting.request);
    let look = look_with_links(app, of, languages(waiting, asked, headers), &page_of(waiting));
    let proof = app.interactions.form_proof(waiting);
    let user = &browser.user;
    let name = page::name_of(user);
    let detail = user.email.as_deref().or(user.username.as_deref()).filter(|detail| *detail != name);
    let choice = Choice {
        form: page::Form { id: &waiting.id, proof: &proof, lang: look.lang },
        name,
        detail,
        photo: user.photo.as_deref().map(|photo| app.apps().absolute(photo)),
    };
    show(StatusCode::OK, page::choice(&look, &choice), &May::log_in(&waiting.request.redirect_uri))
}

/// Account and password.
pub(super) async fn password(
    State(app): State<Shared>,
    asked: Asked,
    kept: Kept,
    network: Network,
    headers: HeaderMap,
    OwnForm { waiting, params }: OwnForm,
) -> Result<Response, ApiError> {
    let account = params.get("account").unwrap_or_default().trim().to_owned();
    let failed = |status, words: Box<dyn Fn(Lang) -> String + Send>| {
        Ok(form(&app, &waiting, &asked, &headers, Some(Failed { status, account: account.clone(), words })))
    };
    let password = params.get("password").filter(|password| password.len() <= LONGEST);
    let Some(password) = password.filter(|_| !account.is_empty()) else {
        return failed(StatusCode::BAD_REQUEST, Box::new(|lang| Words::of(lang).missing.to_owned()));
    };
    if let Err(error) = app.limits.admit(Action::LogIn, network) {
        let text = Text::from(&error);
        return failed(StatusCode::TOO_MANY_REQUESTS, Box::new(move |lang| text.say(lang)));
    }
    let attempt = Attempt {
        account: account.clone(),
        password: Password::Typed(Secret::new(password)),
        network,
        device: kept.device.clone(),
    };
    match app.logins.log_in_here(&waiting.request.app_id, attempt, kept.session.as_ref()).await {
        Ok(login) => {
            if let Some(ended) = &login.opened.replaced {
                app.logouts.ended(&ended.sid).await?;
            }
            Ok((logged_in_here(&app, &login), go_to(&resume_path(&waiting.id))).into_response())
        }
        Err(error) => {
            let (status, text) = match error {
                LoginError::Wrong { .. } => (StatusCode::UNAUTHORIZED, Text::BadCredentials),
                LoginError::Locked { seconds } => (StatusCode::TOO_MANY_REQUESTS, Text::Locked { seconds }),
                LoginError::TooFrequent(error) => (StatusCode::TOO_MANY_REQUESTS, Text::from(&error)),
                LoginError::Password(error) => {
                    tracing::warn!(%error, "a login on the page could not be looked at");
                    (StatusCode::SERVICE_UNAVAILABLE, Text::Busy)
                }
                LoginError::Store(error) => return Err(error.into()),
            };
            failed(status, Box::new(move |lang| text.say(lang)))
        }
    }
}

/// "Continue as …".
pub(super) async fn go_on(State(app): State<Shared>, OwnForm { waiting, .. }: OwnForm) -> Result<Response, ApiError> {
    app.interactions.choose(&waiting).await?;
    Ok(go_to(&resume_path(&waiting.id)))
}

/// "Use another account".
pub(super) async fn another(asked: Asked, OwnForm { waiting, .. }: OwnForm) -> Response {
    let lang = asked.lang.as_deref().and_then(Lang::from_tag).map(|lang| format!("&lang={}", lang.tag()));
    go_to(&format!("{}&another=1{}", page_of(&waiting), lang.unwrap_or_default()))
}

/// "Cancel".
pub(super) async fn cancel(
    State(app): State<Shared>,
    headers: HeaderMap,
    OwnForm { waiting, .. }: OwnForm,
) -> Result<Response, ApiError> {
    let answer = app.interactions.decline(&waiting).await?;
    Ok(match answer {
        Some(answer) => answered(&app, &answer, &headers),
        None => lost(&app, Lost::Over, &waiting.id, &headers),
    })
}
