//! The login box that people embed: password and mini-program QR login.
//!
//! [`GuardWidget`] is the component for Yew apps. The same crate, with the feature `element`, is what the web
//! component `<guard-widget>` and the JavaScript SDK are built from.
//!
//! Decisions live in plain Rust that runs anywhere ([`qr`], [`redirect`], [`failure`]); [`backend`] talks to a
//! server; [`components`] only draw.

pub mod backend;
mod browser;
pub mod components;
#[cfg(feature = "element")]
pub mod element;
pub mod failure;
pub mod grant;
pub mod host;
pub mod image_url;
mod json;
pub mod lang;
pub mod messages;
pub mod qr;
pub mod redirect;
pub mod tab;

pub use components::{
    BeforeLogin, GuardHandle, GuardWidget, GuardWidgetProps, LoginError, LoginSuccess, MfaRequired, Observer, Theme,
    WidgetError,
};
#[cfg(not(feature = "element"))]
pub use components::{CloseReason, GuardDialog, GuardDialogProps};
pub use grant::{Grant, Method};
pub use guard_protocol as protocol;
pub use lang::Lang;
pub use tab::Tab;

/// The snippets of the README, so that they compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
