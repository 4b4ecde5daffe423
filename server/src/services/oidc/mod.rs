//! The OpenID provider: what clients get by an authorization, and the tokens that say so.
//!
//! | module | decides |
//! |---|---|
//! | [`scope`] | what is asked for |
//! | [`keys`] | which key does what now; made and read in `key_material` |
//! | [`signer`] | signs, publishes keys, reads hints |
//! | [`clients`] | whether a client is who it says |
//! | [`exchange`] | whether a code or a refresh token is exchanged; [`grants`] does it |
//! | [`introspection`] | what a client learns of a token, and ends by it |
//! | [`id_tokens`] | what ID tokens say |
//! | [`authorize`] | what an application may ask of a browser, and what it is answered |
//! | [`interactions`] | a request on its way through a person's browser |
//! | [`end_session`], [`logouts`] | a logout that an application asks for, and who is told |

pub mod authorize;
pub mod clients;
pub mod end_session;
mod error;
pub mod exchange;
pub mod grants;
pub mod id_tokens;
pub mod interactions;
pub mod introspection;
mod key_material;
pub mod keys;
pub mod logouts;
pub mod scope;
pub mod signer;

pub use clients::{ClientError, Clients, Credentials};
pub use error::SignError;
pub use exchange::GrantRefusal;
pub use grants::{Authorization, CodeRequest, Grants, RefreshRequest, TokenError, Tokens};
pub use id_tokens::UserClaims;
pub use interactions::Interactions;
pub use introspection::Introspection;
pub use logouts::Logouts;
pub use scope::Scope;
pub use signer::{HintClaims, Signer, TokenType};

use crate::config::OidcTimes;
use crate::services::Context;
pub use crate::services::amr::Amr;

/// The provider.
#[derive(Clone, Debug)]
pub struct Oidc {
    /// Who asks.
    pub clients: Clients,
    /// What they get.
    pub grants: Grants,
    /// What signs it.
    pub signer: Signer,
}

impl Oidc {
    /// A provider whose tokens live as long as `times` say.
    pub fn new(context: Context, times: OidcTimes) -> Self {
        let signer = Signer::new(context.clone(), times);
        Self { clients: Clients::new(context.clone()), grants: Grants::new(context, signer.clone(), times), signer }
    }
}
