//! The capability to check further steps.

use guard_core::{FactorChallenge, Outcome};
use guard_protocol::Secret;

use super::Answer;

/// The check of a login's further steps.
pub trait FactorBackend {
    /// Checks the person's answer to `challenge`.
    fn verify(&self, challenge: FactorChallenge, answer: Secret) -> Answer<Outcome>;
}
