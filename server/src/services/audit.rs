//! The audit log: who did what, from where, with what result. Every line has the same fields, so that it can be searched
//! by a program; none of them is a secret, and none a person's name.

use std::net::IpAddr;

use guard_protocol::Secret;
use tracing::info;

use crate::tokens;

/// The target of its lines.
pub const TARGET: &str = "audit";

/// The address of what no visitor asked for: a command of this machine.
const COMMAND: &str = "command";

tokio::task_local! {
    /// Where the request comes from that the task answers. As a value it would go through every service, and all but this
    /// log would hand it on.
    static ADDRESS: IpAddr;
}

/// Does `work` for a visitor at `address`: that is what events in it are from.
pub async fn from<T>(address: IpAddr, work: impl Future<Output = T>) -> T {
    ADDRESS.scope(address, work).await
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A login, or the try.
    Login,
    /// A session ended because its owner wanted it.
    Logout,
    /// A browser asked for a QR code.
    QrCreated,
    /// A phone scanned it, or tried.
    QrScanned,
    /// The phone agreed, or tried.
    QrConfirmed,
    /// The phone declined.
    QrDeclined,
    /// An account was made for a person of WeChat.
    AccountMade,
    /// A person of WeChat was found to have an account.
    IdentityAdded,
    /// The phone number of an account was verified.
    NumberVerified,
    /// A client of the OpenID provider got tokens for a code.
    Granted,
    /// What a client got by an authorization ended.
    GrantEnded,
    /// An operator added a user.
    UserAdded,
    /// An operator shut a user out.
    UserDisabled,
    /// An operator let a user in again.
    UserEnabled,
    /// An operator removed a user.
    UserRemoved,
    /// An operator set a password.
    PasswordSet,
    /// An operator ended sessions.
    SessionRevoked,
    /// An operator made new signing keys.
    KeysRotated,
}

impl Event {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Logout => "logout",
            Self::QrCreated => "qr_created",
            Self::QrScanned => "qr_scanned",
            Self::QrConfirmed => "qr_confirmed",
            Self::QrDeclined => "qr_declined",
            Self::AccountMade => "account_made",
            Self::IdentityAdded => "identity_added",
            Self::NumberVerified => "number_verified",
            Self::Granted => "granted",
            Self::GrantEnded => "grant_ended",
            Self::UserAdded => "user_added",
            Self::UserDisabled => "user_disabled",
            Self::UserEnabled => "user_enabled",
            Self::UserRemoved => "user_removed",
            Self::PasswordSet => "password_set",
            Self::SessionRevoked => "session_revoked",
            Self::KeysRotated => "keys_rotated",
        }
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// As wanted.
    #[default]
    Done,
    /// The password or the number was wrong.
    Wrong,
    /// The account was locked.
    Locked,
    /// Too many wrong passwords from its network: not looked at.
    Slowed,
    /// Another phone had the code.
    Taken,
    /// This was one phone too many: the code is dead.
    Killed,
    /// The picture of the code may have been forwarded.
    Forwarded,
    /// The phone number is another person's.
    Conflict,
    /// A code or a refresh token came a second time: somebody else may have it.
    Reused,
}

impl Ending {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Wrong => "wrong",
            Self::Locked => "locked",
            Self::Slowed => "slowed",
            Self::Taken => "taken",
            Self::Killed => "killed",
            Self::Forwarded => "forwarded",
            Self::Conflict => "conflict",
            Self::Reused => "reused",
        }
    }
}

/// An event on its way into the log. What is not set is written as an empty text.
#[derive(Clone, Debug)]
#[must_use = "an event is in the log once it is recorded"]
pub struct AuditEvent<'a> {
    event: Event,
    user: &'a str,
    app: &'a str,
    method: &'a str,
    ending: Ending,
    code: String,
}

impl<'a> AuditEvent<'a> {
    /// An event that went as wanted.
    pub fn new(event: Event) -> Self {
        Self { event, user: "", app: "", method: "", ending: Ending::Done, code: String::new() }
    }

    /// The id of whom it is about.
    pub fn user(self, id: &'a str) -> Self {
        Self { user: id, ..self }
    }

    /// The application that it is about.
    pub fn app(self, id: &'a str) -> Self {
        Self { app: id, ..self }
    }

    /// The way to log in: `password`, `qr`, `demo` or `oidc`.
    pub fn method(self, method: &'a str) -> Self {
        Self { method, ..self }
    }

    /// How it ended.
    pub fn ended(self, ending: Ending) -> Self {
        Self { ending, ..self }
    }

    /// The QR code that it is about. What is written ties its events together, and is not what the code says.
    pub fn code(self, id: &str) -> Self {
        let hash = tokens::hash(&Secret::new(id));
        Self { code: hash[..8].iter().map(|byte| format!("{byte:02x}")).collect(), ..self }
    }

    /// Writes it.
    pub fn record(self) {
        let address = ADDRESS.try_with(ToString::to_string).unwrap_or_else(|_| COMMAND.to_owned());
        info!(
            target: TARGET,
            event = self.event.name(),
            user = self.user,
            app = self.app,
            address,
            method = self.method,
            result = self.ending.name(),
            code = self.code,
        );
    }
}
