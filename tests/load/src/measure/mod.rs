//! Figures and what is judged by them.

mod arrivals;
mod errors;
mod latencies;
mod level;
mod report;

pub(crate) use arrivals::Arrivals;
pub(crate) use errors::Errors;
pub(crate) use latencies::{Latencies, milliseconds};
pub(crate) use level::Level;
pub(crate) use report::{Report, megabytes};
