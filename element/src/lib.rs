//! The bridge that the JavaScript shim calls: put a widget into a root, tell it what to do, take it out; start a QR
//! login that draws nothing; make single requests. All else about the element and the SDK (attributes, shadow root, life
//! cycle, promises) is the shim's.
//!
//! And the cuts of the module: `parts` has every split point. The base draws the card and the password form; the
//! submit of a password, the QR login, factors, and all that pages bring themselves are parts that come when they are
//! needed.
//!
//! For browsers only; elsewhere the crate is empty.
#![cfg(target_arch = "wasm32")]

mod allocator;
mod backend;
mod call;
mod details;
mod emit;
mod mount;
mod options;
mod page_backend;
pub mod parts;
mod qr;
mod sdk;
mod submit;

pub use self::call::{Call, login, logout, start_session};
pub use self::mount::Mount;
