//! A machine in a temporary folder, on which a stranger follows the document. Its paths and ports stand in the place of
//! the real ones; programs that would change this machine, take minutes or need the internet are stood in for by those of
//! `bin/`. The server, nginx, curl, sed and all else are the real ones.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The host of the document.
pub(crate) const HOST: &str = "login.example.com";

/// Folders of the real machine that are folders of this one.
const FOLDERS: [&str; 7] = [
    "/etc/guard-server",
    "/etc/letsencrypt",
    "/etc/nginx/sites-",
    "/etc/systemd/system",
    "/usr/local/",
    "/var/lib/guard-server",
    "/var/www/html",
];

/// A path that is given to a stand-in and touched by nobody.
const NAMED_ONLY: &str = "/usr/sbin/nologin";

/// Programs that are stood in for. `$ROOT` is the folder of the machine.
const STAND_INS: [(&str, &str); 9] = [
    // The build takes minutes, and the tests of the package have done it.
    ("cargo", include_str!("bin/cargo.sh")),
    ("sudo", include_str!("bin/sudo.sh")),
    // Of another owner nothing can be without root.
    ("install", include_str!("bin/install.sh")),
    ("useradd", include_str!("bin/useradd.sh")),
    ("apt-get", include_str!("bin/apt-get.sh")),
    // The certificate is of a test authority.
    ("certbot", include_str!("bin/certbot.sh")),
    // Starts what the unit says.
    ("systemctl", include_str!("bin/systemctl.sh")),
    ("nginx", include_str!("bin/nginx.sh")),
    ("curl", include_str!("bin/curl.sh")),
];

/// The machine. What runs on it ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Machine {
    dir: TempDir,
    ports: Ports,
}

/// The ports that stand in the place of 80, 443 and 8080.
#[derive(Clone, Copy, Debug)]
struct Ports {
    http: u16,
    https: u16,
    server: u16,
}

impl Ports {
    fn free() -> Self {
        // All are held until all are chosen, so that no two are the same.
        let held = [0; 3].map(|_| TcpListener::bind("127.0.0.1:0").expect("there is a free port"));
        let [http, https, server] = held.each_ref().map(|held| held.local_addr().expect("it is bound").port());
        Self { http, https, server }
    }
}

impl Machine {
    /// A machine with Debian's nginx, and a clone of this repository.
    pub(crate) fn new() -> Self {
        let machine = Self { dir: tempfile::tempdir().expect("a folder"), ports: Ports::free() };
        for folder in ["bin", "clone/server", "etc/nginx/sites-available", "etc/nginx/sites-enabled", "run"] {
            fs::create_dir_all(machine.path(folder)).expect("a folder can be made");
        }
        for folder in ["etc/systemd/system", "usr/local/bin", "var/lib", "var/log/nginx", "var/www/html"] {
            fs::create_dir_all(machine.path(folder)).expect("a folder can be made");
        }
        for (name, script) in STAND_INS {
            let path = machine.path("bin").join(name);
            fs::write(&path, script).expect("a stand-in can be written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be made a program");
        }
        machine.copy_deploy();
        machine.copy_nginx();
        machine
    }

    /// A path on the machine.
    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join(path.as_ref().strip_prefix("/").unwrap_or(path.as_ref()))
    }

    /// `text` with the machine's paths and ports in the place of the real ones.
    pub(crate) fn here(&self, text: &str) -> String {
        let root = self.dir.path().display().to_string();
        let text =
            FOLDERS.iter().fold(text.to_owned(), |text, folder| text.replace(folder, &format!("{root}{folder}")));
        let Ports { http, https, server } = self.ports;
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("listen [::]"));
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        text.replace("127.0.0.1:8080", &format!("127.0.0.1:{server}"))
            .replace("listen 80;", &format!("listen 127.0.0.1:{http};"))
            .replace("listen 443 ", &format!("listen 127.0.0.1:{https} "))
    }

    /// Writes a file of the document.
    pub(crate) fn write(&self, path: &Path, content: &str) {
        fs::write(self.path(path), self.here(content)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// Runs commands of the document in the clone; answers what they wrote to standard output.
    #[track_caller]
    pub(crate) fn run(&self, commands: &str, input: &str) -> String {
        let here = self.here(commands);
        self.refuse_real_paths(&here);
        let mut shell = self.command("sh");
        shell.args(["-eu", "-c", &here]).current_dir(self.path("clone"));
        let output = ended(shell, input);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "these commands failed:\n{commands}\n{said}\n{errors}\n{}", self.logs());
        said
    }

    /// A path that no folder of this machine stands in for would be one of the real machine.
    #[track_caller]
    fn refuse_real_paths(&self, commands: &str) {
        for word in commands.split(|c: char| c.is_whitespace() || "'\"=:".contains(c)) {
            let is_here =
                !word.starts_with('/') || word.starts_with("//") || Path::new(word).starts_with(self.dir.path());
            assert!(
                is_here || word == NAMED_ONLY,
                "{word} is not on the machine of the test: add its folder to `FOLDERS`"
            );
        }
    }

    /// What the server and nginx have written.
    pub(crate) fn logs(&self) -> String {
        let logs = ["run/guard-server.log", "var/log/nginx/error.log"];
        logs.map(|log| fs::read_to_string(self.path(log)).unwrap_or_default()).join("\n")
    }

    /// A program with the stand-ins before the real ones.
    pub(crate) fn command(&self, program: &str) -> Command {
        let real = std::env::var("PATH").unwrap_or_default();
        let bin = self.dir.path().join("bin");
        let mut command = Command::new(program);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GUARD_")) {
            command.env_remove(name);
        }
        let installed = self.path("usr/local/bin");
        command
            .env("PATH", format!("{}:{}:{real}:/usr/sbin", bin.display(), installed.display()))
            .env("REAL_PATH", format!("{real}:/usr/sbin"))
            .env("ROOT", self.dir.path())
            .env("BUILT", env!("CARGO_BIN_EXE_guard-server"))
            .env("HOST_NAME", HOST)
            .env("HTTP_PORT", self.ports.http.to_string())
            .env("HTTPS_PORT", self.ports.https.to_string());
        command
    }

    /// `server/deploy` of this repository with the machine's paths.
    fn copy_deploy(&self) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy");
        let to = self.path("clone/server/deploy");
        fs::create_dir_all(&to).expect("a folder can be made");
        for entry in fs::read_dir(from).expect("server/deploy is there") {
            let entry = entry.expect("it can be read");
            let text = fs::read_to_string(entry.path()).expect("it is text");
            fs::write(to.join(entry.file_name()), self.here(&text)).expect("it can be written");
        }
    }

    /// Debian's configuration of nginx with the machine's paths.
    fn copy_nginx(&self) {
        let text = fs::read_to_string("/etc/nginx/nginx.conf").expect("Debian's package nginx is installed");
        let root = self.dir.path().display();
        let text = text
            .lines()
            .filter(|line| !line.starts_with("user ") && !line.contains("conf.d"))
            .flat_map(|line| [line, "\n"])
            .collect::<String>()
            .replace("/run/nginx.pid", &format!("{root}/run/nginx.pid"))
            .replace("/var/log/nginx", &format!("{root}/var/log/nginx"))
            .replace("/etc/nginx/sites-enabled", &format!("{root}/etc/nginx/sites-enabled"));
        fs::write(self.path("etc/nginx/nginx.conf"), text).expect("it can be written");
        symlink("/etc/nginx/mime.types", self.path("etc/nginx/mime.types")).expect("it can be linked");
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        for name in ["guard-server", "nginx"] {
            if let Ok(id) = fs::read_to_string(self.path(format!("run/{name}.pid"))) {
                // One that has ended already needs no signal.
                let _ = Command::new("kill").arg(id.trim()).stderr(Stdio::null()).status();
            }
        }
    }
}

/// Runs a program with this input to its end.
pub(crate) fn ended(mut command: Command, input: &str) -> Output {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    // A program that reads nothing may have ended.
    let _ = child.stdin.take().expect("it is piped").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}
