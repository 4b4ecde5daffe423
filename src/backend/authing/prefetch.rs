//! A configuration that was asked for before there was a client, so that it need not wait for the module.

use std::fmt;

use guard_core::ServerUrl;

use crate::backend::Answer;
use crate::browser::http::Reply;

/// A request for the configuration that is under way.
pub struct Prefetch {
    /// The server that was asked.
    pub server: ServerUrl,
    /// The application that was asked for.
    pub app_id: String,
    /// The answer.
    pub reply: Answer<Reply>,
}

impl Prefetch {
    /// Whether it is the answer that a client of this server and application waits for.
    pub(super) fn is_of(&self, server: &ServerUrl, app_id: &str) -> bool {
        self.server == *server && self.app_id == app_id
    }
}

impl fmt::Debug for Prefetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prefetch").field("server", &self.server).field("app_id", &self.app_id).finish_non_exhaustive()
    }
}
