//! Guessing of passwords: who is delayed by whose wrong ones.

mod support;

use guard_server::config::{Config, PasswordLimits};
use guard_server::demo::PASSWORD;
use support::{Answer, Server, demo_config, send};

/// The guesser's address, and the person's.
const STRANGER: &str = "203.0.113.66";
const HOME: &str = "192.0.2.7";

async fn behind_a_proxy() -> Server {
    Server::with(Config { trust_proxy: true, ..demo_config() }).await
}

async fn with_one_attempt() -> Server {
    let password = PasswordLimits { attempts: 1, ..PasswordLimits::default() };
    Server::with(Config { trust_proxy: true, password, ..demo_config() }).await
}

/// Guesses from `address` until the account is locked there.
async fn lock(server: &Server, address: &str, account: &str) {
    for _ in 0..5 {
        server.log_in_at(address, account, "wrong").await.refused(200, 2333);
    }
    server.log_in_at(address, account, PASSWORD).await.refused(200, 2057);
}

/// The cookie with which the server knows this browser again.
fn device_cookie(login: &Answer) -> Option<String> {
    let cookies = login.headers.get_all("set-cookie").iter().map(|value| value.to_str().expect("a cookie is text"));
    let device = cookies.into_iter().find(|cookie| cookie.starts_with("guard_device="))?;
    assert!(device.contains("HttpOnly") && device.contains("SameSite=Lax"), "{device}");
    device.split(';').next().map(str::to_owned)
}

#[tokio::test]
async fn a_stranger_does_not_keep_a_person_out_who_comes_from_elsewhere() {
    let server = behind_a_proxy().await;
    lock(&server, STRANGER, "lin").await;
    server.log_in_at(HOME, "lin", PASSWORD).await.data();
    server.log_in_at(STRANGER, "lin", PASSWORD).await.refused(200, 2057);
}

#[tokio::test]
async fn a_stranger_at_the_same_address_does_not_keep_a_known_browser_out() {
    let server = behind_a_proxy().await;
    let cookie = device_cookie(&server.log_in_at(HOME, "lin", PASSWORD).await).expect("the browser is known");
    lock(&server, HOME, "lin").await;
    let with_cookie =
        async |account: &str| send(server.login_at(HOME, account, PASSWORD).await.header("cookie", &cookie)).await;
    let again = with_cookie("lin").await;
    again.data();
    assert_eq!(device_cookie(&again).as_ref(), Some(&cookie), "the same browser");
    with_cookie("lin@shanlan.cn").await.data();

    lock(&server, HOME, "chen").await;
    with_cookie("chen").await.refused(200, 2057);
}

#[tokio::test]
async fn a_known_browser_has_no_more_guesses_than_others() {
    let server = behind_a_proxy().await;
    let cookie = device_cookie(&server.log_in_at(HOME, "lin", PASSWORD).await).expect("the browser is known");
    let guess = async |address| send(server.login_at(address, "lin", "wrong").await.header("cookie", &cookie)).await;
    for _ in 0..5 {
        guess(HOME).await.refused(200, 2333);
    }
    guess(STRANGER).await.refused(200, 2057);
    server.log_in_at(HOME, "lin", PASSWORD).await.data();
}

#[tokio::test]
async fn a_browser_is_known_by_a_login_on_this_servers_own_pages_only() {
    let server = behind_a_proxy().await;
    let login = server.login_at(HOME, "lin", PASSWORD).await.header("sec-fetch-site", "cross-site");
    let answer = send(login).await;
    answer.data();
    assert_eq!(device_cookie(&answer), None);
    let wrong = server.log_in_at(HOME, "lin", "wrong").await;
    assert_eq!(device_cookie(&wrong), None);
}

#[tokio::test]
async fn the_delay_doubles_with_each_wrong_password() {
    let server = behind_a_proxy().await;
    lock(&server, STRANGER, "lin").await;
    for delay in [30, 60, 120, 240, 480, 900, 900] {
        server.pass(delay - 1);
        server.log_in_at(STRANGER, "lin", PASSWORD).await.refused(200, 2057);
        server.pass(1);
        let wrong = server.log_in_at(STRANGER, "lin", "wrong").await;
        wrong.refused(200, 2333);
        assert_eq!(wrong.body["data"]["remainCount"], 0);
    }
    server.pass(900);
    server.log_in_at(STRANGER, "lin", PASSWORD).await.data();
    assert_eq!(server.log_in_at(STRANGER, "lin", "wrong").await.body["data"]["remainCount"], 4);
}

#[tokio::test]
async fn an_address_that_tries_many_accounts_is_slowed() {
    // One attempt for each name, so that ten names are enough.
    let server = with_one_attempt().await;
    let home = device_cookie(&server.log_in_at(STRANGER, "lin", PASSWORD).await).expect("the browser is known");
    for number in 0..10 {
        server.log_in_at(STRANGER, &format!("name-{number}"), "wrong").await.refused(200, 2333);
    }
    for account in ["one-more", "lin"] {
        let slowed = server.log_in_at(STRANGER, account, PASSWORD).await;
        slowed.refused(429, 1002);
        assert_eq!(slowed.header("retry-after"), "900");
    }
    server.log_in_at(HOME, "lin", PASSWORD).await.data();
    send(server.login_at(STRANGER, "lin", PASSWORD).await.header("cookie", home)).await.data();
    server.pass(899);
    server.log_in_at(STRANGER, "lin", PASSWORD).await.refused(429, 1002);
    server.pass(1);
    server.log_in_at(STRANGER, "lin", PASSWORD).await.data();
}

#[tokio::test]
async fn guesses_from_many_addresses_slow_all_but_known_browsers() {
    // One attempt for each address, so that a hundred addresses are enough.
    let server = with_one_attempt().await;
    let cookie = device_cookie(&server.log_in_at(HOME, "lin", PASSWORD).await).expect("the browser is known");
    for host in 0..100 {
        server.log_in_at(&format!("203.0.113.{host}"), "lin", "wrong").await.refused(200, 2333);
    }
    server.log_in_at(HOME, "lin", PASSWORD).await.refused(200, 2057);
    send(server.login_at(HOME, "lin", PASSWORD).await.header("cookie", cookie)).await.data();
    server.pass(30);
    server.log_in_at(HOME, "lin", PASSWORD).await.data();
}

#[tokio::test]
async fn names_of_one_account_and_names_of_nobody_are_answered_the_same() {
    let server = behind_a_proxy().await;
    let mut answers = Vec::new();
    for names in [["lin", "lin@shanlan.cn", "13800000001"], ["nobody", "nobody@shanlan.cn", "13900000009"]] {
        let mut same = Vec::new();
        for round in 0..6 {
            for name in names {
                let mut answer = server.log_in_at(STRANGER, name, "wrong").await;
                answer.headers.remove("date");
                same.push((round, answer.status, answer.headers, answer.body));
            }
        }
        answers.push(same);
    }
    assert_eq!(answers[0], answers[1]);
    assert!(answers[0].iter().any(|(.., body)| body["code"] == 2057));
}

#[tokio::test]
async fn neither_names_nor_addresses_of_guesses_are_in_the_database() {
    let dir = tempfile::tempdir().unwrap();
    let database = dir.path().join("guard.db");
    let config = Config { trust_proxy: true, database: database.clone().into(), ..demo_config() };
    let server = Server::with(config).await;
    server.log_in_at(STRANGER, "nobody-has-this-name", "wrong").await.refused(200, 2333);
    let bytes: Vec<u8> =
        std::fs::read_dir(dir.path()).unwrap().flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("13800000001"), "the database was read");
    for text in ["nobody-has-this-name", STRANGER] {
        assert!(!holds(text), "{text} is in the database");
    }
}
