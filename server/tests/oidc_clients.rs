//! Who may ask the token endpoint, and in which form.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/provider.rs"]
mod provider;
mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use provider::{Provider, REDIRECT, SECRET, VERIFIER, assert_refused, granted, text};
use serde_json::json;
use support::send;

fn basic(id: &str, secret: &str) -> String {
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(id), encode(secret))))
}

#[tokio::test]
async fn a_client_proves_who_it_is_by_its_own_method_alone() {
    let provider = Provider::start().await;
    for (client, header, body, status) in [
        ("basic", Some(basic("basic", SECRET)), vec![], 200),
        ("basic", Some(basic("basic", SECRET)), vec![("client_id", "basic")], 200),
        ("basic", Some(basic("basic", "wrong")), vec![], 401),
        ("basic", Some(basic("nobody", SECRET)), vec![], 401),
        ("basic", Some("Bearer x".to_owned()), vec![], 401),
        ("basic", None, vec![("client_id", "basic"), ("client_secret", SECRET)], 401),
        ("basic", None, vec![("client_id", "basic")], 401),
        ("basic", Some(basic("basic", SECRET)), vec![("client_id", "post")], 400),
        ("basic", Some(basic("basic", SECRET)), vec![("client_id", "basic"), ("client_secret", SECRET)], 400),
        ("post", None, vec![("client_id", "post"), ("client_secret", SECRET)], 200),
        ("post", None, vec![("client_id", "post"), ("client_secret", "wrong")], 401),
        ("post", None, vec![("client_secret", SECRET)], 400),
        ("post", Some(basic("post", SECRET)), vec![], 401),
        ("shop", None, vec![("client_id", "shop"), ("client_secret", SECRET)], 401),
        ("shop", Some(basic("shop", "")), vec![], 401),
        ("shop", None, vec![("client_id", "nobody")], 401),
        ("shop", None, vec![], 400),
    ] {
        let code = provider.code(client, |_| ()).await;
        let mut parameters = vec![
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
        ];
        parameters.extend(body.iter().copied());
        let mut request = provider.form("/oidc/token", &parameters);
        if let Some(header) = &header {
            request = request.header("authorization", header);
        }
        let answer = send(request).await;
        assert_eq!(answer.status, status, "{client} {header:?} {body:?}: {answer:?}");
        match status {
            200 => drop(granted(&answer)),
            400 => assert_refused(&answer, 400, "invalid_request"),
            _ => {
                assert_refused(&answer, 401, "invalid_client");
                assert!(answer.header("www-authenticate").starts_with("Basic"), "{answer:?}");
            }
        }
    }
    // A confidential client may leave PKCE out, but not the rest.
    let code = provider.code("post", |grant| grant.challenge = None).await;
    let parameters = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", REDIRECT),
        ("client_id", "post"),
        ("client_secret", SECRET),
    ];
    granted(&send(provider.form("/oidc/token", &parameters)).await);
}

#[tokio::test]
async fn bodies_are_forms_without_a_parameter_twice() {
    let provider = Provider::start().await;
    let twice = [("grant_type", "refresh_token"), ("client_id", "shop"), ("client_id", "es"), ("refresh_token", "x")];
    assert_refused(&send(provider.form("/oidc/token", &twice)).await, 400, "invalid_request");
    let json = provider.server.http.post(format!("{}/oidc/token", provider.server.url)).json(&json!({}));
    assert_refused(&send(json).await, 400, "invalid_request");
    let long = "x".repeat(20_000);
    assert_refused(&send(provider.form("/oidc/token", &[("code", &long)])).await, 400, "invalid_request");
    assert_eq!(send(provider.server.get("/oidc/token?code=x")).await.status, 404, "no secret stands in an address");
}

#[tokio::test]
async fn pages_of_the_clients_own_origins_alone_use_its_tokens() {
    let provider = Provider::start().await;
    for (origin, status) in [("https://shop.example", 200), ("https://es.example", 403), ("https://evil.example", 403)]
    {
        let code = provider.code("shop", |_| ()).await;
        let parameters = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", REDIRECT),
            ("client_id", "shop"),
            ("code_verifier", VERIFIER),
        ];
        let answer = send(provider.form("/oidc/token", &parameters).header("origin", origin)).await;
        assert_eq!(answer.status, status, "{origin}");
        let allowed = answer.header("access-control-allow-origin");
        assert_eq!(allowed == origin, origin != "https://evil.example", "{origin}: any registered one may ask");
    }
    let access = text(&provider.tokens("shop").await, "access_token");
    let ask =
        |origin: &'static str| send(provider.server.get("/oidc/me").bearer_auth(&access).header("origin", origin));
    assert_eq!((ask("https://shop.example").await.status, ask("https://es.example").await.status), (200, 403));
    // What Authing's client sends needs a preflight.
    for (path, method) in
        [("/oidc/token", "POST"), ("/oidc/token/introspection", "POST"), ("/api/v3/get-profile", "GET")]
    {
        let url = format!("{}{path}", provider.server.url);
        let asked = "authorization,content-type,x-authing-app-id,x-authing-request-from,x-authing-sdk-version,\
                     x-authing-userpool-id";
        let preflight = provider
            .server
            .http
            .request(reqwest::Method::OPTIONS, url)
            .header("origin", "https://shop.example")
            .header("access-control-request-method", method)
            .header("access-control-request-headers", asked);
        let answer = send(preflight).await;
        assert_eq!(answer.header("access-control-allow-origin"), "https://shop.example", "{path}");
        let allowed = answer.header("access-control-allow-headers");
        assert!(asked.split(',').all(|name| allowed.contains(name)), "{path}: {allowed}");
    }
}
