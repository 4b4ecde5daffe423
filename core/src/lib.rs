//! The login of guard-widget without a browser.
//!
//! Decisions are functions from state and event to state and effects, with no I/O and no clock but the times that
//! events carry: [`login::LoginFlow`] leads from the choice of a [`Method`] over its credentials and any [`Factor`] to
//! an [`Authentication`]; [`qr::QrMachine`] leads a QR code from loading to its end. A runner carries the effects out:
//! the widget in a browser, a harness in the tests.
//!
//! | module | what |
//! |---|---|
//! | [`login`] | the login flow |
//! | [`qr`] | the QR machine, codes and their drawing |
//! | [`typed`] | what is meant by what is typed |
//! | [`messages`] | texts by key and language |
//! | [`ServerUrl`], [`LinkUrl`], [`OpenUrl`], [`redirect`], [`image_url`] | where requests, links and a login may go, which pictures may be shown |
#![forbid(unsafe_code)]

mod app_config;
mod authentication;
mod backend_error;
mod factor;
pub mod image_url;
mod link_url;
pub mod login;
pub mod messages;
mod method;
mod open_url;
pub mod qr;
pub mod redirect;
mod refusal_reason;
pub mod retry;
mod server_url;
pub mod typed;
mod web_url;

pub use self::app_config::AppConfig;
pub use self::authentication::{Authentication, Outcome};
pub use self::backend_error::BackendError;
pub use self::factor::{Factor, FactorChallenge, FactorNeeded};
pub use self::link_url::{LinkUrl, LinkUrlError};
pub use self::messages::{Key, Messages};
pub use self::method::{Method, UnknownMethod};
pub use self::open_url::OpenUrl;
pub use self::refusal_reason::RefusalReason;
pub use self::server_url::{AUTHING_CLOUD, ServerUrl, ServerUrlError};
#[cfg(not(target_arch = "wasm32"))]
pub use self::web_url::parse as parse_url;
pub use self::web_url::{UrlParser, WebUrl};
pub use guard_protocol as protocol;
pub use guard_protocol::{AppId, AppIdError, Lang};

/// A text that is shared when it is cloned; the same type as yew's `AttrValue`.
pub type Text = implicit_clone::unsync::IString;
