//! The server under load: its settings, its processes, what they take of the machine.

mod cluster;
mod database;
mod log;
mod node;
mod process;
mod settings;
mod watch;

pub(crate) use cluster::{Cluster, Plan};
pub(crate) use database::Database;
pub(crate) use process::{ProcessorTime, load_average};
pub(crate) use settings::{APP_ID, Lifetimes, parse as parse_setting};
pub(crate) use watch::{Sample, Watch};
