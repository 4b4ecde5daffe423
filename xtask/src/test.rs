//! `cargo xtask test`: every check, the quick ones first, and a last line that counts them.
//!
//! All cargo commands but the release build of the widget share `target/` and one set of flags: what one of them has
//! compiled, the next uses.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::Result;

use crate::cli::TestArgs;
use crate::postgres::Cluster;
use crate::server::Stores;
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{backends, compat, dist, examples, faults, files, load, page, process, report, server, setup, size, style};

const WASM: &[&str] = &["--target", "wasm32-unknown-unknown"];
const STRICT: &[&str] = &["--", "-D", "warnings"];

/// Chromium's switches for the wasm tests: no window, and no traffic of its own.
const BROWSER_SWITCHES: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
];

/// The fault runs that every test has: always the same ones, so that what fails is what was changed.
const FAULT_RUNS: u32 = 25;
const FAULT_SEED: u32 = 1;
const PAGE_RUNS: u32 = 15;

/// Runs all checks. The last line that it prints is `N passed, N failed`.
pub(crate) fn run(workspace: &Workspace, args: &TestArgs) -> Result<ExitCode> {
    let mut checks = Checks { started: Instant::now(), keep_going: args.keep_going, tally: Tally::default() };
    let ended =
        if args.spec.is_empty() { all(workspace, &mut checks) } else { specs(workspace, &args.spec, &mut checks) };
    if let Err(error) = ended {
        if process::stopped() {
            return Err(error);
        }
        report::note(&format!("{error:#}"));
    }
    report::note(&format!("all in all {}", report::seconds(checks.started.elapsed())));
    let Tally { passed, failed } = checks.tally;
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn all(workspace: &Workspace, checks: &mut Checks) -> Result<()> {
    checks.check("set up for builds", || setup::for_builds(workspace))?;
    quick(workspace, checks)?;
    mini_program(workspace, checks)?;
    dependencies(workspace, checks)?;
    lints(workspace, checks)?;
    checks.tests("native tests", &mut workspace.cargo(&["test", "--workspace", "--quiet"]))?;
    postgres_tests(workspace, checks)?;
    operating(workspace, checks)?;
    checks.check("set up the browser", || setup::browser(workspace))?;
    wasm_tests(workspace, checks)?;
    checks.check("build the package", || dist::build(workspace))?;
    package(workspace, checks)?;
    checks.check("weigh the package", || size::check(workspace))?;
    checks.check("build the hosted page", || page::build(workspace))?;
    checks.check("build the examples", || examples::build(workspace))?;
    end_to_end(workspace, &[], checks)?;
    checks.check("build the server of the fault runs", || faults::build_server(workspace))?;
    checks.tests("fault runs", &mut faults::command(workspace, faults::Program::Network, FAULT_RUNS, FAULT_SEED))?;
    checks
        .tests("fault runs on a page", &mut faults::command(workspace, faults::Program::Page, PAGE_RUNS, FAULT_SEED))?;
    // The native tests have built the visitors' program, and the end-to-end tests the server.
    checks.tests("samples of the load", &mut load::sample(workspace))
}

/// Only what these specs need.
fn specs(workspace: &Workspace, specs: &[String], checks: &mut Checks) -> Result<()> {
    checks.check("set up for builds", || setup::for_builds(workspace))?;
    checks.check("set up the browser", || setup::browser(workspace))?;
    checks.check("build the package", || dist::build(workspace))?;
    checks.check("build the hosted page", || page::build(workspace))?;
    if specs.iter().any(|spec| spec.contains("examples")) {
        checks.check("build the examples", || examples::build(workspace))?;
    }
    end_to_end(workspace, specs, checks)
}

/// Checks that need next to no compiling.
fn quick(workspace: &Workspace, checks: &mut Checks) -> Result<()> {
    checks.command("formatting", &mut workspace.cargo(&["fmt", "--all", "--check"]))?;
    checks.check("style sheet", || style::check(workspace))?;
    checks.tests("tests of the element's shim", &mut node_tests(workspace, "npm/test", None)?)?;
    checks.tests("tests of the benchmark", &mut node_tests(workspace, "bench/test", None)?)?;
    checks.tests("tests of the apps to try bundlers with", &mut node_tests(workspace, "compat/test", None)?)
}

/// The mini program as it is uploaded: its types, WeChat's own compilers, and its source run by the fake phone and by the
/// drawn one.
fn mini_program(workspace: &Workspace, checks: &mut Checks) -> Result<()> {
    let folder = workspace.path("miniprogram");
    checks.check("set up the mini program", || setup::npm_ci(workspace, &folder))?;
    for (name, script) in [("types of the mini program", "check"), ("WeChat's compilers", "compile")] {
        let mut npm = workspace.command("npm");
        npm.args(["run", "--silent", script]).current_dir(&folder);
        checks.command(name, &mut npm)?;
    }
    checks.tests("tests of the mini program", &mut node_tests(workspace, "miniprogram/test", None)?)?;
    let fake_phone = node_tests(workspace, "tests/fake-phone/test", two_at_a_time(workspace));
    checks.tests("tests of the fake phone", &mut fake_phone?)?;
    checks.tests("tests of the drawn phone", &mut node_tests(workspace, "miniprogram/browser/test", None)?)
}

/// What the crates that this is built from may be: see `deny.toml`.
fn dependencies(workspace: &Workspace, checks: &mut Checks) -> Result<()> {
    let mut program = None;
    checks.check("set up the check of licences and sources", || {
        program = Some(setup::cargo_deny(workspace)?);
        Ok(())
    })?;
    let Some(program) = program else { return Ok(()) };
    let mut deny = workspace.command(program);
    deny.args(["--workspace", "--locked", "--all-features", "check", "bans", "licenses", "sources"]);
    checks.command("licences and sources", &mut deny)
}

/// What lets Node run two files of tests at a time, from version 20.10 on. They must not share anything.
fn two_at_a_time(workspace: &Workspace) -> Option<&'static str> {
    let option = "--test-concurrency=2";
    let known = workspace.command("node").args([option, "--version"]).output();
    known.is_ok_and(|tried| tried.status.success()).then_some(option)
}

/// The tests of a folder, run by Node with this option.
pub(crate) fn node_tests(workspace: &Workspace, folder: &str, option: Option<&str>) -> Result<Command> {
    let folder = workspace.path(folder);
    // By name: Node takes every file below a folder called `test` for one, and those in `typing/` need the package.
    let tests = files::list(&folder)?.into_iter().filter(|path| path.to_string_lossy().ends_with(".test.js"));
    let mut node = workspace.command("node");
    node.args(["--test", "--test-reporter=spec"]).args(option).args(tests).current_dir(folder);
    Ok(node)
}

fn lints(workspace: &Workspace, checks: &mut Checks) -> Result<()> {
    let widget = ["clippy", "--package", "guard-widget"];
    let element = [&["clippy", "--package", "guard-element"][..], WASM, STRICT].concat();
    let page = [&widget[..], &["--bin", "guard-page", "--features", "page"], WASM, STRICT].concat();
    // In one build with the element's crate: an app that has both gets the features of both, and all must be there.
    let example = [&["clippy", "--package", "yew-app", "--package", "guard-element"][..], WASM, STRICT].concat();
    let browser = [&widget[..], &["--test", "widget"], WASM, STRICT].concat();
    let native = [&["clippy", "--workspace", "--all-targets"][..], STRICT].concat();
    checks.command("lints of the element", &mut workspace.cargo(&element))?;
    checks.command("lints of the hosted page", &mut workspace.cargo(&page))?;
    checks.command("lints of the browser tests", &mut workspace.cargo(&browser))?;
    checks.command("lints of the example app", &mut workspace.cargo(&example))?;
    checks.command("lints of everything native", &mut workspace.cargo(&native))?;
    for (name, more) in [
        ("documentation", &["--workspace"][..]),
        ("documentation of the element", &[&["--package", "guard-element"], WASM].concat()),
    ] {
        let mut doc = workspace.cargo(&[&["doc", "--no-deps"], more].concat());
        checks.command(name, doc.env("RUSTDOCFLAGS", "-D warnings"))?;
    }
    Ok(())
}

/// The tests that need a Postgres; without one they are ignored, and would fail.
fn postgres_tests(workspace: &Workspace, checks: &mut Checks) -> Result<()> {
    let mut postgres = None;
    checks.check("start Postgres", || {
        postgres = Some(Cluster::start(workspace)?);
        Ok(())
    })?;
    let Some(postgres) = postgres else { return Ok(()) };
    let mut cargo = workspace.cargo(&["test", "--package", "guard-server", "--quiet"]);
    cargo.args([
        "--test",
        "conformance",
        "--test",
        "nodes",
        "--test",
        "database_away",
        "--test",
        "copy",
        "--",
        "--ignored",
    ]);
    checks.tests("tests on Postgres", cargo.env("GUARD_TEST_POSTGRES", postgres.url()))
}

/// `docs/operating.md` as a stranger follows it, behind Debian's nginx. Ignored unless asked for: it needs the set-up.
fn operating(workspace: &Workspace, checks: &mut Checks) -> Result<()> {
    checks.check("set up nginx", || setup::for_operating(workspace))?;
    let test = ["test", "--quiet", "--package", "guard-server", "--test", "operating", "--", "--ignored"];
    checks.tests("the way of docs/operating.md to a running site", &mut workspace.cargo(&test))
}

fn wasm_tests(workspace: &Workspace, checks: &mut Checks) -> Result<()> {
    let mut build = workspace.cargo(&["build", "--package", "xtask-test-runner"]);
    checks.command("build the runner of the wasm tests", &mut build)?;
    let switches = serde_json::json!({ "goog:chromeOptions": { "args": BROWSER_SWITCHES, "binary": setup::CHROMIUM } });
    let settings = workspace.target("webdriver.json");
    files::write(&settings, switches.to_string())?;
    // By name: the crate's other tests are native ones.
    let arguments = [&["test", "--package", "guard-widget", "--test", "widget"], WASM].concat();
    let mut cargo = workspace.cargo(&arguments);
    cargo
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", workspace.target("debug/xtask-test-runner"))
        .env("CHROMEDRIVER", setup::CHROMEDRIVER)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    checks.tests("tests of the components in Chromium", &mut cargo)
}

/// The package as apps install it: its exports, and its typings with the compilers and frameworks that people use.
fn package(workspace: &Workspace, checks: &mut Checks) -> Result<()> {
    let folder = workspace.path("npm/test/typing");
    checks.check("set up the tests of the package", || setup::npm_ci(workspace, &folder))?;
    let mut node = workspace.command("node");
    node.args(["--test", "--test-reporter=spec", "typing.js", "exports.js"])
        .current_dir(folder)
        .env("GUARD_DIST_DIR", workspace.dist_dir());
    checks.tests("tests of the package and its typings", &mut node)
}

fn end_to_end(workspace: &Workspace, specs: &[String], checks: &mut Checks) -> Result<()> {
    let folder = workspace.path("tests/e2e");
    checks.check("set up the end-to-end tests", || {
        anyhow::ensure!(
            folder.join("package.json").is_file(),
            "NO END-TO-END TESTS: tests/e2e/package.json is missing"
        );
        setup::npm_ci(workspace, &folder)?;
        // What draws the sheets that the browser prints.
        setup::programs(workspace, &[("pdftoppm", "poppler-utils")])?;
        // Both phones are made of what the mini program is checked with.
        setup::npm_ci(workspace, &workspace.path("miniprogram"))
    })?;
    let mut program = None;
    checks.check("build the server", || {
        program = Some(server::build(workspace, Stores::All)?);
        Ok(())
    })?;
    let Some(program) = program else { return Ok(()) };
    if specs.is_empty() {
        checks.tests("bundlers", &mut compat::command(workspace, &program, compat::CHOSEN))?;
    }
    if specs.is_empty() {
        backend_examples(workspace, &program, checks)?;
    }
    checks.command("build the reader of QR codes", &mut workspace.cargo(&["build", "--package", "qr-reader"]))?;
    checks.command("build the fake WeChat", &mut workspace.cargo(&["build", "--package", "guard-fake-wechat"]))?;
    let mut playwright = workspace.command("npx");
    playwright
        .args(["--no-install", "playwright", "test", "--reporter=list"])
        .args(specs)
        .current_dir(folder)
        .env("GUARD_SERVER_BIN", program)
        .env("GUARD_DIST_DIR", workspace.dist_dir())
        .env("GUARD_PATHS", size::paths(workspace)?.to_string())
        .env("GUARD_PAGE_DIR", workspace.page_dir())
        .env("GUARD_EXAMPLES_DIR", examples::folder(workspace))
        .env("FAKE_WECHAT", workspace.target("debug/fake-wechat"))
        .env("QR_READER", workspace.target("debug/qr-reader"))
        .env("CHROMIUM", setup::CHROMIUM)
        .env("HEADLESS_SHELL", setup::HEADLESS_SHELL);
    checks.tests("end-to-end tests", &mut playwright)
}

/// The backends of `examples/backends` whose languages are there anyway.
fn backend_examples(workspace: &Workspace, server: &Path, checks: &mut Checks) -> Result<()> {
    let mut tests = None;
    checks.check("set up the backends", || {
        tests = Some(backends::command(workspace, server, backends::CHOSEN)?);
        Ok(())
    })?;
    tests.map_or(Ok(()), |mut tests| checks.tests("backends that verify logins", &mut tests))
}

/// The checks so far.
#[derive(Debug)]
struct Checks {
    started: Instant,
    keep_going: bool,
    tally: Tally,
}

impl Checks {
    /// A step that counts as one check.
    fn check(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let result = report::step(name, work);
        match &result {
            Ok(()) => self.tally.passed += 1,
            Err(_) => self.tally.failed += 1,
        }
        self.go_on(result)
    }

    /// A command that counts as one check.
    fn command(&mut self, name: &str, command: &mut Command) -> Result<()> {
        self.check(name, || process::run(command))
    }

    /// A command that counts its tests itself.
    fn tests(&mut self, name: &str, command: &mut Command) -> Result<()> {
        let mut tally = Tally::default();
        let result = report::step(name, || {
            let status = process::run_lines(command, |line| tally.read(line))?;
            anyhow::ensure!(status.success() && tally.failed == 0, "{name} failed ({status})");
            anyhow::ensure!(tally.passed > 0, "{name}: no test ran");
            Ok(())
        });
        // What could not be built or started has reported no failure of its own.
        if result.is_err() && tally.failed == 0 {
            tally.failed = 1;
        }
        self.tally.add(tally);
        self.go_on(result)
    }

    fn go_on(&self, result: Result<()>) -> Result<()> {
        match result {
            Err(error) if self.keep_going && !process::stopped() => {
                report::note(&format!("{error:#}"));
                Ok(())
            }
            other => other,
        }
    }
}
