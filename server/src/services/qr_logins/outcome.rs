//! How a login that a phone agreed to came out: the phone asks by its handshake until the computer has it.

use guard_protocol::Secret;

use super::{PhoneError, QrLogins};
use crate::clock::Millis;
use crate::store::{Code, CodeState};
use crate::tokens;

/// How a login stands, for the phone that scanned its code.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Id of the code.
    pub id: String,
    /// The state of the code.
    pub state: CodeState,
    /// Whether the computer has the login; `None` where this server cannot know.
    pub logged_in: Option<bool>,
    /// Time left, in ms.
    pub left: Millis,
}

impl QrLogins {
    /// Answers when the computer has the login, when it is over, or when the wait is.
    ///
    /// # Errors
    /// [`PhoneError::Taken`] when the handshake is not (or no longer) that of a scan, and [`PhoneError::Store`].
    pub async fn outcome(&self, handshake: &Secret, wait_s: u32) -> Result<Outcome, PhoneError> {
        let handshake = tokens::hash(handshake);
        let find = || async { self.context.store.code_of_phone(handshake).await?.ok_or(PhoneError::Taken) };
        let mut wait = self.wait(&find().await?.id, wait_s);
        loop {
            let code = find().await?;
            let now = self.context.now();
            let undecided = code.challenge.is_some() && code.state_at(now) == CodeState::Confirmed;
            if wait.is_over() || !undecided {
                return Ok(outcome_at(&code, now));
            }
            wait.next(code.left_at(now)).await;
        }
    }
}

fn outcome_at(code: &Code, now: Millis) -> Outcome {
    // What was fetched once stays fetched, also when its answer can no longer be had.
    let logged_in = code.state == CodeState::Consumed;
    Outcome {
        id: code.id.clone(),
        state: if logged_in { CodeState::Consumed } else { code.state_at(now) },
        // Without a challenge the ticket may be redeemed where this server does not see it.
        logged_in: code.challenge.is_some().then_some(logged_in),
        left: code.left_at(now),
    }
}
