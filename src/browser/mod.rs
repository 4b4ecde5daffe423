//! The browser's edges, each as small as it can be: requests, timers, listeners, randomness, the clock.
//!
//! Everything here ends when it is dropped, and nothing here knows a backend. For the crates of this workspace; apps
//! need none of it.

pub mod channel;
pub mod clock;
pub mod console;
pub mod filters;
pub mod focus;
pub mod form;
pub mod http;
#[cfg(target_arch = "wasm32")]
pub mod json;
pub mod keys;
pub mod number;
pub mod object;
pub mod page;
pub mod random;
mod screen;
mod scroll_lock;
pub mod signals;
mod task;
mod turns;
pub mod url;

pub use self::screen::Screen;
pub use self::scroll_lock::ScrollLock;
pub use self::task::Task;
pub use self::turns::Turn;
