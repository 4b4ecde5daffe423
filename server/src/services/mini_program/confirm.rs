//! The person agrees in the mini program, or declines.

use guard_protocol::Secret;
use guard_protocol::mini_program::PhoneNumber;

use super::number::{Shared, Sharing};
use super::person::needed;
use super::{MiniProgramError, MiniPrograms};
use crate::config::WeChatConfig;
use crate::services::audit::{AuditEvent, Ending, Event};
use crate::services::qr_logins::{Confirmation, METHOD, PhoneError};
use crate::store::codes::outcome;
use crate::store::{Asked, Code, Met, Newcomer, NoAccount, Selector, Settled, StoreError, WeChatPerson};
use crate::tokens::{self, Hash};

/// The longest nickname, in characters.
const MAX_NICKNAME: usize = 32;

/// A person agrees.
#[derive(Clone, Debug)]
pub struct Consent {
    /// The handshake of the scan.
    pub handshake: Secret,
    /// The number on the screen, as they chose it.
    pub number: Option<String>,
    /// The code of the phone number that they share.
    pub phone_code: Option<Secret>,
    /// Whether they agreed to the terms.
    pub agreed: bool,
    /// What they want to be called.
    pub nickname: Option<String>,
}

impl MiniPrograms {
    /// Agrees to the login; answers the id of the code. Repeating it gives the same, and asks WeChat nothing.
    ///
    /// # Errors
    /// [`MiniProgramError`].
    pub async fn confirm(&self, consent: Consent) -> Result<String, MiniProgramError> {
        if !consent.agreed {
            return Err(MiniProgramError::NotAgreed);
        }
        let hash = tokens::hash(&consent.handshake);
        let found = self.context.store.code_of_phone(hash).await?;
        // What the row alone says comes first: a wrong number makes no account and costs no phone code.
        let met = Met { changed: false, code: found.clone() };
        let there = match outcome::asked(met, consent.number.as_deref(), self.context.now()) {
            Asked::There(number) => Some(number),
            Asked::Waits | Asked::Ask => None,
            Asked::Done { id } => return Ok(id),
            Asked::WrongNumber => return self.stop(hash, consent.number, found.as_ref()).await,
            Asked::NumberMissing => return Err(PhoneError::NumberMissing.into()),
            Asked::Taken => return Err(PhoneError::Taken.into()),
            Asked::Gone => return Err(PhoneError::Gone.into()),
        };
        let code = found.ok_or(PhoneError::Taken)?;
        let person = code.person.clone().ok_or(PhoneError::Taken)?;
        let config = self.mini_program_of(&code)?.1;

        let number = match (self.needs(config, &person).await?, consent.phone_code, there) {
            (PhoneNumber::Have | PhoneNumber::Off, ..) | (PhoneNumber::Optional, None, _) => None,
            (PhoneNumber::Required, None, Some(number)) => Some(number),
            (PhoneNumber::Required, None, None) => return Err(MiniProgramError::PhoneRequired),
            (PhoneNumber::Required | PhoneNumber::Optional, Some(phone_code), _) => {
                let number = consent.number.clone();
                let sharing =
                    Sharing { handshake_hash: hash, code: code.clone(), person: person.clone(), number, phone_code };
                match self.shared(sharing).await? {
                    Shared::Number(number) => Some(number),
                    Shared::Done(id) => return Ok(id),
                    Shared::WrongNumber => return self.stop(hash, consent.number, Some(&code)).await,
                }
            }
        };
        let newcomer = Newcomer {
            person,
            number,
            may_make: !config.login_only,
            user_id: tokens::random_text::<16>(),
            nickname: consent.nickname.as_deref().and_then(nickname),
            now: self.context.now(),
        };
        let user_id = self.account(&code, &newcomer).await?;
        let confirm = self.qr.consent(Selector::Handshake(hash), consent.number, Some(user_id.clone()));
        let outcome = self.context.store.confirm(confirm).await?;
        Ok(self.qr.conclude(outcome, Some(&code), Some(&user_id))?)
    }

    /// What the person is to share, as things are now.
    async fn needs(&self, config: &WeChatConfig, person: &WeChatPerson) -> Result<PhoneNumber, StoreError> {
        let met = self.context.store.meet(person, None).await?;
        Ok(needed(config.phone_number, met.known().map(|owner| owner.has_number), config.login_only))
    }

    /// The account of the person, found or made.
    async fn account(&self, code: &Code, newcomer: &Newcomer) -> Result<String, MiniProgramError> {
        let event = |event| AuditEvent::new(event).app(&code.app_id).method(METHOD).code(&code.id);
        match self.context.store.find_or_make(newcomer).await? {
            Ok(Settled { user_id, added }) => {
                if let Some(added) = added {
                    let made = added.make.is_some();
                    let kind = if made { Event::AccountMade } else { Event::IdentityAdded };
                    if made || added.openid.is_some() || added.unionid.is_some() {
                        event(kind).user(&user_id).record();
                    }
                    if added.number.is_some() {
                        event(Event::NumberVerified).user(&user_id).record();
                    }
                }
                Ok(user_id)
            }
            Err(why) => {
                if why == NoAccount::Conflict {
                    event(Event::QrConfirmed).ended(Ending::Conflict).record();
                }
                Err(why.into())
            }
        }
    }

    /// The number on the screen is another one: the login is stopped.
    async fn stop(&self, hash: Hash, number: Option<String>, code: Option<&Code>) -> Result<String, MiniProgramError> {
        let confirm = self.qr.consent(Selector::Handshake(hash), number, None);
        let outcome = self.context.store.mismatch(confirm).await?;
        Ok(self.qr.conclude(outcome, code, None)?)
    }

    /// Declines the login; answers the id of the code. Repeating it gives the same.
    ///
    /// # Errors
    /// [`MiniProgramError::Phone`].
    pub async fn cancel(&self, handshake: Secret) -> Result<String, MiniProgramError> {
        Ok(self.qr.cancel(Confirmation::Handshake(handshake)).await?)
    }
}

/// A nickname as it is kept: on one line, not too long; `None`: there is nothing in it.
fn nickname(text: &str) -> Option<String> {
    let kept: String = text.trim().chars().filter(|character| !character.is_control()).take(MAX_NICKNAME).collect();
    (!kept.is_empty()).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nickname_is_one_line_of_some_length() {
        for (text, kept) in [("", None), (" \n ", None), (" 林 ", Some("林")), ("a\nb\u{7}c", Some("abc"))] {
            assert_eq!(nickname(text).as_deref(), kept, "{text:?}");
        }
        assert_eq!(nickname(&"长".repeat(50)).unwrap().chars().count(), MAX_NICKNAME);
    }
}
