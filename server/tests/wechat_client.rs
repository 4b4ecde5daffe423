//! The client of WeChat against a fake that is as strict as WeChat's documentation.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use guard_fake_wechat::{Call, FakeWeChat, MiniProgram, Person};
use guard_protocol::Secret;
use guard_server::clock::ManualClock;
use guard_server::store::Store;
use guard_server::store::sqlite::{IN_MEMORY, Sqlite};
use guard_server::wechat::{Client, EnvVersion, OperatorFault, WeChat, WeChatApp, WeChatError};

const START: i64 = 1_800_000_000_000;
const HOUR: Duration = Duration::from_secs(3600);

/// The fake, and nodes of a server that share a store.
struct Site {
    fake: FakeWeChat,
    clock: ManualClock,
    store: Arc<dyn Store>,
    app: WeChatApp,
}

impl Site {
    async fn new() -> Self {
        let mini_program = MiniProgram::default();
        let app = WeChatApp {
            app_id: mini_program.app_id.clone(),
            app_secret: Secret::new(mini_program.app_secret.clone()),
            page: "pages/confirm/confirm".to_owned(),
            env_version: EnvVersion::Release,
        };
        let fake = FakeWeChat::start(mini_program).await.unwrap();
        fake.add(Person { unionid: Some("uLin".to_owned()), ..Person::new("oLin", "13800138000") });
        fake.add(Person::new("oChen", "13800138001"));
        let store = Arc::new(Sqlite::open(IN_MEMORY).unwrap());
        Self { fake, clock: ManualClock::new(START), store, app }
    }

    /// Another node.
    fn node(&self) -> Client {
        Client::new(&self.fake.url, Arc::clone(&self.store), Arc::new(self.clock.clone())).unwrap()
    }

    /// Time goes by, here and at WeChat.
    fn pass(&self, by: Duration) {
        self.fake.advance(by);
        self.clock.advance(i64::try_from(by.as_millis()).unwrap());
    }

    async fn picture(&self, node: &Client) -> Result<(), WeChatError> {
        node.code_picture(&self.app, "scene").await.map(drop)
    }

    async fn identity(&self, node: &Client) -> Result<String, WeChatError> {
        let code = Secret::new(self.fake.login_code("oLin"));
        node.identity(&self.app, &code).await.map(|identity| identity.openid)
    }

    async fn number(&self, node: &Client) -> Result<String, WeChatError> {
        let code = Secret::new(self.fake.phone_code("oLin"));
        node.phone_number(&self.app, &code, "oLin").await.map(|number| number.e164())
    }

    fn tokens(&self) -> usize {
        self.fake.calls(Call::StableToken)
    }
}

#[tokio::test]
async fn the_three_calls_answer() {
    let site = Site::new().await;
    let node = site.node();
    let code = Secret::new(site.fake.login_code("oLin"));
    let identity = node.identity(&site.app, &code).await.unwrap();
    assert_eq!((identity.openid.as_str(), identity.unionid.as_deref()), ("oLin", Some("uLin")));
    assert_eq!(site.number(&node).await.as_deref(), Ok("+8613800138000"));
    let picture = node.code_picture(&site.app, "abcDEF012_-").await.unwrap();
    assert_eq!(picture.media_type, "image/png");
    assert_eq!(node.identity(&site.app, &code).await, Err(WeChatError::CodeRefused), "a code counts once");
}

#[tokio::test]
async fn a_phone_code_is_of_the_person_whose_openid_goes_along() {
    let site = Site::new().await;
    let node = site.node();
    let stolen = Secret::new(site.fake.phone_code("oChen"));
    assert_eq!(node.phone_number(&site.app, &stolen, "oLin").await, Err(WeChatError::PhoneCodeRefused));
    let mixed_up = Secret::new(site.fake.login_code("oLin"));
    assert_eq!(node.phone_number(&site.app, &mixed_up, "oLin").await, Err(WeChatError::PhoneCodeRefused));
    assert_eq!(site.number(&node).await.as_deref(), Ok("+8613800138000"));
}

#[tokio::test]
async fn each_error_of_each_call_is_answered_by_what_is_to_be_done() {
    use OperatorFault::{Address, AppId, AppSecret, NotEntitled, Page, Refused};
    let common = [
        (45009, WeChatError::Limit),
        (45011, WeChatError::Limit),
        (40013, WeChatError::Misconfigured(AppId)),
        (40125, WeChatError::Misconfigured(AppSecret)),
        (40164, WeChatError::Misconfigured(Address)),
        (48001, WeChatError::Misconfigured(NotEntitled)),
        (40097, WeChatError::Misconfigured(Refused { errcode: 40097 })),
        (40129, WeChatError::Misconfigured(Refused { errcode: 40129 })),
        (61024, WeChatError::Misconfigured(Refused { errcode: 61024 })),
    ];
    let own = [
        (Call::CodePicture, 41030, WeChatError::Misconfigured(Page)),
        (Call::Identity, 40029, WeChatError::CodeRefused),
        (Call::Identity, 40163, WeChatError::CodeRefused),
        (Call::Identity, 40226, WeChatError::RiskyUser),
        (Call::PhoneNumber, 40029, WeChatError::PhoneCodeRefused),
        (Call::PhoneNumber, 40163, WeChatError::PhoneCodeRefused),
        (Call::PhoneNumber, 40226, WeChatError::RiskyUser),
        (Call::StableToken, 40001, WeChatError::Misconfigured(AppSecret)),
        (Call::Identity, 40001, WeChatError::Misconfigured(AppSecret)),
    ];
    let calls = [Call::StableToken, Call::CodePicture, Call::Identity, Call::PhoneNumber];
    let all = common.iter().flat_map(|(errcode, error)| calls.map(|call| (call, *errcode, error.clone())));
    for (call, errcode, error) in all.chain(own) {
        // A site of its own, so that nobody remembers.
        let fresh = Site::new().await;
        let node = fresh.node();
        fresh.fake.plan(call, &[errcode]);
        let answer = match call {
            Call::StableToken | Call::CodePicture => fresh.picture(&node).await,
            Call::Identity => fresh.identity(&node).await.map(drop),
            Call::PhoneNumber => fresh.number(&node).await.map(drop),
        };
        assert_eq!(answer, Err(error), "{call:?} {errcode}");
        assert_eq!(fresh.fake.calls(call), 1, "{call:?} {errcode} is not asked again");
    }
}

#[tokio::test]
async fn what_is_wrong_in_the_console_is_told_and_found_mended() {
    let site = Site::new().await;
    let node = site.node();
    let change = |change: fn(&mut MiniProgram)| site.fake.change(change);
    change(|mini_program| mini_program.address_allowed = false);
    assert_eq!(site.picture(&node).await, Err(WeChatError::Misconfigured(OperatorFault::Address)));
    change(|mini_program| mini_program.address_allowed = true);
    // It is not asked again at once.
    assert_eq!(site.picture(&node).await, Err(WeChatError::Misconfigured(OperatorFault::Address)));
    assert_eq!(site.tokens(), 1);
    site.pass(Duration::from_secs(10));
    assert_eq!(site.picture(&node).await, Ok(()));
    change(|mini_program| mini_program.published.clear());
    assert_eq!(site.picture(&node).await, Err(WeChatError::Misconfigured(OperatorFault::Page)));
    let trial = WeChatApp { env_version: EnvVersion::Trial, ..site.app.clone() };
    site.pass(Duration::from_secs(10));
    node.code_picture(&trial, "scene").await.expect("a trial version needs no published page");
}

#[tokio::test]
async fn a_busy_wechat_is_asked_twice_more() {
    let site = Site::new().await;
    let node = site.node();
    site.fake.plan(Call::Identity, &[-1, -1]);
    assert_eq!(site.identity(&node).await.as_deref(), Ok("oLin"));
    site.fake.plan(Call::Identity, &[-1, -1, -1]);
    assert!(matches!(site.identity(&node).await, Err(WeChatError::Busy { .. })));
    assert_eq!(site.fake.calls(Call::Identity), 6);
}

#[tokio::test]
async fn fifty_calls_at_once_ask_for_one_token() {
    let site = Site::new().await;
    site.fake.set_latency(Duration::from_millis(20));
    let node = site.node();
    let all = join_all((0..50).map(|_| site.picture(&node))).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!((site.tokens(), site.fake.calls(Call::CodePicture)), (1, 50));
    site.fake.revoke_tokens();
    let all = join_all((0..50).map(|_| site.picture(&node))).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(site.tokens(), 2, "and for one more when WeChat takes it no longer");
}

#[tokio::test]
async fn fifty_calls_at_once_hear_of_one_refusal() {
    let site = Site::new().await;
    site.fake.set_latency(Duration::from_millis(20));
    let wrong = WeChatApp { app_secret: Secret::new("wrong"), ..site.app.clone() };
    let node = site.node();
    let refused = Err(WeChatError::Misconfigured(OperatorFault::AppSecret));
    for answer in join_all((0..50).map(|_| node.code_picture(&wrong, "scene"))).await {
        assert_eq!(answer, refused);
    }
    assert_eq!(site.tokens(), 1);
}

#[tokio::test]
async fn nodes_share_a_token() {
    let site = Site::new().await;
    let nodes = [site.node(), site.node(), site.node()];
    for node in &nodes {
        assert_eq!(site.picture(node).await, Ok(()));
    }
    assert_eq!(site.tokens(), 1);
    // WeChat takes it no longer: the first node that hears of it renews it for all.
    site.fake.revoke_tokens();
    for node in &nodes {
        assert_eq!(site.number(node).await.as_deref(), Ok("+8613800138000"));
    }
    assert_eq!(site.tokens(), 2);
}

#[tokio::test]
async fn a_token_is_renewed_before_its_end() {
    let site = Site::new().await;
    let nodes = [site.node(), site.node()];
    for node in &nodes {
        assert_eq!(site.picture(node).await, Ok(()));
    }
    site.pass(2 * HOUR - Duration::from_secs(5 * 60));
    assert_eq!(site.picture(&nodes[0]).await, Ok(()));
    assert_eq!(site.tokens(), 1, "it is good for five minutes");
    site.pass(Duration::from_secs(90));
    // WeChat does not answer just now: the old one is good for some minutes.
    site.fake.plan(Call::StableToken, &[45009]);
    assert_eq!(site.picture(&nodes[0]).await, Ok(()));
    site.pass(Duration::from_secs(30));
    for node in &nodes {
        assert_eq!(site.picture(node).await, Ok(()));
    }
    assert_eq!(site.tokens(), 3, "one that failed, and one for both nodes");
    site.pass(Duration::from_secs(600));
    assert_eq!(site.picture(&nodes[1]).await, Ok(()), "the old one is over, the new one is not");
    assert_eq!((site.tokens(), site.fake.calls(Call::CodePicture)), (3, 7), "and no call was refused");
}

#[tokio::test]
async fn a_token_that_wechat_gives_and_does_not_take_is_forced_out() {
    let site = Site::new().await;
    let node = site.node();
    assert_eq!(site.picture(&node).await, Ok(()));
    site.fake.plan(Call::CodePicture, &[40001]);
    assert_eq!(site.picture(&node).await, Ok(()));
    assert_eq!(site.tokens(), 3, "the same one, then a forced one");
    site.fake.plan(Call::CodePicture, &[42001, 42001]);
    let refused = WeChatError::Misconfigured(OperatorFault::Refused { errcode: 42001 });
    site.pass(Duration::from_secs(31));
    assert_eq!(site.picture(&node).await, Err(refused), "it is renewed once");
}

#[tokio::test]
async fn a_wechat_that_is_away_is_left_alone_and_found_again() {
    let site = Site::new().await;
    let node = site.node();
    assert_eq!(site.picture(&node).await, Ok(()));
    site.fake.set_away(true);
    for _ in 0..20 {
        assert_eq!(site.picture(&node).await, Err(WeChatError::Away));
    }
    let asked = site.fake.calls(Call::CodePicture);
    assert_eq!(asked, 6, "one that was answered, five that were not");
    assert_eq!(site.identity(&node).await, Err(WeChatError::Away));
    assert_eq!(site.fake.calls(Call::Identity), 0);
    site.pass(Duration::from_secs(5));
    assert_eq!(site.picture(&node).await, Err(WeChatError::Away));
    assert_eq!(site.fake.calls(Call::CodePicture), asked + 1, "one try");
    site.fake.set_away(false);
    site.pass(Duration::from_secs(5));
    assert_eq!(site.picture(&node).await, Err(WeChatError::Away), "the pause has doubled");
    site.pass(Duration::from_secs(5));
    assert_eq!(site.picture(&node).await, Ok(()));
    assert_eq!(site.identity(&node).await.as_deref(), Ok("oLin"));
}

#[tokio::test]
async fn nobody_at_the_address_is_an_outage() {
    let site = Site::new().await;
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(IN_MEMORY).unwrap());
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    // With TLS, too: whoever is there does not speak it.
    for url in [format!("http://{free}"), format!("https://{free}"), site.fake.url.replace("http:", "https:")] {
        let node = Client::new(&url, Arc::clone(&store), Arc::new(site.clock.clone())).unwrap();
        assert_eq!(site.identity(&node).await, Err(WeChatError::Away), "{url}");
    }
}
