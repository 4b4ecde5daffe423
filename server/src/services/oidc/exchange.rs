//! Whether a code or a refresh token is exchanged: plain functions of what is kept and what was sent.

use guard_protocol::{Secret, challenge};
use thiserror::Error;

use crate::clock::Millis;
use crate::store::{Grant, RefreshToken};

/// How long a refresh token that was used may come again: its answer was lost, or two tabs asked at once. It gives the
/// same next token, so that nobody holds a token more than before, and only while that one is unused. A thief who is that
/// quick is found at the next use: either of the two who hold the next token is second to use it, and later than this.
pub const REPEAT_MS: Millis = 10_000;

/// Why a code or a refresh token is not exchanged. To the client all of it is `invalid_grant`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GrantRefusal {
    /// It is not known, or not any more.
    #[error("it is unknown, expired, or its grant has ended")]
    Gone,
    /// It was given to another client.
    #[error("it was given to another client")]
    OtherClient,
    /// It was sent somewhere else.
    #[error("redirect_uri is not that of the authorization")]
    OtherRedirect,
    /// The verifier is missing.
    #[error("code_verifier is missing")]
    VerifierMissing,
    /// The verifier is not that of the challenge.
    #[error("code_verifier does not fit")]
    VerifierWrong,
    /// The authorization had no challenge: somebody took it out (RFC 9700, section 4.8.2).
    #[error("code_verifier came for an authorization without code_challenge")]
    VerifierUnexpected,
    /// A public client without PKCE (RFC 9700, section 2.1.1).
    #[error("the authorization had no code_challenge")]
    ChallengeMissing,
    /// It was exchanged before, so that somebody else may have it: its grant has ended.
    #[error("it was used before; what came of it has ended")]
    Reused,
}

/// What becomes of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeVerdict {
    /// It gives tokens.
    Exchange,
    /// It has given some: its grant ends (RFC 6749, section 4.1.2).
    Reused,
    /// It gives none.
    Refused(GrantRefusal),
}

/// Who brings a code, and with what.
#[derive(Clone, Copy, Debug)]
pub struct Brought<'a> {
    /// The client.
    pub app_id: &'a str,
    /// Whether it has proved who it is.
    pub is_confidential: bool,
    /// Where it says that the code was sent.
    pub redirect_uri: &'a str,
    /// The verifier of PKCE.
    pub verifier: Option<&'a Secret>,
}

/// Judges a code. Whoever could not have exchanged it the first time does not end its grant: an old address in a history
/// is no weapon.
pub fn judge_code(grant: &Grant, brought: Brought<'_>, now: Millis) -> CodeVerdict {
    let refused = if grant.app_id != brought.app_id {
        Some(GrantRefusal::OtherClient)
    } else if grant.redirect_uri != brought.redirect_uri {
        Some(GrantRefusal::OtherRedirect)
    } else {
        match (&grant.challenge, brought.verifier) {
            (Some(_), None) => Some(GrantRefusal::VerifierMissing),
            (Some(expected), Some(verifier)) if challenge::of(verifier) != *expected => {
                Some(GrantRefusal::VerifierWrong)
            }
            (None, Some(_)) => Some(GrantRefusal::VerifierUnexpected),
            (None, None) if !brought.is_confidential => Some(GrantRefusal::ChallengeMissing),
            _ => None,
        }
    };
    match (refused, grant.code_used_at) {
        (Some(refusal), _) => CodeVerdict::Refused(refusal),
        (None, Some(_)) => CodeVerdict::Reused,
        (None, None) if grant.code_expires_at <= now => CodeVerdict::Refused(GrantRefusal::Gone),
        (None, None) => CodeVerdict::Exchange,
    }
}

/// What becomes of a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshVerdict {
    /// It gives the next one.
    Rotate,
    /// It gives the next one again: see [`REPEAT_MS`].
    Repeat,
    /// It was used before: its grant ends (RFC 9700, section 4.14.2).
    Reused,
    /// It gives none.
    Refused(GrantRefusal),
}

/// Judges a refresh token that the client `app_id` brings; `next_is_unused`: the one that it gave is still to be had.
pub fn judge_refresh(token: &RefreshToken, app_id: &str, next_is_unused: bool, now: Millis) -> RefreshVerdict {
    if token.grant.app_id != app_id {
        return RefreshVerdict::Refused(GrantRefusal::OtherClient);
    }
    match token.used_at {
        Some(used_at) if next_is_unused && (0..REPEAT_MS).contains(&(now - used_at)) => RefreshVerdict::Repeat,
        Some(_) => RefreshVerdict::Reused,
        None if token.expires_at <= now => RefreshVerdict::Refused(GrantRefusal::Gone),
        None => RefreshVerdict::Rotate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::UserRow;

    const VERIFIER: &str = "0123456789012345678901234567890123456789012";

    fn grant(challenge: Option<&str>) -> Grant {
        let user = UserRow { id: "u".into(), username: None, email: None, phone: None, nickname: None, photo: None };
        Grant {
            id: "g".into(),
            user,
            app_id: "shop".into(),
            sid: "s".into(),
            scope: "openid".into(),
            auth_time: 0,
            amr: "password".into(),
            nonce: None,
            redirect_uri: "https://shop.example/cb".into(),
            challenge: challenge.map(|verifier| challenge::of(&Secret::new(verifier))),
            code_expires_at: 100,
            code_used_at: None,
        }
    }

    #[test]
    fn a_code_is_judged_by_all_that_came_with_it() {
        let (right, wrong) = (Secret::new(VERIFIER), Secret::new("x"));
        let brought = Brought {
            app_id: "shop",
            is_confidential: false,
            redirect_uri: "https://shop.example/cb",
            verifier: Some(&right),
        };
        let confidential = Brought { is_confidential: true, ..brought };
        let refused = CodeVerdict::Refused;
        let (with, without) = (grant(Some(VERIFIER)), grant(None));
        for (grant, brought, now, verdict) in [
            (&with, brought, 99, CodeVerdict::Exchange),
            (&with, brought, 100, refused(GrantRefusal::Gone)),
            (&with, Brought { app_id: "other", ..brought }, 0, refused(GrantRefusal::OtherClient)),
            (
                &with,
                Brought { redirect_uri: "https://shop.example/cb/", ..brought },
                0,
                refused(GrantRefusal::OtherRedirect),
            ),
            (&with, Brought { verifier: None, ..brought }, 0, refused(GrantRefusal::VerifierMissing)),
            (&with, Brought { verifier: None, ..confidential }, 0, refused(GrantRefusal::VerifierMissing)),
            (&with, Brought { verifier: Some(&wrong), ..brought }, 0, refused(GrantRefusal::VerifierWrong)),
            (&without, confidential, 0, refused(GrantRefusal::VerifierUnexpected)),
            (&without, Brought { verifier: None, ..brought }, 0, refused(GrantRefusal::ChallengeMissing)),
            (&without, Brought { verifier: None, ..confidential }, 0, CodeVerdict::Exchange),
        ] {
            assert_eq!(judge_code(grant, brought, now), verdict, "{brought:?}");
            // Used, it says so only to who could have used it.
            let used = Grant { code_used_at: Some(1), ..grant.clone() };
            let verdict = match verdict {
                CodeVerdict::Exchange | CodeVerdict::Refused(GrantRefusal::Gone) => CodeVerdict::Reused,
                other => other,
            };
            assert_eq!(judge_code(&used, brought, now), verdict, "{brought:?}");
        }
    }

    #[test]
    fn a_refresh_token_is_used_once_but_for_a_lost_answer() {
        let token = |used_at| RefreshToken { grant: grant(None), used_at, expires_at: 1_000_000 };
        let judge = |used_at, unused, now| judge_refresh(&token(used_at), "shop", unused, now);
        assert_eq!(judge(None, false, 999_999), RefreshVerdict::Rotate);
        assert_eq!(judge(None, false, 1_000_000), RefreshVerdict::Refused(GrantRefusal::Gone));
        assert_eq!(judge(Some(5), true, 4 + REPEAT_MS), RefreshVerdict::Repeat);
        assert_eq!(judge(Some(5), true, 5 + REPEAT_MS), RefreshVerdict::Reused);
        assert_eq!(judge(Some(5), false, 6), RefreshVerdict::Reused, "the next one was used already");
        let other = judge_refresh(&token(Some(5)), "other", false, 6);
        assert_eq!(other, RefreshVerdict::Refused(GrantRefusal::OtherClient), "nobody else ends it");
    }
}
