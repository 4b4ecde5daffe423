//! The keys that the OpenID provider signs with, as a store keeps them: the same for every node.

use async_trait::async_trait;

use crate::clock::Millis;
use crate::store::StoreError;

/// What a key signs with (RFC 7518, section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SigningAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
}

impl SigningAlgorithm {
    /// All that this server signs with.
    pub const ALL: [Self; 2] = [Self::Rs256, Self::Es256];

    /// Its registered name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }

    /// The algorithm with this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }
}

/// A key. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// What it signs with.
    pub algorithm: SigningAlgorithm,
    /// The first of an algorithm has 1, each later one the next number.
    pub generation: u32,
    /// Its public name.
    pub kid: String,
    /// The private key: PKCS#8 DER.
    pub private_key: Vec<u8>,
    /// When it was made, and published.
    pub created_at: Millis,
    /// When it begins to sign.
    pub signs_from: Millis,
    /// When it need not be published any more; `None`: there is no later generation.
    pub published_until: Option<Millis>,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .field("signs_from", &self.signs_from)
            .finish_non_exhaustive()
    }
}

/// Keeps keys to sign with.
#[async_trait]
pub trait SigningKeyStore: Send + Sync {
    /// All of them, by algorithm and generation.
    async fn signing_keys(&self) -> Result<Vec<SigningKey>, StoreError>;
    /// Keeps `key`, and publishes earlier generations no longer than to `earlier_until`; answers whether it was kept:
    /// another node may have made the generation.
    async fn add_signing_key(&self, key: SigningKey, earlier_until: Millis) -> Result<bool, StoreError>;
}
