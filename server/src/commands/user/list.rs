//! `user list`.

use std::io;

use clap::Args;
use guard_server::clock::rfc3339;
use guard_server::config::Config;
use guard_server::store::{Account, SLICE};
use serde::Serialize;

use crate::commands::context::open_store;
use crate::commands::error::CommandError;
use crate::commands::table::{self, Listed, cell};

/// How the list is to look.
#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    /// One JSON array instead of a table.
    #[arg(long)]
    json: bool,
}

/// A line of the list. It has what names a user, and no secret.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    id: String,
    username: Option<String>,
    email: Option<String>,
    /// Its last digits.
    phone: Option<String>,
    nickname: Option<String>,
    created_at: String,
    disabled_at: Option<String>,
}

impl From<Account> for Entry {
    fn from(account: Account) -> Self {
        let Account { user, created_at, disabled_at } = account;
        Self {
            id: user.id,
            username: user.username,
            email: user.email,
            phone: user.phone.as_deref().map(masked),
            nickname: user.nickname,
            created_at: rfc3339(created_at).unwrap_or_default(),
            disabled_at: disabled_at.and_then(rfc3339),
        }
    }
}

impl Listed for Entry {
    const HEADS: &'static [&'static str] = &["ID", "USERNAME", "E-MAIL", "PHONE", "NICKNAME", "ADDED", "DISABLED"];

    fn cells(&self) -> Vec<String> {
        [&self.username, &self.email, &self.phone, &self.nickname]
            .into_iter()
            .fold(vec![cell(Some(&self.id))], |mut cells, text| {
                cells.push(cell(text.as_deref()));
                cells
            })
            .into_iter()
            .chain([self.created_at.clone(), cell(self.disabled_at.as_deref())])
            .collect()
    }
}

/// Prints everybody.
pub(super) async fn run(args: ListArgs, config: &Config) -> Result<(), CommandError> {
    let store = open_store(config).await?;
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        let slice = store.accounts(entries.last().map(|entry| entry.id.as_str())).await?;
        let is_last = slice.len() < SLICE as usize;
        entries.extend(slice.into_iter().map(Entry::from));
        if is_last {
            break;
        }
    }
    Ok(table::write(&mut io::stdout().lock(), &entries, args.json)?)
}

/// A phone number by its last two digits: enough to tell two of them apart.
fn masked(phone: &str) -> String {
    let count = phone.chars().count();
    let shown = if count > 4 { 2 } else { 0 };
    let hidden = "*".repeat(count - shown);
    hidden.chars().chain(phone.chars().skip(count - shown)).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn phone_numbers_are_masked() {
        assert_eq!(masked("13800000001"), "*********01");
        assert_eq!(masked("1234"), "****");
        assert_eq!(masked(""), "");
    }
}
