//! Browsers that are known: one in which somebody has logged in keeps a cookie that proves it. It is no login; it only
//! keeps apart the wrong passwords of its owner and those of strangers.

use guard_protocol::Secret;

use crate::tokens::{self, ServerKey};

/// What a browser keeps in which the user has logged in: an id, and the proof that we gave it out for the user.
pub(super) fn cookie(key: &ServerKey, user_id: &str) -> Secret {
    let id = tokens::random_text::<16>();
    let proof = key.device_proof(user_id, &id);
    Secret::new(format!("{id}.{}", proof.expose()))
}

/// The id in the cookie, if we gave it out for the user.
pub(super) fn proven_id<'a>(key: &ServerKey, cookie: &'a Secret, user_id: &str) -> Option<&'a str> {
    let (id, proof) = cookie.expose().split_once('.')?;
    tokens::is_same(&Secret::new(proof), &key.device_proof(user_id, id)).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_proves_one_browser_of_one_user() {
        let key = ServerKey::new([1; 64]);
        let mine = cookie(&key, "lin");
        let id = proven_id(&key, &mine, "lin").unwrap();
        assert_eq!(id.len(), 22);
        assert_ne!(cookie(&key, "lin"), mine);
        assert_eq!(proven_id(&key, &mine, "chen"), None);
        assert_eq!(proven_id(&ServerKey::new([2; 64]), &mine, "lin"), None);
        for wrong in ["", ".", "x.y", id, &format!("{id}."), &format!("x{}", mine.expose())] {
            assert_eq!(proven_id(&key, &Secret::new(wrong), "lin"), None, "{wrong}");
        }
    }
}
