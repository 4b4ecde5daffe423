//! The server as other sites, broken clients and browsers meet it: CORS, malformed bodies, pages and files.

mod support;

use guard_protocol::paths;
use guard_server::config::Config;
use reqwest::Method;
use serde_json::json;
use support::{Server, demo_config, public_config, send};

/// A challenge of RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A server whose demo app allows only `https://*.shop.example`.
async fn closed() -> Server {
    let mut app = guard_server::demo::app("https://login.example");
    app.allowed_origins = vec!["https://*.shop.example".to_owned()];
    let config = Config { app: Some(app), public_url: Some("https://login.example".to_owned()), ..demo_config() };
    Server::with(config).await
}

#[tokio::test]
async fn no_list_of_origins_means_those_of_the_server_and_of_its_redirects() {
    let mut app = guard_server::demo::app("https://login.example");
    app.allowed_origins = Vec::new();
    app.redirect_uris = vec!["https://shop.example/welcome".to_owned()];
    let config = Config { app: Some(app), public_url: Some("https://login.example".to_owned()), ..demo_config() };
    let server = Server::with(config).await;
    let gene =
        async |origin| send(server.post_from(origin, paths::QRCODE_GENE, &json!({ "challenge": CHALLENGE }))).await;
    for origin in ["https://login.example", "https://shop.example"] {
        gene(origin).await.data();
    }
    for origin in ["https://any.example", "https://evil.shop.example", "null"] {
        let answer = gene(origin).await;
        answer.refused(403, 1001);
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
    }
    send(server.post_without_origin(paths::QRCODE_GENE, &json!({ "challenge": CHALLENGE }))).await.refused(403, 1001);
    let published = send(server.get(&public_config("demo"))).await;
    assert_eq!(published.data()["allowedOrigins"], json!(["https://login.example", "https://shop.example"]));
}

#[tokio::test]
async fn every_origin_is_echoed_where_all_are_allowed() {
    let mut app = guard_server::demo::app("https://login.example");
    app.allowed_origins = vec!["*".to_owned()];
    let server = Server::with(Config { app: Some(app), ..demo_config() }).await;
    let request = server.http.request(Method::OPTIONS, format!("{}{}", server.url, paths::QRCODE_GENE));
    let preflight = send(request.header("origin", "https://any.example")).await;
    assert_eq!(preflight.status, 200);
    assert_eq!(preflight.header("access-control-allow-origin"), "https://any.example");
    assert_eq!(preflight.header("access-control-allow-credentials"), "true");
    let allowed = preflight.header("access-control-allow-headers");
    for name in ["content-type", "authorization", "x-authing-app-id", "x-authing-lang", "x-authing-userpool-id"] {
        assert!(allowed.contains(name), "{name} is not in {allowed}");
    }
    let answer = send(server.get(&public_config("nope")).header("origin", "https://any.example")).await;
    answer.refused(200, 2011);
    assert_eq!(answer.header("access-control-allow-origin"), "https://any.example", "failures must be readable too");
    assert_eq!(answer.header("vary"), "origin");
    assert_eq!(answer.header("cache-control"), "no-store");
    let same_site = send(server.get(&public_config("demo"))).await;
    assert_eq!(same_site.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn an_origin_that_is_not_listed_gets_no_cors_headers_and_no_code() {
    let server = closed().await;
    for (origin, allowed) in [
        ("https://tea.shop.example", true),
        ("https://login.example", true),
        ("https://shop.example.evil", false),
        ("http://tea.shop.example", false),
        ("null", false),
    ] {
        let gene = send(server.post_from(origin, paths::QRCODE_GENE, &json!({ "challenge": CHALLENGE }))).await;
        let echoed = gene.header("access-control-allow-origin");
        assert_eq!(echoed, if allowed { origin } else { "" }, "{origin}");
        if allowed {
            assert!(gene.text("url").starts_with("https://login.example/api/v2/qrcode/image/"));
        } else {
            gene.refused(403, 1001);
        }
    }
    send(server.post_without_origin(paths::QRCODE_GENE, &json!({ "challenge": CHALLENGE }))).await.refused(403, 1001);
}

#[tokio::test]
async fn a_page_that_is_not_listed_logs_nobody_in() {
    let server = closed().await;
    for origin in ["https://shop.example.evil", "null"] {
        server.log_in_from(origin, "lin", guard_server::demo::PASSWORD).await.refused(403, 1001);
    }
    server.log_in_from("https://tea.shop.example", "lin", guard_server::demo::PASSWORD).await.data();
}

#[tokio::test]
async fn a_site_that_is_not_listed_may_read_why() {
    let server = closed().await;
    for (path, readable) in [(public_config("demo"), true), (paths::QRCODE_GENE.to_owned(), false)] {
        let request = server.http.request(Method::OPTIONS, format!("{}{path}", server.url));
        let preflight = send(request.header("origin", "https://any.example")).await;
        let echoed = if readable { "https://any.example" } else { "" };
        assert_eq!(preflight.status, 200, "{path}");
        assert_eq!(preflight.header("access-control-allow-origin"), echoed, "{path}");
    }
    let config = send(server.get(&public_config("demo")).header("origin", "https://any.example")).await;
    assert_eq!(config.header("access-control-allow-origin"), "https://any.example");
    assert_eq!(config.data()["allowedOrigins"], json!(["https://*.shop.example"]));
    send(server.post(&public_config("demo"), &json!({}))).await.refused(404, 2231);
}

#[tokio::test]
async fn the_servers_own_pages_are_allowed_however_its_address_is_written() {
    let mut app = guard_server::demo::app("https://login.example");
    app.allowed_origins = vec!["https://shop.example".to_owned()];
    let config = Config { app: Some(app), public_url: Some("https://Login.example:443".to_owned()), ..demo_config() };
    let server = Server::with(config).await;
    let gene = |origin| server.post_from(origin, paths::QRCODE_GENE, &json!({ "challenge": CHALLENGE }));
    for origin in ["https://login.example", "https://shop.example"] {
        assert!(!send(gene(origin)).await.text("random").is_empty(), "{origin}");
    }
    send(gene("https://login.example:444")).await.refused(403, 1001);
}

#[tokio::test]
async fn malformed_requests_name_the_field_and_never_quote_its_value() {
    let server = Server::start().await;
    for (path, body, field) in [
        (paths::LOGIN_ACCOUNT, r#"{"account":"lin"}"#, "`password`"),
        (paths::LOGIN_ACCOUNT, r#"{"account":"lin","password":{"s3cret":1}}"#, "`password`"),
        (paths::LOGIN_ACCOUNT, "s3cret", "`body`"),
        (paths::QRCODE_GENE, r#"{"scene":"s3cret"}"#, "`scene`"),
        (paths::QRCODE_GENE, r#"{"challenge":"s3cret"}"#, "`challenge`"),
        (paths::QRCODE_CHECK, r#"{"verifier":"s3cret"}"#, "`random`"),
        (paths::QRCODE_CHECK, r#"{"random":"x","verifier":"v","seq":"s3cret"}"#, "`seq`"),
        (paths::QRCODE_USERINFO, r#"{}"#, "`ticket`"),
        (paths::QRCODE_ABANDON, r#"{"random":"x"}"#, "`verifier`"),
        (paths::QRCODE_CONFIRM, r#"{}"#, "`handshake`"),
        (paths::QRCODE_CONFIRM, r#"{"handshake":"s3cret","handshake":"s3cret"}"#, "`handshake`"),
        (paths::QRCODE_CONFIRM, r#"{"handshake":"s3cret"}{"handshake":"s3cret"}"#, "`body`"),
        ("/m/session", r#"{}"#, "`account`"),
    ] {
        let request = server.http.post(format!("{}{path}", server.url)).header("content-type", "application/json");
        let request = request.header("x-authing-app-id", "demo").header("origin", &server.url);
        let answer = send(request.body(body)).await;
        answer.refused(400, 2231);
        let message = answer.body["message"].as_str().unwrap();
        assert!(message.contains(field), "{path} {body} gave {message}");
        assert!(!message.contains("s3cret"), "{message}");
    }
    let undeclared = server.http.post(format!("{}{}", server.url, paths::QRCODE_GENE)).body("{}");
    send(undeclared).await.refused(400, 2231);
    let huge = json!({ "account": "a".repeat(20_000), "password": "" });
    send(server.post(paths::LOGIN_ACCOUNT, &huge)).await.refused(400, 2231);
    let twice = server.post(paths::QRCODE_GENE, &json!({})).header("x-authing-app-id", "other");
    send(twice).await.refused(200, 2101);
    send(server.get("/api/v2/nothing")).await.refused(404, 2231);
    send(server.get(paths::QRCODE_GENE)).await.refused(404, 2231);
}

#[tokio::test]
async fn pages_have_strict_policies_and_opening_one_changes_nothing() {
    let server = Server::start().await;
    let browser = server.browser().await;
    let page = send(server.get(&format!("/m/{}", browser.random))).await;
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'none'"));
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(browser.poll().await.data()["seq"], 0);

    let home = send(server.get("/")).await;
    let policy = home.header("content-security-policy");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    for page in [&page, &home] {
        let html = page.body.as_str().unwrap();
        for inline in [" style=", " onclick=", "<style", "javascript:", "http://", "https://"] {
            assert!(!html.contains(inline), "{inline} would be blocked by the policy, or leads elsewhere");
        }
    }
}

#[tokio::test]
async fn every_file_that_a_page_asks_for_is_there() {
    let server = Server::start().await;
    for page in ["/", "/m/x"] {
        let html = send(server.get(page)).await;
        let html = html.body.as_str().unwrap().to_owned();
        let links = html.split(['"']).filter(|text| text.starts_with("/demo/") || text.starts_with("/phone/"));
        let mut count = 0;
        for link in links {
            assert_eq!(send(server.get(link)).await.status, 200, "{link}");
            count += 1;
        }
        assert!(count >= 2, "{page} asks for {count} files");
    }
    for photo in ["/demo/avatar-lin.svg", "/demo/avatar-chen.svg"] {
        assert_eq!(send(server.get(photo)).await.header("content-type"), "image/svg+xml");
    }
}

#[tokio::test]
async fn without_the_demo_there_is_no_demo() {
    let app = guard_server::demo::app("https://login.example");
    let server = Server::with(Config { demo: false, app: Some(app), ..demo_config() }).await;
    assert_eq!(send(server.get("/")).await.status, 404);
    let login = server.post("/m/session", &json!({ "account": "lin" }));
    assert_eq!(login.send().await.unwrap().status(), 405, "no login without a password");
    server.log_in("lin", guard_server::demo::PASSWORD).await.refused(200, 2333);
    assert_eq!(send(server.get("/healthz")).await.body, json!({ "status": "ok" }));
}

#[tokio::test]
async fn the_package_and_the_hosted_page_are_served() {
    let dir = tempfile::tempdir().unwrap();
    let (dist, page) = (dir.path().join("dist"), dir.path().join("page"));
    for folder in [&dist, &page] {
        std::fs::create_dir_all(folder.join("evil.example")).unwrap();
    }
    std::fs::write(dist.join("guard_bg.wasm"), b"\0asm").unwrap();
    std::fs::write(dist.join("guard_bg.wasm.br"), b"small").unwrap();
    std::fs::write(dist.join("guard-qr.0123abcd.wasm"), b"\0asm").unwrap();
    std::fs::write(page.join("index.html"), "<h1>hosted</h1>").unwrap();
    std::fs::write(page.join("page.js"), "1").unwrap();
    let server = Server::with(Config { dist_dir: Some(dist), page_dir: Some(page), ..demo_config() }).await;

    let wasm = send(server.get("/dist/guard_bg.wasm")).await;
    assert_eq!((wasm.status, wasm.header("content-type").as_str()), (200, "application/wasm"));
    assert_eq!(wasm.header("access-control-allow-origin"), "*");
    let small = send(server.get("/dist/guard_bg.wasm").header("accept-encoding", "br")).await;
    assert_eq!(small.header("content-encoding"), "br");
    assert_eq!(small.body, json!("small"));
    assert_eq!(small.header("content-type"), "application/wasm");
    assert_eq!(wasm.header("cache-control"), "no-cache", "its name stays when it changes");
    let part = send(server.get("/dist/guard-qr.0123abcd.wasm")).await;
    assert_eq!(part.header("cache-control"), "public, max-age=31536000, immutable");
    let gone = send(server.get("/dist/guard-qr.0123abce.wasm")).await;
    assert_eq!((gone.status, gone.header("cache-control").as_str()), (404, "no-cache"), "it may come");
    assert_eq!(send(server.get("/dist/none.js")).await.status, 404);
    assert_eq!(send(server.get("/dist/../page/page.js")).await.status, 404);

    for path in ["/login", "/login/", "/login/callback", "/login/a/b?x=1"] {
        let hosted = send(server.get(path)).await;
        assert_eq!((hosted.status, &hosted.body), (200, &json!("<h1>hosted</h1>")), "{path}");
        assert!(hosted.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
    }
    assert_eq!(send(server.get("/login/page.js")).await.body, json!(1));

    // A folder inside: a redirect to its name with a slash would lead out of the prefix, or to another host.
    for (prefix, status) in [("/dist", 404), ("/login", 200)] {
        for rest in ["/evil.example", "//evil.example", "//evil.example/..", "/%2Fevil.example", "/evil.example/"] {
            let answer = send(server.get(&format!("{prefix}{rest}"))).await;
            assert_eq!((answer.status, answer.header("location").as_str()), (status, ""), "{prefix}{rest}");
        }
    }
}
