//! Nobody goes round the proof by leaving something out.

mod support;
#[path = "support/wechat.rs"]
mod wechat;

use guard_protocol::paths;
use serde_json::json;
use support::{Server, plain_config, send};
use wechat::{CAMERA, FakeWeChat, MiniProgram};

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[tokio::test]
async fn a_code_without_a_challenge_is_refused_unless_the_application_takes_plain_clients() {
    let server = Server::start().await;
    for body in [json!({}), json!({ "scene": "WXAPP_AUTH" }), json!({ "challenge": null })] {
        send(server.post(paths::QRCODE_GENE, &body)).await.refused(403, 4104);
    }
    send(server.post(paths::QRCODE_GENE, &json!({ "challenge": "" }))).await.refused(400, 2231);
    send(server.post(paths::QRCODE_GENE, &json!({ "challenge": CHALLENGE }))).await.data();
    let open = Server::with(plain_config()).await;
    send(open.post(paths::QRCODE_GENE, &json!({}))).await.data();
}

#[tokio::test]
async fn the_phone_hears_whether_a_code_is_plain() {
    let server = Server::with(plain_config()).await;
    let (hardened, plain) = (server.browser().await.random, server.plain_code().await);
    let phone = server.phone("lin").await;
    assert_eq!(phone.scan(&hardened).await.data()["context"]["plain"], false);
    assert_eq!(phone.scan(&plain).await.data()["context"]["plain"], true);
}

#[tokio::test]
async fn the_number_cannot_be_left_out() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let phone = server.phone("lin").await;
    let handshake = phone.scan(&browser.random).await.text("handshake");
    for body in [
        json!({ "handshake": handshake }),
        json!({ "handshake": handshake, "number": null }),
        json!({ "handshake": handshake, "random": browser.random }),
    ] {
        phone.post(paths::QRCODE_CONFIRM, &body).await.refused(400, 2231);
    }
    // By the id, as plain clients do, whoever scanned.
    for body in [json!({ "random": browser.random }), json!({ "random": browser.random, "number": "10" })] {
        phone.post(paths::QRCODE_CONFIRM, &body).await.refused(409, 4109);
    }
    assert_eq!(browser.poll().await.qr_status(), 1);
}

#[tokio::test]
async fn nothing_that_a_mini_program_leaves_out_gives_it_more() {
    let wechat = FakeWeChat::default();
    let required = |config: &mut guard_server::config::WeChatConfig| {
        config.phone_number = guard_server::config::PhoneNumberUse::Required;
    };
    let server = wechat::server(&wechat, required).await;
    let lin = MiniProgram::of(&server, &wechat, "o-lin");
    let browser = server.browser().await;
    let open = |fields: &[&str]| {
        let mut body = json!({ "code": wechat.login("o-lin", None), "scene": browser.random, "entry": CAMERA });
        fields.iter().for_each(|field| drop(body.as_object_mut().unwrap().remove(*field)));
        body
    };
    lin.post(paths::MINI_PROGRAM_OPEN, &open(&["code"])).await.refused(400, 2231);
    lin.post(paths::MINI_PROGRAM_OPEN, &open(&["scene"])).await.refused(400, 2231);
    let without_entry = lin.post(paths::MINI_PROGRAM_OPEN, &open(&["entry"])).await;
    assert_eq!(without_entry.data()["warning"], "forwarded", "no way in is no camera");
    assert_eq!(browser.poll().await.qr_status(), 0);

    let handshake = lin.post(paths::MINI_PROGRAM_OPEN, &open(&[])).await.text("handshake");
    let number = browser.number().await;
    let whole = json!({
        "handshake": handshake, "number": number, "agreed": true, "phoneCode": wechat.phone("o-lin", "13800138000")
    });
    for (field, status, code) in
        [("handshake", 400, 2231), ("number", 400, 2231), ("agreed", 403, 4119), ("phoneCode", 403, 4115)]
    {
        for nothing in [None, Some(json!(null))] {
            let mut body = whole.clone();
            match nothing {
                Some(null) if field != "agreed" => body[field] = null,
                Some(_) => body[field] = json!(false),
                None => drop(body.as_object_mut().unwrap().remove(field)),
            }
            lin.post(paths::MINI_PROGRAM_CONFIRM, &body).await.refused(status, code);
        }
    }
    // As a phone that asks for neither consent nor number, with a login of its own or without.
    server.confirm(&handshake, Some(&number)).await.refused(409, 4109);
    for body in [json!({ "random": browser.random, "number": number }), json!({ "handshake": handshake })] {
        server.phone("lin").await.post(paths::QRCODE_CONFIRM, &body).await.refused(409, 4109);
    }
    assert_eq!((browser.poll().await.qr_status(), wechat.asked()), (1, 0));
    lin.post(paths::MINI_PROGRAM_CONFIRM, &whole).await.data();

    let browser = server.browser().await;
    let of_login = server.phone("lin").await.scan(&browser.random).await.text("handshake");
    let number = browser.number().await;
    lin.confirm(&of_login, &number, lin.phone("13800138000")).await.refused(409, 4109);
    assert_eq!(browser.poll().await.qr_status(), 1);
}

#[tokio::test]
async fn an_application_without_a_mini_program_is_unknown_to_every_mini_program() {
    let wechat = FakeWeChat::default();
    let parts = wechat::parts(&wechat);
    let server = Server::of(support::demo_config(), guard_server::clock::ManualClock::new(support::START), parts).await;
    let random = server.browser().await.random;
    MiniProgram::of(&server, &wechat, "o-lin").open(&random).await.refused(404, 2241);
}
