//! WeChat over HTTP.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use guard_protocol::Secret;
use serde_json::json;

use super::call::Call;
use super::gates::Gates;
use super::http::{Http, HttpError, Request, Says};
use super::plan::{Next, Plan};
use super::reply::{self, Failure};
use super::tokens::{Force, TokenSource, Tokens};
use super::{EnvVersion, Identity, PhoneNumber, Picture, WeChat, WeChatApp, WeChatError};
use crate::clock::{Clock, Millis};
use crate::store::{Store, WeChatToken};

/// The side of a picture, in pixels: sharp at twice the size that a page shows it at.
const WIDTH: u32 = 430;

/// WeChat's server, asked over HTTP.
#[derive(Debug)]
pub struct Client {
    http: Http,
    gates: Gates,
    tokens: Tokens,
    clock: Arc<dyn Clock>,
}

/// Why a call has no answer yet.
enum Stop {
    /// WeChat refuses the token that it was made with.
    Renew,
    /// It will have none.
    Give(WeChatError),
}

impl Client {
    /// WeChat's server at `base`. Tokens are shared by way of `store`.
    ///
    /// # Errors
    /// [`HttpError`] when nothing can be asked at all.
    pub fn new(base: &str, store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Result<Self, HttpError> {
        Ok(Self {
            http: Http::new(base)?,
            gates: Gates::new(Arc::clone(&clock)),
            tokens: Tokens::new(store, Arc::clone(&clock)),
            clock,
        })
    }

    /// Asks, and again where that helps, until there is an answer or no sense in asking with this token.
    async fn ask<T>(
        &self,
        request: &Request<'_>,
        token: Option<&Secret>,
        plan: &mut Plan,
        read: impl Fn(&Bytes) -> Result<T, Failure>,
    ) -> Result<T, Stop> {
        loop {
            let answer = self.http.send(request, token).await;
            let failure = match answer.map_or(Err(Failure::Away), |body| read(&body)) {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            match plan.next(failure) {
                Next::Renew => return Err(Stop::Renew),
                Next::Wait(pause) => tokio::time::sleep(pause).await,
                Next::Give(error) => return Err(Stop::Give(error)),
            }
        }
    }

    /// A call that needs no token.
    async fn call<T>(
        &self,
        app: &WeChatApp,
        request: Request<'_>,
        read: impl Fn(&Bytes) -> Result<T, Failure>,
    ) -> Result<T, WeChatError> {
        let pass = self.gates.admit(&app.app_id, request.call)?;
        let outcome = match self.ask(&request, None, &mut Plan::new(request.call), read).await {
            Ok(answer) => Ok(answer),
            Err(Stop::Give(error)) => Err(error),
            // A token is renewed by calls that are made with one.
            Err(Stop::Renew) => Err(WeChatError::Away),
        };
        pass.end(outcome)
    }

    /// A call with the mini program's token, which is renewed once.
    async fn call_with_token<T>(
        &self,
        app: &WeChatApp,
        request: Request<'_>,
        read: impl Fn(&Bytes) -> Result<T, Failure>,
    ) -> Result<T, WeChatError> {
        let source = OfApp { client: self, app };
        let mut token = self.tokens.get(&app.app_id, None, &source).await?;
        let pass = self.gates.admit(&app.app_id, request.call)?;
        let mut plan = Plan::new(request.call);
        loop {
            match self.ask(&request, Some(&token), &mut plan, &read).await {
                Ok(answer) => return pass.end(Ok(answer)),
                Err(Stop::Give(error)) => return pass.end(Err(error)),
                // What comes of this call is not known when there is no other token: the pass is given up.
                Err(Stop::Renew) => token = self.tokens.get(&app.app_id, Some(&token), &source).await?,
            }
        }
    }
}

/// Where the token of one mini program is from.
struct OfApp<'a> {
    client: &'a Client,
    app: &'a WeChatApp,
}

#[async_trait]
impl TokenSource for OfApp<'_> {
    async fn fetch(&self, force: Force) -> Result<WeChatToken, WeChatError> {
        let says = Says::Json(json!({
            "grant_type": "client_credential",
            "appid": self.app.app_id,
            "secret": self.app.app_secret,
            "force_refresh": force == Force::Yes,
        }));
        let token = self.client.call(self.app, Request { call: Call::Token, says }, reply::token).await?;
        let expires_at = self.client.clock.now() + Millis::from(token.expires_in) * 1000;
        Ok(WeChatToken { token: token.access_token, expires_at })
    }
}

#[async_trait]
impl WeChat for Client {
    async fn identity(&self, app: &WeChatApp, code: &Secret) -> Result<Identity, WeChatError> {
        let says = Says::Query(vec![
            ("appid", app.app_id.as_str()),
            ("secret", app.app_secret.expose()),
            ("js_code", code.expose()),
            ("grant_type", "authorization_code"),
        ]);
        self.call(app, Request { call: Call::Identity, says }, reply::identity).await
    }

    async fn phone_number(&self, app: &WeChatApp, code: &Secret, openid: &str) -> Result<PhoneNumber, WeChatError> {
        let says = Says::Json(json!({ "code": code, "openid": openid }));
        let read = |body: &Bytes| reply::phone_number(body, &app.app_id);
        self.call_with_token(app, Request { call: Call::PhoneNumber, says }, read).await
    }

    async fn code_picture(&self, app: &WeChatApp, scene: &str) -> Result<Picture, WeChatError> {
        let says = Says::Json(json!({
            "scene": scene,
            "page": app.page,
            // Only the published edition has its pages checked.
            "check_path": app.env_version == EnvVersion::Release,
            "env_version": app.env_version.name(),
            "width": WIDTH,
        }));
        self.call_with_token(app, Request { call: Call::Picture, says }, reply::picture).await
    }
}
