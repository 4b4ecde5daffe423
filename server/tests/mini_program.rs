//! The whole login by a mini program, as a person makes it.

mod support;
#[path = "support/wechat.rs"]
mod wechat;

use guard_protocol::paths;
use guard_server::config::{Config, Forwarded, PhoneNumberUse, Terms};
use guard_server::wechat::{OperatorFault, WeChatError};
use serde_json::json;
use support::{Server, send};
use wechat::{ALBUM, FakeWeChat, MiniProgram, server};

const NUMBER: &str = "13800138000";

#[tokio::test]
async fn a_person_agrees_shares_the_number_and_is_logged_in_under_it() {
    let wechat = FakeWeChat::default();
    let terms = Terms { title: "Terms".to_owned(), url: "https://shop.example/terms".to_owned() };
    let server = server(&wechat, |config| config.terms = vec![terms]).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    let browser = server.browser().await;
    let opened = lin.open(&browser.random).await;
    let data = opened.data();
    assert_eq!(
        (&data["status"], &data["description"], &data["expiresIn"]),
        (&json!(1), &json!("scanned"), &json!(120))
    );
    assert_eq!(data["account"], json!({ "known": false }));
    assert_eq!(data["phoneNumber"], "optional");
    assert_eq!(data["app"]["terms"], json!([{ "title": "Terms", "url": "https://shop.example/terms" }]));
    assert_eq!((&data["context"]["appName"], &data["context"]["plain"]), (&json!("Shanlan"), &json!(false)));
    assert_eq!(data["choices"].as_array().unwrap().len(), 3);
    assert_eq!(browser.poll().await.qr_status(), 1);
    assert_eq!(browser.poll().await.data()["userInfo"], json!({}), "there is nobody to tell of yet");

    let handshake = opened.text("handshake");
    let more = json!({ "phoneCode": wechat.phone("o-lin", NUMBER), "nickname": " 林 " });
    let agreed = lin.confirm(&handshake, &browser.number().await, more).await;
    assert_eq!((agreed.qr_status(), &agreed.data()["description"]), (2, &json!("confirmed")));
    let user = browser.redeem(&browser.poll().await.text("ticket")).await;
    let token = user.text("token");
    for told in [user.data(), server.me(&token).await.data()] {
        assert_eq!((&told["phone"], &told["phoneVerified"]), (&json!(NUMBER), &json!(true)), "{told}");
        assert_eq!((&told["phoneCountryCode"], &told["nickname"]), (&json!("+86"), &json!("林")));
    }
    assert_eq!(server.outcome(&handshake, 0).await.data()["loggedIn"], true);

    // The second time the person is known, and shares nothing.
    let browser = server.browser().await;
    let again = lin.open(&browser.random).await;
    let account = json!({ "known": true, "nickname": "林", "phone": "138****8000" });
    assert_eq!((&again.data()["account"], &again.data()["phoneNumber"]), (&account, &json!("have")));
    assert!(!again.body.to_string().contains(NUMBER), "{again:?}");
    assert_eq!(browser.poll().await.data()["userInfo"]["nickname"], "林*");
    lin.confirm(&again.text("handshake"), &browser.number().await, lin.phone("13900139000")).await.data();
    let second = browser.redeem(&browser.poll().await.text("ticket")).await;
    assert_eq!((&second.data()["id"], &second.data()["phone"]), (&user.data()["id"], &json!(NUMBER)));
    assert_eq!(wechat.asked(), 1, "a number that is known is not asked for");
}

#[tokio::test]
async fn of_a_person_without_a_name_the_computer_is_told_none() {
    let wechat = FakeWeChat::default();
    let server = server(&wechat, |_| {}).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    for known in [false, true] {
        let browser = server.browser().await;
        let opened = lin.open(&browser.random).await;
        assert_eq!(opened.data()["account"]["known"], known);
        assert_eq!(browser.poll().await.data()["userInfo"], json!({}), "no id, no number");
        let shared = lin.phone(NUMBER);
        lin.confirm(&opened.text("handshake"), &browser.number().await, shared).await.data();
        browser.redeem(&browser.poll().await.text("ticket")).await.data();
    }
}

#[tokio::test]
async fn what_is_refused_is_refused_by_name() {
    let wechat = FakeWeChat::default();
    let server = server(&wechat, |config| config.phone_number = PhoneNumberUse::Required).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    lin.open("nothing").await.refused(404, 2241);
    let browser = server.browser().await;
    lin.open_with(&browser.random, json!({ "code": "made up" })).await.refused(401, 4113);
    let opened = lin.open(&browser.random).await;
    assert_eq!(opened.data()["phoneNumber"], "required");
    let stranger = MiniProgram::of(&server, &wechat, "o-chen");
    stranger.open(&browser.random).await.refused(409, 4109);
    let (handshake, number) = (opened.text("handshake"), browser.number().await);
    lin.confirm(&handshake, &number, json!({ "agreed": false })).await.refused(403, 4119);
    lin.confirm(&handshake, &number, json!({})).await.refused(403, 4115);
    lin.confirm(&handshake, &number, json!({ "phoneCode": "made up" })).await.refused(401, 4116);
    assert_eq!(browser.poll().await.qr_status(), 1, "nothing of that is the end");
    lin.confirm(&handshake, &number, lin.phone(NUMBER)).await.data();
    lin.open(&browser.random).await.refused(409, 4109);
    server.pass(300);
    let late = server.browser().await;
    server.pass(121);
    lin.open(&late.random).await.refused(410, 4110);
    lin.confirm("no handshake", "10", json!({})).await.refused(409, 4109);
}

#[tokio::test]
async fn each_error_of_wechat_has_its_answer() {
    let wechat = FakeWeChat::default();
    let server = server(&wechat, |_| ()).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    let browser = server.browser().await;
    let handshake = lin.open(&browser.random).await.text("handshake");
    let number = browser.number().await;
    let busy = WeChatError::Busy { retry_after: std::time::Duration::from_secs(3) };
    for (error, status, code, retry_after) in [
        (WeChatError::CodeRefused, 401, 4113, ""),
        (WeChatError::PhoneCodeRefused, 401, 4116, ""),
        (WeChatError::RiskyUser, 403, 4114, ""),
        (busy, 503, 1000, "3"),
        (WeChatError::Limit, 503, 1000, "5"),
        (WeChatError::Away, 503, 1000, "5"),
        (WeChatError::Misconfigured(OperatorFault::AppSecret), 503, 1000, "5"),
    ] {
        wechat.fail(Some(error.clone()));
        for answer in [lin.open(&browser.random).await, lin.confirm(&handshake, &number, lin.phone(NUMBER)).await] {
            answer.refused(status, code);
            assert_eq!(answer.header("retry-after"), retry_after, "{error:?}");
            assert!(!answer.body.to_string().contains("errcode"), "{answer:?}");
        }
    }
    wechat.fail(None);
    lin.confirm(&handshake, &number, lin.phone(NUMBER)).await.data();
}

#[tokio::test]
async fn a_forwarded_picture_is_read_about_first_or_opens_nothing() {
    let wechat = FakeWeChat::default();
    let server = server(&wechat, |_| ()).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    let browser = server.browser().await;
    for more in [json!({ "entry": ALBUM }), json!({ "entry": 1048 }), json!({ "entry": 0 })] {
        let warned = lin.open_with(&browser.random, more).await;
        assert_eq!(warned.data()["warning"], "forwarded");
        assert_eq!((&warned.data()["random"], &warned.data()["handshake"]), (&json!(browser.random), &json!(null)));
        assert_eq!(warned.data()["context"]["appName"], "Shanlan");
    }
    assert_eq!(browser.poll().await.qr_status(), 0, "nothing is scanned");
    let read = lin.open_with(&browser.random, json!({ "entry": ALBUM, "acknowledged": true })).await;
    assert_eq!((&read.data()["warning"], read.qr_status()), (&json!(null), 1));

    let strict = wechat::server(&wechat, |config| config.forwarded = Forwarded::Refuse).await;
    let lin = MiniProgram::of(&strict, &wechat, "o-lin");
    let browser = strict.browser().await;
    for acknowledged in [false, true] {
        let more = json!({ "entry": ALBUM, "acknowledged": acknowledged });
        lin.open_with(&browser.random, more).await.refused(403, 4112);
    }
    lin.open(&browser.random).await.data();
}

#[tokio::test]
async fn a_long_press_on_a_page_in_wechat_at_the_same_address_is_in_order() {
    let wechat = FakeWeChat::default();
    let mut config = wechat::wechat_config(|config| config.forwarded = Forwarded::Refuse);
    config.trust_proxy = true;
    let server =
        Server::of(config, guard_server::clock::ManualClock::new(support::START), wechat::parts(&wechat)).await;
    let shown = async |user_agent: &str, address: &str| {
        let gene = json!({ "challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" });
        let request = server.post(paths::QRCODE_GENE, &gene).header("user-agent", user_agent);
        send(request.header("x-forwarded-for", address)).await.text("random")
    };
    let press = async |random: &str, address: &str| {
        let body = json!({ "code": wechat.login("o-lin", None), "scene": random, "entry": 1048 });
        send(server.post_without_origin(paths::MINI_PROGRAM_OPEN, &body).header("x-forwarded-for", address)).await
    };
    let in_wechat = "Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0.50";
    let elsewhere = "Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36";
    press(&shown(elsewhere, "192.0.2.1").await, "192.0.2.1").await.refused(403, 4112);
    let random = shown(in_wechat, "192.0.2.1").await;
    press(&random, "192.0.2.2").await.refused(403, 4112);
    press(&random, "192.0.2.1").await.data();
}

#[tokio::test]
async fn a_wrong_number_stops_the_login_and_costs_no_phone_code_and_makes_no_account() {
    let wechat = FakeWeChat::default();
    let server = server(&wechat, |_| ()).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    for shares in [true, false] {
        let browser = server.browser().await;
        let opened = lin.open(&browser.random).await;
        assert_eq!(opened.data()["account"]["known"], false);
        let number = browser.number().await;
        let more = if shares { lin.phone(NUMBER) } else { json!({}) };
        let mut body = json!({ "handshake": opened.text("handshake"), "agreed": true });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        lin.post(paths::MINI_PROGRAM_CONFIRM, &body).await.refused(400, 2231);
        assert_eq!(browser.poll().await.qr_status(), 1, "a missing number is a malformed request");
        let choices = opened.data()["choices"].as_array().unwrap().clone();
        let wrong = choices.iter().find(|choice| **choice != json!(number)).unwrap().as_str().unwrap();
        lin.confirm(&opened.text("handshake"), wrong, more).await.refused(403, 4111);
        assert_eq!((browser.poll().await.qr_status(), wechat.asked()), (3, 0));
    }
    assert_eq!(lin.open(&server.browser().await.random).await.data()["account"]["known"], false);
}

#[tokio::test]
async fn a_repeated_consent_is_answered_the_same_and_wechat_is_asked_once() {
    let wechat = FakeWeChat::gated();
    let server: &'static Server = Box::leak(Box::new(server(&wechat, |_| ()).await));
    let lin = MiniProgram::of(server, Box::leak(Box::new(wechat.clone())), "o-lin");
    let browser = server.browser().await;
    let handshake = lin.open(&browser.random).await.text("handshake");
    let number = browser.number().await;
    let more = lin.phone(NUMBER);
    let (times, together) = (6, tokio::sync::Barrier::new(7));
    let together: &'static tokio::sync::Barrier = Box::leak(Box::new(together));
    let consents: Vec<_> = (0..times)
        .map(|_| {
            let (lin, handshake, number, more) = (lin.clone(), handshake.clone(), number.clone(), more.clone());
            tokio::spawn(async move {
                together.wait().await;
                lin.confirm(&handshake, &number, more).await
            })
        })
        .collect();
    together.wait().await;
    while wechat.asked() == 0 {
        tokio::task::yield_now().await;
    }
    wechat.gate.add_permits(times);
    let answers = futures_util::future::join_all(consents).await;
    let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    for answer in &answers {
        assert_eq!((answer.qr_status(), &answer.body), (2, &answers[0].body));
    }
    lin.confirm(&handshake, &number, more).await.data();
    assert_eq!(wechat.asked(), 1);
    assert_eq!(browser.poll().await.data()["seq"], 2, "scanned and confirmed, once each");
}

#[tokio::test]
async fn an_answer_of_wechat_is_kept_when_the_phone_goes_away_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let wechat = FakeWeChat::gated();
    let server = async || {
        let database = folder.path().join("guard.db").into();
        let config = Config { database, ..wechat::wechat_config(|_| ()) };
        Server::of(config, guard_server::clock::ManualClock::new(support::START), wechat::parts(&wechat)).await
    };
    let first = server().await;
    let lin = MiniProgram::of(&first, &wechat, "o-lin");
    let browser = first.browser().await;
    let handshake = lin.open(&browser.random).await.text("handshake");
    let number = browser.number().await;
    let more = lin.phone(NUMBER);
    {
        let consent = lin.confirm(&handshake, &number, more.clone());
        let asked = async {
            while wechat.asked() == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! { _ = consent => panic!("an answer without WeChat's"), () = asked => {} }
    }
    drop(browser);
    // It ends once it has seen that the phone is gone.
    first.stop().await;
    wechat.gate.add_permits(1);
    let second = server().await;
    MiniProgram::of(&second, &wechat, "o-lin").confirm(&handshake, &number, more).await.data();
    assert_eq!(wechat.asked(), 1);
}

#[tokio::test]
async fn the_phone_ends_the_login_on_the_computer() {
    let wechat = FakeWeChat::default();
    let server = server(&wechat, |_| ()).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    let browser = server.browser().await;
    let handshake = lin.open(&browser.random).await.text("handshake");
    let log_out =
        async |handshake: &str| lin.post(paths::MINI_PROGRAM_LOG_OUT, &json!({ "handshake": handshake })).await;
    log_out(&handshake).await.refused(200, 2020);
    lin.confirm(&handshake, &browser.number().await, json!({})).await.data();
    log_out(&handshake).await.refused(200, 2020);
    let token = browser.redeem(&browser.poll().await.text("ticket")).await.text("token");
    let (_, other) = lin.log_in(json!({})).await;
    // Long after the code is gone.
    server.pass(3600);
    server.me(&token).await.data();
    assert_eq!(log_out(&handshake).await.data(), &json!({}));
    server.me(&token).await.refused(200, 2020);
    server.me(other.unwrap()["token"].as_str().unwrap()).await.data();
    log_out(&handshake).await.data();
    log_out("made up").await.data();

    let browser = server.browser().await;
    let handshake = lin.open(&browser.random).await.text("handshake");
    lin.confirm(&handshake, &browser.number().await, json!({})).await.data();
    let token = browser.redeem(&browser.poll().await.text("ticket")).await.text("token");
    server.pass(24 * 3600);
    log_out(&handshake).await;
    server.me(&token).await.data();
}

#[tokio::test]
async fn an_address_and_a_person_may_open_only_so_often() {
    let wechat = FakeWeChat::default();
    let mut config = wechat::wechat_config(|_| ());
    config.limits.scans_per_minute = 2;
    config.trust_proxy = true;
    let server =
        Server::of(config, guard_server::clock::ManualClock::new(support::START), wechat::parts(&wechat)).await;
    let open = async |openid: &str, address: &str| {
        let random = server.browser().await.random;
        let body = json!({ "code": wechat.login(openid, None), "scene": random, "entry": 1047 });
        send(server.post_without_origin(paths::MINI_PROGRAM_OPEN, &body).header("x-forwarded-for", address)).await
    };
    open("o-lin", "192.0.2.1").await.data();
    open("o-chen", "192.0.2.1").await.data();
    open("o-wang", "192.0.2.1").await.refused(429, 1002);
    open("o-lin", "192.0.2.2").await.data();
    let refused = open("o-lin", "192.0.2.3").await;
    refused.refused(429, 1002);
    assert_eq!(refused.header("retry-after"), "60");
}
