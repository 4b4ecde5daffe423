//! What moves to another database: all that lives longer than hours. QR codes, counts of tries
//! and WeChat's tokens stay behind: the new server gets its own.

use std::fmt;

use crate::clock::Millis;
use crate::store::{NewGrant, SigningKey, UserRow, VerifiedNumber};
use crate::tokens::Hash;

/// Keys, users with their identities and numbers, and sessions of both kinds. `Debug` tells how many there are.
#[derive(Clone, Default)]
pub struct Contents {
    /// Keys, by name.
    pub keys: Vec<(String, Vec<u8>)>,
    /// Users.
    pub users: Vec<KeptUser>,
    /// Who users are elsewhere.
    pub identities: Vec<KeptIdentity>,
    /// Verified phone numbers.
    pub numbers: Vec<KeptNumber>,
    /// Browsers' own sessions.
    pub browsers: Vec<KeptBrowser>,
    /// What clients of the OpenID provider got.
    pub grants: Vec<KeptGrant>,
    /// Their refresh tokens.
    pub refresh_tokens: Vec<KeptRefreshToken>,
    /// Keys to sign with.
    pub signing_keys: Vec<SigningKey>,
    /// Logins at applications.
    pub sessions: Vec<KeptSession>,
    /// Logins that a phone may end.
    pub phone_logins: Vec<KeptPhoneLogin>,
}

impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contents")
            .field("keys", &self.keys.len())
            .field("users", &self.users.len())
            .field("browsers", &self.browsers.len())
            .field("sessions", &self.sessions.len())
            .field("grants", &self.grants.len())
            .field("refresh_tokens", &self.refresh_tokens.len())
            .field("signing_keys", &self.signing_keys.len())
            .field("identities", &self.identities.len())
            .field("numbers", &self.numbers.len())
            .field("phone_logins", &self.phone_logins.len())
            .finish()
    }
}

/// A user with all that is kept of it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptUser {
    /// The user.
    pub user: UserRow,
    /// PHC string.
    pub password_hash: Option<String>,
    /// When it was added.
    pub created_at: Millis,
    /// Since when it may not log in.
    pub disabled_at: Option<Millis>,
}

impl fmt::Debug for KeptUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptUser").field("id", &self.user.id).finish_non_exhaustive()
    }
}

/// An identity.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptIdentity {
    /// Who tells who it is.
    pub provider: String,
    /// Where the subject counts.
    pub realm: String,
    /// The person there.
    pub subject: String,
    /// The account here.
    pub user_id: String,
    /// When it was added.
    pub created_at: Millis,
}

impl fmt::Debug for KeptIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptIdentity").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

/// A verified phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptNumber {
    /// Whose it is.
    pub user_id: String,
    /// The number.
    pub number: VerifiedNumber,
    /// Who verified it.
    pub verified_by: String,
    /// When.
    pub verified_at: Millis,
}

/// A login that a phone may end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPhoneLogin {
    /// Hash of the phone's handshake.
    pub handshake_hash: Hash,
    /// Hash of the login's token.
    pub session_hash: Hash,
    /// Until when.
    pub ends_at: Millis,
}

/// A browser's own session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBrowser {
    /// Hash of what its cookie says.
    pub cookie_hash: Hash,
    /// Whose it is.
    pub user_id: String,
    /// When it began.
    pub created_at: Millis,
    /// Its end.
    pub expires_at: Millis,
    /// Its public id.
    pub sid: String,
    /// When the person last proved who they are,
    pub auth_time: Millis,
    /// and how.
    pub method: String,
}

/// A login at an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSession {
    /// Hash of its token.
    pub token_hash: Hash,
    /// Whose it is.
    pub user_id: String,
    /// Application that it is for.
    pub app_id: String,
    /// How the user logged in.
    pub method: String,
    /// When it began.
    pub created_at: Millis,
    /// Its end.
    pub expires_at: Millis,
    /// The browser's session that it is a child of.
    pub browser: Option<Hash>,
    /// The grant that it belongs to.
    pub grant_id: Option<String>,
    /// What it is for.
    pub scope: Option<String>,
}

/// What a client of the OpenID provider got.
#[derive(Clone, Debug)]
pub struct KeptGrant {
    /// As it was made.
    pub made: NewGrant,
    /// When its code was exchanged.
    pub code_used_at: Option<Millis>,
    /// The end of the last thing that belongs to it.
    pub kept_until: Millis,
}

/// A refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRefreshToken {
    /// Its hash.
    pub token_hash: Hash,
    /// The grant that it belongs to.
    pub grant_id: String,
    /// When it was exchanged.
    pub used_at: Option<Millis>,
    /// Its end.
    pub expires_at: Millis,
}
