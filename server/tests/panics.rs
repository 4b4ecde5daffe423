//! A panic in a request.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use guard_protocol::paths;
use guard_server::clock::{Clock, Millis};
use guard_server::demo::PASSWORD;
use serde_json::json;
use support::{START, Server, demo_config, send};

/// A clock that panics when it is told to.
#[derive(Clone, Debug, Default)]
struct Trap(Arc<AtomicBool>);

impl Clock for Trap {
    fn now(&self) -> Millis {
        assert!(!self.0.load(Ordering::SeqCst), "on purpose");
        START
    }
}

#[tokio::test]
async fn a_panic_in_a_request_answers_500_in_the_envelope_and_harms_nothing_else() {
    let trap = Trap::default();
    let server = Server::with_clock(demo_config(), Arc::new(trap.clone())).await;
    let token = server.log_in("lin", PASSWORD).await.text("token");
    let browser = server.browser().await;
    let waiting = tokio::spawn(send(browser.poll_request(0, 20)));
    while server.wake.codes_waited_for() == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }

    trap.0.store(true, Ordering::SeqCst);
    for (lang, words) in
        [("en-US", "The server can't do this right now. Try again."), ("zh-CN", "服务器繁忙，请稍后再试。")]
    {
        let poll = json!({ "random": browser.random, "verifier": browser.verifier, "seq": 0, "wait": 0 });
        let panicked = send(server.post(paths::QRCODE_CHECK, &poll).header("x-authing-lang", lang)).await;
        panicked.refused(500, 1000);
        assert_eq!(panicked.body["statusCode"], 500);
        assert_eq!(panicked.body["message"], words);
        assert_eq!(panicked.header("access-control-allow-origin"), server.url, "its page can read it");
        assert!(!panicked.body.to_string().contains("on purpose"), "{panicked:?}");
    }
    trap.0.store(false, Ordering::SeqCst);

    server.me(&token).await.data();
    browser.abandon().await.data();
    assert_eq!(waiting.await.unwrap().qr_status(), -1, "who waited meanwhile was not harmed");
}
