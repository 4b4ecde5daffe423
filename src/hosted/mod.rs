//! The login on the hosted page, by redirect or popup, for apps that show no box: [`use_hosted_login`].

mod calls;
mod error;
mod hook;
mod login;
mod site;
mod watch;

pub use self::error::{HostedCode, HostedError};
pub use self::hook::{HostedState, UseHostedLogin, use_hosted_login};
pub use self::login::{HostedLogin, HostedUser};
pub use self::site::HostedSite;
