//! What the nodes' logs say went wrong.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

/// The lines that tell of a fault, counted: errors, and what is no log line at all, as a panic's words are.
pub(crate) fn faults(path: &Path) -> Result<Vec<String>> {
    let text = std::fs::read(path).context("the log of a node can't be read")?;
    Ok(faults_in(&String::from_utf8_lossy(&text)))
}

fn faults_in(text: &str) -> Vec<String> {
    let mut found = BTreeMap::<String, u32>::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str::<Value>(line) {
            Ok(entry) if entry["level"] != "ERROR" => {}
            Ok(entry) => {
                let [message, error] = ["message", "error"].map(|field| entry[field].as_str().unwrap_or_default());
                *found.entry(format!("{message} {error}").trim().to_owned()).or_default() += 1;
            }
            Err(_) => *found.entry(line.to_owned()).or_default() += 1,
        }
    }
    found.into_iter().map(|(line, count)| format!("{count} × in the log: {line}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_and_panics_are_found() {
        let log = "{\"level\":\"INFO\",\"message\":\"fine\"}\n{\"level\":\"ERROR\",\"message\":\"unhealthy\",\"error\":\"x\"}\n\
                   {\"level\":\"ERROR\",\"message\":\"unhealthy\",\"error\":\"x\"}\nthread 'main' panicked at a.rs\n";
        let expected = ["2 × in the log: unhealthy x", "1 × in the log: thread 'main' panicked at a.rs"];
        assert_eq!(faults_in(log), [expected[1], expected[0]]);
    }
}
