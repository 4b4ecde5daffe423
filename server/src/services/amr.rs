//! How somebody logged in, as tokens tell it.

/// A way to log in, with its methods by RFC 8176, section 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amr {
    /// By a password.
    Password,
    /// By a QR code: the person agreed on a phone. That is a second channel (`mca`) on which the person was present
    /// (`user`); it is no possession of a key of the phone, so not `hwk` or `swk`.
    Qr,
}

impl Amr {
    /// The words of RFC 8176.
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Password => &["pwd"],
            Self::Qr => &["mca", "user"],
        }
    }

    /// The method, as sessions are kept with it.
    pub const fn method(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Qr => "qr",
        }
    }

    /// The way that a session's method names.
    pub fn of_method(method: &str) -> Option<Self> {
        [Self::Password, Self::Qr].into_iter().find(|amr| amr.method() == method)
    }
}
