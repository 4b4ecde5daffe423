//! The phone number that a person shares. Its code costs money and counts once, so WeChat is asked once for each scan,
//! however often the phone says it again.

use guard_protocol::Secret;

use super::{MiniProgramError, MiniPrograms};
use crate::clock::Millis;
use crate::services::qr_logins::PhoneError;
use crate::store::{AskNumber, Asked, Code, KeepNumber, StoreError, VerifiedNumber, WeChatPerson};
use crate::tokens::Hash;
use crate::wechat::{PhoneNumber, WeChatApp};

/// How long nobody else asks WeChat for the number of the same scan, in ms: longer than an answer of WeChat takes.
const LEASE_MS: Millis = 20_000;
/// How long a phone waits for the answer to its own question of before, in s.
const PATIENCE_S: u32 = 10;

/// What a shared number comes to.
pub(super) enum Shared {
    /// The number.
    Number(VerifiedNumber),
    /// The person has agreed meanwhile to the code with this id.
    Done(String),
    /// The number on the screen is another one.
    WrongNumber,
}

/// The phone that shares a number.
#[derive(Clone, Debug)]
pub(super) struct Sharing {
    /// Hash of its handshake.
    pub(super) handshake_hash: Hash,
    /// The code that it has.
    pub(super) code: Code,
    /// The person.
    pub(super) person: WeChatPerson,
    /// The number on the screen, as they chose it.
    pub(super) number: Option<String>,
    /// The code of the phone number.
    pub(super) phone_code: Secret,
}

impl MiniPrograms {
    /// The number that a phone shares: WeChat's answer, or the one of before.
    pub(super) async fn shared(&self, sharing: Sharing) -> Result<Shared, MiniProgramError> {
        let mut wait = self.qr.wait(&sharing.code.id, PATIENCE_S);
        loop {
            let now = self.context.now();
            let ask = AskNumber {
                handshake_hash: sharing.handshake_hash,
                number: sharing.number.clone(),
                now,
                until: now + LEASE_MS,
            };
            let until = ask.until;
            match self.context.store.ask_number(ask).await? {
                Asked::Ask => return self.ask_wechat(sharing, until).await.map(Shared::Number),
                Asked::There(number) => return Ok(Shared::Number(number)),
                Asked::Waits if wait.is_over() => return Err(MiniProgramError::Asking),
                Asked::Waits => wait.next(sharing.code.left_at(now)).await,
                Asked::Done { id } => return Ok(Shared::Done(id)),
                Asked::WrongNumber => return Ok(Shared::WrongNumber),
                Asked::NumberMissing => return Err(PhoneError::NumberMissing.into()),
                Asked::Taken => return Err(PhoneError::Taken.into()),
                Asked::Gone => return Err(PhoneError::Gone.into()),
            }
        }
    }

    /// Asks WeChat, and keeps the answer, also when the phone goes away meanwhile: it comes again.
    async fn ask_wechat(&self, sharing: Sharing, until: Millis) -> Result<VerifiedNumber, MiniProgramError> {
        let this = self.clone();
        let asked = tokio::spawn(async move {
            let answer = this.number_by_wechat(&sharing).await;
            let number = answer.as_ref().ok().cloned();
            let keep = KeepNumber { handshake_hash: sharing.handshake_hash, number, until };
            this.context.store.keep_number(&keep).await?;
            this.context.wake.publish(&sharing.code.id);
            answer
        });
        asked.await.map_err(|_| StoreError::Panicked)?
    }

    async fn number_by_wechat(&self, sharing: &Sharing) -> Result<VerifiedNumber, MiniProgramError> {
        let app = WeChatApp::from(self.mini_program_of(&sharing.code)?.1);
        let answer = self.context.wechat.phone_number(&app, &sharing.phone_code, &sharing.person.openid).await?;
        let PhoneNumber { country, number } = answer;
        Ok(VerifiedNumber { country, number })
    }
}
