//! What every service works with.

use std::sync::Arc;

use tokio::sync::watch;

use crate::apps::Apps;
use crate::clock::{Clock, Millis};
use crate::store::Store;
use crate::tokens::ServerKey;
use crate::wake::Wake;
use crate::wechat::WeChat;

/// The store, the time, wake-ups, the key of derived secrets, the applications, and WeChat. Clones share them.
#[derive(Clone, Debug)]
pub struct Context {
    /// What is kept.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Wake-ups of those who wait.
    pub wake: Arc<dyn Wake>,
    /// The key of derived secrets.
    pub key: ServerKey,
    /// The applications.
    pub apps: Arc<Apps>,
    /// WeChat.
    pub wechat: Arc<dyn WeChat>,
    /// Turns true when the server ends: whoever waits is answered at once.
    pub closing: watch::Receiver<bool>,
}

impl Context {
    /// Now.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }
}
