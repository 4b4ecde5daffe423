//! The browser's edges, each as small as it can be: requests, timers, listeners, randomness, the clock. Everything
//! here cancels itself when it is dropped.

pub(crate) mod channel;
pub(crate) mod clock;
pub(crate) mod form;
pub(crate) mod http;
#[cfg(target_arch = "wasm32")]
pub(crate) mod json;
pub(crate) mod page;
mod qr_runner;
pub(crate) mod random;
mod signals;
mod task;

#[cfg(feature = "element")]
pub(crate) use self::http::AbortOnDrop;
pub(crate) use self::qr_runner::{Hooks, QrRunner};
pub(crate) use self::task::Task;
