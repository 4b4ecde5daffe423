//! Requests of applications on their way through a person's browser.
//!
//! A request that needs the person is kept in the store, bound to the browser by a secret in a cookie of its own; its id
//! stands in URLs and is worth nothing without it. When the person has done what was needed, the browser comes back, and
//! the same decision is made once more over what is kept.

use guard_protocol::Secret;

use super::authorize::answer::Outcome;
use super::authorize::error::ErrorCode;
use super::authorize::{
    Answer, AuthRequest, Brings, BrowserNow, Decision, Need, PageError, Params, Refused, Visit, Visited, callback,
    decide,
};
use super::{Amr, Authorization, Grants, Scope, Signer};
use crate::config::{AppConfig, AuthMethod};
use crate::services::Context;
use crate::store::{Browser, INTERACTION_MS, Interaction, StoreError};
use crate::tokens;

/// The least length of a secret that a browser brings: those of ours have it.
const SECRET_LENGTH: usize = 43;

/// Where a browser comes back to for its answer, once the person has done what the request `id` needed.
pub fn resume_path(id: &str) -> String {
    format!("/oidc/auth/{id}")
}

/// What a request leads to.
#[derive(Debug)]
pub enum Step {
    /// A page of ours says what is wrong.
    Page(PageError),
    /// The application is answered.
    Answer(Answer),
    /// The person is needed.
    Person(Box<Waiting>),
}

/// A request that waits for the person in front of this browser.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its id.
    pub id: String,
    /// What the browser's cookie says.
    pub secret: Secret,
    /// What is asked for.
    pub request: AuthRequest,
    /// What the person is needed for; `None`: nothing is known yet, or nothing any more.
    pub need: Option<Need>,
    /// The session of the browser, if there is one.
    pub browser: Option<Browser>,
}

/// Why there is no such request for this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It is over: answered, or too old.
    Over,
    /// It is there, and the browser has brought no cookie at all.
    NoCookie,
    /// It is another browser's.
    NotItsOwn,
}

/// Leads requests to their answers.
#[derive(Clone, Debug)]
pub struct Interactions {
    context: Context,
    grants: Grants,
    signer: Signer,
}

impl Interactions {
    /// Interactions that end in codes of `grants`.
    pub fn new(context: Context, grants: Grants, signer: Signer) -> Self {
        Self { context, grants, signer }
    }

    /// The issuer that answers name.
    pub fn issuer(&self) -> String {
        self.signer.issuer()
    }

    /// Begins with what an application asks by `params`. `cookie` is that of the browser's session, `secret` what it keeps
    /// for requests that wait. With `later` nothing is decided before the browser comes back: a form of another site
    /// comes without the cookies that a link brings.
    ///
    /// # Errors
    /// [`StoreError`] when something can't be looked up or kept.
    pub async fn begin(
        &self,
        params: &Params,
        cookie: Option<&Secret>,
        secret: Option<Secret>,
        later: bool,
    ) -> Result<Step, StoreError> {
        let apps = &self.context.apps;
        let request = AuthRequest::read(params, |id| apps.get(id), |app| app.oidc.auth_method == AuthMethod::None);
        let mut request = match request {
            Ok(request) => request,
            Err(Refused::Page(error)) => return Ok(Step::Page(error)),
            Err(Refused::Application(answer)) => return Ok(Step::Answer(*answer)),
        };
        if let Some(hint) = params.get("id_token_hint") {
            match self.signer.hint(&Secret::new(hint)).await {
                Some(claims) => request.expected_user = Some(claims.sub),
                None => {
                    let why = "id_token_hint is no ID token of this server";
                    return Ok(Step::Answer(request.answer(Outcome::Error(ErrorCode::InvalidRequest, why))));
                }
            }
        }
        if later {
            return Ok(Step::Person(Box::new(self.wait(request, secret, None, None).await?)));
        }
        self.start(request, cookie, secret).await
    }

    /// The request that a visit of the login page of `app_id` stands for, if that has a callback for it.
    pub fn of_visit(&self, app_id: &str, visited: Visited) -> Option<AuthRequest> {
        callback::of_visit(self.context.apps.get(app_id)?, visited)
    }

    /// Begins with a request that is known to be right: [`begin`](Self::begin) reads one.
    ///
    /// # Errors
    /// [`StoreError`] when something can't be looked up or kept.
    pub async fn start(
        &self,
        request: AuthRequest,
        cookie: Option<&Secret>,
        secret: Option<Secret>,
    ) -> Result<Step, StoreError> {
        let browser = self.browser(cookie).await?;
        match self.decide(&request, browser.as_ref(), None) {
            Decision::Answer => self.answer(request, browser).await.map(Step::Answer),
            Decision::Error(code, why) => Ok(Step::Answer(request.answer(Outcome::Error(code, why)))),
            Decision::Ask(need) => Ok(Step::Person(Box::new(self.wait(request, secret, Some(need), browser).await?))),
        }
    }

    /// Goes on with the request `id`, now that the browser comes back.
    ///
    /// # Errors
    /// [`StoreError`] when something can't be looked up or kept.
    pub async fn resume(
        &self,
        id: &str,
        cookie: Option<&Secret>,
        secret: Option<&Secret>,
    ) -> Result<Result<Step, Lost>, StoreError> {
        let (waiting, decision) = match self.open(id, cookie, secret).await? {
            Ok(found) => found,
            Err(lost) => return Ok(Err(lost)),
        };
        let Decision::Ask(_) = decision else {
            // Of a request that comes back twice at once, one alone is answered.
            if !self.context.store.end_interaction(id, self.context.now()).await? {
                return Ok(Err(Lost::Over));
            }
            let Waiting { request, browser, .. } = waiting;
            let answer = match decision {
                Decision::Error(code, why) => request.answer(Outcome::Error(code, why)),
                _ => self.answer(request, browser).await?,
            };
            return Ok(Ok(Step::Answer(answer)));
        };
        Ok(Ok(Step::Person(Box::new(waiting))))
    }

    /// The request `id`, for its page.
    ///
    /// # Errors
    /// [`StoreError`] when something can't be looked up.
    pub async fn waiting(
        &self,
        id: &str,
        cookie: Option<&Secret>,
        secret: Option<&Secret>,
    ) -> Result<Result<Waiting, Lost>, StoreError> {
        Ok(self.open(id, cookie, secret).await?.map(|(waiting, _)| waiting))
    }

    /// Notes that the person continues with the session of this browser.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be kept.
    pub async fn choose(&self, waiting: &Waiting) -> Result<(), StoreError> {
        if let Some(browser) = &waiting.browser {
            self.context.store.choose(&waiting.id, &browser.sid, self.context.now()).await?;
        }
        Ok(())
    }

    /// The person declines: what the application is told, unless it was answered already.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be ended.
    pub async fn decline(&self, waiting: &Waiting) -> Result<Option<Answer>, StoreError> {
        let ended = self.context.store.end_interaction(&waiting.id, self.context.now()).await?;
        let outcome = Outcome::Error(ErrorCode::AccessDenied, "the person declined");
        Ok(ended.then(|| waiting.request.answer(outcome)))
    }

    /// What the forms of the page carry, so that no other page can send them.
    pub fn form_proof(&self, waiting: &Waiting) -> Secret {
        self.context.key.form_proof(&waiting.id, &waiting.secret)
    }

    /// Whether a form was one of the page's own.
    pub fn is_own_form(&self, waiting: &Waiting, proof: &Secret) -> bool {
        tokens::is_same(&self.form_proof(waiting), proof)
    }

    /// The application of a request.
    pub fn app(&self, request: &AuthRequest) -> Option<&AppConfig> {
        self.context.apps.get(&request.app_id)
    }

    async fn open(
        &self,
        id: &str,
        cookie: Option<&Secret>,
        secret: Option<&Secret>,
    ) -> Result<Result<(Waiting, Decision), Lost>, StoreError> {
        let Some(kept) = self.context.store.interaction(id, self.context.now()).await? else {
            return Ok(Err(Lost::Over));
        };
        let Some(secret) = secret else { return Ok(Err(Lost::NoCookie)) };
        if tokens::hash(secret) != kept.secret_hash {
            return Ok(Err(Lost::NotItsOwn));
        }
        let Ok(request) = serde_json::from_str::<AuthRequest>(&kept.request) else { return Ok(Err(Lost::Over)) };
        // The operator may have taken the application or the address away meanwhile.
        let app = self.context.apps.get(&request.app_id);
        let is_allowed = |app: &AppConfig| {
            super::authorize::request::is_registered(app, &request.redirect_uri) && request.brings.is_allowed(app)
        };
        if !app.is_some_and(is_allowed) {
            return Ok(Err(Lost::Over));
        }
        let browser = self.browser(cookie).await?;
        let visit = Visit { since: kept.created_at, chosen: kept.chosen };
        let decision = self.decide(&request, browser.as_ref(), Some(&visit));
        let need = if let Decision::Ask(need) = decision { Some(need) } else { None };
        Ok(Ok((Waiting { id: kept.id, secret: secret.clone(), request, need, browser }, decision)))
    }

    async fn wait(
        &self,
        request: AuthRequest,
        secret: Option<Secret>,
        need: Option<Need>,
        browser: Option<Browser>,
    ) -> Result<Waiting, StoreError> {
        let secret = secret.filter(|secret| secret.expose().len() == SECRET_LENGTH);
        let secret = secret.unwrap_or_else(|| Secret::new(tokens::random_text::<32>()));
        let (id, now) = (tokens::random_text::<16>(), self.context.now());
        let kept = Interaction {
            id: id.clone(),
            secret_hash: tokens::hash(&secret),
            request: serde_json::to_string(&request).map_err(|error| StoreError::Failed(error.to_string()))?,
            chosen: None,
            created_at: now,
            expires_at: now + INTERACTION_MS,
        };
        self.context.store.add_interaction(kept).await?;
        Ok(Waiting { id, secret, request, need, browser })
    }

    async fn browser(&self, cookie: Option<&Secret>) -> Result<Option<Browser>, StoreError> {
        let Some(cookie) = cookie else { return Ok(None) };
        self.context.store.browser(tokens::hash(cookie), self.context.now()).await
    }

    fn decide(&self, request: &AuthRequest, browser: Option<&Browser>, visit: Option<&Visit>) -> Decision {
        let browser = browser.map(|browser| BrowserNow {
            sid: browser.sid.clone(),
            user_id: browser.user.id.clone(),
            auth_time: browser.auth_time,
        });
        decide(request, browser.as_ref(), visit, self.context.now())
    }

    /// What the request is for, for whoever is logged in in this browser.
    async fn answer(&self, request: AuthRequest, browser: Option<Browser>) -> Result<Answer, StoreError> {
        let Some(Browser { user, sid, auth_time, method, .. }) = browser else {
            return Ok(request.answer(Outcome::Error(ErrorCode::LoginRequired, "nobody is logged in")));
        };
        if request.brings == Brings::Issuer {
            return Ok(request.answer(Outcome::LoggedIn));
        }
        let data = callback::data(&user, |photo| self.context.apps.absolute(photo));
        let authorization = Authorization {
            app_id: request.app_id.clone(),
            user_id: user.id,
            redirect_uri: request.redirect_uri.clone(),
            scope: Scope::parse(&request.scope),
            nonce: request.nonce.clone(),
            challenge: request.challenge.clone(),
            auth_time,
            // A phone of the demo stands in for one that scans.
            amr: Amr::of_method(&method).unwrap_or(Amr::Qr),
            sid,
        };
        let code = self.grants.authorize(authorization).await?;
        Ok(request.answer(match request.brings {
            Brings::User => Outcome::User { data, ticket: code },
            Brings::Code | Brings::Issuer => Outcome::Code(code),
        }))
    }
}
