//! The mini program of an application, and the pictures that WeChat makes of its codes.

use std::fmt;

use bytes::Bytes;
use guard_protocol::Secret;

pub use crate::config::EnvVersion;
use crate::config::WeChatConfig;

/// The mini program of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeChatApp {
    /// Its AppID.
    pub app_id: String,
    /// Its AppSecret.
    pub app_secret: Secret,
    /// The page that a code opens, without a slash in front.
    pub page: String,
    /// The edition that a code opens.
    pub env_version: EnvVersion,
}

impl From<&WeChatConfig> for WeChatApp {
    fn from(config: &WeChatConfig) -> Self {
        Self {
            app_id: config.app_id.clone(),
            app_secret: config.app_secret.clone(),
            page: config.page.clone(),
            env_version: config.env_version,
        }
    }
}

/// A picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// What kind of picture it is, as in `image/png`.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Bytes,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({}, {} bytes)", self.media_type, self.bytes.len())
    }
}
