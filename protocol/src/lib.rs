//! Wire types of the Authing v2 login protocol and of guard-widget's hardened extension of it, and the rules that both
//! sides follow. Each stands here once.
//!
//! Used by the widget (to write requests and read replies, by way of [`json`]) and by the reference server (the other
//! way round, by way of serde). There is no I/O here. Two rules hold for every type:
//!
//! * Reading is tolerant: unknown fields are ignored, and a field that Authing leaves out or sends as `null`
//!   has a default. What cannot be understood is a [`DecodeError`] that names the path of the field.
//! * Writing is strict: a field of the extension is left out unless it is set, so a stock Authing server never
//!   sees a field that it does not know.
//!
//! | module | what |
//! |---|---|
//! | [`envelope`] | the `{ code, message, data }` that wraps every reply |
//! | [`config`] | `GET /api/v2/applications/{appId}/public-config` |
//! | [`login`] | `POST /api/v2/login/account` |
//! | [`qrcode`] | `gene`, `check`, `userinfo`, `abandon`: the browser's side of a QR login |
//! | [`phone`] | `scanned`, `confirm`, `cancel`: the phone's side |
//! | [`mini_program`] | `open`, `confirm`, `cancel`, `log-out`: the phone's side when it is a mini program of WeChat |
//! | [`user`] | the user that a login answers |
//! | [`codes`] | the numbers of `code` and `apiCode` |
//! | [`paths`], [`headers`] | where requests go, and the headers that go along |
//! | [`origins`] | which pages may embed the widget |
//! | [`challenge`] | what binds a QR code to its browser |
//! | [`lang`] | the languages |
//! | [`json`] | how the client reads and writes all of these |
#![forbid(unsafe_code)]

mod app_id;
pub mod challenge;
pub mod codes;
pub mod config;
pub mod envelope;
pub mod headers;
pub mod json;
pub mod lang;
mod lenient;
mod listed;
pub mod login;
mod map;
pub mod mini_program;
pub mod origins;
pub mod paths;
pub mod phone;
pub mod qrcode;
mod secret;
pub mod user;

pub use app_id::{AppId, AppIdError};
pub use codes::Code;
pub use envelope::{Envelope, Refusal, Reply, ReplyError};
pub use json::DecodeError;
pub use lang::Lang;
pub use secret::Secret;
pub use user::User;
