//! Nobody goes round the proof by leaving something out.

mod support;

use guard_protocol::paths;
use serde_json::json;
use support::{Server, plain_config, send};

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
