//! The browser that shows a code: looks at it, exchanges its ticket, gives it up.

use guard_protocol::{Secret, challenge};

use super::{BrowserError, METHOD, QrLogins};
use crate::clock::Millis;
use crate::services::Authentication;
use crate::services::amr::Amr;
use crate::services::audit::{AuditEvent, Event};
use crate::store::{Code, CodeState, Redeem, Redeemed, StoreError};
use crate::tokens;

/// How a browser proves that a code is its own, and what it knows already.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The verifier of the code's challenge.
    pub verifier: Secret,
    /// The last `seq` that it has seen.
    pub seq: u64,
    /// How long it would wait for news, in s.
    pub wait_s: u32,
}

/// What a browser sees of a code.
#[derive(Clone, Debug)]
pub struct Look {
    /// The id.
    pub id: String,
    /// The state.
    pub state: CodeState,
    /// Scanned: who it was.
    pub scanner: Option<Scanner>,
    /// Confirmed: what is exchanged for a session.
    pub ticket: Option<Secret>,
    /// More, for a browser that has proved that the code is its own.
    pub proven: Option<Proven>,
}

/// What only the browser that created a code sees.
#[derive(Clone, Debug)]
pub struct Proven {
    /// Counter of the code's changes.
    pub seq: u64,
    /// Time left, in ms.
    pub left: Millis,
    /// Least time to the next look, in s.
    pub interval_s: u32,
    /// Scanned: the number to show.
    pub match_number: Option<String>,
}

/// Nickname and picture of who scanned, and nothing else.
#[derive(Clone, Debug)]
pub struct Scanner {
    /// The name, masked for whoever has a choice of numbers to tell by; `None` for somebody who has none, since an
    /// address, a number or an id is not a name, and nobody else's business.
    pub nickname: Option<String>,
    /// The picture: URL or path on this server.
    pub photo: Option<String>,
}

impl QrLogins {
    /// Looks at a code without proof. Of one that has a challenge it tells the status alone.
    ///
    /// # Errors
    /// [`BrowserError::Unknown`] and [`BrowserError::Store`].
    pub async fn look(&self, id: &str) -> Result<Look, BrowserError> {
        let code = self.context.store.code(id).await?.ok_or(BrowserError::Unknown)?;
        let state = code.state_at(self.context.now());
        if code.challenge.is_some() {
            return Ok(Look { id: code.id, state, scanner: None, ticket: None, proven: None });
        }
        Ok(self.see(&code, state).await?)
    }

    /// Looks at a code with the proof that it is the caller's; answers when its `seq` is not the one that the caller
    /// knows, or when the wait is over.
    ///
    /// # Errors
    /// [`BrowserError::Unknown`], [`BrowserError::WrongVerifier`] and [`BrowserError::Store`].
    pub async fn watch(&self, id: &str, proof: &Proof) -> Result<Look, BrowserError> {
        let mut wait = self.wait(id, proof.wait_s);
        loop {
            let code = self.proven_code(id, &proof.verifier).await?;
            let now = self.context.now();
            let state = code.state_at(now);
            let ended = matches!(state, CodeState::Expired | CodeState::Cancelled);
            let may_wait = self.context.apps.get(&code.app_id).is_some_and(|app| app.extension.long_poll);
            if wait.is_over() || ended || code.seq != proof.seq || !may_wait {
                let mut look = self.see(&code, state).await?;
                if let Some(scanner) = &mut look.scanner {
                    scanner.nickname = scanner.nickname.as_deref().map(masked);
                }
                look.proven = Some(Proven {
                    seq: code.seq,
                    left: code.left_at(now),
                    interval_s: self.times.interval_s,
                    match_number: code.match_number.filter(|_| state == CodeState::Scanned),
                });
                return Ok(look);
            }
            wait.next(code.left_at(now)).await;
        }
    }

    /// Exchanges `ticket` for a session. Repeating it gives the same answer until the end of the redeem window.
    ///
    /// # Errors
    /// [`BrowserError::WrongVerifier`], [`BrowserError::Gone`] and [`BrowserError::Store`].
    pub async fn redeem(&self, ticket: &Secret, verifier: Option<&Secret>) -> Result<Authentication, BrowserError> {
        let token = self.context.key.token(ticket, verifier);
        let redeem = Redeem {
            ticket_hash: tokens::hash(ticket),
            challenge: verifier.map(challenge::of),
            session: self.sessions.draft(&token, "", METHOD),
        };
        match self.context.store.redeem(redeem).await? {
            Redeemed::Done { user_id, session_ends, bound, changed } => {
                if let Some(id) = changed {
                    self.context.wake.publish(&id);
                    let app = self.context.store.code(&id).await?.map(|code| code.app_id).unwrap_or_default();
                    AuditEvent::new(Event::Login).user(&user_id).app(&app).method(METHOD).code(&id).record();
                }
                let session = self.sessions.of_token(&token).await?.ok_or(BrowserError::Gone)?;
                Ok(Authentication {
                    user: session.user,
                    token,
                    app_id: session.app_id,
                    began: session.created_at,
                    amr: Amr::Qr,
                    ends: session_ends,
                    bound,
                })
            }
            Redeemed::WrongVerifier => Err(BrowserError::WrongVerifier),
            Redeemed::Gone => Err(BrowserError::Gone),
        }
    }

    /// Gives a code up, so that no phone can use it any more.
    ///
    /// # Errors
    /// [`BrowserError::Unknown`], [`BrowserError::WrongVerifier`] and [`BrowserError::Store`].
    pub async fn abandon(&self, id: &str, verifier: &Secret) -> Result<(), BrowserError> {
        let code = self.proven_code(id, verifier).await?;
        if self.context.store.abandon(&code.id, &challenge::of(verifier)).await? {
            self.context.wake.publish(&code.id);
        }
        Ok(())
    }

    /// The code `id`, whose challenge must be that of `verifier`.
    async fn proven_code(&self, id: &str, verifier: &Secret) -> Result<Code, BrowserError> {
        let code = self.context.store.code(id).await?.ok_or(BrowserError::Unknown)?;
        match &code.challenge {
            Some(challenge) if *challenge == challenge::of(verifier) => Ok(code),
            _ => Err(BrowserError::WrongVerifier),
        }
    }

    /// What a browser may see of a code that is its own, or that needs no proof.
    async fn see(&self, code: &Code, state: CodeState) -> Result<Look, StoreError> {
        let mut look = Look { id: code.id.clone(), state, scanner: None, ticket: None, proven: None };
        match state {
            CodeState::Scanned => look.scanner = self.scanner(code).await?,
            CodeState::Confirmed | CodeState::Consumed => {
                look.ticket = code.ticket_nonce.as_deref().map(|nonce| self.context.key.ticket(nonce));
            }
            CodeState::Created | CodeState::Cancelled | CodeState::Expired => {}
        }
        Ok(look)
    }

    async fn scanner(&self, code: &Code) -> Result<Option<Scanner>, StoreError> {
        let Some(id) = &code.user_id else { return Ok(None) };
        let user = self.context.store.user(id).await?;
        Ok(user.map(|user| {
            let name = [user.nickname, user.username].into_iter().flatten().find(|name| !name.is_empty());
            Scanner { nickname: name, photo: user.photo }
        }))
    }
}

/// A name as a hint to its owner: the first and the last character; of two characters, only the first.
fn masked(name: &str) -> String {
    let mut characters = name.chars();
    match (characters.next(), characters.next_back(), characters.next()) {
        (None, ..) => String::new(),
        (Some(first), Some(last), Some(_)) => format!("{first}*{last}"),
        (Some(first), ..) => format!("{first}*"),
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn names_are_masked() {
        for (name, shown) in [("", ""), ("林", "林*"), ("林晓", "林*"), ("林小晓", "林*晓"), ("Alex Chen", "A*n")]
        {
            assert_eq!(masked(name), shown);
        }
    }
}
