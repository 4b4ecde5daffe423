//! The login box that people embed: password and mini-program QR login, for Yew.
//!
//! [`GuardWidget`] is the component, [`GuardDialog`] a dialog round it. The web component `<guard-widget>` and the
//! JavaScript SDK (crate `guard-element`) are built from this crate, too.
//!
//! The login itself is decided in [`guard_core`], without a browser. Here the modules depend one way, from the last to
//! the first:
//!
//! | module | what |
//! |---|---|
//! | [`browser`] | the browser's edges: requests, timers, listeners |
//! | [`face`] | settings and orders of the page, news for it |
//! | [`backend`] | the login server: a trait, capabilities, and those who implement them |
//! | [`card`] | what every drawing needs: the state, texts, pictures |
//! | [`methods`], [`factors`] | a folder each: a way to log in, a further step |
//! | `frame` | what is drawn round them |
//! | `hosted` | with the feature of that name: the login on the hosted page, for apps without a box |
//! | [`widget`] | the component that runs the login, and the public face |
#![forbid(unsafe_code)]

pub mod backend;
pub mod browser;
pub mod card;
pub mod face;
pub mod factors;
mod frame;
#[cfg(feature = "hosted")]
pub mod hosted;
mod json;
pub mod methods;
mod texts;
pub mod widget;

pub use guard_core::login::SessionChange;
pub use guard_core::{
    AppConfig, Authentication, BackendError, Factor, FactorChallenge, FactorNeeded, Key, Lang, Messages, Method,
    Outcome, ServerUrl, messages, protocol, qr, redirect,
};

pub use self::face::{BeforeLogin, LoginError, LoginSuccess, MfaRequired, Theme, WidgetError};
pub use self::json::Tree;
pub use self::texts::{catalogue, message_keys};
pub use self::widget::{CloseReason, GuardDialog, GuardDialogProps, GuardHandle, GuardWidget, GuardWidgetProps};

/// The snippets of the README, so that they compile.
#[cfg(all(doctest, feature = "hosted"))]
#[doc = include_str!("../README.md")]
struct Readme;
