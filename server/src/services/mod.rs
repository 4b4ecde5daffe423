//! What the server decides, without HTTP: routes translate requests into calls of these, and their answers into
//! replies.
//!
//! | service | decides |
//! |---|---|
//! | [`Logins`] | whether an account and a password are a login |
//! | [`QrLogins`] | what a browser and a phone may do with a QR code |
//! | [`MiniPrograms`] | what a mini program of WeChat may do with one, and whose account a person gets |
//! | [`Sessions`] | who a token belongs to |
//! | [`Oidc`] | what clients of the OpenID provider get |
//!
//! What they decide is in the [`audit`] log.

pub mod amr;
pub mod audit;
mod context;
mod logins;
pub mod mini_program;
pub mod oidc;
pub mod qr_logins;
mod sessions;
mod user;

pub use context::Context;
pub use logins::{Attempt, LoggedIn, LoggedInHere, LoginError, Logins, Password};
pub use mini_program::MiniPrograms;
pub use oidc::Oidc;
pub use qr_logins::QrLogins;
pub use sessions::{Authentication, EndedBrowser, NotOpened, Opened, Sessions};
