//! The fake over HTTP, asked by many at once.

use guard_fake_wechat::{Call, FakeWeChat, MiniProgram};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn all_who_ask_at_once_are_answered() {
    let fake = FakeWeChat::start(MiniProgram::default()).await.expect("a free port");
    let (http, url) = (reqwest::Client::new(), format!("{}/cgi-bin/stable_token", fake.url));
    let MiniProgram { app_id, app_secret, .. } = MiniProgram::default();
    let body = serde_json::json!({ "grant_type": "client_credential", "appid": app_id, "secret": app_secret });
    let tasks: Vec<_> = (0..400)
        .map(|_| {
            let request = http.post(&url).json(&body);
            tokio::spawn(async move { request.send().await.expect("an answer").text().await.expect("a body") })
        })
        .collect();
    let mut tokens = Vec::new();
    for task in tasks {
        tokens.push(task.await.expect("nobody panics"));
    }
    assert!(tokens.iter().all(|token| token.contains("access_token")), "{tokens:?}");
    assert_eq!(fake.calls(Call::StableToken), 400);
}
