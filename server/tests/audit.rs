//! The audit log of a whole day: every event, its fields, and no secret. Alone in its file: the log is the process's.

#[path = "support/log.rs"]
mod log;
mod support;

use guard_protocol::paths;
use guard_server::demo::PASSWORD;
use log::Captured;
use serde_json::{Value, json};
use support::{Server, demo_config, run, said, send};

/// The fields of every line.
const FIELDS: [&str; 10] =
    ["address", "app", "code", "event", "level", "method", "result", "target", "timestamp", "user"];

/// The lines of the audit log among `text`; each has every field and no other.
fn audited(text: &str) -> Vec<Value> {
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON"));
    let lines: Vec<_> = lines.filter(|line| line["target"] == "audit").collect();
    for line in &lines {
        let fields: Vec<_> = line.as_object().expect("a line is an object").keys().map(String::as_str).collect();
        assert_eq!(fields, FIELDS, "{line}");
    }
    lines
}

/// Event, user, application, method and result of a line.
fn told(line: &Value) -> [&str; 5] {
    ["event", "user", "app", "method", "result"].map(|field| line[field].as_str().expect("a field is a text"))
}

#[tokio::test]
async fn every_event_is_told_with_all_its_fields_and_no_secret() {
    let captured = Captured::default();
    let log = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter("info");
    log.with_writer(captured.clone()).init();

    let mut config = demo_config();
    config.trust_proxy = true;
    config.password.attempts = 2;
    let server = Server::with(config).await;

    let token = server.log_in("lin", PASSWORD).await.text("token");
    let logout = server.post(paths::LOGOUT, &json!({})).header("authorization", &token);
    send(logout.header("x-forwarded-for", "6.6.6.6, 203.0.113.7")).await.data();
    for account in ["chen", "chen", "chen", "nobody@example.com"] {
        server.log_in(account, "wr0ng-pass").await;
    }
    let good = server.browser().await;
    let phone = server.phone("lin").await;
    let (handshake, ticket) = good.authorize_by(&phone).await;
    let qr_token = good.redeem(&ticket).await.text("token");
    good.redeem(&ticket).await.data();
    let declined = server.browser().await;
    let refusing = phone.scan(&declined.random).await.text("handshake");
    server.cancel(&refusing).await.data();
    server.cancel(&refusing).await.data();
    let mismatched = server.browser().await;
    let careless = phone.scan(&mismatched.random).await.text("handshake");
    let number = mismatched.number().await;
    let wrong = if number == "10" { "11" } else { "10" };
    server.confirm(&careless, Some(wrong)).await.refused(403, 4111);
    let taken = server.browser().await;
    phone.scan(&taken.random).await.data();
    server.phone("chen").await.scan(&taken.random).await.refused(409, 4109);
    let codes = [&good.random, &declined.random, &mismatched.random, &taken.random].map(String::clone);
    let secrets = [&token, &qr_token, &phone.token, &handshake, &ticket, &good.verifier, &refusing].map(String::clone);
    drop((good, declined, mismatched, taken));
    drop(phone);
    server.stop().await;

    let log = captured.text();
    let lines = audited(&log);
    let (lin, chen) = ("demo-lin", "demo-chen");
    let events: Vec<_> = lines.iter().map(told).collect();
    assert_eq!(
        events,
        [
            ["login", lin, "demo", "password", "done"],
            ["logout", lin, "demo", "", "done"],
            ["login", chen, "demo", "password", "wrong"],
            ["login", chen, "demo", "password", "wrong"],
            ["login", chen, "demo", "password", "locked"],
            ["login", "", "demo", "password", "wrong"],
            ["qr_created", "", "demo", "qr", "done"],
            ["login", lin, "demo", "demo", "done"],
            ["qr_scanned", lin, "demo", "qr", "done"],
            ["qr_confirmed", lin, "demo", "qr", "done"],
            ["login", lin, "demo", "qr", "done"],
            ["qr_created", "", "demo", "qr", "done"],
            ["qr_scanned", lin, "demo", "qr", "done"],
            ["qr_declined", lin, "demo", "qr", "done"],
            ["qr_created", "", "demo", "qr", "done"],
            ["qr_scanned", lin, "demo", "qr", "done"],
            ["qr_confirmed", lin, "demo", "qr", "wrong"],
            ["qr_created", "", "demo", "qr", "done"],
            ["qr_scanned", lin, "demo", "qr", "done"],
            ["login", chen, "demo", "demo", "done"],
            ["qr_scanned", chen, "demo", "qr", "taken"],
        ]
    );
    let address = |index: usize| lines[index]["address"].as_str().unwrap();
    assert_eq!((address(0), address(1)), ("127.0.0.1", "203.0.113.7"), "the proxy's word counts, the visitor's not");
    let one_login: Vec<_> = [6, 8, 9, 10].map(|index| lines[index]["code"].as_str().unwrap()).to_vec();
    assert!(one_login.iter().all(|code| code.len() == 16 && *code == one_login[0]), "{one_login:?}");
    assert_ne!(one_login[0], lines[11]["code"]);
    for secret in secrets.iter().chain(&codes).map(String::as_str).chain([PASSWORD, "wr0ng-pass", "nobody@example"]) {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[test]
fn commands_are_audited_too() {
    let dir = tempfile::tempdir().unwrap();
    let (file, database) = (dir.path().join("guard.toml"), dir.path().join("guard.db"));
    std::fs::write(&file, format!("database = {database:?}\n[app]\nid = \"a\"\nname = \"A\"\n")).unwrap();
    let password = "correct horse battery";
    for (args, event) in [
        (&["user", "add", "--username", "ada"][..], "user_added"),
        (&["user", "set-password", "ada"], "password_set"),
        (&["user", "disable", "ada"], "user_disabled"),
        (&["user", "enable", "ada"], "user_enabled"),
        (&["session", "revoke", "--user", "ada"], "session_revoked"),
        (&["user", "remove", "ada"], "user_removed"),
    ] {
        let output = run(&file, args, &format!("{password}\n"));
        let errors = said(&output.stderr);
        assert!(output.status.success() && !errors.contains(password), "{errors}");
        let lines = audited(&errors);
        assert_eq!(lines.len(), 1, "{errors}");
        assert_eq!((lines[0]["event"].as_str(), lines[0]["address"].as_str()), (Some(event), Some("command")));
        assert!(!lines[0]["user"].as_str().unwrap().is_empty());
    }
}
