//! `docs/mini-program.md` and its Chinese twin: what they tell an operator to write is right, and both tell the same. A user's
//! try, with the fake WeChat in the place of the real one, does nothing else than what stands there.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use guard_fake_wechat::{FakeWeChat, MiniProgram, Person};
use guard_protocol::{Secret, challenge, paths};
use guard_server::config::{Config, Environment, help};
use serde_json::{Value, json};
use support::said;

const ENGLISH: &str = include_str!("../../docs/mini-program.md");
const CHINESE: &str = include_str!("../../docs/mini-program.zh-CN.md");

/// The opening lines and contents of all blocks.
fn blocks(guide: &str) -> Vec<(&str, String)> {
    let mut lines = guide.lines();
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        let Some(opening) = line.strip_prefix("```") else { continue };
        blocks
            .push((opening, lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect()));
    }
    blocks
}

fn block(guide: &str, opening: &str) -> String {
    let found = blocks(guide).into_iter().find(|(line, _)| *line == opening);
    found.unwrap_or_else(|| panic!("no block {opening}")).1
}

/// The configuration of step 2, with this machine's folders, written as a file.
fn configuration(guide: &str, dir: &Path) -> std::path::PathBuf {
    let text = block(guide, "toml file=/etc/guard-server/guard.toml");
    let here = dir.display().to_string();
    let text = text.replace("/usr/local/share/guard-server/dist", &here);
    let text = text.replace("/usr/local/share/guard-server/page", &here).replace("/var/lib/guard-server", &here);
    let file = dir.join("guard.toml");
    std::fs::write(&file, text).unwrap();
    file
}

/// `check-config --wechat` on the guide's configuration, with the AppSecret where the guide puts it.
fn check(guide: &str, dir: &Path, wechat: &FakeWeChat) -> (bool, String) {
    let line = blocks(guide).into_iter().find_map(|(_, text)| {
        let secret = text.split_once("GUARD_APP_WECHAT_APP_SECRET=")?.1.to_owned();
        secret.split_once('\'').map(|(secret, _)| secret.to_owned())
    });
    let mut command = support::command();
    command.args(["--config", &configuration(guide, dir).display().to_string(), "check-config", "--wechat"]);
    command.env("GUARD_APP_WECHAT_APP_SECRET", line.unwrap()).env("GUARD_WECHAT_API", &wechat.url);
    let output = command.output().unwrap();
    (output.status.success(), said(&output.stdout))
}

fn mini_program() -> MiniProgram {
    MiniProgram {
        app_id: "wx0123456789abcdef".to_owned(),
        app_secret: "0123456789abcdef0123456789abcdef".to_owned(),
        published: vec!["pages/confirm/confirm".to_owned()],
        ..MiniProgram::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn check_config_takes_the_guides_configuration_and_says_what_wechat_says() {
    let wechat = FakeWeChat::start(mini_program()).await.unwrap();
    for guide in [ENGLISH, CHINESE] {
        let dir = tempfile::tempdir().unwrap();
        let (is_well, output) = check(guide, dir.path(), &wechat);
        assert!(is_well && output.starts_with("ok\n") && output.contains("WeChat        ok"), "{output}");
    }
    wechat.change(|mini_program| mini_program.published.clear());
    let dir = tempfile::tempdir().unwrap();
    let (is_well, output) = check(ENGLISH, dir.path(), &wechat);
    assert!(!is_well && output.contains("or is not published with it (errcode 41030)"), "{output}");
}

#[test]
fn the_configuration_has_every_key_and_says_of_the_defaults_what_they_are() {
    for guide in [ENGLISH, CHINESE] {
        let dir = tempfile::tempdir().unwrap();
        let environment = Environment::from_iter([("GUARD_APP_WECHAT_APP_SECRET", "s")]);
        let config = Config::load(Some(&configuration(guide, dir.path())), &environment).unwrap();
        let wechat = config.app.unwrap().wechat.unwrap();
        assert_eq!(wechat.terms.len(), 2);
        let text = block(guide, "toml file=/etc/guard-server/guard.toml");
        for key in help::keys() {
            let Some(name) = key.path.strip_prefix("app.wechat.") else { continue };
            let written =
                text.lines().find_map(|line| line.trim_start_matches("# ").strip_prefix(&format!("{name} = ")));
            let written = written.unwrap_or_else(|| panic!("the guide leaves out {}", key.path));
            let default = written.trim_matches('"');
            if !key.default.is_empty() {
                assert_eq!(default, key.default.trim_matches('"'), "{}", key.path);
            }
        }
    }
}

#[test]
fn both_languages_tell_the_same() {
    let (english, chinese) = (blocks(ENGLISH), blocks(CHINESE));
    let openings = |blocks: &[(&str, String)]| blocks.iter().map(|(line, _)| (*line).to_owned()).collect::<Vec<_>>();
    assert_eq!(openings(&english), openings(&chinese));
    for ((opening, english), (_, chinese)) in english.iter().zip(&chinese) {
        if opening.starts_with("sh") || *opening == "console" {
            assert_eq!(english, chinese, "commands");
        }
    }
    let shape = |guide: &str| {
        let of = |line: &str| match line {
            line if line.starts_with('#') => Some(line.chars().take_while(|c| *c == '#').collect::<String>()),
            line if line.starts_with("| ") => Some("|".to_owned()),
            _ => None,
        };
        guide.lines().filter_map(of).collect::<Vec<_>>()
    };
    assert_eq!(shape(ENGLISH), shape(CHINESE), "headings and rows of tables");
    // What is searched for in a log or written into a file is no word to translate.
    let told = |guide: &str| {
        let numbers = guide.match_indices("errcode ").map(|(at, words)| at + words.len());
        numbers.map(|at| guide[at..].chars().take_while(char::is_ascii_digit).collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(told(ENGLISH), told(CHINESE));
}

/// What the log says stands in the source as it stands in the guide.
#[test]
fn the_log_says_what_the_guide_says_it_does() {
    let source = [include_str!("../src/wechat/error.rs"), include_str!("../src/wechat/gates.rs")]
        .concat()
        .replace("\\\n         ", "");
    let table = ENGLISH.split("## When something is wrong").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<_> = table.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    let said: Vec<_> = rows.iter().filter_map(|row| row.split('|').nth(2)?.trim().strip_prefix('`')).collect();
    assert!(said.len() >= 7, "{rows:#?}");
    for words in said {
        let words = words.trim_end_matches('`');
        assert!(source.contains(words), "the server never says {words}");
    }
}

/// What the person reads stands in the mini program's words.
#[test]
fn the_person_sees_what_the_guide_says_they_do() {
    let words = |text: &str| text.replace(['\n', ' '], "");
    let pairs = [
        (ENGLISH, include_str!("../../miniprogram/source/words/en.js"), ['"', '"']),
        (CHINESE, include_str!("../../miniprogram/source/words/zh-CN.js"), ['“', '”']),
    ];
    for (guide, source, [open, close]) in pairs {
        let heading = if open == '"' { "## When something is wrong" } else { "## 出错时" };
        let table = guide.split(heading).nth(1).unwrap().split("\n## ").next().unwrap();
        let mut seen = 0;
        for row in table.lines().filter(|line| line.starts_with(&format!("| {open}"))) {
            let quoted = row.split('|').nth(1).unwrap().trim().trim_start_matches(open).trim_end_matches(close);
            assert!(words(source).contains(&words(quoted)), "the mini program never says {quoted}");
            seen += 1;
        }
        assert_eq!(seen, 9);
    }
}

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended by itself needs no end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn answers(url: &str) {
    let end = Instant::now() + Duration::from_secs(20);
    while reqwest::get(url).await.is_err() {
        assert!(Instant::now() < end, "nobody answers at {url}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_try_without_wechat_logs_somebody_in() {
    // The ports of the guide may be in use here, so others take their place.
    let port = || std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let port = port();
    let wechat = FakeWeChat::start(mini_program()).await.unwrap();
    let asked = block(ENGLISH, "sh step=wechat");
    let (openid, number) = asked.trim().rsplit_once(' ').unwrap().1.split_once(':').unwrap();
    wechat.add(Person::new(openid, number));

    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("try")).unwrap();
    std::fs::create_dir_all(dir.path().join("dist")).unwrap();
    let text = block(ENGLISH, "toml file=try/guard.toml");
    let text =
        text.replace("http://127.0.0.1:8081", &wechat.url).replace("127.0.0.1:8080", &format!("127.0.0.1:{port}"));
    std::fs::write(dir.path().join("try/guard.toml"), text).unwrap();
    let command = block(ENGLISH, "sh step=server");
    let arguments: Vec<_> = command.split_whitespace().skip(1).collect();
    let start = |more: &[&str]| -> Command {
        let mut command = support::command();
        command.args(&arguments).args(more).current_dir(dir.path());
        command
    };
    let checked = start(&["check-config", "--wechat"]).output().unwrap();
    assert!(checked.status.success(), "{}{}", said(&checked.stdout), said(&checked.stderr));
    let _server = Running(start(&[]).stdout(Stdio::null()).spawn().unwrap());
    let server = format!("http://127.0.0.1:{port}");
    answers(&format!("{server}/readyz")).await;

    let http = reqwest::Client::new();
    let origin = block(ENGLISH, "toml file=try/guard.toml");
    let origin = origin.lines().find_map(|line| line.strip_prefix("allowed_origins = [\"")).unwrap();
    let post = async |path: &str, body: Value| -> Value {
        let request = http.post(format!("{server}{path}")).header("x-authing-app-id", "my-app").json(&body);
        request.header("origin", origin.trim_end_matches("\"]")).send().await.unwrap().json().await.unwrap()
    };
    let challenge = challenge::of(&Secret::new("v".repeat(43)));
    let code = post(paths::QRCODE_GENE, json!({ "challenge": challenge })).await;
    let scene = code["data"]["random"].as_str().unwrap_or_else(|| panic!("{code}"));
    let opened =
        post(paths::MINI_PROGRAM_OPEN, json!({ "code": wechat.login_code(openid), "scene": scene, "entry": 1047 }))
            .await;
    assert_eq!(
        (opened["data"]["status"].as_i64(), &opened["data"]["context"]["appName"]),
        (Some(1), &"My shop".into())
    );
}
