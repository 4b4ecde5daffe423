//! `GET|POST /oidc/auth` and `GET /oidc/auth/{interaction}`: where applications send browsers, and where a browser comes
//! back after its login.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use guard_protocol::Lang;

use super::answer::{May, go_to, show, to_application};
use super::cookie::{Kept, interaction};
use super::error::ApiError;
use super::form::{Form, Link};
use crate::config::AppConfig;
use crate::page::{self, Look, Notice, lang_for};
use crate::services::oidc::authorize::{Answer, PageError, Params};
use crate::services::oidc::interactions::{Lost, Step, Waiting, resume_path};
use crate::state::{App, Shared};

/// A request by a link.
pub(super) async fn by_link(
    State(app): State<Shared>,
    kept: Kept,
    headers: HeaderMap,
    Link(params): Link,
) -> Result<Response, ApiError> {
    begin(&app, kept, &headers, &params, false).await
}

/// A request by a form (OpenID Connect Core, section 3.1.2.1).
pub(super) async fn by_form(
    State(app): State<Shared>,
    kept: Kept,
    headers: HeaderMap,
    Form(params): Form,
) -> Result<Response, ApiError> {
    // A form of another site comes without the cookie of the session; the redirect after it brings it.
    begin(&app, kept, &headers, &params, true).await
}

async fn begin(app: &App, kept: Kept, headers: &HeaderMap, params: &Params, later: bool) -> Result<Response, ApiError> {
    let Kept { session, interaction, .. } = kept;
    let step = app.interactions.begin(params, session.as_ref(), interaction, later).await?;
    match step {
        Step::Page(error) => {
            let notice = match error {
                PageError::UnknownApplication => Notice::UnknownApplication,
                PageError::RedirectNotRegistered => Notice::RedirectNotRegistered,
            };
            let of = params.get("client_id").and_then(|id| app.apps().get(id));
            let look = look(app, of, wanted(params.get("ui_locales"), headers));
            Ok(show(StatusCode::BAD_REQUEST, page::notice(&look, notice, None), &May::speak()))
        }
        Step::Person(waiting) if later => Ok(with_cookie(app, &waiting, &resume_path(&waiting.id))),
        step => Ok(respond(app, step, headers)),
    }
}

/// What a step that needs no page of its own is answered with.
pub(super) fn respond(app: &App, step: Step, headers: &HeaderMap) -> Response {
    match step {
        Step::Answer(answer) => answered(app, &answer, headers),
        Step::Person(waiting) => with_cookie(app, &waiting, &page_of(&waiting)),
        Step::Page(_) => lost(app, Lost::Over, "", headers),
    }
}

fn with_cookie(app: &App, waiting: &Waiting, url: &str) -> Response {
    (interaction(app, &waiting.secret), go_to(url)).into_response()
}

/// The page of a request that waits.
pub(super) fn page_of(waiting: &Waiting) -> String {
    format!("/login?app_id={}&protocol=oidc&interaction={}", waiting.request.app_id, waiting.id)
}

/// The browser comes back.
pub(super) async fn resume(
    State(app): State<Shared>,
    kept: Kept,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let step = app.interactions.resume(&id, kept.session.as_ref(), kept.interaction.as_ref()).await?;
    Ok(match step {
        Ok(Step::Answer(answer)) => answered(&app, &answer, &headers),
        Ok(Step::Person(waiting)) => go_to(&page_of(&waiting)),
        Ok(Step::Page(_)) => lost(&app, Lost::Over, &id, &headers),
        Err(why) => lost(&app, why, &id, &headers),
    })
}

/// The answer, as the application wants it.
pub(super) fn answered(app: &App, answer: &Answer, headers: &HeaderMap) -> Response {
    let look = look(app, None, wanted(None, headers));
    to_application(answer, &app.interactions.issuer(), &look)
}

/// What somebody is told whose request is not there.
pub(super) fn lost(app: &App, why: Lost, id: &str, headers: &HeaderMap) -> Response {
    let look = look(app, None, wanted(None, headers));
    let (notice, next) = match why {
        Lost::Over | Lost::NotItsOwn => (Notice::Expired, None),
        Lost::NoCookie => (Notice::NoCookies, Some(resume_path(id))),
    };
    // What came as an id is repeated only where the store has it.
    show(StatusCode::GONE, page::notice(&look, notice, next.as_deref()), &May::speak())
}

/// The languages that are wanted, most wanted first: what the application asks for, then what the browser prefers.
pub(super) fn wanted(asked: Option<&str>, headers: &HeaderMap) -> Vec<String> {
    let asked = asked.unwrap_or_default().split([' ', ',']).map(str::to_owned);
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepted = accepted.split(',').map(|tag| tag.split(';').next().unwrap_or_default().trim().to_owned());
    asked.chain(accepted).filter(|tag| !tag.is_empty()).collect()
}

/// How a page of the application `of` looks to somebody who wants these languages.
pub(super) fn look<'a>(app: &App, of: Option<&'a AppConfig>, wanted: Vec<String>) -> Look<'a> {
    let (lang, _) = lang_for(of, wanted.iter().map(String::as_str));
    let logo = of.and_then(|of| of.logo.as_deref()).map(|logo| app.apps().absolute(logo));
    Look { app: of, logo, lang, languages: Vec::new() }
}

/// [`look`] with links to the page at `url` in the other languages.
pub(super) fn look_with_links<'a>(app: &App, of: Option<&'a AppConfig>, wanted: Vec<String>, url: &str) -> Look<'a> {
    let mut look = look(app, of, wanted);
    let (_, there) = lang_for(of, []);
    let other = |lang: &Lang| *lang != look.lang;
    look.languages = there.into_iter().filter(other).map(|lang| (lang, format!("{url}&lang={}", lang.tag()))).collect();
    look
}
