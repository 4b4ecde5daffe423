//! The secret that proves who made a QR code. It is never in the code, so whoever films the screen has nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guard_protocol::Secret;

use crate::browser::random;

/// 32 random bytes as base64url. Lives in memory only.
pub(super) fn new() -> Secret {
    let mut bytes = [0; 32];
    random::fill(&mut bytes);
    Secret::new(URL_SAFE_NO_PAD.encode(bytes))
}
