//! The tie between a QR code and the browser that made it: the challenge of a verifier (as in RFC 7636 §4.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::secret::Secret;

/// The challenge of `verifier`: base64url, without padding, of the SHA-256 of its text.
pub fn of(verifier: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()))
}

/// Whether `text` can be a challenge: 43 base64url characters that stand for 32 bytes.
pub fn is_valid(text: &str) -> bool {
    text.len() == 43 && URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636() {
        let challenge = of(&Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(is_valid(&challenge));
    }

    #[test]
    fn what_stands_for_no_hash_is_no_challenge() {
        for wrong in ["", "short", &"=".repeat(43), &"a".repeat(44), &"é".repeat(21)] {
            assert!(!is_valid(wrong), "{wrong}");
        }
    }
}
