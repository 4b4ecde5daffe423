//! Runs other programs: shows what they say, turns failure into an error that names them, and ends them when this
//! program is told to stop.
//!
//! Each program gets a process group of its own, so that what it starts in turn (compilers, browsers) ends with it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// How long a program may take to end after it was asked to.
const GRACE: Duration = Duration::from_secs(5);

static STOPPED: AtomicBool = AtomicBool::new(false);
static GROUPS: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// From now on Ctrl-C and SIGTERM end the programs that run and no new ones start; the command then fails and cleans
/// up on its way out.
pub(crate) fn stop_on_signal() -> Result<()> {
    ctrlc::set_handler(|| {
        STOPPED.store(true, Ordering::SeqCst);
        end_all();
    })
    .context("could not listen for Ctrl-C")
}

/// Asks all programs that run to end.
pub(crate) fn end_all() {
    groups(|groups| {
        for group in groups.iter() {
            // A group that has just ended needs no signal.
            let _ = killpg(*group, Signal::SIGTERM);
        }
    });
}

/// Whether this program was told to stop.
pub(crate) fn stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// A program that runs until it is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    group: Pid,
}

impl Running {
    /// Starts the program. It reads no input.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        if stopped() {
            bail!("stopped");
        }
        use std::os::unix::process::CommandExt as _;
        command.stdin(Stdio::null()).process_group(0);
        let child = command.spawn().map_err(|error| not_started(command, &error))?;
        let group = Pid::from_raw(i32::try_from(child.id()).context("a process id out of range")?);
        groups(|groups| groups.push(group));
        let running = Self { child, group };
        // A signal between the first look and the push would have missed it.
        if stopped() {
            bail!("stopped");
        }
        Ok(running)
    }

    /// Asks the program to end as Ctrl-C does.
    pub(crate) fn interrupt(&self) {
        // One that has ended needs no signal.
        let _ = killpg(self.group, Signal::SIGINT);
    }

    /// How the program ended, if it has.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().context("could not ask whether a program still runs")
    }

    fn wait(&mut self) -> Result<ExitStatus> {
        self.child.wait().context("could not wait for a program")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        groups(|groups| groups.retain(|group| *group != self.group));
        // The group may outlive its first process: a browser that a test runner left behind, for example.
        // There is nothing to be done about a group that is gone already.
        let _ = killpg(self.group, Signal::SIGTERM);
        let deadline = Instant::now() + GRACE;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = killpg(self.group, Signal::SIGKILL);
        let _ = self.child.wait();
    }
}

/// Runs the program to its end and shows what it says.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = Running::start(command)?.wait()?;
    check(command, status)
}

/// Runs the program to its end; what it says is shown only if it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    output(command).map(drop)
}

/// Runs the program to its end and hands back what it wrote to its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let mut running = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let errors = running.child.stderr.take().map(|pipe| thread::spawn(move || std::io::read_to_string(pipe)));
    let text = running.child.stdout.take().map(std::io::read_to_string).transpose();
    let errors = errors.and_then(|reader| reader.join().ok()).transpose().ok().flatten().unwrap_or_default();
    let status = running.wait()?;
    let text = text.with_context(|| format!("could not read the output of `{}`", shown(command)))?.unwrap_or_default();
    check(command, status).with_context(|| format!("{}{}", text, errors.trim_end()))?;
    Ok(text)
}

/// Runs the program to its end, shows what it writes to its standard output and hands each line of that to `line`.
/// A program that fails is no error here: its lines have said what failed.
pub(crate) fn run_lines(command: &mut Command, mut line: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    if let Some(pipe) = running.child.stdout.take() {
        for text in BufReader::new(pipe).split(b'\n') {
            let text = text.with_context(|| format!("could not read the output of `{}`", shown(command)))?;
            let text = String::from_utf8_lossy(&text);
            println!("{text}");
            line(&text);
        }
    }
    running.wait()
}

/// Runs a program that may ask the person at the terminal something.
pub(crate) fn run_at_terminal(command: &mut Command) -> Result<()> {
    if stopped() {
        bail!("stopped");
    }
    let status = command.status().map_err(|error| not_started(command, &error))?;
    check(command, status)
}

fn check(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() { Ok(()) } else { Err(anyhow!("`{}` failed ({status})", shown(command))) }
}

fn not_started(command: &Command, error: &std::io::Error) -> anyhow::Error {
    let program = command.get_program().to_string_lossy();
    match error.kind() {
        std::io::ErrorKind::NotFound => anyhow!("`{program}` was not found; install it, then run this again"),
        _ => anyhow!("could not start `{}`: {error}", shown(command)),
    }
}

/// The command as one would type it, without its environment and its program's folder.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

fn groups<T>(with: impl FnOnce(&mut Vec<Pid>) -> T) -> T {
    with(&mut GROUPS.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
}
