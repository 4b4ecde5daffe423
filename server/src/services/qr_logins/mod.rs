//! Logins by QR code: a browser creates a code and watches it, a phone scans and confirms it, the browser exchanges the
//! ticket for a session.

mod browser;
mod create;
mod outcome;
mod phone;
pub mod picture;
mod user_agent;
mod visitor;
mod visual;
mod wait;

use thiserror::Error;

pub use browser::{Look, Proof, Proven, Scanner};
pub use create::{CodeRequest, Created, NotCreated, Shown};
pub use outcome::Outcome;
pub(in crate::services) use phone::Claimant;
pub use phone::{Confirmation, PhoneError, PhoneLogin, Scan, Scanned};
pub(in crate::services) use user_agent::is_wechat;
pub use visitor::Visitor;
pub use visual::NothingToShow;

use self::visual::Visuals;

use crate::config::{Limits, QrTimes};
use crate::pool::{Pool, PoolError};
use crate::services::{Context, Sessions};
use crate::store::StoreError;

/// Where the QR code leads: the phone page.
pub const PHONE_PATH: &str = "/m/";

/// The method, as sessions and the audit log name it.
pub(in crate::services) const METHOD: &str = "qr";
/// Names persons of WeChat where scans are counted.
pub(in crate::services) const WECHAT: &str = "wechat";

/// Why a browser may not do something with a code.
#[derive(Debug, Error)]
pub enum BrowserError {
    /// There is no such code.
    #[error("there is no such code")]
    Unknown,
    /// The verifier is missing or wrong.
    #[error("the verifier is missing or not that of the code")]
    WrongVerifier,
    /// The code is over.
    #[error("the code is over")]
    Gone,
    /// Its picture could not be drawn.
    #[error(transparent)]
    Picture(#[from] picture::ImageError),
    /// There is none.
    #[error(transparent)]
    NothingToShow(#[from] NothingToShow),
    /// There was nobody to draw it.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What browsers and phones do with codes.
#[derive(Clone, Debug)]
pub struct QrLogins {
    context: Context,
    sessions: Sessions,
    times: QrTimes,
    limits: Limits,
    visuals: Visuals,
    /// Draws the pictures.
    drawing: Pool,
}

impl QrLogins {
    /// Codes that live as long as `times` say, and are scanned as often as `limits` say; their pictures are drawn on
    /// `drawing`. `has_phone_page` says whether somebody can log in on the phone page.
    pub fn new(
        context: Context,
        sessions: Sessions,
        times: QrTimes,
        limits: Limits,
        drawing: Pool,
        has_phone_page: bool,
    ) -> Self {
        let visuals = Visuals::new(context.clone(), has_phone_page);
        Self { context, sessions, times, limits, visuals, drawing }
    }

    /// Has WeChat make pictures of codes ahead, for as long as the future is polled.
    pub fn make_codes_ahead(&self) -> impl Future<Output = ()> + Send + 'static {
        self.visuals.clone().keep_full()
    }
}
