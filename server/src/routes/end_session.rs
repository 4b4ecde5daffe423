//! `GET|POST /oidc/session/end`: a logout that an application begins (OpenID Connect RP-Initiated Logout).

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use guard_protocol::Secret;
use url::form_urlencoded;

use super::answer::{May, go_to, show};
use super::authorize::{look, wanted};
use super::cookie::{Kept, logged_out};
use super::error::ApiError;
use super::form::{Form, Link};
use super::own_page::is_foreign;
use crate::page::{self, Look, Notice};
use crate::services::oidc::authorize::Params;
use crate::services::oidc::end_session::{EndRequest, NotRegistered};
use crate::state::{App, Shared};
use crate::store::Browser;
use crate::tokens;

/// By a link.
pub(super) async fn by_link(
    State(app): State<Shared>,
    kept: Kept,
    headers: HeaderMap,
    Link(params): Link,
) -> Result<Response, ApiError> {
    begin(&app, &kept, &headers, &params).await
}

/// By a form.
pub(super) async fn by_form(
    State(app): State<Shared>,
    kept: Kept,
    headers: HeaderMap,
    Form(params): Form,
) -> Result<Response, ApiError> {
    if kept.session.is_some() {
        return begin(&app, &kept, &headers, &params).await;
    }
    // A form of another site comes without the cookie of the session; the redirect after it brings it. The token stays
    // behind: it has no place in a URL.
    let request = match EndRequest::read(&params, app.apps(), &app.oidc.signer).await {
        Ok(request) => request,
        Err(error) => return Ok(refused(&app, &headers, &params, error)),
    };
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(request.fields()).finish();
    Ok(go_to(&format!("/oidc/session/end?{query}")))
}

async fn begin(app: &App, kept: &Kept, headers: &HeaderMap, params: &Params) -> Result<Response, ApiError> {
    let request = match EndRequest::read(params, app.apps(), &app.oidc.signer).await {
        Ok(request) => request,
        Err(error) => return Ok(refused(app, headers, params, error)),
    };
    let browser = match &kept.session {
        Some(session) => app.sessions.browser(session).await?,
        None => None,
    };
    match (browser, &kept.session) {
        (Some(browser), Some(session)) if request.is_of(&browser) => end(app, session, headers, &request).await,
        (Some(browser), Some(session)) => Ok(question(app, session, &browser, headers, &request)),
        _ => Ok(done(app, headers, &request, &[])),
    }
}

/// The pages of a logout look like the application that began it.
fn look_of<'a>(app: &'a App, request: &EndRequest, headers: &HeaderMap) -> Look<'a> {
    let of = request.app_id.as_deref().and_then(|id| app.apps().get(id));
    look(app, of, wanted(request.ui_locales.as_deref(), headers))
}

/// What the question's form carries, so that no other page can send it.
fn proof(app: &App, session: &Secret) -> Secret {
    app.context.key.form_proof("logout", session)
}

fn question(app: &App, session: &Secret, browser: &Browser, headers: &HeaderMap, request: &EndRequest) -> Response {
    let look = look_of(app, request, headers);
    let user = &browser.user;
    let page = page::logout_question(&look, page::name_of(user), &proof(app, session), &request.fields());
    show(StatusCode::OK, page, &May::lead_to(request.redirect_uri.as_deref().unwrap_or_default()))
}

/// The answer to the question.
pub(super) async fn confirm(
    State(app): State<Shared>,
    kept: Kept,
    headers: HeaderMap,
    Form(params): Form,
) -> Result<Response, ApiError> {
    let request = match EndRequest::read(&params, app.apps(), &app.oidc.signer).await {
        Ok(request) => request,
        Err(error) => return Ok(refused(&app, &headers, &params, error)),
    };
    let Some(session) = &kept.session else { return Ok(done(&app, &headers, &request, &[])) };
    let brought = Secret::new(params.get("csrf").unwrap_or_default());
    let is_own = tokens::is_same(&proof(&app, session), &brought);
    let look = look_of(&app, &request, &headers);
    if is_foreign(&headers, app.apps().origin()) || !is_own {
        let page = page::notice(&look, Notice::ForeignForm, Some("/oidc/session/end"));
        return Ok(show(StatusCode::FORBIDDEN, page, &May::speak()));
    }
    if params.get("answer") != Some("yes") {
        return Ok(show(StatusCode::OK, page::notice(&look, Notice::Stayed, None), &May::speak()));
    }
    end(&app, session, &headers, &request).await
}

async fn end(app: &App, session: &Secret, headers: &HeaderMap, request: &EndRequest) -> Result<Response, ApiError> {
    let frames = match app.sessions.end_browser(session).await? {
        Some(ended) => app.logouts.ended(&ended.sid).await?,
        None => Vec::new(),
    };
    Ok((logged_out(app), done(app, headers, request, &frames)).into_response())
}

/// Nobody is logged in: the way back, or a page that says so.
fn done(app: &App, headers: &HeaderMap, request: &EndRequest, frames: &[String]) -> Response {
    let next = request.way_back();
    if let (Some(next), true) = (&next, frames.is_empty()) {
        return go_to(next);
    }
    let look = look_of(app, request, headers);
    show(StatusCode::OK, page::logged_out(&look, frames, next.as_deref()), &May::frame(frames))
}

fn refused(app: &App, headers: &HeaderMap, params: &Params, NotRegistered: NotRegistered) -> Response {
    let of = params.get("client_id").and_then(|id| app.apps().get(id));
    let look = look(app, of, wanted(params.get("ui_locales"), headers));
    let page = page::notice(&look, Notice::LogoutNotRegistered, None);
    show(StatusCode::BAD_REQUEST, page, &May::speak())
}
