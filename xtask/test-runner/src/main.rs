//! The runner of the wasm tests: `wasm-bindgen-test-runner` of exactly the version in `Cargo.lock`.
//!
//! It is a package of its own because its HTTP server and WebDriver client would double the build time of `xtask`,
//! which everybody who only wants the demo has to wait for.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
