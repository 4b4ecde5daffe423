//! Logging in with an account and a password.

mod support;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use guard_protocol::paths;
use guard_server::clock::ManualClock;
use guard_server::demo::PASSWORD;
use guard_server::state::Parts;
use guard_server::store::KeyStore as _;
use guard_server::store::sqlite::Sqlite;
use rsa::RsaPrivateKey;
use rsa::pkcs8::EncodePrivateKey as _;
use serde_json::json;
use support::{Answer, START, Server, demo_config, encrypt, public_config, send};

/// What the server answers to a password as a client sends it.
async fn post_login(server: &Server, account: &str, sent: &str) -> Answer {
    send(server.post(paths::LOGIN_ACCOUNT, &json!({ "account": account, "password": sent }))).await
}

#[tokio::test]
async fn the_right_password_gives_a_token_that_works_until_logout() {
    let server = Server::start().await;
    for account in ["lin", " LIN ", "lin@shanlan.cn", "13800000001"] {
        let login = server.log_in(account, PASSWORD).await;
        assert_eq!(login.data()["nickname"], "林晓", "{account}");
        assert_eq!(login.data()["tokenExpiredAt"], "2027-01-29T08:00:00Z");
        let token = login.text("token");
        assert_eq!(server.me(&token).await.data()["username"], "lin");
        assert_eq!(server.me(&token).await.data().get("token"), None, "a token is answered once");
        let raw =
            send(server.get(paths::USERS_ME).header("x-authing-app-id", "demo").header("authorization", &token)).await;
        assert_eq!(raw.data()["username"], "lin", "a token without the word Bearer");
        let logout = server.get(paths::LOGOUT).header("x-authing-app-id", "demo");
        send(logout.header("authorization", format!("Bearer {token}"))).await.data();
        server.me(&token).await.refused(200, 2020);
    }
    let token = server.log_in("lin", PASSWORD).await.text("token");
    server.pass(14 * 24 * 3600);
    server.me(&token).await.refused(200, 2020);
    send(server.get(paths::USERS_ME)).await.refused(200, 2020);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_answer_the_same_and_lock_the_same() {
    let server = Server::start().await;
    let mut bodies = Vec::new();
    for account in ["lin", "nobody"] {
        let mut answers = Vec::new();
        for left in (0..5).rev() {
            let wrong = server.log_in(account, "not it").await;
            wrong.refused(200, 2333);
            assert_eq!(wrong.body["data"]["remainCount"], left);
            answers.push(wrong.body);
        }
        let locked = server.log_in(account, if account == "lin" { PASSWORD } else { "x" }).await;
        locked.refused(200, 2057);
        answers.push(locked.body);
        bodies.push(answers);
    }
    assert_eq!(bodies[0], bodies[1]);
    server.log_in(" LIN ", PASSWORD).await.refused(200, 2057);
    server.log_in("chen", PASSWORD).await.data();

    server.pass(29);
    server.log_in("lin", PASSWORD).await.refused(200, 2057);
    server.pass(1);
    server.log_in("lin", PASSWORD).await.data();
}

#[tokio::test]
async fn a_right_password_forgets_the_wrong_ones() {
    let server = Server::start().await;
    for _ in 0..3 {
        for _ in 0..4 {
            server.log_in("lin", "wrong").await.refused(200, 2333);
        }
        server.log_in("lin", PASSWORD).await.data();
    }
}

#[tokio::test]
async fn guesses_sent_at_once_do_not_slip_past_the_lock() {
    let server = Arc::new(Server::start().await);
    let key = server.public_key().await;
    let guesses: Vec<_> = (0..24)
        .map(|n| {
            let (server, cipher) = (server.clone(), encrypt(&key, &format!("guess {n}")));
            tokio::spawn(async move {
                send(server.post(paths::LOGIN_ACCOUNT, &json!({ "account": "lin", "password": cipher }))).await.code()
            })
        })
        .collect();
    let mut tried = 0;
    for guess in guesses {
        tried += usize::from(guess.await.unwrap() == 2333);
    }
    let cores = std::thread::available_parallelism().unwrap().get();
    assert!((5..5 + cores).contains(&tried), "{tried} guesses were tried");
}

#[tokio::test]
async fn what_is_no_ciphertext_by_its_length_is_told_apart() {
    let server = Server::start().await;
    let short = STANDARD.encode([7; 255]);
    for password in [PASSWORD, "AAAA", "", short.as_str()] {
        for _ in 0..6 {
            post_login(&server, "lin", password).await.refused(200, 2016);
        }
    }
    server.log_in("lin", PASSWORD).await.data();
}

#[tokio::test]
async fn a_ciphertext_with_wrong_padding_answers_and_counts_as_a_wrong_password() {
    let server = Server::start().await;
    let key = server.public_key().await;
    let other = Server::start().await.public_key().await;
    let kinds = [
        encrypt(&key, "wrong"),
        encrypt(&other, PASSWORD),
        STANDARD.encode([0; 256]),
        STANDARD.encode([7; 256]),
        STANDARD.encode([255; 256]),
    ];
    // As the first is answered, so is each of the others, for accounts that are there and for those that are not.
    for accounts in [["lin"; 5], ["a", "b", "c", "d", "e"]] {
        let mut answers = Vec::new();
        for (account, cipher) in accounts.iter().zip(&kinds) {
            let mut same = Vec::new();
            for _ in 0..6 {
                let mut answer = post_login(&server, account, cipher).await;
                answer.headers.remove("date");
                same.push((answer.status, answer.headers, answer.body));
            }
            answers.push(same);
            // Twice the longest delay: all is forgotten.
            server.pass(1800);
        }
        assert_eq!((&answers[0][0].2["code"], &answers[0][5].2["code"]), (&json!(2333), &json!(2057)));
        assert!(answers.iter().all(|same| *same == answers[0]), "{answers:#?}");
    }
    server.log_in("lin", PASSWORD).await.data();
}

#[tokio::test]
async fn the_key_that_an_older_server_has_kept_goes_on_working() {
    let old = RsaPrivateKey::new(&mut rand::rng(), 2048).unwrap();
    let store = Sqlite::open(":memory:").unwrap();
    store.keep_key("password-rsa", old.to_pkcs8_der().unwrap().as_bytes()).await.unwrap();
    let parts = Parts { store: Some(Arc::new(store)), ..Parts::default() };
    let server = Server::of(demo_config(), ManualClock::new(START), parts).await;
    assert_eq!(server.public_key().await, old.to_public_key());
    server.log_in("lin", PASSWORD).await.data();
}

#[tokio::test]
async fn the_application_must_be_named_and_known() {
    let server = Server::start().await;
    let url = format!("{}{}", server.url, paths::LOGIN_ACCOUNT);
    let body = json!({ "account": "lin", "password": "x" });
    send(server.http.post(&url).json(&body)).await.refused(200, 2101);
    send(server.http.post(&url).header("x-authing-app-id", "nope").json(&body)).await.refused(200, 2011);
    send(server.get(&public_config("nope"))).await.refused(200, 2011);
}

#[tokio::test]
async fn messages_come_in_the_language_asked_for() {
    let server = Server::start().await;
    let ask = |lang: &'static str| server.get(&public_config("nope")).header("x-authing-lang", lang);
    assert_eq!(send(ask("zh-CN")).await.body["message"], "应用不存在。");
    assert_eq!(send(ask("en-US")).await.body["message"], "This application does not exist.");
    let browser = server.get(&public_config("nope")).header("accept-language", "zh-CN,zh;q=0.9");
    assert_eq!(send(browser).await.body["message"], "应用不存在。");
}
