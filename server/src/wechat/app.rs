//! The mini program of an application, and the pictures that WeChat makes of its codes.

use std::fmt;

use bytes::Bytes;
use guard_protocol::Secret;

/// Which edition of the mini program a code opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EnvVersion {
    /// The published one.
    #[default]
    Release,
    /// The one for trial users.
    Trial,
    /// The one that its developers have on their phones.
    Develop,
}

impl EnvVersion {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Release, Self::Trial, Self::Develop];

    /// WeChat's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Trial => "trial",
            Self::Develop => "develop",
        }
    }
}

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
