//! The page of a login that an application sent somebody to: its form works without any script, and takes no other
//! page's (RFC 9700, sections 4.7 and 4.16).
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/person.rs"]
mod person;
mod support;

use guard_server::config::{AppPage, Config, PasswordLimits};
use person::{PASSWORD, Person, Shown, config, config_with, location};
use support::Server;

#[tokio::test]
async fn the_page_is_complete_without_a_script() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    let shown = person.page(&[("login_hint", "lin@shanlan.cn\"><b>")]).await;
    let html = &shown.html;
    assert!(html.contains("<h1>Log in to Shanlan</h1>") && html.contains("lang=\"en-US\""), "{html}");
    for part in
        ["name=\"account\"", "name=\"password\"", "autocomplete=\"current-password\"", "method=\"post\"", "<style>"]
    {
        assert!(html.contains(part), "{part}");
    }
    assert!(html.contains("lin@shanlan.cn&quot;&gt;&lt;b&gt;"), "the hint is text");
    assert!(!html.contains("<script"), "no package is served, so there is nothing to load");
    assert!(!html.contains(" style=") && !html.contains(" onclick"), "the strictest policy holds");
    server.stop().await;
}

#[tokio::test]
async fn the_page_speaks_the_language_that_is_wanted() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    let chinese = person.page(&[("ui_locales", "fr zh-CN")]).await;
    assert!(chinese.html.contains("登录 Shanlan") && chinese.html.contains("欢迎回来"), "{}", chinese.html);
    let english = person.open(&format!("/login?interaction={}&lang=en-US", chinese.id)).await;
    assert!(english.body.as_str().unwrap().contains("Log in to Shanlan"));
    let wrong = [("csrf", chinese.csrf.as_str()), ("account", "lin"), ("password", "wrong")];
    let again = person.submit(&format!("{}?lang=zh-CN", chinese.action("password")), &wrong).await;
    assert!(again.body.as_str().unwrap().contains("账号或密码错误"), "{again:?}");
    server.stop().await;
}

#[tokio::test]
async fn the_page_has_the_look_of_its_application() {
    let page = AppPage {
        colors: guard_server::config::Colors([("color-primary".to_owned(), "#123456".to_owned())].into()),
        background: Some("https://shop.example/back.jpg".to_owned()),
        languages: vec!["zh-CN".to_owned()],
        terms_url: Some("https://shop.example/terms".to_owned()),
        privacy_url: None,
    };
    let server = Server::with(config_with(|app| app.page = page)).await;
    let shown = Person::new(&server).page(&[]).await;
    let html = &shown.html;
    assert!(html.contains("--guard-color-primary:#123456;"), "{html}");
    assert!(html.contains("--page-background:url(\"https://shop.example/back.jpg\");"));
    assert!(html.contains("lang=\"zh-CN\"") && html.contains("href=\"https://shop.example/terms\""));
    assert!(html.contains("/demo/logo.svg"));
    assert!(html.contains("class=\"page dressed\""), "what is beside the card can be read on the picture");
    // The pages of a logout, too, as long as it is known whose they are.
    let mut person = Person::new(&server);
    for path in ["/oidc/session/end?client_id=demo", "/oidc/session/end?client_id=demo&post_logout_redirect_uri=x"] {
        let html = person.open(path).await.body.as_str().unwrap().to_owned();
        assert!(html.contains("--guard-color-primary:#123456;") && html.contains("/demo/logo.svg"), "{path}: {html}");
    }
    let plain = person.open("/oidc/session/end").await.body.as_str().unwrap().to_owned();
    assert!(!plain.contains("#123456") && !plain.contains("page dressed"), "{plain}");
    server.stop().await;
}

#[tokio::test]
async fn a_wrong_password_is_told_on_the_page_and_never_repeated() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    let shown = person.page(&[]).await;
    let again = person.log_in(&shown, "lin", "s3cret-wrong").await;
    assert_eq!(again.status, 401);
    let html = again.body.as_str().unwrap();
    assert!(html.contains("The account or password is wrong.") && html.contains("role=\"alert\""), "{html}");
    assert!(html.contains("value=\"lin\"") && !html.contains("s3cret-wrong"), "{html}");
    assert_eq!(again.header("cache-control"), "no-store");
    assert!(!person.cookies.contains_key("guard_session"));
    for (account, password) in [("", "x"), ("lin", ""), ("lin", &"x".repeat(1025))] {
        assert_eq!(person.log_in(&shown, account, password).await.status, 400, "{account}");
    }
    assert_eq!(location(&person.log_in(&shown, "lin", PASSWORD).await), format!("/oidc/auth/{}", shown.id));
    server.stop().await;
}

#[tokio::test]
async fn guesses_on_the_page_count_as_all_others() {
    let limits = PasswordLimits { attempts: 2, ..PasswordLimits::default() };
    let server = Server::with(Config { password: limits, ..config() }).await;
    let mut person = Person::new(&server);
    let shown = person.page(&[]).await;
    for status in [401, 401, 429] {
        assert_eq!(person.log_in(&shown, "lin", "wrong").await.status, status);
    }
    let locked = person.log_in(&shown, "lin", PASSWORD).await;
    assert_eq!(locked.status, 429, "the right one, too");
    assert!(locked.body.as_str().unwrap().contains("Too many wrong passwords"));
    assert_eq!(server.log_in("lin", PASSWORD).await.code(), 2057, "the same count by the other way");
    server.stop().await;
}

#[tokio::test]
async fn a_form_that_is_not_the_pages_own_logs_nobody_in() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    let shown = person.page(&[]).await;
    let mut attacker = Person::new(&server);
    let theirs = attacker.page(&[]).await;
    let with = |csrf: &'static str| [("csrf", csrf), ("account", "chen"), ("password", PASSWORD)];
    // Login CSRF: the attacker's account, the victim's browser.
    let csrf: &'static str = Box::leak(theirs.csrf.clone().into_boxed_str());
    let own: &'static str = Box::leak(shown.csrf.clone().into_boxed_str());
    for fields in [with(""), with("x"), with(csrf)] {
        let refused = person.submit(&shown.action("password"), &fields).await;
        assert_eq!(refused.status, 403, "{refused:?}");
    }
    for headers in [
        [("origin", "https://evil.example")],
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
        [("sec-fetch-site", "none")],
    ] {
        let refused = person.submit_from(&shown.action("password"), &with(own), &headers).await;
        assert_eq!(refused.status, 403, "{headers:?}");
    }
    for what in ["continue", "another", "cancel"] {
        assert_eq!(person.submit(&shown.action(what), &[("csrf", csrf)]).await.status, 403, "{what}");
    }
    // The attacker's interaction in the victim's browser.
    let planted = person.submit(&theirs.action("password"), &with(csrf)).await;
    assert_eq!(planted.status, 410, "{planted:?}");
    assert!(!person.cookies.contains_key("guard_session"));
    server.stop().await;
}

#[tokio::test]
async fn every_login_has_a_fresh_cookie_that_nobody_could_plant() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    person.cookies.insert("guard_session".to_owned(), "planted-by-somebody-else-planted-by-somebody".to_owned());
    person.log_in_as("lin", &[]).await;
    let first = person.cookies["guard_session"].clone();
    assert!(!first.starts_with("planted"));
    person.log_in_as("lin", &[("prompt", "login")]).await;
    let second = person.cookies["guard_session"].clone();
    assert_ne!(first, second);
    let mut old = Person::new(&server);
    old.cookies.insert("guard_session".to_owned(), first);
    assert!(location(&old.authorize(&[]).await).starts_with("/login?"), "the first one is worth nothing any more");
    server.stop().await;
}

#[tokio::test]
async fn the_cookies_are_of_this_host_alone_and_no_scripts_business() {
    let config = Config { public_url: Some("https://login.example.com".into()), ..config() };
    let server = Server::with(config).await;
    let mut person = Person::new(&server);
    let first = person.authorize(&[]).await;
    let set = first.header("set-cookie");
    assert!(
        set.starts_with("__Host-guard_interaction=") && set.contains("; Secure") && set.contains("; HttpOnly"),
        "{set}"
    );
    assert!(set.contains("; SameSite=Lax") && set.contains("; Path=/") && !set.contains("Domain"), "{set}");
    server.stop().await;
}

#[tokio::test]
async fn a_browser_without_cookies_is_told_so() {
    let server = Server::with(config()).await;
    let url = location(&Person::new(&server).authorize(&[]).await);
    let blocked = Person::new(&server).open(&url).await;
    let html = blocked.body.as_str().unwrap();
    assert!(blocked.status == 410 && html.contains("Allow cookies for this site"), "{html}");
    server.stop().await;
}

#[tokio::test]
async fn a_second_tab_has_a_login_of_its_own() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    let (first, second) = (person.page(&[("state", "one")]).await, person.page(&[("state", "two")]).await);
    let back = location(&person.log_in(&first, "lin", PASSWORD).await);
    assert!(location(&person.open(&back).await).contains("state=one"));
    // The other tab finds its person logged in.
    let url = location(&person.open(&format!("/login?interaction={}", second.id)).await);
    assert!(location(&person.open(&url).await).contains("state=two"));
    server.stop().await;
}

#[tokio::test]
async fn a_login_of_the_widget_on_the_page_leads_back_as_well() {
    let server = Server::with(config()).await;
    let mut person = Person::new(&server);
    let shown: Shown = person.page(&[("prompt", "login")]).await;
    let login = server.log_in("lin", PASSWORD).await;
    let token = login.text("token");
    for set in login.headers.get_all("set-cookie") {
        let (name, value) = set.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
        person.cookies.insert(name.to_owned(), value.to_owned());
    }
    let cookies: Vec<_> = person.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let started =
        server.post("/login/session", &serde_json::json!({})).bearer_auth(token).header("cookie", cookies.join("; "));
    let started = support::send(started).await;
    assert_eq!(started.status, 204, "{started:?}");
    let set = started.headers.get_all("set-cookie").iter().map(|set| set.to_str().unwrap());
    let session = set.filter_map(|set| set.strip_prefix("guard_session=")).next().unwrap();
    person.cookies.insert("guard_session".to_owned(), session.split(';').next().unwrap().to_owned());
    let answer = location(&person.open(&format!("/oidc/auth/{}", shown.id)).await);
    assert!(answer.contains("code="), "{answer}");
    server.stop().await;
}
