//! How passwords are kept: argon2id, as PHC strings. Runs on the threads of the pool.

use std::cell::RefCell;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{self, CustomizedPasswordHasher, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tracing::warn;

use crate::tokens::random_bytes;

/// What the password of an unknown account is verified against, so that it takes as long as that of a known one. Its
/// output is random: nobody knows a password for it.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$LJ4yQXsruYmlDwEy0tZtlQ$B2fB/c4+2je8GGxu/cuSHn6t1KrXYHw3fTuv+2RleDo";

thread_local! {
    /// The 19 MiB that argon2 fills, kept from one password to the next: as much memory as there are threads, however
    /// many passwords come, and none of it asked of the system while they do.
    static MEMORY: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

/// argon2 in this thread's memory.
struct InThreadMemory;

impl CustomizedPasswordHasher<PasswordHash> for InThreadMemory {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> password_hash::Result<PasswordHash> {
        let algorithm = algorithm.map(Algorithm::try_from).transpose()?.unwrap_or_default();
        let version = version.map(Version::try_from).transpose()?.unwrap_or_default();
        let salt = Salt::new(salt)?;
        let mut buffer = [0; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let output = buffer.get_mut(..length).ok_or(password_hash::Error::OutputSize)?;
        MEMORY.with_borrow_mut(|memory| {
            if memory.len() < params.block_count() {
                memory.resize(params.block_count(), Block::new());
            }
            let argon2 = Argon2::new(algorithm, version, params.clone());
            argon2.hash_password_into_with_memory(password, &salt, output, memory)
        })?;
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: ParamsString::try_from(&params)?,
            salt: Some(salt),
            hash: Some(Output::new(output)?),
        })
    }
}

/// The hash of `password` under a fresh salt.
pub(super) fn hash(password: &[u8]) -> password_hash::Result<String> {
    let salt = random_bytes::<{ Salt::RECOMMENDED_LENGTH }>();
    let hash = InThreadMemory.hash_password_customized(password, &salt, None, None, Params::default())?;
    Ok(hash.to_string())
}

/// Whether `password` is the one of `hash`; without a hash it takes as long and is never right.
pub(super) fn verify(password: &[u8], hash: Option<&str>) -> bool {
    let kept = hash.and_then(|text| {
        let parsed = PasswordHash::new(text);
        parsed.inspect_err(|error| warn!(%error, "a user's password hash can't be read; set the password anew")).ok()
    });
    let known = kept.is_some();
    let Some(hash) = kept.or_else(|| PasswordHash::new(NOBODY).ok()) else { return false };
    InThreadMemory.verify_password(password, &hash).is_ok() && known
}

#[cfg(test)]
mod tests {
    use argon2::PasswordHasher as _;

    use super::*;

    #[test]
    fn what_was_hashed_here_or_by_the_crate_itself_verifies() {
        let by_crate = Argon2::default().hash_password("密码🔑".as_bytes()).unwrap().to_string();
        for hash in [hash("密码🔑".as_bytes()).unwrap(), by_crate] {
            assert!(verify("密码🔑".as_bytes(), Some(&hash)), "{hash}");
            assert!(!verify("密码".as_bytes(), Some(&hash)));
            assert!(!verify(b"", Some(&hash)));
        }
        assert_ne!(hash(b"x").unwrap(), hash(b"x").unwrap(), "every hash has a salt of its own");
    }

    #[test]
    fn memory_that_other_parameters_have_filled_does_not_matter() {
        let with = |m_cost, t_cost| {
            let argon2 = Argon2::from(Params::new(m_cost, t_cost, 1, Some(16)).unwrap());
            argon2.hash_password(b"right").unwrap().to_string()
        };
        for hash in [with(64, 1), with(40_000, 1), hash(b"right").unwrap(), with(64, 3)] {
            assert!(verify(b"right", Some(&hash)), "{hash}");
            assert!(!verify(b"wrong", Some(&hash)), "{hash}");
        }
    }

    #[test]
    fn an_unknown_account_costs_as_much_as_a_known_one_and_is_never_right() {
        let cost = |text: &str| {
            let hash = PasswordHash::new(text).unwrap();
            (hash.algorithm.to_string(), hash.version, hash.params.to_string(), hash.salt.unwrap().len())
        };
        assert_eq!(cost(NOBODY), cost(&hash(b"x").unwrap()));
        assert!(!verify(b"", None));
        assert!(!verify(b"x", Some("not a hash")));
    }
}
