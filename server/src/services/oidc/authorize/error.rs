//! Why an application gets no code, in the words that it is told by.

/// What is told to an application, by the words of the specifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// Something is missing, repeated or malformed (RFC 6749, section 4.1.2.1).
    InvalidRequest,
    /// The application may not ask this way.
    UnauthorizedClient,
    /// The person declined.
    AccessDenied,
    /// Only `code` is given.
    UnsupportedResponseType,
    /// The scope is malformed, or lacks `openid`.
    InvalidScope,
    /// The server failed.
    ServerError,
    /// Nobody is logged in, and nobody may be asked (OpenID Connect Core, section 3.1.2.6).
    LoginRequired,
    /// Somebody would have to choose an account.
    AccountSelectionRequired,
    /// `request` is not taken.
    RequestNotSupported,
    /// `request_uri` is not taken.
    RequestUriNotSupported,
    /// `registration` is not taken.
    RegistrationNotSupported,
}

impl ErrorCode {
    /// As it is sent.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::AccessDenied => "access_denied",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::ServerError => "server_error",
            Self::LoginRequired => "login_required",
            Self::AccountSelectionRequired => "account_selection_required",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
        }
    }
}
