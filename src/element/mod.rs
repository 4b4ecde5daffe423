//! What the JavaScript shim calls: put a widget on a stage, tell it what to do, take it off; start a QR login that draws
//! nothing; make single requests. Everything else about the element and the SDK (attributes, shadow root, life cycle,
//! promises) is the shim's.

mod call;
mod details;
mod emit;
mod options;
mod refusing;
mod scanning;
mod session;
mod source;
mod stage;
mod stage_view;

pub use self::call::{Call, login, logout};
pub use self::session::{Session, start_session};
pub use self::stage::Stage;
