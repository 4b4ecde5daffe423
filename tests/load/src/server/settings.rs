//! The configuration of the servers under load. All that differs from the server's defaults stands here.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use toml::{Table, Value};

/// The application of the server's demo mode, which has users that need no set-up.
pub(crate) const APP_ID: &str = "demo";

/// Limits that are raised where the server has them. Each visitor has an address of its own, so those per address hold
/// as they are; but all phones belong to the two accounts of the demo.
const RAISED: [(&str, i64); 2] = [("limits.scans_per_minute", 1_000_000), ("limits.confirms_per_minute", 1_000_000)];

/// Tables of the configuration that hold limits.
const LIMITS: [&str; 2] = ["limits.", "password."];

/// How long things live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lifetimes {
    /// As the server ships.
    Default,
    /// Short, so that in minutes as many end as begin.
    Short,
}

impl Lifetimes {
    /// Lifetime of a session, in s.
    pub(crate) const fn session(self) -> u32 {
        match self {
            Self::Default => 14 * 24 * 3600,
            Self::Short => 60,
        }
    }

    /// Keys that differ from the server's defaults.
    fn keys(self) -> &'static [(&'static str, i64)] {
        match self {
            Self::Default => &[],
            Self::Short => &[
                ("session.ttl_s", 60),
                ("qr.ttl_s", 30),
                ("qr.scan_extension_s", 30),
                ("qr.redeem_s", 30),
                ("password.lock_s", 30),
            ],
        }
    }
}

/// What all nodes of a site have in common: the demo's users, lifetimes, and limits as far as they are among the `known`
/// keys.
pub(crate) fn common(lifetimes: Lifetimes, known: &Known) -> Table {
    let mut table = Table::new();
    set(&mut table, "demo", true.into());
    let raised = RAISED.iter().filter(|(path, _)| known.contains_key(*path));
    for (path, value) in lifetimes.keys().iter().chain(raised) {
        set(&mut table, path, Value::Integer(*value));
    }
    table
}

/// The settings of one node, as a file of the server's.
pub(crate) fn node(common: &Table, listen: SocketAddr, public_url: &str, database: &str) -> Table {
    let mut table = common.clone();
    set(&mut table, "listen", listen.to_string().into());
    set(&mut table, "public_url", public_url.into());
    set(&mut table, "database", database.into());
    table
}

/// A key and its value, as in `limits.logins=1000`.
pub(crate) fn parse(text: &str) -> Result<(String, Value), String> {
    let (path, value) = text.split_once('=').ok_or_else(|| "write KEY=VALUE, as in qr.ttl_s=60".to_owned())?;
    let bare = || Value::String(value.to_owned());
    let value = format!("value = {value}").parse::<Table>().ok().and_then(|mut table| table.remove("value"));
    Ok((path.trim().to_owned(), value.unwrap_or_else(bare)))
}

/// Puts a value at a path with dots.
pub(crate) fn set(table: &mut Table, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            table.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let inner = table.entry(first).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

/// The keys that a server knows, each with its default.
pub(crate) type Known = BTreeMap<String, String>;

/// The keys that a server knows, by its `--help`.
pub(crate) fn known_keys(server: &Path) -> Result<Known> {
    let output = Command::new(server).arg("--help").output();
    let output = output.with_context(|| format!("{} can't be started", server.display()))?;
    ensure!(output.status.success(), "`{} --help` failed", server.display());
    Ok(keys_in(&String::from_utf8_lossy(&output.stdout)))
}

/// Each key stands first in its line, before the name of its variable; its default in brackets at the end.
fn keys_in(help: &str) -> Known {
    let keys = help.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let (key, variable) = (words.next()?, words.next()?);
        let default = line.rsplit_once('[').map_or("", |(_, brackets)| brackets);
        let default = default.split([';', ']']).next().unwrap_or_default();
        variable.starts_with("GUARD_").then(|| (key.to_owned(), default.to_owned()))
    });
    keys.collect()
}

/// The settings of a run on a line: all that were set, and every limit with its default.
pub(crate) fn describe(set: &Table, known: &Known) -> String {
    let limits = known.iter().filter(|(path, _)| LIMITS.iter().any(|table| path.starts_with(table)));
    let mut all: Known = limits.map(|(path, default)| (path.clone(), default.clone())).collect();
    flatten("", set, &mut all);
    all.iter().map(|(path, value)| format!("{path} = {value}")).collect::<Vec<_>>().join(", ")
}

fn flatten(prefix: &str, table: &Table, into: &mut Known) {
    for (key, value) in table {
        let path = format!("{prefix}{key}");
        match value {
            Value::Table(inner) => flatten(&format!("{path}."), inner, into),
            // Of the fake's alone, and still no example.
            _ if path.ends_with("_secret") => drop(into.insert(path, "…".to_owned())),
            value => drop(into.insert(path, value.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_from_the_help() {
        let help = "Options:\n  --config <FILE>  [env: GUARD_CONFIG=]\n\nKeys:\n\n  \
                    qr.ttl_s                     GUARD_QR_TTL_S      lifetime of a QR code, s [120]\n  \
                    limits.connections           GUARD_LIMITS_CONNECTIONS  open connections [10000; 1 to 1000000]\n";
        let known = keys_in(help);
        assert_eq!(known.get("qr.ttl_s").map(String::as_str), Some("120"));
        assert_eq!(known.len(), 2);
        let mut table = Table::new();
        set(&mut table, "qr.ttl_s", 7.into());
        assert_eq!(describe(&table, &known), "limits.connections = 10000, qr.ttl_s = 7");
    }

    #[test]
    fn settings_are_a_file_of_the_server() -> Result<()> {
        let known = Known::from([("limits.scans_per_minute".to_owned(), "30".to_owned())]);
        let common = common(Lifetimes::Short, &known);
        let mut settings = node(&common, "127.0.0.1:80".parse()?, "http://127.0.0.1:80", "a.db");
        let (path, value) = parse("qr.ttl_s=7").map_err(anyhow::Error::msg)?;
        set(&mut settings, &path, value);
        let text = toml::to_string(&settings)?;
        for line in ["listen = \"127.0.0.1:80\"", "demo = true", "[qr]", "ttl_s = 7", "[session]", "scans_per_minute"] {
            assert!(text.contains(line), "{line} is missing from {text}");
        }
        assert!(!text.contains("confirms_per_minute"), "the server would not start with a key that it does not know");
        assert_eq!(parse("log=text").map_err(anyhow::Error::msg)?.1, Value::String("text".to_owned()));
        assert!(parse("log").is_err());
        Ok(())
    }
}
