//! Mini-program codes on the page: WeChat makes the picture, ahead where it can, and a link stands in when it does not.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use guard_fake_wechat::{Call, FakeWeChat, MiniProgram, Opens};
use guard_protocol::{Secret, paths};
use guard_server::clock::ManualClock;
use guard_server::config::{CodeVisual, Config, WeChatConfig};
use guard_server::state::Parts;
use guard_server::store::Store;
use guard_server::store::sqlite::{IN_MEMORY, Sqlite};
use guard_server::wechat::{Client, Identity, PhoneNumber, Picture, WeChat, WeChatApp, WeChatError};
use serde_json::json;
use support::{START, Server, demo_config, plain_config, send};

const LINK: &str = "https://login.example.com/q/";

/// The settings that fit the fake's mini program.
fn wechat(stock: u32) -> WeChatConfig {
    let mini_program = MiniProgram::default();
    WeChatConfig {
        app_id: mini_program.app_id,
        app_secret: Secret::new(mini_program.app_secret),
        stock,
        ..WeChatConfig::default()
    }
}

/// A configuration whose application has this mini program.
fn config(base: Config, fake: &FakeWeChat, wechat: WeChatConfig) -> Config {
    let mut app = base.app.clone().unwrap_or_else(|| guard_server::demo::app("http://login.example"));
    app.wechat = Some(wechat);
    Config { app: Some(app), wechat_api: fake.url.clone(), ..base }
}

async fn fake() -> FakeWeChat {
    FakeWeChat::start(MiniProgram::default()).await.unwrap()
}

/// A client of WeChat that counts the pictures that came. Tests run in one thread, so what is counted is in the stock.
#[derive(Debug)]
struct Counting {
    client: Client,
    pictures: Arc<AtomicUsize>,
}

#[async_trait]
impl WeChat for Counting {
    async fn identity(&self, app: &WeChatApp, code: &Secret) -> Result<Identity, WeChatError> {
        self.client.identity(app, code).await
    }

    async fn phone_number(&self, app: &WeChatApp, code: &Secret, openid: &str) -> Result<PhoneNumber, WeChatError> {
        self.client.phone_number(app, code, openid).await
    }

    async fn code_picture(&self, app: &WeChatApp, scene: &str) -> Result<Picture, WeChatError> {
        let picture = self.client.code_picture(app, scene).await?;
        self.pictures.fetch_add(1, Ordering::SeqCst);
        Ok(picture)
    }
}

/// A server whose stock has been filled, and how many pictures were made.
async fn stocked(fake: &FakeWeChat, stock: u32) -> (Server, Arc<AtomicUsize>) {
    let clock = ManualClock::new(START);
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(IN_MEMORY).unwrap());
    let client = Client::new(&fake.url, Arc::clone(&store), Arc::new(clock.clone())).unwrap();
    let pictures = Arc::new(AtomicUsize::new(0));
    let counting = Counting { client, pictures: Arc::clone(&pictures) };
    let parts = Parts { store: Some(store), wechat: Some(Arc::new(counting)), ..Parts::default() };
    let server = Server::of(config(demo_config(), fake, wechat(stock)), clock, parts).await;
    until(&pictures, stock as usize).await;
    (server, pictures)
}

async fn until(pictures: &AtomicUsize, count: usize) {
    while pictures.load(Ordering::SeqCst) < count {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// The picture at `url`: its headers, side and shades.
struct Fetched {
    headers: reqwest::header::HeaderMap,
    side: usize,
    pixels: Vec<u8>,
}

impl Fetched {
    async fn from(server: &Server, random: &str) -> Self {
        let url = format!("{}/api/v2/qrcode/image/{random}.png", server.url);
        let response = server.http.get(url).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        let headers = response.headers().clone();
        let bytes = response.bytes().await.unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let side = reader.next_frame(&mut pixels).unwrap().width as usize;
        Self { headers, side, pixels }
    }

    /// What it says.
    fn text(&self) -> String {
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(self.side, self.side, |x, y| self.pixels[y * self.side + x]);
        image.detect_grids().iter().find_map(|grid| Some(grid.decode().ok()?.1)).expect("it can be read")
    }

    fn opens(&self) -> Opens {
        serde_json::from_str(&self.text()).unwrap()
    }

    /// Lays a logo over it as Authing's client does: a circle, its diameter the side ÷ 2.4.
    fn with_logo(mut self) -> Self {
        let (side, middle) = (self.side, self.side as f64 / 2.0);
        for (index, pixel) in self.pixels.iter_mut().enumerate() {
            let (x, y) = ((index % side) as f64 + 0.5 - middle, (index / side) as f64 + 0.5 - middle);
            if x.hypot(y) <= middle / 2.4 {
                *pixel = 255;
            }
        }
        self
    }
}

#[tokio::test]
async fn a_page_is_given_the_picture_that_wechat_made_and_the_logo_to_lay_over_it() {
    let fake = fake().await;
    let server = Server::with(config(demo_config(), &fake, wechat(0))).await;
    let browser = server.browser().await;
    let gene = browser.gene.data();
    assert_eq!((&gene["interval"], &gene["seq"], gene.get("text")), (&json!(2), &json!(0), None));
    assert_eq!(gene["url"], format!("{}/api/v2/qrcode/image/{}.png", server.url, browser.random));
    assert_eq!(gene["customLogo"], format!("{}/demo/logo.svg", server.url));
    let picture = Fetched::from(&server, &browser.random).await;
    let header = |name: &str| picture.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    assert_eq!(header("content-type").as_deref(), Some("image/png"));
    assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    let opens = Opens { page: "pages/confirm/confirm".to_owned(), scene: browser.random.clone() };
    assert_eq!(picture.with_logo().opens(), opens);
    assert_eq!(fake.calls(Call::CodePicture), 1, "it is made once");
}

#[tokio::test]
async fn a_mini_program_code_is_bound_to_its_browser_like_any_other() {
    let fake = fake().await;
    let server = Server::with(config(demo_config(), &fake, wechat(2))).await;
    let browser = server.browser().await;
    let (_, ticket) = browser.authorize("lin").await;
    server.redeem(&ticket, Some("wr0ng-verifier")).await.refused(403, 4103);
    server.redeem(&ticket, None).await.refused(403, 4103);
    assert_eq!(browser.redeem(&ticket).await.data()["username"], "lin");
    let image = server.get(&format!("/api/v2/qrcode/image/{}.png", browser.random));
    send(image).await.refused(404, 2241);
}

#[tokio::test]
async fn plain_clients_are_given_the_same_picture_and_logo() {
    let fake = fake().await;
    let server = Server::with(config(plain_config(), &fake, wechat(0))).await;
    let gene = send(server.post(paths::QRCODE_GENE, &json!({}))).await;
    assert_eq!(gene.text("customLogo"), format!("{}/demo/logo.svg", server.url));
    assert_eq!(Fetched::from(&server, &gene.text("random")).await.opens().scene, gene.text("random"));
}

#[tokio::test]
async fn no_page_waits_for_wechat_while_the_stock_lasts_and_each_picture_is_used_once() {
    const STOCK: u32 = 5;
    let fake = fake().await;
    let (server, pictures) = stocked(&fake, STOCK).await;
    // From now on WeChat answers nobody who would wait for it.
    fake.set_latency(Duration::from_secs(3600));
    let mut seen = Vec::new();
    for _ in 0..STOCK {
        let browser = server.browser().await;
        assert_eq!(Fetched::from(&server, &browser.random).await.opens().scene, browser.random);
        assert!(!seen.contains(&browser.random));
        seen.push(browser.random);
    }
    assert_eq!(pictures.load(Ordering::SeqCst), STOCK as usize);
}

#[tokio::test]
async fn the_stock_is_filled_up_again() {
    let fake = fake().await;
    let (server, pictures) = stocked(&fake, 2).await;
    for made in 3..6 {
        server.browser().await;
        until(&pictures, made).await;
    }
    // Much later the same stock is made anew.
    server.pass(6 * 3600);
    server.browser().await;
    until(&pictures, 7).await;
}

#[tokio::test]
async fn without_wechat_the_code_is_a_link_that_opens_the_mini_program() {
    let fake = fake().await;
    fake.set_away(true);
    let with_link = WeChatConfig { link: Some(LINK.to_owned()), ..wechat(0) };
    let server = Server::with(config(plain_config(), &fake, with_link)).await;
    let browser = server.browser().await;
    assert_eq!(browser.gene.text("text"), format!("{LINK}{}", browser.random));
    assert_eq!(browser.gene.text("customLogo"), format!("{}/demo/logo.svg", server.url));
    let asked = fake.calls(Call::StableToken);
    assert_eq!(Fetched::from(&server, &browser.random).await.text(), format!("{LINK}{}", browser.random));
    assert_eq!(fake.calls(Call::StableToken), asked, "the picture is of what the page was told");
    browser.authorize("lin").await;

    fake.set_away(false);
    let again = server.browser().await;
    assert_eq!(again.gene.data().get("text"), None, "WeChat is back, and so are its codes");
}

#[tokio::test]
async fn a_refusal_of_wechat_s_is_no_matter_of_the_visitor_s() {
    for errcode in [45009, 41030, 40125] {
        let fake = fake().await;
        fake.plan(Call::CodePicture, &[errcode]);
        let with_link = WeChatConfig { link: Some(LINK.to_owned()), ..wechat(0) };
        let server = Server::with(config(demo_config(), &fake, with_link)).await;
        let browser = server.browser().await;
        assert_eq!(browser.gene.text("text"), format!("{LINK}{}", browser.random), "{errcode}");
    }
}

#[tokio::test]
async fn without_wechat_and_link_the_demo_leads_to_its_phone_page_and_others_say_when_to_come_again() {
    let fake = fake().await;
    fake.set_away(true);
    let server = Server::with(config(demo_config(), &fake, wechat(0))).await;
    let browser = server.browser().await;
    assert_eq!(browser.gene.text("text"), format!("{}/m/{}", server.url, browser.random));

    let earnest = Server::with(Config { demo: false, ..config(plain_config(), &fake, wechat(0)) }).await;
    let gene = send(earnest.post(paths::QRCODE_GENE, &json!({}))).await;
    gene.refused(503, 1000);
    assert_eq!(gene.header("retry-after"), "5");
    fake.set_away(false);
    send(earnest.post(paths::QRCODE_GENE, &json!({}))).await.data();
}

#[tokio::test]
async fn the_picture_comes_from_any_node() {
    let fake = fake().await;
    let (clock, store) = (ManualClock::new(START), Arc::new(Sqlite::open(IN_MEMORY).unwrap()));
    let with_link = WeChatConfig { link: Some(LINK.to_owned()), ..wechat(0) };
    let mut nodes = Vec::new();
    for _ in 0..2 {
        let parts = Parts { store: Some(Arc::clone(&store) as Arc<dyn Store>), ..Parts::default() };
        nodes.push(Server::of(config(demo_config(), &fake, with_link.clone()), clock.clone(), parts).await);
    }
    let (first, browser) = (nodes[0].browser().await, nodes[0].browser().await);
    for _ in 0..2 {
        assert_eq!(Fetched::from(&nodes[1], &first.random).await.opens().scene, first.random);
    }
    assert_eq!(fake.calls(Call::CodePicture), 3, "each node has WeChat make it once");
    // The page was told to lay the logo over it, whatever this node can get.
    fake.set_away(true);
    let picture = Fetched::from(&nodes[1], &browser.random).await.with_logo();
    assert_eq!(picture.text(), format!("{LINK}{}", browser.random));
}

#[tokio::test]
async fn a_link_needs_no_call_of_wechat_and_its_folder_has_the_file_that_wechat_looks_for() {
    let fake = fake().await;
    let with_link = WeChatConfig {
        visual: CodeVisual::Link,
        link: Some(LINK.to_owned()),
        link_file_name: Some("aBcDeF1234.txt".to_owned()),
        link_file_content: Some("0123456789abcdef".to_owned()),
        ..wechat(8)
    };
    let server = Server::with(config(plain_config(), &fake, with_link)).await;
    let browser = server.browser().await;
    assert_eq!(browser.gene.text("text"), format!("{LINK}{}", browser.random));
    browser.authorize("lin").await;
    let plain = send(server.post(paths::QRCODE_GENE, &json!({}))).await;
    assert_eq!(Fetched::from(&server, &plain.text("random")).await.text(), format!("{LINK}{}", plain.text("random")));
    for call in [Call::StableToken, Call::CodePicture] {
        assert_eq!(fake.calls(call), 0);
    }
    let file = send(server.get("/q/aBcDeF1234.txt")).await;
    assert_eq!((file.status, file.body), (200, json!("0123456789abcdef")));
    assert_eq!(send(server.get("/q/other.txt")).await.status, 404);
}

#[tokio::test]
async fn a_phone_is_given_the_link_that_opens_the_mini_program_and_the_phone_page_only_where_there_is_none() {
    let fake = fake().await;
    const OPEN: &str = "weixin://dl/business/?appid=wx0123456789abcdef&path=pages/confirm/confirm&query=scene%3D";
    for visual in [CodeVisual::Code, CodeVisual::Link] {
        let link = Some(LINK.to_owned());
        let opens = WeChatConfig { visual, link: link.clone(), open_link: Some(OPEN.to_owned()), ..wechat(0) };
        let server = Server::with(config(demo_config(), &fake, opens)).await;
        let browser = server.browser().await;
        assert_eq!(browser.gene.text("openUrl"), format!("{OPEN}{}", browser.random));
        let without = WeChatConfig { visual, link, ..wechat(0) };
        let server = Server::with(config(demo_config(), &fake, without)).await;
        let browser = server.browser().await;
        assert_eq!(browser.gene.data().get("openUrl"), None);
    }
    let demo = Server::start().await;
    let browser = demo.browser().await;
    assert_eq!(browser.gene.text("openUrl"), browser.gene.text("text"));
}

#[tokio::test]
async fn a_stock_client_is_given_no_link_to_open() {
    let fake = fake().await;
    let opens = WeChatConfig { open_link: Some("weixin://dl/x?y=".to_owned()), ..wechat(0) };
    let mut plain = plain_config();
    plain.app = plain.app.map(|mut app| {
        let extension = &mut app.extension;
        (extension.verifier, extension.long_poll, extension.number_match) = (false, false, false);
        app
    });
    let server = Server::with(config(plain, &fake, opens)).await;
    let gene = send(server.post(paths::QRCODE_GENE, &json!({}))).await;
    assert_eq!(gene.data().get("openUrl"), None);
}

#[tokio::test]
async fn whoever_follows_a_link_without_wechat_is_told_what_to_do() {
    let fake = fake().await;
    let with_link = WeChatConfig { visual: CodeVisual::Link, link: Some(LINK.to_owned()), ..wechat(8) };
    let demo = Server::with(config(demo_config(), &fake, with_link.clone())).await;
    let followed = demo.get("/q/some-id").send().await.unwrap();
    assert_eq!((followed.status().as_u16(), followed.url().path()), (200, "/m/some-id"));
    assert_eq!(send(demo.get("/q/%2f%2fevil.example")).await.status, 404);
    let earnest = Server::with(Config { demo: false, ..config(plain_config(), &fake, with_link) }).await;
    let page = send(earnest.get("/q/some-id")).await;
    assert!(page.status == 200 && page.body.as_str().unwrap().contains("微信"), "{page:?}");
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    // A link that stands where this server has pages of its own.
    for link in ["https://other.example/m/", "https://other.example/", "https://other.example/api/v2/"] {
        let with_link = WeChatConfig { visual: CodeVisual::Link, link: Some(link.to_owned()), ..wechat(8) };
        let server = Server::with(config(demo_config(), &fake, with_link)).await;
        assert_eq!(send(server.get("/m/some-id")).await.status, 200);
        assert_eq!(server.browser().await.gene.status, 200);
    }
}
