//! `docs/operating.md`, followed to its end by somebody who does nothing else than what it says: a site over https behind
//! Debian's nginx. It needs nginx, openssl, curl and systemd-analyze, so it is ignored unless asked for, and fails without
//! them: `cargo test --package guard-server --test operating -- --ignored`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "tests")]

mod document;
mod machine;
#[path = "../support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use document::{Block, blocks};
use guard_protocol::{Secret, challenge};
use machine::{HOST, Machine};
use rsa::RsaPublicKey;
use rsa::pkcs8::DecodePublicKey as _;
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery";

/// The other ways of the document, so that none is there by a slip of the pen.
const OTHER_WAYS: [&str; 6] = ["another-host", "caddy", "postgres", "copy", "container", "journal"];

/// The machine after all that the document says was done.
fn followed() -> Machine {
    let machine = Machine::new();
    let mut ways = Vec::new();
    for block in blocks(include_str!("../../../docs/operating.md")) {
        match block {
            Block::File { path, content } => machine.write(&path, &content),
            Block::Commands { text, asks_password } => {
                machine.run(&text, &if asks_password { format!("{PASSWORD}\n") } else { String::new() });
            }
            Block::OtherWay { name } => ways.push(name),
        }
    }
    assert_eq!(ways, OTHER_WAYS);
    machine
}

/// What the site answers, over https through nginx, to a visitor of the loopback address `from`.
fn ask(machine: &Machine, from: &str, path: &str, token: Option<&str>, body: Option<&Value>) -> Value {
    let mut curl = machine.command("curl");
    curl.args(["--fail-with-body", "--interface", from, "--header", "x-authing-app-id: my-app"]);
    curl.args(["--header", &format!("origin: https://{HOST}"), "--header", "x-forwarded-for: 6.6.6.6"]);
    if let Some(token) = token {
        curl.args(["--header", &format!("authorization: Bearer {token}")]);
    }
    if let Some(body) = body {
        curl.args(["--header", "content-type: application/json", "--data", &body.to_string()]);
    }
    curl.arg(format!("https://{HOST}{path}"));
    let output = machine::ended(curl, "");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    let answer: Value =
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{path}: {text}{errors}{}", machine.logs()));
    assert_eq!(answer["code"], 200, "{path}: {answer}");
    answer["data"].clone()
}

fn log_in(machine: &Machine) -> String {
    let config = ask(machine, "127.0.0.1", &support::public_config("my-app"), None, None);
    let key = RsaPublicKey::from_public_key_pem(config["publicKey"].as_str().unwrap()).unwrap();
    let body = json!({ "account": "ada", "password": support::encrypt(&key, PASSWORD) });
    let user = ask(machine, "127.0.0.1", guard_protocol::paths::LOGIN_ACCOUNT, None, Some(&body));
    assert_eq!(user["nickname"], "Ada");
    user["token"].as_str().unwrap().to_owned()
}

#[test]
#[ignore = "needs nginx, openssl, curl and systemd-analyze"]
fn the_document_leads_to_a_running_site() {
    let machine = followed();
    let verify = |arguments: &[&str]| {
        let mut command = machine.command("systemd-analyze");
        command.args(arguments).arg(machine.path("etc/systemd/system/guard-server.service"));
        let output = machine::ended(command, "");
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{said}");
        said
    };
    let said = verify(&["verify"]);
    assert!(!said.contains("guard-server.service"), "{said}");
    // 0 is no exposure, 100 the most.
    verify(&["security", "--offline=true", "--no-pager", "--threshold=15"]);

    let token = log_in(&machine);
    the_address_that_counts_is_the_visitors(&machine, &token);
    a_long_poll_passes_the_proxy(&machine);
    plain_http_leads_to_https(&machine);
    let audit = machine.logs();
    assert!(audit.contains("\"qr_scanned\"") && audit.contains("\"127.0.5.7\""), "{audit}");
}

/// The phone is told the network of the browser as nginx saw it, whatever the browser says of itself.
fn the_address_that_counts_is_the_visitors(machine: &Machine, token: &str) {
    let challenge = challenge::of(&Secret::new("a verifier of this test"));
    let gene = json!({ "challenge": challenge });
    let code = ask(machine, "127.0.5.7", guard_protocol::paths::QRCODE_GENE, None, Some(&gene));
    let scan = json!({ "random": code["random"] });
    let scanned = ask(machine, "127.0.5.7", guard_protocol::paths::QRCODE_SCANNED, Some(token), Some(&scan));
    assert_eq!(scanned["context"]["network"], "127.0.5.*", "{scanned}");
}

fn a_long_poll_passes_the_proxy(machine: &Machine) {
    let verifier = "another verifier of this test";
    let gene = json!({ "challenge": challenge::of(&Secret::new(verifier)) });
    let code = ask(machine, "127.0.0.1", guard_protocol::paths::QRCODE_GENE, None, Some(&gene));
    let poll = json!({ "random": code["random"], "verifier": verifier, "seq": 0, "wait": 4 });
    let started = Instant::now();
    let looked = ask(machine, "127.0.0.1", guard_protocol::paths::QRCODE_CHECK, None, Some(&poll));
    assert_eq!(looked["status"], 0, "{looked}");
    assert!(started.elapsed() > Duration::from_secs(3), "it did not wait: {:?}", started.elapsed());
}

fn plain_http_leads_to_https(machine: &Machine) {
    let head =
        machine.run("curl --head --header 'Host: login.example.com' \"http://127.0.0.1:$HTTP_PORT/login?x=1\"", "");
    assert!(head.starts_with("HTTP/1.1 301") && head.contains(&format!("https://{HOST}/login?x=1")), "{head}");
}
