//! One QR login from its code to its token, both sides of it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use guard_protocol::Secret;
use guard_protocol::phone::PhoneReply;
use guard_protocol::qrcode::{CheckRequest, QrStatus};
use thiserror::Error;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

use crate::client::{CallError, Client, Code, Patience, Phone, Site};

/// The least time between two polls that bring no news, so that a server that does not wait is not asked for ever.
const BETWEEN_POLLS: Duration = Duration::from_secs(1);

/// How long a person takes to look at things.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// The longest time until the code is scanned, and from there until the answer.
    pub(crate) longest: Duration,
}

impl Pace {
    async fn think(self) {
        sleep(self.longest.mul_f64(rand::random())).await;
    }
}

/// What the person says on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Confirm,
    Decline,
}

/// How far a login had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Create,
    Poll,
    Scan,
    Decide,
    /// The phone was told that the login is confirmed: from here on it must not be lost.
    Confirmed,
    Redeem,
}

/// A login that did not come to its end.
#[derive(Debug, Error)]
#[error("{stage}: {error}")]
pub(crate) struct Failure {
    pub(crate) stage: Stage,
    pub(crate) error: CallError,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create => "create a code",
            Self::Poll => "poll",
            Self::Scan => "scan",
            Self::Decide => "confirm or decline",
            Self::Confirmed => "poll, after the phone was told that it is confirmed",
            Self::Redeem => "redeem, after the phone was told that it is confirmed",
        })
    }
}

impl Stage {
    fn failed(self, error: CallError) -> Failure {
        Failure { stage: self, error }
    }
}

/// A login that was confirmed and not yet redeemed.
#[derive(Clone, Debug)]
pub(crate) struct Confirmed {
    pub(crate) code: Code,
    pub(crate) ticket: Secret,
    /// Time from the phone's decision, when it is sent, to the browser's answer.
    pub(crate) news: Duration,
}

/// How the phone's decision ended.
#[derive(Clone, Debug)]
pub(crate) enum Decided {
    Confirmed(Confirmed),
    Declined(Code),
}

/// A login whose browser has its token.
#[derive(Clone, Debug)]
pub(crate) struct LoggedIn {
    pub(crate) user_id: String,
    pub(crate) token: Secret,
    pub(crate) ticket: Secret,
    pub(crate) verifier: Secret,
    pub(crate) at: Instant,
}

/// Two visitors, one at the computer and one with the phone.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) browser: Client,
    phone: Client,
    pace: Pace,
}

impl Pair {
    pub(crate) fn new(site: &Arc<Site>, patience: Patience, pace: Pace) -> Self {
        Self { browser: Client::new(site, patience), phone: Client::new(site, patience), pace }
    }

    /// A login until the phone has decided and the browser knows.
    pub(crate) async fn decide(&mut self, phone: &Phone, decision: Decision) -> Result<Decided, Failure> {
        let code = self.browser.create().await.map_err(|error| Stage::Create.failed(error))?;
        let (tell, told) = oneshot::channel();
        let browser = watch(&mut self.browser, &code, tell);
        let phone = answer(&mut self.phone, &code.random, phone, decision, self.pace, told);
        let ((seen, seen_at), decided_at) = match both(browser, phone).await {
            (Ok(seen), Ok(decided_at)) => (seen, decided_at),
            (Err(failure), Ok(_)) if decision == Decision::Confirm => {
                return Err(Stage::Confirmed.failed(failure.error));
            }
            (Err(failure), _) | (Ok(_), Err(failure)) => return Err(failure),
        };
        match (decision, seen) {
            (Decision::Confirm, Some(ticket)) => {
                let news = seen_at.saturating_duration_since(decided_at);
                Ok(Decided::Confirmed(Confirmed { code, ticket, news }))
            }
            (Decision::Decline, None) => Ok(Decided::Declined(code)),
            (Decision::Confirm, None) => Err(Stage::Confirmed.failed(CallError::Odd("a confirmed code was cancelled"))),
            (Decision::Decline, Some(_)) => Err(Stage::Decide.failed(CallError::Odd("a declined code has a ticket"))),
        }
    }

    /// The browser exchanges its ticket.
    pub(crate) async fn redeem(&mut self, confirmed: &Confirmed) -> Result<LoggedIn, Failure> {
        let (ticket, verifier) = (&confirmed.ticket, &confirmed.code.verifier);
        let user = self.browser.redeem(ticket, verifier).await.map_err(|error| Stage::Redeem.failed(error))?;
        let token = user.token.ok_or(Stage::Redeem.failed(CallError::Odd("no token came with the user")))?;
        Ok(LoggedIn { user_id: user.id, token, ticket: ticket.clone(), verifier: verifier.clone(), at: Instant::now() })
    }

    /// A whole login.
    pub(crate) async fn log_in(&mut self, phone: &Phone) -> Result<(LoggedIn, Duration), Failure> {
        match self.decide(phone, Decision::Confirm).await? {
            Decided::Confirmed(confirmed) => {
                let logged_in = self.redeem(&confirmed).await?;
                if logged_in.user_id != phone.user_id {
                    return Err(Stage::Redeem.failed(CallError::Odd("the token is another user's")));
                }
                Ok((logged_in, confirmed.news))
            }
            Decided::Declined(_) => Err(Stage::Confirmed.failed(CallError::Odd("a confirmed code was cancelled"))),
        }
    }
}

/// Both sides at once. A browser that gives up ends the phone's wait for its number; a phone that gives up ends the
/// browser's polls, which would go on until the code is over.
async fn both(
    browser: impl Future<Output = Result<(Option<Secret>, Instant), Failure>>,
    phone: impl Future<Output = Result<Instant, Failure>>,
) -> (Result<(Option<Secret>, Instant), Failure>, Result<Instant, Failure>) {
    tokio::pin!(browser, phone);
    tokio::select! {
        seen = &mut browser => (seen, phone.await),
        decided = &mut phone => match decided {
            Ok(at) => (browser.await, Ok(at)),
            Err(failure) => (Ok((None, Instant::now())), Err(failure)),
        },
    }
}

/// The browser's side: polls until there is a ticket, or until the person has declined. Answers the ticket and when it
/// came.
async fn watch(
    client: &mut Client,
    code: &Code,
    tell: oneshot::Sender<Option<String>>,
) -> Result<(Option<Secret>, Instant), Failure> {
    let mut tell = Some(tell);
    let mut seq = 0;
    loop {
        let asked = Instant::now();
        let reply = client.check(code, seq, CheckRequest::MAX_WAIT).await.map_err(|error| Stage::Poll.failed(error))?;
        let news = reply.seq.is_some_and(|now| now != seq);
        seq = reply.seq.unwrap_or(seq);
        match reply.status {
            QrStatus::Waiting => {}
            QrStatus::Scanned => {
                if let Some(tell) = tell.take() {
                    // A phone that has given up has said why.
                    let _ = tell.send(reply.match_number);
                }
            }
            QrStatus::Authorized => {
                let ticket =
                    reply.ticket.ok_or(Stage::Poll.failed(CallError::Odd("a confirmed code has no ticket")))?;
                return Ok((Some(ticket), Instant::now()));
            }
            QrStatus::Cancelled => return Ok((None, Instant::now())),
            QrStatus::Expired => return Err(Stage::Poll.failed(CallError::Odd("the code has expired"))),
            QrStatus::Mfa | QrStatus::Error => {
                return Err(Stage::Poll.failed(CallError::Odd("a status that this server never has")));
            }
        }
        if !news && asked.elapsed() < BETWEEN_POLLS {
            sleep(BETWEEN_POLLS).await;
        }
    }
}

/// The phone's side. Answers when it sent its decision, once it was told that this counts.
async fn answer(
    client: &mut Client,
    random: &str,
    phone: &Phone,
    decision: Decision,
    pace: Pace,
    told: oneshot::Receiver<Option<String>>,
) -> Result<Instant, Failure> {
    pace.think().await;
    let scan = client.scanned(random, &phone.token).await.map_err(|error| Stage::Scan.failed(error))?;
    let odd = |what| Stage::Scan.failed(CallError::Odd(what));
    let handshake = scan.handshake.clone().ok_or_else(|| odd("a scan gave no handshake"))?;
    let number = if scan.choices.is_empty() { None } else { read_screen(&scan, told).await.map_err(odd)? };
    pace.think().await;
    let sent = Instant::now();
    let decided = match decision {
        Decision::Confirm => client.confirm(&handshake, number).await,
        Decision::Decline => client.cancel(&handshake).await,
    };
    decided.map_err(|error| Stage::Decide.failed(error))?;
    Ok(sent)
}

/// The number that the browser shows, which must be one of the phone's.
async fn read_screen(
    scan: &PhoneReply,
    told: oneshot::Receiver<Option<String>>,
) -> Result<Option<String>, &'static str> {
    let number = told.await.map_err(|_| "the browser has given up")?.ok_or("the browser was told no number")?;
    if !scan.choices.contains(&number) {
        return Err("the number on the screen is not among the phone's");
    }
    Ok(Some(number))
}
