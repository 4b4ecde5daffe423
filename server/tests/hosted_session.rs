//! The session that the hosted page leaves behind: a cookie that scripts cannot read, other sites cannot use, and
//! nobody can plant.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use guard_protocol::paths;
use guard_server::config::Config;
use serde_json::json;
use support::{Answer, Server, demo_config, plain_config, send};

const PASSWORD: &str = "shanlan-tea-2026";

/// The `name=value` pairs that an answer sets, as a browser sends them back.
fn cookies(answer: &Answer) -> String {
    let set = answer.headers.get_all("set-cookie").iter();
    let pairs = set.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
    pairs.filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("; ")
}

/// `lin` logs in on a page of the server's own.
async fn logged_in(server: &Server) -> Answer {
    let login = server.log_in("lin", PASSWORD).await;
    login.data();
    login
}

async fn start(server: &Server, token: &str, cookies: &str) -> Answer {
    send(server.post("/login/session", &json!({})).bearer_auth(token).header("cookie", cookies)).await
}

/// The cookie of the session that the hosted page starts.
async fn session_of(server: &Server) -> Answer {
    let login = logged_in(server).await;
    let started = start(server, &login.text("token"), &cookies(&login)).await;
    assert_eq!(started.status, 204, "{started:?}");
    started
}

async fn me(server: &Server, cookie: &str) -> Answer {
    send(server.get(paths::USERS_ME).header("cookie", cookie)).await
}

#[tokio::test]
async fn a_login_becomes_a_cookie_that_scripts_cannot_read() {
    let server = Server::start().await;
    let started = session_of(&server).await;
    let set: Vec<_> = started.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    let cookie = set.iter().find(|cookie| cookie.starts_with("guard_session=")).unwrap();
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/"));
    assert!(!cookie.contains("Secure"), "http:, so a secure cookie would never come back");
    assert!(set.iter().any(|cookie| cookie.starts_with("guard_login=;")), "the proof is used up: {set:?}");
    let pair = cookies(&started);
    assert_eq!(me(&server, &format!("other=1; {pair}")).await.data()["username"], "lin");
}

#[tokio::test]
async fn over_https_the_cookies_are_of_this_host_alone() {
    let config = Config { public_url: Some("https://login.example.com".into()), ..demo_config() };
    let server = Server::with(config).await;
    let own = "https://login.example.com";
    let login = server.log_in_from(own, "lin", PASSWORD).await;
    let started = start_from(&server, own, &login.text("token"), &cookies(&login)).await;
    for (answer, name) in [(&login, "__Host-guard_login="), (&started, "__Host-guard_session=")] {
        let set: Vec<_> = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
        let cookie = set.iter().find(|cookie| cookie.starts_with(name)).unwrap_or_else(|| panic!("{set:?}"));
        assert!(cookie.contains("; Secure") && cookie.contains("; Path=/") && !cookie.contains("Domain"), "{cookie}");
    }
}

async fn start_from(server: &Server, origin: &str, token: &str, cookies: &str) -> Answer {
    let request = server.post_from(origin, "/login/session", &json!({}));
    send(request.bearer_auth(token).header("cookie", cookies)).await
}

#[tokio::test]
async fn a_login_that_is_not_the_browsers_own_starts_no_session() {
    let server = Server::start().await;
    let (mine, other) = (logged_in(&server).await, logged_in(&server).await);
    let token = mine.text("token");
    let forged = format!("guard_login={token}");
    for brought in ["", &cookies(&other), &forged, "guard_login="] {
        let answer = start(&server, &token, brought).await;
        answer.refused(403, 1001);
        assert!(answer.headers.get("set-cookie").is_none(), "{brought}");
    }
    let nonsense = start(&server, "nonsense", &cookies(&mine)).await;
    assert_eq!(nonsense.code(), 2020);
    for origin in ["https://shop.example", "null"] {
        start_from(&server, origin, &token, &cookies(&mine)).await.refused(403, 1001);
    }
    let elsewhere = server.post("/login/session", &json!({})).bearer_auth(&token).header("cookie", cookies(&mine));
    send(elsewhere.header("sec-fetch-site", "same-site")).await.refused(403, 1001);
    assert_eq!(start(&server, &token, &cookies(&mine)).await.status, 204);
}

#[tokio::test]
async fn only_a_page_of_the_servers_own_gets_the_proof() {
    let mut app = guard_server::demo::app("http://login.example");
    app.allowed_origins = vec!["https://shop.example".to_owned()];
    let server = Server::with(Config { app: Some(app), ..demo_config() }).await;
    let login = server.log_in_from("https://shop.example", "lin", PASSWORD).await;
    login.data();
    assert!(login.headers.get("set-cookie").is_none(), "{login:?}");
    let browser = server.browser().await;
    let (_, ticket) = browser.authorize("lin").await;
    assert!(cookies(&browser.redeem(&ticket).await).starts_with("guard_login="), "a QR login of its own has it, too");
}

#[tokio::test]
async fn a_login_by_a_code_that_anybody_may_take_is_no_browsers_own() {
    let server = Server::with(plain_config()).await;
    let random = server.plain_code().await;
    let phone = server.phone("lin").await;
    let handshake = phone.scan(&random).await.text("handshake");
    server.confirm(&handshake, None).await.data();
    let ticket = server.plain_check(&random).await.text("ticket");
    // Whoever has seen the code, with the headers of a page of the server's own; a verifier of theirs changes nothing.
    for verifier in [None, Some("made up")] {
        let stolen = server.redeem(&ticket, verifier).await;
        assert!(stolen.headers.get("set-cookie").is_none(), "{stolen:?}");
        if verifier.is_none() {
            start(&server, &stolen.text("token"), "guard_login=made-up").await.refused(403, 1001);
        }
    }
}

#[tokio::test]
async fn the_cookie_is_no_token_and_a_token_is_no_cookie() {
    let server = Server::start().await;
    let login = logged_in(&server).await;
    let token = login.text("token");
    let pair = cookies(&start(&server, &token, &cookies(&login)).await);
    let value = pair.split_once('=').unwrap().1;
    server.me(value).await.refused(200, 2020);
    me(&server, &format!("guard_session={token}")).await.refused(200, 2020);
    let browser = server.browser().await;
    let scan = json!({ "random": browser.random });
    send(server.post(paths::QRCODE_SCANNED, &scan).header("cookie", &pair)).await.refused(200, 2020);
    send(server.post(paths::QRCODE_SCANNED, &scan).bearer_auth(value)).await.refused(200, 2020);
}

#[tokio::test]
async fn the_cookie_opens_nothing_for_a_page_of_another_site() {
    let server = Server::start().await;
    let pair = cookies(&session_of(&server).await);
    for (name, value) in
        [("origin", "https://shop.example"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")]
    {
        let with = |request: reqwest::RequestBuilder| request.header("cookie", &pair).header(name, value);
        send(with(server.get(paths::USERS_ME))).await.refused(403, 1001);
        let url = format!("{}{}", server.url, paths::LOGOUT);
        send(with(server.http.post(url))).await.refused(403, 1001);
    }
    let by_link = send(server.get(paths::LOGOUT).header("cookie", &pair)).await;
    assert_eq!(by_link.code(), 2020, "a link on another site must not log anybody out");
    assert_eq!(me(&server, &pair).await.data()["username"], "lin");
}

#[tokio::test]
async fn a_logout_ends_the_browsers_session_and_the_login_that_it_came_of() {
    let server = Server::start().await;
    let login = logged_in(&server).await;
    let token = login.text("token");
    let pair = cookies(&start(&server, &token, &cookies(&login)).await);
    let other = logged_in(&server).await.text("token");
    let logout = send(server.post(paths::LOGOUT, &json!({})).header("cookie", &pair)).await;
    assert!(logout.header("set-cookie").contains("Max-Age=0"));
    me(&server, &pair).await.refused(200, 2020);
    server.me(&token).await.refused(200, 2020);
    assert_eq!(server.me(&other).await.data()["username"], "lin", "another login goes on");
}

#[tokio::test]
async fn a_second_login_of_the_browser_ends_its_first_session() {
    let server = Server::start().await;
    let first = cookies(&session_of(&server).await);
    let login = logged_in(&server).await;
    let both = format!("{first}; {}", cookies(&login));
    let second = cookies(&start(&server, &login.text("token"), &both).await);
    me(&server, &first).await.refused(200, 2020);
    assert_eq!(me(&server, &second).await.data()["username"], "lin");
}
