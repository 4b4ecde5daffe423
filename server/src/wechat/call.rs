//! The calls, and which of them stand for a whole mini program.

/// A call of WeChat's server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Call {
    /// `stable_token`.
    Token,
    /// `getwxacodeunlimit`.
    Picture,
    /// `jscode2session`.
    Identity,
    /// `getuserphonenumber`.
    PhoneNumber,
}

impl Call {
    /// Whether a quota that is used up, or a wrong setting, meets every further call of the mini program. The others'
    /// quotas are a person's.
    pub(super) fn is_of_everybody(self) -> bool {
        matches!(self, Self::Token | Self::Picture)
    }

    /// Whether it is made with an access token.
    pub(super) fn has_token(self) -> bool {
        matches!(self, Self::Picture | Self::PhoneNumber)
    }

    /// Its path.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Token => "/cgi-bin/stable_token",
            Self::Picture => "/wxa/getwxacodeunlimit",
            Self::Identity => "/sns/jscode2session",
            Self::PhoneNumber => "/wxa/business/getuserphonenumber",
        }
    }

    /// Its name for the log.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Token => "stable_token",
            Self::Picture => "getwxacodeunlimit",
            Self::Identity => "jscode2session",
            Self::PhoneNumber => "getuserphonenumber",
        }
    }
}
