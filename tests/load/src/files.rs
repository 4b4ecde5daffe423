//! Open files: each connection is one, on both sides.

use anyhow::{Context as _, Result, ensure};
use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Files that a process has open besides its connections.
const OTHERS: u64 = 100;

/// Raises the limit of this process, and so of those that it starts, as far as the system lets it; fails when that is
/// less than `connections` need.
pub(crate) fn allow(connections: usize) -> Result<()> {
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).context("the limit of open files is not to be had")?;
    if soft < hard {
        setrlimit(Resource::RLIMIT_NOFILE, hard, hard).context("the limit of open files can't be raised")?;
    }
    let needed = connections as u64 + OTHERS;
    ensure!(
        hard >= needed,
        "{needed} open files are needed and the system allows {hard}: raise it (`ulimit -Hn {needed}` as root), or ask \
         for fewer connections with --waiting"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::allow;

    #[test]
    fn more_than_the_system_allows_is_a_clear_error() {
        assert!(allow(10).is_ok());
        let error = allow(usize::MAX / 2).expect_err("no system allows so many").to_string();
        assert!(error.contains("ulimit"), "{error}");
    }
}
