//! The program as `cargo xtask load` starts it: what it says of a run that can't be.

use std::process::Command;

#[test]
fn a_run_that_cannot_be_is_neither_kept_nor_broken() {
    for (arguments, said) in [
        (&["--server", "/no/such/server", "races"][..], "/no/such/server can't be started"),
        (&["--server", "/bin/false", "--nodes", "2", "races"], "name a Postgres database"),
        (&["--server", "/bin/false", "races"], "`/bin/false --help` failed"),
        (&["--server", "/bin/false", "soak", "--for", "ten"], "invalid value 'ten'"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_guard-load")).args(arguments).output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {words}");
        assert!(words.contains(said), "{arguments:?}: {words}");
        assert!(!String::from_utf8_lossy(&output.stdout).contains("passed"), "{arguments:?}");
    }
}
