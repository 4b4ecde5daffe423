//! The start of a QR login: a code is created, and drawn for those who do not draw it themselves.

use guard_protocol::challenge;
use thiserror::Error;

use super::visitor::masked;
use super::visual::{NothingToShow, Visual};
use super::{BrowserError, METHOD, QrLogins, Visitor, picture, user_agent};
use crate::clock::Millis;
use crate::config::AppConfig;
use crate::limits::Network;
use crate::services::audit::{AuditEvent, Event};
use crate::store::{CodeState, NewCode, StoreError};
use crate::wechat::Picture;

/// The longest text of a header that is kept, in characters.
const MAX_HEADER: usize = 200;

/// A code that a browser asks for.
#[derive(Clone, Debug)]
pub struct CodeRequest {
    /// Who asks.
    pub visitor: Visitor,
    /// The challenge of its verifier; `None`: plain v2.
    pub challenge: Option<String>,
}

/// Why no code was created.
#[derive(Debug, Error)]
pub enum NotCreated {
    /// The page's origin may not use the application.
    #[error("this origin may not use the application")]
    Origin,
    /// The application takes no code without a challenge.
    #[error("the code was asked for without a challenge; set extension.allow_plain to take such clients")]
    NoChallenge,
    /// The challenge is none.
    #[error("the challenge is not the SHA-256 of a verifier")]
    Challenge,
    /// There is nothing to show for it.
    #[error(transparent)]
    NothingToShow(#[from] NothingToShow),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a page shows for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A QR code of this text, which the page may draw itself.
    Text(String),
    /// The picture of a mini-program code, which WeChat alone can make.
    MiniProgram,
}

/// A new code.
#[derive(Clone, Debug)]
pub struct Created {
    /// Its id.
    pub id: String,
    /// What is shown for it.
    pub shown: Shown,
    /// A link that goes on with it on the phone that shows it.
    pub open_link: Option<String>,
    /// Whether it has a challenge.
    pub hardened: bool,
    /// Lifetime, in s.
    pub expires_in_s: u32,
    /// Least time between two polls, in s.
    pub interval_s: u32,
}

impl QrLogins {
    /// Creates a code of the application `app`.
    ///
    /// # Errors
    /// [`NotCreated`].
    pub async fn create(&self, app: &AppConfig, request: CodeRequest) -> Result<Created, NotCreated> {
        let CodeRequest { visitor, challenge } = request;
        if !self.context.apps.allows_origin(app, visitor.origin.as_deref()) {
            return Err(NotCreated::Origin);
        }
        if challenge.as_deref().is_some_and(|challenge| !challenge::is_valid(challenge)) {
            return Err(NotCreated::Challenge);
        }
        // A stock server passes over fields that it does not know; so does an application whose extension is off.
        let challenge = challenge.filter(|_| app.extension.verifier);
        let hardened = challenge.is_some();
        // Else whoever leaves the challenge out would go round the proof and the number.
        if !hardened && !app.extension.allow_plain {
            return Err(NotCreated::NoChallenge);
        }
        let (browser, os) = user_agent::parse(&visitor.user_agent);
        let ttl = Millis::from(self.times.ttl_s) * 1000;
        let (id, visual) = self.visuals.hand_out(app, ttl).await?;
        let now = self.context.now();
        self.context
            .store
            .create_code(NewCode {
                id: id.clone(),
                app_id: app.id.clone(),
                challenge,
                origin: visitor.origin.map(|origin| origin.chars().take(MAX_HEADER).collect()),
                browser,
                os,
                network: masked(visitor.address),
                address_ref: self.context.key.address_ref(&Network::from(visitor.address).name()),
                now,
                expires_at: now + ttl,
            })
            .await?;
        AuditEvent::new(Event::QrCreated).app(&app.id).method(METHOD).code(&id).record();
        Ok(Created {
            shown: match visual {
                Visual::MiniProgram(_) => Shown::MiniProgram,
                Visual::Text(text) | Visual::UnderLogo(text) => Shown::Text(text),
            },
            open_link: self.visuals.link_to_open(app, &id),
            id,
            hardened,
            expires_in_s: self.times.ttl_s,
            interval_s: self.times.interval_s,
        })
    }

    /// The picture of the code `id`, only while it may be scanned: a used code must not be shown again.
    ///
    /// # Errors
    /// [`BrowserError::Unknown`], [`BrowserError::NothingToShow`], [`BrowserError::Picture`], [`BrowserError::Pool`] and
    /// [`BrowserError::Store`].
    pub async fn picture(&self, id: &str) -> Result<Picture, BrowserError> {
        let code = self.context.store.code(id).await?.ok_or(BrowserError::Unknown)?;
        if code.state_at(self.context.now()) != CodeState::Created {
            return Err(BrowserError::Unknown);
        }
        let app = self.context.apps.get(&code.app_id).ok_or(BrowserError::Unknown)?;
        let (text, quiet_zone) = match self.visuals.again(app, id, code.expires_at).await? {
            Visual::MiniProgram(picture) => return Ok(picture),
            Visual::Text(text) => (text, picture::QUIET_ZONE),
            Visual::UnderLogo(text) => (text, picture::QUIET_ZONE_UNDER_LOGO),
        };
        // Milliseconds of work: too long for a thread that serves everybody.
        let png = self.drawing.run(move || picture::png(&text, quiet_zone)).await??;
        Ok(Picture { media_type: "image/png", bytes: png.into() })
    }
}
