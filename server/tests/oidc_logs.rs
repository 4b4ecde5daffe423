//! No secret of the OpenID provider is logged. Alone in its file: what one test sees of a log, another's threads disturb.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/log.rs"]
mod log;
#[path = "support/provider.rs"]
mod provider;
mod support;

use provider::{Provider, SECRET, VERIFIER, granted, text};
use support::send;

#[tokio::test(flavor = "current_thread")]
async fn no_secret_of_the_provider_reaches_the_log() {
    let captured = log::Captured::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(captured.clone());
    let _guard = tracing::subscriber::set_default(subscriber.finish());
    let provider = Provider::start().await;
    let code = provider.code("shop", |_| ()).await;
    let first = granted(&provider.exchange("shop", &code).await);
    let second = granted(&provider.refresh("shop", &text(&first, "refresh_token")).await);
    provider.exchange("shop", &code).await;
    let parameters = [("client_id", "post"), ("client_secret", SECRET), ("token", "unknown-token-of-somebody")];
    send(provider.form("/oidc/token/introspection", &parameters)).await;
    let log: String = captured.text().lines().filter(|line| !line.contains(" hyper")).collect();
    assert!(log.contains("granted") && log.contains("grant_ended") && log.contains("reused"), "{log}");
    let tokens =
        [&first, &second].map(|tokens| ["access_token", "refresh_token", "id_token"].map(|name| text(tokens, name)));
    let secrets = tokens.as_flattened().iter().map(String::as_str).chain([code.as_str(), VERIFIER, SECRET]);
    for secret in secrets.chain(["unknown-token-of-somebody", "lin@shanlan.cn", "13800000001"]) {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
