//! A visitor's side of the wire: a client is one visitor with one address and one connection at a time.

mod address;
mod calls;
mod connection;
mod error;
mod key;
mod phones;
mod site;

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use guard_core::retry;
use guard_protocol::json::Decode;
use guard_protocol::{Envelope, Secret, headers};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::{Method, Request};
use serde_json::Value;
use tokio::time::{Instant, sleep};

pub(crate) use calls::Code;
pub(crate) use connection::Answer;
pub(crate) use error::CallError;
pub(crate) use key::PasswordKey;
pub(crate) use phones::{Phone, Phones};
pub(crate) use site::Site;

use connection::Connection;

/// How long an answer may take beyond the wait that was asked for.
const ANSWER: Duration = Duration::from_secs(20);
/// What the phone shows of these visitors.
const USER_AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

/// What a client does about an error that may pass.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Patience {
    /// Gives up at once, so that every error is seen.
    None,
    /// Tries again as the widget does, for so long.
    Of(Duration),
}

/// One visitor.
#[derive(Debug)]
pub(crate) struct Client {
    site: Arc<Site>,
    from: Ipv4Addr,
    node: usize,
    /// Whether it stays with its node when the line breaks.
    pinned: bool,
    patience: Patience,
    connection: Option<Connection>,
}

/// A request that may be sent several times.
#[derive(Debug)]
struct Call<'a> {
    method: Method,
    path: &'a str,
    token: Option<&'a Secret>,
    body: Option<String>,
    wait: u32,
}

impl Client {
    /// A visitor whom the balancer sends anywhere.
    pub(crate) fn new(site: &Arc<Site>, patience: Patience) -> Self {
        let node = site.any_node();
        Self { pinned: false, ..Self::at(site, node, patience) }
    }

    /// A visitor of one node.
    pub(crate) fn at(site: &Arc<Site>, node: usize, patience: Patience) -> Self {
        let from = site.new_address();
        Self { site: Arc::clone(site), from, node, pinned: true, patience, connection: None }
    }

    /// Calls the API, again and again where patience allows it.
    async fn call<T: Decode>(&mut self, call: Call<'_>) -> Result<T, CallError> {
        let answer = self.patiently(&call).await?;
        let text = str::from_utf8(&answer.body).map_err(|_| CallError::Odd("the answer is no text"))?;
        Ok(Envelope::<Value>::decode(text)?.into_data()?)
    }

    async fn patiently(&mut self, call: &Call<'_>) -> Result<Answer, CallError> {
        let started = Instant::now();
        let mut failures = 0;
        loop {
            let error = match self.once(call).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            failures += 1;
            let patience = match self.patience {
                Patience::None => return Err(error),
                Patience::Of(patience) => patience,
            };
            let wait = error.retry_after().map_or_else(|| retry::back_off(failures), retry::asked_for);
            if !error.is_transient() || started.elapsed() > patience {
                return Err(error);
            }
            sleep(Duration::from_millis(wait)).await;
        }
    }

    /// One try. A kept connection that the server has closed meanwhile is made anew, as browsers do.
    async fn once(&mut self, call: &Call<'_>) -> Result<Answer, CallError> {
        let kept = self.connection.take().filter(Connection::is_open);
        let was_kept = kept.is_some();
        match self.exchange(kept, call).await {
            Err(CallError::Broken(error)) if was_kept && (error.is_canceled() || error.is_closed()) => {
                self.exchange(None, call).await
            }
            other => other,
        }
    }

    async fn exchange(&mut self, kept: Option<Connection>, call: &Call<'_>) -> Result<Answer, CallError> {
        let result = self.exchange_on(kept, call).await;
        if result.as_ref().is_err_and(CallError::is_of_the_line) && !self.pinned {
            self.node = self.site.any_node();
        }
        result
    }

    async fn exchange_on(&mut self, kept: Option<Connection>, call: &Call<'_>) -> Result<Answer, CallError> {
        let request = self.request(call)?;
        let mut connection = match kept {
            Some(connection) => connection,
            None => Connection::open(self.from, self.site.nodes[self.node]).await?,
        };
        let answer = connection.send(request, ANSWER + Duration::from_secs(call.wait.into())).await?;
        self.connection = Some(connection);
        // A refusal comes in an envelope; what a limit, a full queue or a fault answers need not.
        if answer.status == 429 || answer.status >= 500 {
            return Err(CallError::Status { status: answer.status, retry_after: answer.retry_after });
        }
        Ok(answer)
    }

    fn request(&self, call: &Call<'_>) -> Result<Request<Full<Bytes>>, CallError> {
        let host = self.site.public_url.trim_start_matches("http://");
        let mut request = Request::builder()
            .method(call.method.clone())
            .uri(call.path)
            .header(hyper::header::HOST, host)
            .header(hyper::header::ORIGIN, &self.site.public_url)
            .header(hyper::header::USER_AGENT, USER_AGENT)
            .header(headers::APP_ID, self.site.app_id);
        if let Some(token) = call.token {
            request = request.header(headers::AUTHORIZATION, token.expose());
        }
        if call.body.is_some() {
            request = request.header(headers::CONTENT_TYPE, "application/json");
        }
        let body = call.body.clone().unwrap_or_default();
        Ok(request.body(Full::new(Bytes::from(body)))?)
    }
}
