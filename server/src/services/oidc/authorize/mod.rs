//! An authorization request, from what came to what is answered: plain functions of the request, the applications, the
//! browser's session and the time.
//!
//! | module | what |
//! |---|---|
//! | [`params`] | what came, each parameter once |
//! | [`request`] | what it asks for, or why it is refused |
//! | [`decide()`] | whether it is answered at once, the person is needed, or the answer is an error |
//! | [`callback`] | the request that a visit of the login page itself stands for |
//! | [`answer`] | what the application gets, and by which way |

pub mod answer;
pub mod callback;
pub mod decide;
pub mod error;
pub mod params;
pub mod request;

pub use answer::{Answer, ResponseMode};
pub use callback::{Brings, Visited};
pub use decide::{BrowserNow, Decision, Need, Visit, decide};
pub use error::ErrorCode;
pub use params::Params;
pub use request::{AuthRequest, PageError, Refused};
