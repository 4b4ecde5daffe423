//! The login box that people embed: password and mini-program QR login, for Yew.
//!
//! [`GuardWidget`] is the component, [`GuardDialog`] a dialog round it. The web component `<guard-widget>` and the
//! JavaScript SDK (crate `guard-element`) are built from this crate, too.
//!
//! The login itself is decided in [`guard_core`], without a browser. Here [`widget`] runs its flow, [`card`] draws the
//! frame, each folder of [`methods`] and [`factors`] is a way to log in with all that belongs to it, and [`backend`]
//! carries requests to a server.
#![forbid(unsafe_code)]

pub mod backend;
pub mod browser;
pub mod card;
pub mod factors;
mod json;
pub mod methods;
mod texts;
pub mod widget;

pub use guard_core::{
    AppConfig, Authentication, BackendError, Factor, FactorChallenge, FactorNeeded, Key, Lang, Messages, Method,
    Outcome, ServerUrl, messages, protocol, qr, redirect,
};

pub use self::json::Tree;
pub use self::texts::{catalogue, message_keys};
pub use self::widget::{
    BeforeLogin, CloseReason, GuardDialog, GuardDialogProps, GuardHandle, GuardWidget, GuardWidgetProps, LoginError,
    LoginSuccess, MfaRequired, Theme, WidgetError,
};

/// The snippets of the README, so that they compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
