//! The secret that proves who made a QR code. It is never in the code, so whoever films the screen has nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guard_protocol::Secret;
use sha2::{Digest, Sha256};

use crate::browser::random;

/// 32 random bytes as base64url. Lives in memory only.
pub(super) fn new() -> Secret {
    let mut bytes = [0; 32];
    random::fill(&mut bytes);
    Secret::new(URL_SAFE_NO_PAD.encode(bytes))
}

/// What is sent when the code is made: base64url of the SHA-256 of the verifier's text (as in RFC 7636 §4.2).
pub(super) fn challenge(verifier: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636() {
        let verifier = Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
