//! The way to WeChat's server: requests out, bodies in. Nothing here says what they mean.

use std::fmt;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use guard_protocol::Secret;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use serde_json::Value;
use thiserror::Error;
use tracing::debug;
use url::Url;

use super::call::Call;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(2);
/// How long an answer may take. A person waits for it.
const ANSWER: Duration = Duration::from_secs(5);
/// The longest answer that is read, in bytes. A picture of 1,280 pixels has about 200 KB.
const MAX_ANSWER: usize = 2 * 1024 * 1024;

/// Why WeChat's server can't be asked at all.
#[derive(Debug, Error)]
pub enum HttpError {
    /// The address is none.
    #[error("`wechat_api` is no address: {0}")]
    Address(url::ParseError),
    /// There is no TLS.
    #[error("requests to WeChat can't be made: {0}. Check the machine's certificates (ca-certificates, SSL_CERT_FILE)")]
    Tls(reqwest::Error),
}

/// WeChat's server as something to send to. `Debug` shows the address alone.
#[derive(Clone)]
pub(super) struct Http {
    base: Url,
    client: Client,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Http").field(&self.base.as_str()).finish()
    }
}

impl Http {
    /// The server at `base`.
    pub(super) fn new(base: &str) -> Result<Self, HttpError> {
        let base = Url::parse(base).map_err(HttpError::Address)?;
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            // WeChat sends nobody elsewhere, and a query with a secret is for nobody else.
            .redirect(Policy::none())
            .build()
            .map_err(|error| HttpError::Tls(error.without_url()))?;
        Ok(Self { base, client })
    }

    /// Asks with the access token `token`, if the call has one. The body of the answer; none when there is none, or none
    /// that WeChat's server itself would send.
    pub(super) async fn send(&self, request: &Request<'_>, token: Option<&Secret>) -> Option<Bytes> {
        let mut url = self.base.clone();
        url.set_path(request.call.path());
        if let Some(token) = token {
            url.query_pairs_mut().append_pair("access_token", token.expose());
        }
        let asked = match &request.says {
            Says::Query(query) => {
                url.query_pairs_mut().extend_pairs(query);
                self.client.get(url)
            }
            Says::Json(body) => self.client.post(url).json(body),
        };
        match read(asked).await {
            Ok(body) => Some(body),
            Err(reason) => {
                debug!(call = request.call.name(), reason, "WeChat does not answer");
                None
            }
        }
    }
}

/// What is asked, without the access token.
pub(super) struct Request<'a> {
    /// The call.
    pub(super) call: Call,
    /// What it says.
    pub(super) says: Says<'a>,
}

/// What a call says, and how. It may hold secrets, so there is no `Debug`.
pub(super) enum Says<'a> {
    /// `GET` with a query.
    Query(Vec<(&'static str, &'a str)>),
    /// `POST` with JSON.
    Json(Value),
}

async fn read(request: RequestBuilder) -> Result<Bytes, String> {
    // The URL has secrets in its query.
    let words = |error: reqwest::Error| {
        let kind = match () {
            () if error.is_timeout() => "timeout",
            () if error.is_connect() => "no connection",
            () => "broken off",
        };
        format!("{kind}: {}", error.without_url())
    };
    let mut response = request.send().await.map_err(words)?;
    let status = response.status();
    if !status.is_success() {
        return Err(format!("status {}", status.as_u16()));
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(words)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err("the answer is too long".to_owned());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
