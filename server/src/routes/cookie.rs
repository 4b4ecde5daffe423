//! The cookies of a browser: its session at this server, the proof that a login is its own, and the proof that somebody
//! has logged in there before.
//!
//! `POST /login/session` opens the session for a login that the hosted page has just had, so that the site on the same
//! host knows who came from `/login`. The cookie is `HttpOnly` and `SameSite=Lax`, counts for `users/me` and `logout`
//! from this server's own pages only, and is worth nothing as a token; nor is a token worth anything as the cookie.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use guard_protocol::headers::AUTHORIZATION;
use guard_protocol::{Code, Secret};
use time::Duration;

use super::error::ApiError;
use super::extract::Caller;
use super::messages::Text;
use super::own_page::is_own_page;
use crate::services::oidc::Scope;
use crate::services::{Authentication, LoggedIn, LoggedInHere, NotOpened};
use crate::state::{App, Shared};
use crate::store::{INTERACTION_MS, UserRow};

/// How long a browser has to make a session of its login, in s.
const PROOF_S: u32 = 300;
/// How long a request waits, in s.
const INTERACTION_S: u32 = (INTERACTION_MS / 1000) as u32;
/// How long a browser is known after a login, in s: half a year.
const DEVICE_S: u32 = 180 * 24 * 3600;

/// The cookies.
#[derive(Clone, Copy, Debug)]
enum Name {
    /// The session of this browser.
    Session,
    /// The proof that a login is this browser's own.
    Proof,
    /// The proof that somebody has logged in here before.
    Device,
    /// What binds requests of applications to this browser while they wait for the person.
    Interaction,
}

impl Name {
    /// As it is sent. Over https no other host can set it (RFC 6265bis, `__Host-`).
    fn at(self, app: &App) -> &'static str {
        match (self, is_https(app)) {
            (Self::Session, true) => "__Host-guard_session",
            (Self::Session, false) => "guard_session",
            (Self::Proof, true) => "__Host-guard_login",
            (Self::Proof, false) => "guard_login",
            (Self::Device, true) => "__Host-guard_device",
            (Self::Device, false) => "guard_device",
            (Self::Interaction, true) => "__Host-guard_interaction",
            (Self::Interaction, false) => "guard_interaction",
        }
    }
}

fn is_https(app: &App) -> bool {
    app.apps().public_url().starts_with("https:")
}

fn cookie(app: &App, name: Name, value: &Secret, max_age_s: u32) -> Cookie<'static> {
    Cookie::build((name.at(app), value.expose().to_owned()))
        .path("/")
        .max_age(Duration::seconds(max_age_s.into()))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_https(app))
        .build()
}

fn value(app: &App, jar: &CookieJar, name: Name) -> Option<Secret> {
    jar.get(name.at(app)).map(|cookie| Secret::new(cookie.value())).filter(|value| !value.is_empty())
}

fn without(app: &App, jar: CookieJar, names: &[Name]) -> CookieJar {
    names.iter().fold(jar, |jar, name| jar.add(cookie(app, *name, &Secret::default(), 0)))
}

/// What a browser brings that counts at the provider.
pub(super) struct Kept {
    /// What the cookie of its session says.
    pub(super) session: Option<Secret>,
    /// What the cookie of its requests says.
    pub(super) interaction: Option<Secret>,
    /// What it keeps of an earlier login with a password.
    pub(super) device: Option<Secret>,
}

impl FromRequestParts<Shared> for Kept {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Infallible> {
        let jar = CookieJar::from_headers(&parts.headers);
        let of = |name| value(app, &jar, name);
        Ok(Self { session: of(Name::Session), interaction: of(Name::Interaction), device: of(Name::Device) })
    }
}

/// The cookie of a browser whose request waits.
pub(super) fn interaction(app: &App, secret: &Secret) -> CookieJar {
    CookieJar::new().add(cookie(app, Name::Interaction, secret, INTERACTION_S))
}

/// The cookies of a browser in which somebody has just logged in on the page.
pub(super) fn logged_in_here(app: &App, login: &LoggedInHere) -> CookieJar {
    CookieJar::new().add(cookie(app, Name::Session, &login.opened.cookie, app.sessions.ttl_s())).add(cookie(
        app,
        Name::Device,
        &login.device,
        DEVICE_S,
    ))
}

/// The cookies of a browser in which somebody has just logged out.
pub(super) fn logged_out(app: &App) -> CookieJar {
    without(app, CookieJar::new(), &[Name::Session, Name::Proof])
}

/// What a browser gets beside the answer to its login: on this server's own pages the proof that it is its own.
pub(super) struct LoginProof(bool);

impl FromRequestParts<Shared> for LoginProof {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        Ok(Self(is_own_page(&parts.method, &parts.headers, app.apps().origin())))
    }
}

impl LoginProof {
    /// The cookies to set for the login that came about.
    pub(super) fn of(self, app: &App, login: &Authentication) -> CookieJar {
        if !self.0 || !login.bound {
            return CookieJar::new();
        }
        let proof = app.sessions.browser_proof(&login.token);
        CookieJar::new().add(cookie(app, Name::Proof, &proof, PROOF_S))
    }

    /// [`of`](Self::of) a login with a password: on this server's own pages the browser is known from now on.
    pub(super) fn of_device(self, app: &App, login: &LoggedIn) -> CookieJar {
        let known = self.0.then(|| cookie(app, Name::Device, &login.device, DEVICE_S));
        let jar = self.of(app, &login.authentication);
        known.into_iter().fold(jar, CookieJar::add)
    }
}

/// What the browser keeps of an earlier login with a password.
pub(super) struct KnownDevice(pub(super) Option<Secret>);

impl FromRequestParts<Shared> for KnownDevice {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Infallible> {
        Ok(Self(value(app, &CookieJar::from_headers(&parts.headers), Name::Device)))
    }
}

/// Opens the session of this browser for the login whose token came along.
pub(super) async fn start(
    State(app): State<Shared>,
    _: OwnPage,
    jar: CookieJar,
    caller: Caller,
) -> Result<Response, ApiError> {
    let (proof, earlier) = (value(&app, &jar, Name::Proof), value(&app, &jar, Name::Session));
    let session = app.sessions.open_browser(&caller.token, proof.as_ref(), earlier.as_ref()).await?;
    if let Some(ended) = &session.replaced {
        app.logouts.ended(&ended.sid).await?;
    }
    let jar = without(&app, CookieJar::new(), &[Name::Proof]);
    let jar = jar.add(cookie(&app, Name::Session, &session.cookie, app.sessions.ttl_s()));
    Ok((StatusCode::NO_CONTENT, jar).into_response())
}

impl From<NotOpened> for ApiError {
    fn from(error: NotOpened) -> Self {
        match error {
            NotOpened::NotItsOwn => Self::status(StatusCode::FORBIDDEN, Code::NotPermitted, Text::NotItsOwnLogin),
            NotOpened::Store(error) => error.into(),
        }
    }
}

/// A request of a page of this server's own origin.
pub(super) struct OwnPage;

impl FromRequestParts<Shared> for OwnPage {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        if is_own_page(&parts.method, &parts.headers, app.apps().origin()) {
            return Ok(Self);
        }
        Err(ApiError::status(StatusCode::FORBIDDEN, Code::NotPermitted, Text::OriginNotAllowed))
    }
}

/// Whoever is logged in: at an application by its token, or at this server's own pages by their cookie.
pub(super) enum Person {
    /// By a token.
    Application(Caller),
    /// By the cookie.
    Browser {
        /// Who it is.
        user: UserRow,
        /// What the cookie says.
        cookie: Secret,
    },
}

impl Person {
    /// Who it is, and what may be known of it; `None`: all.
    pub(super) fn user(self) -> (UserRow, Option<Scope>) {
        match self {
            Self::Application(caller) => (caller.user, caller.scope),
            Self::Browser { user, .. } => (user, None),
        }
    }

    /// Ends the session.
    pub(super) async fn end(self, app: &App) -> Result<CookieJar, ApiError> {
        match self {
            Self::Application(caller) => {
                app.sessions.end(&caller.token).await?;
                Ok(CookieJar::new())
            }
            Self::Browser { cookie, .. } => {
                if let Some(ended) = app.sessions.end_browser(&cookie).await? {
                    app.logouts.ended(&ended.sid).await?;
                }
                Ok(without(app, CookieJar::new(), &[Name::Session, Name::Proof]))
            }
        }
    }
}

impl FromRequestParts<Shared> for Person {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        let cookie = value(app, &CookieJar::from_headers(&parts.headers), Name::Session);
        let Some(cookie) = cookie.filter(|_| !parts.headers.contains_key(AUTHORIZATION)) else {
            let caller = Caller::from_request_parts(parts, app).await?;
            return caller.at_its_application(&parts.headers).map(Self::Application);
        };
        OwnPage::from_request_parts(parts, app).await?;
        let user = app.sessions.of_browser(&cookie).await?.ok_or_else(ApiError::not_logged_in)?;
        Ok(Self::Browser { user, cookie })
    }
}
