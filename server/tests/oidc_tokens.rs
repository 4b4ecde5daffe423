//! The token endpoint and what its tokens open: every refusal, by the section of RFC 9700 that asks for it.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/provider.rs"]
mod provider;
mod support;

use guard_server::config::{Config, Limits};
use guard_server::services::oidc::exchange::REPEAT_MS;
use guard_server::store::NewGrant;
use jsonwebtoken::decode_header;
use provider::{Provider, REDIRECT, VERIFIER, assert_refused, granted, provider_config, text};
use serde_json::{Value, json};
use support::{START, Server, send};

#[tokio::test]
async fn a_code_gives_an_id_token_an_access_token_and_a_refresh_token() {
    let provider = Provider::start().await;
    for (client, alg) in [("shop", "RS256"), ("es", "ES256")] {
        let tokens = provider.tokens(client).await;
        assert_eq!((&tokens["token_type"], &tokens["expires_in"]), (&json!("Bearer"), &json!(3600)));
        assert_eq!(tokens["scope"], "openid profile email phone offline_access");
        let (id_token, access) = (text(&tokens, "id_token"), text(&tokens, "access_token"));
        assert_eq!(format!("{:?}", decode_header(&id_token).unwrap().alg), alg);
        assert_eq!(decode_header(&id_token).unwrap().typ.as_deref(), Some("JWT"));
        let claims = provider.verified(&id_token).await.unwrap();
        let issuer = format!("{}/oidc", provider.server.url);
        let now = START / 1000;
        for (claim, value) in [
            ("iss", json!(issuer)),
            ("aud", json!(client)),
            ("sub", json!("u-lin")),
            ("iat", json!(now)),
            ("exp", json!(now + 3600)),
            ("auth_time", json!(now - 5)),
            ("nonce", json!("n-0S6")),
            ("sid", json!("browser-1")),
            ("amr", json!(["pwd"])),
            ("nickname", json!("Lin")),
            ("picture", json!(format!("{}/lin.svg", provider.server.url))),
            ("email", json!("lin@shanlan.cn")),
            ("email_verified", json!(false)),
            ("phone_number", json!("13800000001")),
            ("phone_number_verified", json!(false)),
        ] {
            assert_eq!(claims[claim], value, "{claim}");
        }
        assert!(claims["at_hash"].is_string() && claims.get("azp").is_none());
        // Authing's client reads the access token as a JWT.
        assert_eq!(decode_header(&access).unwrap().typ.as_deref(), Some("at+jwt"));
        let claims = provider.verified(&access).await.unwrap();
        assert_eq!((&claims["exp"], &claims["client_id"]), (&json!(now + 3600), &json!(client)));
        assert_eq!(provider.me(&access).await.body["sub"], "u-lin");
    }
}

#[tokio::test]
async fn tokens_are_for_what_was_asked_for() {
    let provider = Provider::start().await;
    let with = async |scope: &str| {
        let scope = scope.to_owned();
        let code = provider.code("shop", |grant: &mut NewGrant| (grant.scope, grant.nonce) = (scope, None)).await;
        granted(&provider.exchange("shop", &code).await)
    };
    let little = with("openid").await;
    assert!(little.get("refresh_token").is_none());
    let claims = provider.verified(&text(&little, "id_token")).await.unwrap();
    assert!(claims.get("nonce").is_none(), "nobody asked for one");
    let access = text(&little, "access_token");
    assert_eq!(provider.me(&access).await.body, json!({ "sub": "u-lin" }));
    let profile = send(provider.server.get("/api/v3/get-profile").bearer_auth(&access)).await;
    assert_eq!((&profile.body["statusCode"], &profile.body["data"]["userId"]), (&json!(200), &json!("u-lin")));
    assert_eq!((&profile.body["data"]["email"], &profile.body["data"]["phone"]), (&Value::Null, &Value::Null));
    let me = provider.server.get("/api/v2/users/me").header("x-authing-app-id", "shop").bearer_auth(&access);
    let me = send(me).await;
    assert_eq!((me.data()["id"].as_str(), me.data().get("email")), (Some("u-lin"), None));
    let all =
        send(provider.server.get("/api/v3/get-profile").bearer_auth(text(&with("openid email").await, "access_token")));
    assert_eq!(all.await.body["data"]["email"], "lin@shanlan.cn");
    let none = with("email").await;
    assert!(none.get("id_token").is_none());
    assert_refused(&provider.me(&text(&none, "access_token")).await, 403, "insufficient_scope");
    assert_refused(&provider.me("unknown").await, 401, "invalid_token");
    let profile = send(provider.server.get("/api/v3/get-profile").bearer_auth("unknown")).await;
    assert_eq!((profile.status, &profile.body["statusCode"]), (401, &json!(401)));
}

#[tokio::test]
async fn rfc_9700_2_1_1_and_4_8_a_code_is_bound_to_client_redirect_and_verifier() {
    let provider = Provider::start().await;
    let code = provider.code("shop", |_| ()).await;
    let plain = provider.code("shop", |grant| grant.challenge = None).await;
    let right = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", REDIRECT),
        ("client_id", "shop"),
        ("code_verifier", VERIFIER),
    ];
    let changed = |name: &str, value: Option<&'static str>| -> Vec<(&str, &str)> {
        let change = |(key, old)| if key == name { value.map(|value| (key, value)) } else { Some((key, old)) };
        right.iter().copied().filter_map(change).collect()
    };
    for (name, value, error) in [
        // 4.5 Code injection: another client's, another verifier's, a guessed one.
        ("client_id", Some("es"), "invalid_grant"),
        ("code", Some("guessed"), "invalid_grant"),
        ("code_verifier", Some("another-verifier-another-verifier-another-v"), "invalid_grant"),
        ("code_verifier", None, "invalid_grant"),
        // 4.1 Redirect tricks: the string must be the same.
        ("redirect_uri", Some("https://shop.example/callback/"), "invalid_grant"),
        ("redirect_uri", Some("https://shop.example/callback?x"), "invalid_grant"),
        ("redirect_uri", Some("https://SHOP.example/callback"), "invalid_grant"),
        ("redirect_uri", None, "invalid_request"),
        ("code", None, "invalid_request"),
        ("grant_type", None, "invalid_request"),
        ("grant_type", Some("password"), "unsupported_grant_type"),
        ("grant_type", Some("implicit"), "unsupported_grant_type"),
    ] {
        let answer = send(provider.form("/oidc/token", &changed(name, value))).await;
        assert_eq!(answer.status, 400, "{name} {value:?}");
        assert_refused(&answer, 400, error);
    }
    // 4.8.2 PKCE downgrade: a verifier for a code whose challenge was taken out; 2.1.1: a public client without PKCE.
    assert_refused(&provider.exchange("shop", &plain).await, 400, "invalid_grant");
    let without = [&right[..1], &[("code", plain.as_str())], &right[2..4]].concat();
    assert_refused(&send(provider.form("/oidc/token", &without)).await, 400, "invalid_grant");
    // None of it has cost the owner anything.
    granted(&provider.exchange("shop", &code).await);
    // 60 s.
    let late = provider.code("shop", |_| ()).await;
    provider.server.pass(60);
    assert_refused(&provider.exchange("shop", &late).await, 400, "invalid_grant");
}

#[tokio::test]
async fn rfc_9700_4_5_a_second_use_of_a_code_ends_what_the_first_gave() {
    let provider = Provider::start().await;
    let code = provider.code("shop", |_| ()).await;
    let tokens = granted(&provider.exchange("shop", &code).await);
    let other = provider.tokens("shop").await;
    // Whoever could not have exchanged it ends nothing.
    let wrong = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", REDIRECT),
        ("client_id", "shop"),
        ("code_verifier", "x"),
    ];
    assert_refused(&send(provider.form("/oidc/token", &wrong)).await, 400, "invalid_grant");
    assert_eq!(provider.me(&text(&tokens, "access_token")).await.status, 200);
    assert_refused(&provider.exchange("shop", &code).await, 400, "invalid_grant");
    assert_refused(&provider.me(&text(&tokens, "access_token")).await, 401, "invalid_token");
    assert_refused(&provider.refresh("shop", &text(&tokens, "refresh_token")).await, 400, "invalid_grant");
    assert_eq!(provider.me(&text(&other, "access_token")).await.status, 200, "another grant goes on");
}

#[tokio::test]
async fn of_many_who_bring_one_code_at_once_one_at_most_has_tokens_that_count() {
    let provider = Provider::start().await;
    let code = provider.code("shop", |_| ()).await;
    let answers = futures_util::future::join_all((0..8).map(|_| provider.exchange("shop", &code))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
    let tokens = &answers.iter().find(|answer| answer.status == 200).unwrap().body;
    assert_refused(&provider.me(&text(tokens, "access_token")).await, 401, "invalid_token");
}

#[tokio::test]
async fn rfc_9700_4_14_a_refresh_token_rotates_and_one_that_comes_again_ends_its_family() {
    let provider = Provider::start().await;
    let first = provider.tokens("shop").await;
    let second = granted(&provider.refresh("shop", &text(&first, "refresh_token")).await);
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    let claims = async |tokens: &Value| provider.verified(&text(tokens, "id_token")).await.unwrap();
    let (before, after) = (claims(&first).await, claims(&second).await);
    for same in ["iss", "sub", "aud", "auth_time", "sid", "amr"] {
        assert_eq!(before[same], after[same], "{same}");
    }
    assert!(after.get("nonce").is_none());
    // An answer that was lost, or two tabs: the same next token, as long as nobody has used it.
    let again = granted(&provider.refresh("shop", &text(&first, "refresh_token")).await);
    assert_eq!(again["refresh_token"], second["refresh_token"]);
    assert_eq!(provider.me(&text(&again, "access_token")).await.status, 200);
    // Another client has nothing of it, and ends nothing.
    assert_refused(&provider.refresh("es", &text(&second, "refresh_token")).await, 400, "invalid_grant");
    provider.server.clock.advance(REPEAT_MS);
    assert_refused(&provider.refresh("shop", &text(&first, "refresh_token")).await, 400, "invalid_grant");
    for token in [&first, &second, &again] {
        assert_refused(&provider.me(&text(token, "access_token")).await, 401, "invalid_token");
        assert_refused(&provider.refresh("shop", &text(token, "refresh_token")).await, 400, "invalid_grant");
    }
    // The first again, at once, but its successor was used.
    let first = provider.tokens("shop").await;
    let second = granted(&provider.refresh("shop", &text(&first, "refresh_token")).await);
    let third = granted(&provider.refresh("shop", &text(&second, "refresh_token")).await);
    assert_refused(&provider.refresh("shop", &text(&first, "refresh_token")).await, 400, "invalid_grant");
    assert_refused(&provider.me(&text(&third, "access_token")).await, 401, "invalid_token");
}

#[tokio::test]
async fn a_refresh_asks_for_no_more_than_was_granted_and_in_time() {
    let provider = Provider::start().await;
    let code = provider.code("shop", |grant| "openid email offline_access".clone_into(&mut grant.scope)).await;
    let first = granted(&provider.exchange("shop", &code).await);
    let ask = async |token: &Value, scope: &str| {
        let token = text(token, "refresh_token");
        let parameters =
            [("grant_type", "refresh_token"), ("refresh_token", &token), ("client_id", "shop"), ("scope", scope)];
        send(provider.form("/oidc/token", &parameters)).await
    };
    assert_refused(&ask(&first, "openid phone").await, 400, "invalid_scope");
    let less = granted(&ask(&first, "openid").await);
    assert_eq!(less["scope"], "openid");
    assert_eq!(provider.me(&text(&less, "access_token")).await.body, json!({ "sub": "u-lin" }));
    let all = granted(&provider.refresh("shop", &text(&less, "refresh_token")).await);
    assert_eq!(all["scope"], "openid email offline_access", "what was granted is not lost");
    // Authing's client names itself by its header, and sends an empty redirect_uri.
    let token = text(&all, "refresh_token");
    let parameters = [("grant_type", "refresh_token"), ("redirect_uri", ""), ("refresh_token", &token)];
    let next = send(provider.form("/oidc/token", &parameters).header("x-authing-app-id", "shop")).await;
    let next = granted(&next);
    provider.server.pass(30 * 24 * 3600);
    assert_refused(&provider.refresh("shop", &text(&next, "refresh_token")).await, 400, "invalid_grant");
}

#[tokio::test]
async fn a_client_learns_of_its_own_tokens_and_ends_them_alone() {
    let provider = Provider::start().await;
    let introspect = async |client: &str, token: &str| {
        let answer = send(provider.form("/oidc/token/introspection", &[("client_id", client), ("token", token)])).await;
        granted(&answer)
    };
    let tokens = provider.tokens("shop").await;
    let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    let known = introspect("shop", &access).await;
    assert_eq!((&known["active"], &known["sub"], &known["client_id"]), (&json!(true), &json!("u-lin"), &json!("shop")));
    assert_eq!((&known["exp"], &known["iat"]), (&json!(START / 1000 + 3600), &json!(START / 1000)));
    assert_eq!(introspect("shop", &refresh).await["active"], true);
    for token in [&access, &refresh, "unknown"] {
        assert_eq!(introspect("es", token).await, json!({ "active": false }), "another client's");
    }
    for path in ["/oidc/token/introspection", "/oidc/token/revoke", "/oidc/token/revocation"] {
        let open = send(provider.form(path, &[("client_id", "basic"), ("token", "x")])).await;
        assert_refused(&open, 401, "invalid_client");
        assert_refused(&send(provider.form(path, &[("client_id", "shop")])).await, 400, "invalid_request");
    }
    let revoke = async |path: &str, client: &str, token: &str| {
        let answer = send(provider.form(path, &[("client_id", client), ("token", token)])).await;
        assert_eq!((answer.status, answer.body, answer.headers.get("content-type")), (200, json!(""), None));
    };
    revoke("/oidc/token/revoke", "es", &access).await;
    revoke("/oidc/token/revoke", "shop", "unknown").await;
    assert_eq!(introspect("shop", &access).await["active"], true, "another client ends nothing");
    revoke("/oidc/token/revoke", "shop", &refresh).await;
    assert_eq!(introspect("shop", &access).await["active"], false, "the grant has ended");
    let tokens = provider.tokens("shop").await;
    revoke("/oidc/token/revocation", "shop", &text(&tokens, "access_token")).await;
    assert_refused(&provider.refresh("shop", &text(&tokens, "refresh_token")).await, 400, "invalid_grant");
    let tokens = provider.tokens("shop").await;
    provider.server.pass(3600);
    assert_eq!(introspect("shop", &text(&tokens, "access_token")).await["active"], false, "over");
}

#[tokio::test]
async fn what_ends_a_users_sessions_ends_grants_and_a_token_of_a_client_is_no_login() {
    let provider = Provider::start().await;
    let tokens = provider.tokens("shop").await;
    let access = text(&tokens, "access_token");
    let scan = provider.server.post("/api/v2/qrcode/scanned", &json!({ "random": "x" })).bearer_auth(&access);
    send(scan).await.refused(200, 2020);
    let logout = provider.server.http.post(format!("{}/api/v2/logout", provider.server.url));
    send(logout.header("x-authing-app-id", "shop").bearer_auth(&access)).await.data();
    assert_refused(&provider.refresh("shop", &text(&tokens, "refresh_token")).await, 400, "invalid_grant");
    let tokens = provider.tokens("shop").await;
    assert!(provider.store.disable_user("u-lin", START).await.unwrap());
    assert_refused(&provider.refresh("shop", &text(&tokens, "refresh_token")).await, 400, "invalid_grant");
    assert_refused(&provider.me(&text(&tokens, "access_token")).await, 401, "invalid_token");
}

#[tokio::test]
async fn an_address_asks_for_tokens_so_often_and_is_told_when_again() {
    let limits = Limits { tokens_per_minute: 2, ..provider_config().limits };
    let provider = Provider::with(Config { limits, ..provider_config() }).await;
    for _ in 0..2 {
        assert_refused(&provider.refresh("shop", "x").await, 400, "invalid_grant");
    }
    let refused = provider.refresh("shop", "x").await;
    assert_refused(&refused, 429, "temporarily_unavailable");
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
}

#[tokio::test]
async fn a_login_of_the_widget_has_an_id_token_each_time_it_is_answered() {
    let server = Server::start().await;
    let keys = send(server.get("/oidc/.well-known/jwks.json")).await;
    let keys = serde_json::from_value(keys.body).unwrap();
    let claims = |answer: &support::Answer| provider::verified_by(&keys, &answer.text("idToken")).unwrap();
    let login = server.log_in("lin", guard_server::demo::PASSWORD).await;
    let said = claims(&login);
    assert_eq!((&said["aud"], &said["sub"], &said["amr"]), (&json!("demo"), &json!("demo-lin"), &json!(["pwd"])));
    assert_eq!((&said["auth_time"], said.get("nonce"), said.get("sid")), (&json!(START / 1000), None, None));
    assert_eq!(said["at_hash"], guard_server::services::oidc::id_tokens::at_hash(&login.text("token").into()));
    let browser = server.browser().await;
    let (_, ticket) = browser.authorize("chen").await;
    let first = claims(&browser.redeem(&ticket).await);
    assert_eq!((&first["sub"], &first["amr"]), (&json!("demo-chen"), &json!(["mca", "user"])));
    server.pass(5);
    let again = claims(&browser.redeem(&ticket).await);
    assert_eq!(again, first, "it says no later time, and ends no later");
}
