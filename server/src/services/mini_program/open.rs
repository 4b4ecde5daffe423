//! A mini program opens a code.

use std::net::IpAddr;

use guard_protocol::Secret;
use guard_protocol::mini_program::PhoneNumber;

use super::entry::{Place, place};
use super::person::{Status, masked, needed};
use super::{MiniProgramError, MiniPrograms};
use crate::clock::Millis;
use crate::config::{Forwarded, PhoneNumberUse};
use crate::limits::Network;
use crate::services::audit::{AuditEvent, Ending, Event};
use crate::services::qr_logins::{Claimant, METHOD, PhoneError, Scanned, WECHAT, is_wechat};
use crate::store::{Code, CodeState, StoreError, WeChatPerson};
use crate::wechat::{Identity, WeChatApp};

/// A mini program that has read a code.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The code of `wx.login`.
    pub login_code: Secret,
    /// What the code says.
    pub id: String,
    /// WeChat's scene value.
    pub entry: u32,
    /// The handshake of an earlier scan by the same phone.
    pub earlier: Option<Secret>,
    /// Whether the person has read the warning.
    pub acknowledged: bool,
    /// The phone's address.
    pub address: IpAddr,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Opened {
    /// The person must read a warning first; nothing is scanned.
    Warned(Box<Warned>),
    /// The code is this phone's.
    Scanned(Box<Arrival>),
}

/// A code whose picture may have been forwarded.
#[derive(Clone, Debug)]
pub struct Warned {
    /// The code.
    pub code: Code,
    /// Name of the application.
    pub app_name: String,
    /// Age of the code, in ms.
    pub age: Millis,
}

/// A code that is this phone's now, and the person.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The scan.
    pub scanned: Scanned,
    /// The person's account.
    pub status: Status,
    /// What they are to share.
    pub phone_number: PhoneNumber,
}

impl MiniPrograms {
    /// Makes a code that nobody has read this phone's.
    ///
    /// # Errors
    /// [`MiniProgramError`] but for those of numbers and consent.
    pub async fn open(&self, opening: Opening) -> Result<Opened, MiniProgramError> {
        let code = self.context.store.code(&opening.id).await?.ok_or(PhoneError::Unknown)?;
        let (app, config) = self.mini_program_of(&code)?;
        let now = self.context.now();
        // Before WeChat is asked: that takes time, and its codes count once.
        match code.state_at(now) {
            CodeState::Created | CodeState::Scanned => {}
            CodeState::Confirmed | CodeState::Consumed => return Err(PhoneError::Taken.into()),
            CodeState::Cancelled | CodeState::Expired => return Err(PhoneError::Gone.into()),
        }
        if self.place_of(&opening, &code) == Place::Forwarded {
            let event = AuditEvent::new(Event::QrScanned).app(&app.id).method(METHOD).code(&code.id);
            match config.forwarded {
                Forwarded::Refuse => {
                    event.ended(Ending::Forwarded).record();
                    return Err(MiniProgramError::Forwarded);
                }
                Forwarded::Warn if opening.acknowledged => {}
                Forwarded::Warn => {
                    event.ended(Ending::Forwarded).record();
                    let age = (now - code.created_at).max(0);
                    return Ok(Opened::Warned(Box::new(Warned { app_name: app.name.clone(), age, code })));
                }
            }
        }
        let identity = self.context.wechat.identity(&WeChatApp::from(config), &opening.login_code).await?;
        let Identity { openid, unionid } = identity;
        self.qr.count_scan(&[WECHAT, &config.app_id, &openid]).await?;
        let person = WeChatPerson { app_id: config.app_id.clone(), openid, unionid };
        let met = self.context.store.meet(&person, None).await?;
        let known = met.known().cloned();
        if known.as_ref().is_some_and(|owner| owner.disabled) {
            return Err(MiniProgramError::Disabled);
        }
        if known.is_none() && config.login_only && config.phone_number == PhoneNumberUse::Off {
            return Err(MiniProgramError::LoginOnly);
        }
        let has_number = known.as_ref().map(|owner| owner.has_number);
        let user_id = known.map(|owner| owner.user_id);
        let status = self.status_of(user_id.as_deref()).await?;
        let claimant = Claimant {
            phone_ref: self.context.key.wechat_ref(&person.app_id, &person.openid),
            user_id,
            person: Some(person),
            earlier: opening.earlier,
        };
        let scanned = self.qr.claim(&code, claimant).await?;
        let phone_number = needed(config.phone_number, has_number, config.login_only);
        Ok(Opened::Scanned(Box::new(Arrival { scanned, status, phone_number })))
    }

    /// Whether the code was read where it is shown.
    fn place_of(&self, opening: &Opening, code: &Code) -> Place {
        let address = self.context.key.address_ref(&Network::from(opening.address).name());
        place(opening.entry, is_wechat(&code.browser), code.address_ref == Some(address))
    }

    async fn status_of(&self, user_id: Option<&str>) -> Result<Status, StoreError> {
        let Some(id) = user_id else { return Ok(Status::default()) };
        let Some(user) = self.context.store.user(id).await? else { return Ok(Status::default()) };
        let number = self.context.store.verified_number(id).await?;
        Ok(Status {
            known: true,
            nickname: user.nickname.or(user.username),
            photo: user.photo,
            phone: number.as_ref().map(masked),
        })
    }
}
