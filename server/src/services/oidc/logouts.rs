//! What the end of a browser's session means elsewhere: what applications have got by it ends, their servers are told
//! (OpenID Connect Back-Channel Logout), and their pages in frames (OpenID Connect Front-Channel Logout).

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::StreamExt as _;
use guard_protocol::Secret;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tokio::sync::mpsc;
use tracing::warn;
use url::{Host, Url};

use super::{Grants, Signer, TokenType};
use crate::services::Context;
use crate::store::StoreError;
use crate::tokens;

/// How many servers may wait to be told. Beyond that they are not: a logout must not fill the memory.
const WAITING: usize = 1024;
/// How many are told at a time.
const AT_A_TIME: usize = 8;
/// How long one may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long to wait before each further try.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(10)];
/// How long a logout token is good (OpenID Connect Back-Channel Logout, section 2.4: at most two minutes).
const TOKEN_S: i64 = 120;

/// A server to tell of the end of a session.
#[derive(Debug)]
struct Call {
    app_id: String,
    user_id: String,
    sid: String,
}

/// The claims of a logout token (OpenID Connect Back-Channel Logout, section 2.4).
#[derive(Serialize)]
struct LogoutClaims<'a> {
    iss: String,
    sub: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    jti: String,
    sid: &'a str,
    events: Value,
}

/// Ends what came of a browser's session.
#[derive(Clone, Debug)]
pub struct Logouts {
    context: Context,
    grants: Grants,
    signer: Signer,
    calls: mpsc::Sender<Call>,
}

/// Tells the servers. To be run for as long as the server does.
#[derive(Debug)]
pub struct Caller {
    context: Context,
    signer: Signer,
    http: Client,
    calls: mpsc::Receiver<Call>,
}

/// Whether a server may be told at `url`: what goes there over plain http could be read on the way.
pub fn may_be_told(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Ipv4(ip))) => ip.is_loopback(),
        ("http", Some(Host::Ipv6(ip))) => ip.is_loopback(),
        ("http", Some(Host::Domain(name))) => name == "localhost",
        _ => false,
    }
}

impl Logouts {
    /// Logouts, and what tells of them.
    ///
    /// # Errors
    /// When there can be no client of the network.
    pub fn new(context: Context, grants: Grants, signer: Signer) -> Result<(Self, Caller), reqwest::Error> {
        let (sender, calls) = mpsc::channel(WAITING);
        let http = Client::builder().redirect(Policy::none()).timeout(PATIENCE).build()?;
        let caller = Caller { context: context.clone(), signer: signer.clone(), http, calls };
        Ok((Self { context, grants, signer, calls: sender }, caller))
    }

    /// Ends what came of the browser's session `sid`, which has ended, and has the servers told. Answers the pages that
    /// are to be shown in frames.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be ended.
    pub async fn ended(&self, sid: &str) -> Result<Vec<String>, StoreError> {
        let ended = self.grants.end_of_browser(sid).await?;
        let whose: BTreeSet<_> = ended.into_iter().map(|grant| (grant.app_id, grant.user_id)).collect();
        let mut frames = Vec::new();
        for (app_id, user_id) in whose {
            let Some(app) = self.context.apps.get(&app_id) else { continue };
            frames.extend(app.oidc.front_channel_logout_uri.as_deref().and_then(|uri| self.frame(uri, sid)));
            if app.oidc.back_channel_logout_uri.is_some() {
                let call = Call { app_id, user_id, sid: sid.to_owned() };
                if let Err(error) = self.calls.try_send(call) {
                    warn!(%error, "an application is not told of a logout");
                }
            }
        }
        Ok(frames)
    }

    /// The page of an application, with what it knows the session by (OpenID Connect Front-Channel Logout, section 2).
    fn frame(&self, uri: &str, sid: &str) -> Option<String> {
        let mut url = Url::parse(uri).ok()?;
        url.query_pairs_mut().append_pair("iss", &self.signer.issuer()).append_pair("sid", sid);
        Some(url.into())
    }
}

impl Caller {
    /// Tells each, until there is nobody left who could log out.
    pub async fn run(self) {
        let Self { context, signer, http, calls } = self;
        let told = futures_util::stream::unfold(calls, async |mut calls| calls.recv().await.map(|call| (call, calls)));
        told.for_each_concurrent(AT_A_TIME, |call| tell(&context, &signer, &http, call)).await;
    }
}

async fn tell(context: &Context, signer: &Signer, http: &Client, call: Call) {
    let Some(app) = context.apps.get(&call.app_id) else { return };
    let Some(url) = app.oidc.back_channel_logout_uri.as_deref().filter(|url| may_be_told(url)) else { return };
    let mut pauses = PAUSES.iter();
    loop {
        let now = context.now() / 1000;
        let event = "http://schemas.openid.net/event/backchannel-logout";
        let claims = LogoutClaims {
            iss: signer.issuer(),
            sub: &call.user_id,
            aud: &call.app_id,
            iat: now,
            exp: now + TOKEN_S,
            jti: tokens::random_text::<16>(),
            sid: &call.sid,
            events: Value::Object(Map::from_iter([(event.to_owned(), json!({}))])),
        };
        let why = match signer.sign(app, TokenType::LogoutToken, &claims).await {
            Ok(token) => match send(http, url, &token).await {
                Ok(()) => return,
                Err(why) => why,
            },
            Err(error) => error.to_string(),
        };
        let Some(pause) = pauses.next() else {
            warn!(app = call.app_id, why, "an application could not be told of a logout");
            return;
        };
        tokio::time::sleep(*pause).await;
    }
}

/// Sends a token. A server that says that the token is wrong has heard, too: it would say so again.
async fn send(http: &Client, url: &str, token: &Secret) -> Result<(), String> {
    let body =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", token.expose()).finish();
    let kind = "application/x-www-form-urlencoded";
    let sent = http.post(url).header("content-type", kind).body(body).send().await;
    // Without the URL, which an operator may have put a secret into.
    let status = sent.map_err(|error| error.without_url().to_string())?.status();
    if status.is_success() || status == StatusCode::BAD_REQUEST { Ok(()) } else { Err(format!("it answered {status}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_told_over_https_or_on_this_machine() {
        for url in ["https://shop.example/out", "http://127.0.0.1:3000/out", "http://[::1]/", "http://localhost:1/"] {
            assert!(may_be_told(url), "{url}");
        }
        for url in ["http://shop.example/out", "http://192.168.1.2/", "ftp://127.0.0.1/", "http://localhost.evil/", "x"]
        {
            assert!(!may_be_told(url), "{url}");
        }
    }
}
