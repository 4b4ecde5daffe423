//! What the OpenID provider says of itself, and its keys: they change while people log in, and nobody notices.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/provider.rs"]
mod provider;
mod support;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guard_protocol::Secret;
use guard_server::clock::ManualClock;
use guard_server::config::{AppOidc, AuthMethod, Config};
use guard_server::services::oidc::keys::{AHEAD, KEPT_BY_CLIENTS_S, RELOAD, RETIRED, Rotation};
use guard_server::services::oidc::signer;
use guard_server::store::Store;
use guard_server::store::sqlite::{IN_MEMORY, Sqlite};
use guard_server::store::{SigningAlgorithm, SigningKey};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header, decode_header, encode};
use provider::{Provider, REDIRECT, VERIFIER, assert_refused, client, granted, provider_config, text, verified_by};
use serde_json::{Value, json};
use support::{START, run, said, send};

async fn published(provider: &Provider) -> JwkSet {
    serde_json::from_value(send(provider.server.get("/oidc/.well-known/jwks.json")).await.body).unwrap()
}

fn kid(token: &str) -> String {
    decode_header(token).unwrap().kid.unwrap()
}

#[tokio::test]
async fn discovery_names_what_there_is_at_the_public_address() {
    let config = Config { public_url: Some("https://login.example.com".to_owned()), ..provider_config() };
    let provider = Provider::with(config).await;
    let get = provider.server.get("/oidc/.well-known/openid-configuration").header("origin", "https://any.example");
    let answer = send(get).await;
    assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "application/json"));
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), format!("public, max-age={KEPT_BY_CLIENTS_S}"));
    let body = answer.body;
    assert_eq!(body["issuer"], "https://login.example.com/oidc");
    for (name, path) in [
        ("authorization_endpoint", "/oidc/auth"),
        ("token_endpoint", "/oidc/token"),
        ("userinfo_endpoint", "/oidc/me"),
        ("jwks_uri", "/oidc/.well-known/jwks.json"),
        ("end_session_endpoint", "/oidc/session/end"),
        ("introspection_endpoint", "/oidc/token/introspection"),
        ("revocation_endpoint", "/oidc/token/revoke"),
    ] {
        assert_eq!(body[name], format!("https://login.example.com{path}"), "{name}");
    }
    // RFC 9700, 2.1.1, 2.1.2 and 4.4.2: S256 alone, no implicit flow, `iss` in answers.
    assert_eq!(body["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(body["response_types_supported"], json!(["code"]));
    assert_eq!(body["authorization_response_iss_parameter_supported"], true);
    assert_eq!(body["id_token_signing_alg_values_supported"], json!(["RS256", "ES256"]));
    assert!(body.get("check_session_iframe").is_none());
}

#[tokio::test]
async fn published_keys_are_public_and_each_has_a_name_and_a_use() {
    let provider = Provider::start().await;
    let answer = send(provider.server.get("/oidc/.well-known/jwks.json").header("origin", "https://any.example")).await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), format!("public, max-age={KEPT_BY_CLIENTS_S}"));
    let keys = answer.body["keys"].as_array().unwrap();
    let algs: Vec<_> = keys.iter().map(|key| (text(key, "kty"), text(key, "alg"), text(key, "use"))).collect();
    let named = |kty: &str, alg: &str| (kty.to_owned(), alg.to_owned(), "sig".to_owned());
    assert_eq!(algs, [named("EC", "ES256"), named("RSA", "RS256")]);
    for key in keys {
        assert!(["d", "p", "q", "dp", "dq", "qi", "k"].iter().all(|secret| key.get(secret).is_none()), "{key}");
        assert!(text(key, "kid").chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)));
    }
    let modulus = keys.iter().find(|key| key["kty"] == "RSA").map(|key| text(key, "n")).unwrap();
    assert_eq!(URL_SAFE_NO_PAD.decode(modulus).unwrap().len(), 256, "2048 bits");
}

#[tokio::test]
async fn keys_change_under_a_load_of_logins_on_two_nodes_and_nobody_notices() {
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(IN_MEMORY).unwrap());
    let clock = ManualClock::new(START);
    let one = Provider::on(provider_config(), Arc::clone(&store), clock.clone()).await;
    let second = guard_server::state::Parts { store: Some(Arc::clone(&store)), ..Default::default() };
    let config = Config { public_url: Some(one.server.url.clone()), ..provider_config() };
    let two = Provider { server: support::Server::of(config, clock.clone(), second).await, store: Arc::clone(&store) };
    let mut before = one.tokens("shop").await;
    let first = kid(&text(&before, "id_token"));
    // What a client remembers, for as long as it may.
    let (mut kept, mut kept_at) = (published(&one).await, 0);
    assert_eq!(signer::rotate(&store, START, Rotation::Planned).await.unwrap(), 2);
    let (mut now, mut kids) = (0, vec![first.clone()]);
    let step = AHEAD / 10 + 777;
    while now < AHEAD + 3 * step {
        let (node, other) = if now / step % 2 == 0 { (&one, &two) } else { (&two, &one) };
        let logins = futures_util::future::join_all((0..3).map(|_| async {
            let (shop, es) = (node.tokens("shop").await, other.tokens("es").await);
            [text(&shop, "id_token"), text(&es, "id_token"), text(&shop, "access_token")]
        }));
        for token in logins.await.as_flattened() {
            assert!(verified_by(&kept, token).is_some(), "{now}: a client with the keys of {kept_at} does not know it");
            for node in [&one, &two] {
                assert!(node.verified(token).await.is_some(), "{now}: not published on each node");
            }
            kids.push(kid(token));
        }
        now += step;
        clock.advance(step);
        if now - kept_at >= i64::from(KEPT_BY_CLIENTS_S) * 1000 {
            (kept, kept_at) = (published(&two).await, now);
        }
        before = granted(&one.refresh("shop", &text(&before, "refresh_token")).await);
    }
    let last = kid(&text(&before, "id_token"));
    assert_ne!(first, last, "the key has changed");
    kids.sort();
    kids.dedup();
    assert_eq!(kids.len(), 4, "two of each algorithm");
}

#[tokio::test]
async fn a_token_verifies_until_its_end_though_its_key_signs_no_more() {
    let provider = Provider::start().await;
    let store = &provider.store;
    assert_eq!(published(&provider).await.keys.len(), 2);
    signer::rotate(store, START, Rotation::Planned).await.unwrap();
    let start = AHEAD - 1_000;
    provider.server.clock.advance(start);
    let tokens = provider.tokens("shop").await;
    let token = text(&tokens, "id_token");
    // The longest life that a token may have.
    let longest = 24 * 3600 * 1000;
    for passed in [RELOAD, 3600 * 1000, longest - 3600 * 1000 - RELOAD] {
        provider.server.clock.advance(passed);
        store.sweep(START + start + passed).await.unwrap();
        assert!(provider.verified(&token).await.is_some(), "{passed}");
    }
    assert_ne!(kid(&text(&provider.tokens("shop").await, "id_token")), kid(&token));
    provider.server.clock.advance(RETIRED);
    store.sweep(START + start + longest + RETIRED).await.unwrap();
    assert!(provider.verified(&token).await.is_none());
    assert_eq!(published(&provider).await.keys.len(), 2);
}

#[tokio::test]
async fn two_nodes_that_start_at_once_have_the_same_keys() {
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(IN_MEMORY).unwrap());
    let nodes = futures_util::future::join_all((0..3).map(async |_| {
        let parts = guard_server::state::Parts { store: Some(Arc::clone(&store)), ..Default::default() };
        let server = support::Server::of(provider_config(), ManualClock::new(START), parts).await;
        let keys = send(server.get("/oidc/.well-known/jwks.json")).await.body;
        (keys, server)
    }));
    let nodes = nodes.await;
    assert!(
        nodes.iter().all(|(keys, _)| *keys == nodes[0].0),
        "{nodes:?}",
        nodes = nodes.iter().map(|(keys, _)| keys).collect::<Vec<_>>()
    );
    assert_eq!(nodes[0].0["keys"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_key_that_leaked_counts_no_more_at_once() {
    let provider = Provider::start().await;
    let token = text(&provider.tokens("shop").await, "id_token");
    signer::rotate(&provider.store, START, Rotation::AtOnce).await.unwrap();
    provider.server.clock.advance(RELOAD);
    assert!(provider.verified(&token).await.is_none());
    let next = text(&provider.tokens("shop").await, "id_token");
    assert!(provider.verified(&next).await.is_some() && kid(&next) != kid(&token));
}

#[test]
fn an_operator_sees_keys_and_has_new_ones_made() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("guard.toml");
    let database = dir.path().join("guard.db");
    std::fs::write(&file, format!("database = {database:?}\n[app]\nid = \"a\"\nname = \"A\"\n")).unwrap();
    let list = || {
        let output = run(&file, &["keys", "list", "--json"], "");
        assert!(output.status.success(), "{output:?}");
        let shown = said(&output.stdout);
        let keys: Vec<Value> = serde_json::from_str(&shown).unwrap();
        keys.iter().map(|key| format!("{} {}", text(key, "algorithm"), text(key, "role"))).collect::<Vec<_>>()
    };
    assert_eq!(list(), Vec::<String>::new());
    for expected in
        [vec!["ES256 active", "RS256 active"], vec!["ES256 active", "ES256 next", "RS256 active", "RS256 next"]]
    {
        let output = run(&file, &["keys", "rotate"], "");
        assert_eq!(said(&output.stdout), "2\n", "{output:?}");
        assert_eq!(list(), expected);
    }
    let refused = run(&file, &["keys", "rotate"], "");
    assert!(!refused.status.success() && said(&refused.stderr).contains("--at-once"), "{refused:?}");
    assert!(run(&file, &["keys", "rotate", "--at-once"], "").status.success());
    assert_eq!(list(), ["ES256 over", "ES256 over", "ES256 active", "RS256 over", "RS256 over", "RS256 active"]);
    let table = run(&file, &["keys", "list"], "");
    assert!(said(&table.stdout).starts_with("KID"), "{table:?}");
}

/// A private key for a client's assertions, with its public one.
fn assertion_key() -> (EncodingKey, Jwk) {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
    let random = aws_lc_rs::rand::SystemRandom::new();
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let key = EncodingKey::from_ec_der(der.as_ref());
    let mut jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
    jwk.common.key_id = Some("k1".to_owned());
    (key, jwk)
}

#[tokio::test]
async fn rfc_9700_2_5_a_client_with_a_private_key_proves_itself_by_an_assertion_once() {
    let (key, jwk) = assertion_key();
    let (stranger, _) = assertion_key();
    let jwks = serde_json::to_string(&JwkSet { keys: vec![jwk.clone()] }).unwrap();
    let oidc = AppOidc { auth_method: AuthMethod::PrivateKeyJwt, jwks: Some(jwks.clone()), ..AppOidc::default() };
    let mut config = provider_config();
    config.apps.push(client("jwt", oidc));
    let provider = Provider::with(config).await;
    let issuer = format!("{}/oidc", provider.server.url);
    let now = START / 1000;
    let claims = |jti: &str| json!({ "iss": "jwt", "sub": "jwt", "aud": issuer, "exp": now + 60, "jti": jti });
    let with = |mut claims: Value, name: &str, value: Value| {
        claims[name] = value;
        claims
    };
    let es = Header { kid: Some("k1".to_owned()), ..Header::new(Algorithm::ES256) };
    let ask = async |assertion: &str, kind: &str| {
        let code = provider.code("jwt", |_| ()).await;
        let parameters = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
            ("client_assertion_type", kind),
            ("client_assertion", assertion),
        ];
        send(provider.form("/oidc/token", &parameters)).await
    };
    const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let right = encode(&es, &claims("1"), &key).unwrap();
    granted(&ask(&right, KIND).await);
    assert_refused(&ask(&right, KIND).await, 401, "invalid_client");
    granted(&ask(&encode(&es, &with(claims("2"), "aud", json!([issuer])), &key).unwrap(), KIND).await);
    assert_refused(&ask(&encode(&es, &claims("3"), &key).unwrap(), "jwt").await, 400, "invalid_request");
    // `alg: none`, and the public key as a secret of HMAC (RFC 8725, 2.1).
    let none = [json!({ "alg": "none" }), claims("4")].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".");
    let hmac =
        encode(&Header::new(Algorithm::HS256), &claims("5"), &EncodingKey::from_secret(jwks.as_bytes())).unwrap();
    for wrong in [
        format!("{none}."),
        hmac,
        encode(&es, &claims("6"), &stranger).unwrap(),
        encode(&es, &with(claims("7"), "aud", json!("https://other.example/oidc")), &key).unwrap(),
        encode(&es, &with(claims("8"), "aud", json!([issuer, "https://other.example"])), &key).unwrap(),
        encode(&es, &with(claims("9"), "exp", json!(now - 31)), &key).unwrap(),
        encode(&es, &with(claims("10"), "sub", json!("shop")), &key).unwrap(),
        encode(&es, &with(claims("11"), "iss", json!("shop")), &key).unwrap(),
        "x".to_owned(),
    ] {
        assert_refused(&ask(&wrong, KIND).await, 401, "invalid_client");
    }
}

#[tokio::test]
async fn a_hint_is_an_id_token_of_ours_expired_or_not() {
    use guard_server::services::oidc::Oidc;
    let provider = Provider::start().await;
    let tokens = provider.tokens("shop").await;
    let context = guard_server::services::Context {
        store: Arc::clone(&provider.store),
        clock: Arc::new(ManualClock::new(START + 10 * 3600 * 1000)),
        wake: Arc::new(guard_server::wake::LocalWake::default()),
        key: guard_server::tokens::ServerKey::new([1; 64]),
        apps: Arc::new(guard_server::apps::Apps::new(&provider_config(), provider.server.url.clone())),
        wechat: Arc::new(guard_server::wechat::Absent),
        closing: tokio::sync::watch::channel(false).1,
    };
    let oidc = Oidc::new(context, provider_config().oidc);
    let id_token = text(&tokens, "id_token");
    let hint = oidc.signer.hint(&Secret::new(id_token.as_str())).await.unwrap();
    assert_eq!((hint.sub.as_str(), hint.aud.as_str(), hint.sid.as_deref()), ("u-lin", "shop", Some("browser-1")));
    let changed = format!("{}x{}", &id_token[..id_token.len() - 9], &id_token[id_token.len() - 8..]);
    for wrong in [text(&tokens, "access_token"), text(&tokens, "refresh_token"), changed, String::new()] {
        assert_eq!(oidc.signer.hint(&Secret::new(wrong)).await, None);
    }
}

#[tokio::test]
async fn while_the_database_is_away_published_keys_are_still_told() {
    let provider = Provider::start().await;
    let key = SigningKey {
        algorithm: SigningAlgorithm::Es256,
        generation: 9,
        kid: "damaged".to_owned(),
        private_key: vec![1],
        created_at: START,
        signs_from: START,
        published_until: None,
    };
    let before = published(&provider).await;
    // What can't be read counts as what does not answer.
    provider.store.add_signing_key(key, START + RETIRED).await.unwrap();
    provider.server.clock.advance(RELOAD);
    assert_eq!(published(&provider).await, before);
}
