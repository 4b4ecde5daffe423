//! The configuration: one TOML file, and every key of it also as an environment variable that wins over the file.
//! Read once by `main` ([`Config::load`]); tests build a [`Config`] by hand.
//!
//! `tables` declares each key once. What is read goes through `setting` (types), `section` (tables) and `reader` (file
//! and environment); `check` has what types can't say.

mod callback;
mod check;
mod check_oidc;
mod check_wechat;
mod colors;
mod database;
mod environment;
mod error;
mod exposure;
pub mod help;
mod key;
mod load;
mod log_format;
mod oidc;
mod reader;
mod section;
mod setting;
mod tables;
mod wechat;

pub use callback::CallbackMode;
pub use colors::Colors;
pub use database::{Database, PostgresUrl};
pub use environment::Environment;
pub use error::{ConfigError, Fault, Place};
pub use key::Key;
pub use log_format::LogFormat;
pub use oidc::{AuthMethod, SigningAlg};
pub use setting::Kind;
pub(crate) use tables::all_tabs;
pub use tables::{
    AppConfig, AppOidc, AppPage, Config, DEMO_APP_ID, Extension, Limits, OidcTimes, PasswordLimits, QrTimes,
    SessionLimits, Terms, WeChatConfig,
};
pub use wechat::{CodeVisual, EnvVersion, Forwarded, PhoneNumberUse};
