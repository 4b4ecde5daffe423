//! Passwords under the application's RSA key, as Authing v2 wants them: PKCS#1 v1.5 (RFC 8017 §7.2.1), then Base64.
//!
//! Browsers cannot do this (WebCrypto has OAEP only) and the `rsa` crate costs a visitor more than the rest of the
//! password tab, so the one operation that is needed, `m^e mod n` with public numbers, is written out here. The
//! tests decrypt with the `rsa` crate. Padding bytes come from the browser's cryptographic source.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

/// A public key that passwords are encrypted with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PasswordKey {
    /// Modulus, most significant byte first, with no leading zero.
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

/// Why a password cannot be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum PasswordKeyError {
    /// The application's `publicKey` is not what it should be.
    #[error("the application's publicKey is no RSA key in PEM (SubjectPublicKeyInfo)")]
    BadKey,
    /// The password does not fit the key.
    #[error("the password has {bytes} bytes, the application's key takes {most}")]
    TooLong {
        /// Length of the password in bytes.
        bytes: usize,
        /// The most that the key takes.
        most: usize,
    },
}

impl PasswordKey {
    /// Reads a PEM of a SubjectPublicKeyInfo (RFC 5280 §4.1) that holds an RSA key.
    pub(super) fn from_pem(pem: &str) -> Result<Self, PasswordKeyError> {
        let body: String = pem.lines().map(str::trim).filter(|line| !line.starts_with("-----")).collect();
        let der = STANDARD.decode(body).map_err(|_| PasswordKeyError::BadKey)?;
        Self::from_der(&der).ok_or(PasswordKeyError::BadKey)
    }

    fn from_der(der: &[u8]) -> Option<Self> {
        const SEQUENCE: u8 = 0x30;
        const BIT_STRING: u8 = 0x03;
        const INTEGER: u8 = 0x02;
        let (info, _) = element(der, SEQUENCE)?;
        let (_algorithm, rest) = element(info, SEQUENCE)?;
        let (bits, _) = element(rest, BIT_STRING)?;
        let (key, _) = element(bits.strip_prefix(&[0])?, SEQUENCE)?;
        let (modulus, rest) = element(key, INTEGER)?;
        let (exponent, _) = element(rest, INTEGER)?;
        let modulus = trim(modulus).to_vec();
        let exponent = trim(exponent).to_vec();
        let odd = modulus.last().is_some_and(|byte| byte & 1 == 1);
        (modulus.len() >= 64 && odd && !exponent.is_empty()).then_some(Self { modulus, exponent })
    }

    /// Encrypts `password`; `random` fills a slice with random bytes.
    pub(super) fn encrypt(&self, password: &str, random: impl FnMut(&mut [u8])) -> Result<String, PasswordKeyError> {
        let message = self.pad(password.as_bytes(), random)?;
        let modulus = Number::from_bytes(&self.modulus, self.modulus.len());
        let message = Number::from_bytes(&message, self.modulus.len());
        Ok(STANDARD.encode(modulus.power(&message, &self.exponent).to_bytes(self.modulus.len())))
    }

    fn pad(&self, message: &[u8], mut random: impl FnMut(&mut [u8])) -> Result<Vec<u8>, PasswordKeyError> {
        let most = self.modulus.len() - 11;
        if message.len() > most {
            return Err(PasswordKeyError::TooLong { bytes: message.len(), most });
        }
        let padding = self.modulus.len() - 3 - message.len();
        let mut block = vec![0; 2 + padding];
        block[1] = 2;
        for byte in &mut block[2..] {
            while *byte == 0 {
                random(std::slice::from_mut(byte));
            }
        }
        block.push(0);
        block.extend_from_slice(message);
        Ok(block)
    }
}

/// The content of the DER element with `tag` that `der` starts with, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(length), rest),
        0x81 | 0x82 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
            (bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    if first == tag { rest.split_at_checked(length) } else { None }
}

fn trim(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

/// A number of fixed length, least significant limb first.
#[derive(Clone, PartialEq, Eq)]
struct Number(Vec<u32>);

impl Number {
    fn from_bytes(bytes: &[u8], length: usize) -> Self {
        let mut limbs = vec![0; length.div_ceil(4)];
        for (index, byte) in bytes.iter().rev().enumerate() {
            limbs[index / 4] |= u32::from(*byte) << (8 * (index % 4));
        }
        Self(limbs)
    }

    fn to_bytes(&self, length: usize) -> Vec<u8> {
        (0..length).rev().map(|index| self.0[index / 4].to_le_bytes()[index % 4]).collect()
    }

    /// `base ^ exponent mod self`, by squaring; the exponent is public, so its bits need not be hidden.
    fn power(&self, base: &Self, exponent: &[u8]) -> Self {
        let mut result = Self::from_bytes(&[1], self.0.len() * 4);
        for bit in exponent.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)) {
            result = self.times(&result, &result);
            if bit == 1 {
                result = self.times(&result, base);
            }
        }
        result
    }

    /// `a * b mod self`, by doubling: slow for many numbers, small for one. Takes the same steps for every `a`.
    fn times(&self, a: &Self, b: &Self) -> Self {
        let mut sum = Self(vec![0; self.0.len()]);
        for limb in a.0.iter().rev() {
            for bit in (0..32).rev() {
                let twin = sum.clone();
                self.add(&mut sum, &twin, u32::MAX);
                self.add(&mut sum, b, (limb >> bit & 1).wrapping_neg());
            }
        }
        sum
    }

    /// `sum = sum + (other & mask) mod self`, with both below `self`.
    fn add(&self, sum: &mut Self, other: &Self, mask: u32) {
        let mut carry = 0u64;
        for (limb, add) in sum.0.iter_mut().zip(&other.0) {
            carry += u64::from(*limb) + u64::from(add & mask);
            // The low half is what stays here.
            *limb = carry as u32;
            carry >>= 32;
        }
        let mut reduced = Vec::with_capacity(sum.0.len());
        let mut borrow = 0i64;
        for (limb, take) in sum.0.iter().zip(&self.0) {
            borrow += i64::from(*limb) - i64::from(*take);
            reduced.push(borrow as u32);
            borrow >>= 32;
        }
        // Keep the difference when the sum was not below the modulus.
        let keep = ((carry as i64 + borrow >= 0) as u32).wrapping_neg();
        for (limb, reduced) in sum.0.iter_mut().zip(reduced) {
            *limb = (*limb & !keep) | (reduced & keep);
        }
    }
}

#[cfg(test)]
mod tests {
    use rsa::pkcs8::{DecodePrivateKey, EncodePublicKey, LineEnding};
    use rsa::{Pkcs1v15Encrypt, RsaPrivateKey};

    use super::*;

    /// Made for these tests alone.
    const KEYS: [&str; 2] = [include_str!("test_keys/rsa1024.pem"), include_str!("test_keys/rsa2048.pem")];

    fn random() -> impl FnMut(&mut [u8]) {
        let mut state = 7u8;
        move |bytes| {
            for byte in bytes {
                state = state.wrapping_mul(29).wrapping_add(13);
                *byte = state;
            }
        }
    }

    #[test]
    fn what_is_encrypted_here_decrypts_with_the_rsa_crate() {
        for pem in KEYS {
            let private = RsaPrivateKey::from_pkcs8_pem(pem).unwrap();
            let public = private.to_public_key().to_public_key_pem(LineEnding::LF).unwrap();
            let key = PasswordKey::from_pem(&public).unwrap();
            let longest = "x".repeat(key.modulus.len() - 11);
            for password in ["", " space kept ", "密码🔑", longest.as_str()] {
                let cipher = STANDARD.decode(key.encrypt(password, random()).unwrap()).unwrap();
                let plain = private.decrypt(Pkcs1v15Encrypt, &cipher).unwrap();
                assert_eq!(plain, password.as_bytes());
            }
        }
    }

    #[test]
    fn a_password_that_does_not_fit_is_an_error() {
        let private = RsaPrivateKey::from_pkcs8_pem(KEYS[0]).unwrap();
        let public = private.to_public_key().to_public_key_pem(LineEnding::CRLF).unwrap();
        let key = PasswordKey::from_pem(&public).unwrap();
        let error = key.encrypt(&"x".repeat(118), random()).unwrap_err();
        assert_eq!(error, PasswordKeyError::TooLong { bytes: 118, most: 117 });
    }

    #[test]
    fn what_is_no_key_is_an_error() {
        for pem in ["", "nonsense", "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----", "AAAA"] {
            assert_eq!(PasswordKey::from_pem(pem), Err(PasswordKeyError::BadKey), "{pem}");
        }
    }

    #[test]
    fn no_padding_byte_is_zero() {
        let private = RsaPrivateKey::from_pkcs8_pem(KEYS[0]).unwrap();
        let public = private.to_public_key().to_public_key_pem(LineEnding::LF).unwrap();
        let key = PasswordKey::from_pem(&public).unwrap();
        let block = key.pad(b"pw", random()).unwrap();
        assert!(block[2..block.len() - 3].iter().all(|byte| *byte != 0));
        assert_eq!((block.len(), block[0], block[1], block[block.len() - 3]), (128, 0, 2, 0));
    }
}
