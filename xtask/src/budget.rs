//! What a visitor's login may weigh.

/// The files that are fetched before anybody can log in.
pub(crate) const LOGIN_PATH: &[&str] = &["guard-widget.js", "guard_bg.wasm"];

/// The most that the login path may weigh with brotli 11: 80 KB, where 1 KB is 1,024 bytes.
pub(crate) const LOGIN_PATH_BYTES: usize = 80 * 1024;
