//! QR codes as stock Authing clients use them: no challenge, no handshake.

mod support;

use guard_protocol::{config::PublicConfig, paths};
use guard_server::config::{AppConfig, Config, Extension};
use serde_json::json;
use support::{Server, demo_config, plain_config, public_config, send};

/// A server whose demo app is a stock Authing app.
async fn stock() -> Server {
    let mut app: AppConfig = guard_server::demo::app("http://login.example");
    app.extension = Extension::PLAIN;
    Server::with(Config { app: Some(app), ..demo_config() }).await
}

#[tokio::test]
async fn the_whole_loop_with_a_stock_app() {
    let server = stock().await;
    let config = send(server.get(&public_config("demo"))).await;
    assert_eq!(config.data().get("qrcode"), None, "a stock app does not advertise the extension");
    let config: PublicConfig = guard_protocol::json::decode("data", config.data().clone()).unwrap();
    assert_eq!(config.mini_program_connection().unwrap().id, "demo-miniprogram");

    let gene = send(server.post(paths::QRCODE_GENE, &json!({ "scene": "WXAPP_AUTH", "autoMergeQrCode": false }))).await;
    for extension in ["text", "interval", "seq", "customLogo"] {
        assert_eq!(gene.data().get(extension), None, "{extension}");
    }
    assert_eq!(gene.data()["expiresIn"], 120);
    let random = gene.text("random");
    assert_eq!(server.plain_check(&random).await.qr_status(), 0);

    let image = server.http.get(gene.text("url")).send().await.unwrap();
    assert_eq!((image.status().as_u16(), &image.headers()["content-type"]), (200, &"image/png".parse().unwrap()));
    assert_eq!(image.headers()["cache-control"], "no-store");

    let phone = server.phone("lin").await;
    let scanned = phone.scan(&random).await;
    assert_eq!(scanned.qr_status(), 1);
    assert_eq!(scanned.data().get("choices"), None, "nothing to match");
    let check = server.plain_check(&random).await;
    assert_eq!((check.qr_status(), &check.data()["userInfo"]["nickname"]), (1, &json!("林晓")));
    assert_eq!(check.data()["userInfo"].as_object().unwrap().len(), 2, "nickname and photo alone: {check:?}");
    assert_eq!(server.http.get(gene.text("url")).send().await.unwrap().status(), 404, "a scanned code is not shown");

    phone.post(paths::QRCODE_CONFIRM, &json!({ "random": random })).await.data();
    let check = server.plain_check(&random).await;
    assert_eq!(check.qr_status(), 2);
    let ticket = check.text("ticket");
    let user = server.redeem(&ticket, None).await;
    assert_eq!(user.data()["username"], "lin");
    assert_eq!(server.me(&user.text("token")).await.data()["username"], "lin");
}

#[tokio::test]
async fn an_app_without_the_extension_passes_over_its_fields() {
    let server = stock().await;
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let gene = send(server.post(paths::QRCODE_GENE, &json!({ "challenge": challenge }))).await;
    assert_eq!(gene.data().get("seq"), None);
    let random = gene.text("random");
    server.phone("lin").await.scan(&random).await.data();
    assert_eq!(server.plain_check(&random).await.data()["userInfo"]["nickname"], "林晓", "the code is a plain one");
}

#[tokio::test]
async fn only_the_user_who_scanned_can_confirm_or_cancel_by_id() {
    let server = Server::with(plain_config()).await;
    let random = server.plain_code().await;
    let lin = server.phone("lin").await;
    let chen = server.phone("chen").await;
    lin.scan(&random).await.data();
    let body = json!({ "random": random });
    send(server.post(paths::QRCODE_CONFIRM, &body)).await.refused(200, 2020);
    chen.post(paths::QRCODE_CONFIRM, &body).await.refused(409, 4109);
    chen.post(paths::QRCODE_CANCEL, &body).await.refused(409, 4109);
    assert_eq!(server.plain_check(&random).await.qr_status(), 1);
    assert_eq!(lin.post(paths::QRCODE_CANCEL, &body).await.qr_status(), 3);
    assert_eq!(server.plain_check(&random).await.qr_status(), 3);
    lin.post(paths::QRCODE_CONFIRM, &body).await.refused(410, 4110);
}

#[tokio::test]
async fn unknown_and_expired_codes_are_told() {
    let server = Server::with(plain_config()).await;
    server.plain_check("AAAAAAAAAAAAAAAAAAAAAA").await.refused(200, 2241);
    send(server.get(paths::QRCODE_CHECK)).await.refused(400, 2231);
    server.phone("lin").await.scan("AAAAAAAAAAAAAAAAAAAAAA").await.refused(200, 2241);
    let random = server.plain_code().await;
    server.pass(119);
    assert_eq!(server.plain_check(&random).await.qr_status(), 0);
    server.pass(1);
    assert_eq!(server.plain_check(&random).await.qr_status(), -1);
    server.phone("lin").await.scan(&random).await.refused(410, 4110);
}

#[tokio::test]
async fn a_phone_must_be_logged_in() {
    let server = Server::with(plain_config()).await;
    let random = server.plain_code().await;
    send(server.post(paths::QRCODE_SCANNED, &json!({ "random": random }))).await.refused(200, 2020);
    send(server.post("/m/session", &json!({ "account": "root" }))).await.refused(404, 2004);
    assert_eq!(server.plain_check(&random).await.qr_status(), 0);
}
