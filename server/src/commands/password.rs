//! Asks for a password: at the terminal without showing it, else the first line of standard input. Never an argument:
//! every user of the machine can read those.

use std::io::{self, BufRead as _, IsTerminal as _};

use guard_protocol::Secret;

use super::error::CommandError;

/// The shortest password, in characters (NIST SP 800-63B).
const SHORTEST: usize = 8;
/// The longest password, in bytes: what RSA with 2,048 bits and PKCS#1 v1.5 can carry to the server.
const LONGEST: usize = 245;

/// Asks for a new password.
pub(super) fn ask_new() -> Result<Secret, CommandError> {
    let password = if io::stdin().is_terminal() {
        let password = Secret::new(rpassword::prompt_password("Password: ")?);
        if password != Secret::new(rpassword::prompt_password("Again: ")?) {
            return Err(CommandError::PasswordsDiffer);
        }
        password
    } else {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        Secret::new(line.trim_end_matches(['\r', '\n']))
    };
    fit(password)
}

fn fit(password: Secret) -> Result<Secret, CommandError> {
    match password.expose() {
        text if text.chars().count() < SHORTEST => Err(CommandError::PasswordTooShort(SHORTEST)),
        text if text.len() > LONGEST => Err(CommandError::PasswordTooLong(LONGEST)),
        _ => Ok(password),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_can_be_remembered_and_sent() {
        for (text, is_fit) in [
            (String::new(), false),
            ("1234567".to_owned(), false),
            ("山岚茶二〇二六年".to_owned(), true),
            ("x".repeat(LONGEST), true),
            ("x".repeat(LONGEST + 1), false),
        ] {
            assert_eq!(fit(Secret::new(text.clone())).is_ok(), is_fit, "{text}");
        }
    }
}
