//! The tables of the configuration. Each key is declared once, here: its field, type, default, range and help.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use guard_protocol::Secret;
use guard_protocol::config::{METHOD_MINI_PROGRAM_QR, METHOD_PASSWORD, QrExtension};
use guard_protocol::qrcode::CheckRequest;

use super::callback::CallbackMode;
use super::colors::Colors;
use super::database::Database;
use super::log_format::LogFormat;
use super::oidc::{AuthMethod, SigningAlg};
use super::section::section;
use super::wechat::{CodeVisual, EnvVersion, Forwarded, PhoneNumberUse};

/// Id of the application that the demo brings along.
pub const DEMO_APP_ID: &str = "demo";

/// A day, in s.
const DAY_S: u32 = 24 * 3600;
/// The greatest rate that may be asked for, so that a limit can be put out of the way but not left out by accident.
const MANY: u32 = 1_000_000_000;

section! {
    /// All settings.
    pub struct Config {
        /// Address to listen on.
        key listen: SocketAddr = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080));
        /// What phones and browsers call this server; goes into QR codes. Without it `http://` and the address listened
        /// on.
        key public_url: Option<String>;
        /// Path of the SQLite file, `:memory:`, or `postgres://USER:PASSWORD@HOST/NAME` (then better in the
        /// environment than in the file).
        key database: Database = Database::File("guard.db".into());
        /// Most connections of this server to Postgres; one more listens for news of other servers.
        key database_connections: u32 = 10, 1..=1_000;
        /// Folder of the npm package, served at `/dist/`.
        key dist_dir: Option<PathBuf>;
        /// Folder of the hosted login page, served at `/login`.
        key page_dir: Option<PathBuf>;
        /// Seed the demo app and users, demo site at `/`, phone accounts without password; only without other
        /// applications, and only where the internet does not reach.
        key demo: bool = false;
        /// Where the drawn phone is served that the demo site shows beside the box, as `cargo xtask demo --wechat` does;
        /// only with `demo = true`.
        key demo_phone: Option<String>;
        /// Take the visitor's address from the last entry of `X-Forwarded-For`.
        key trust_proxy: bool = false;
        /// `json` or `text`; `RUST_LOG` sets the level.
        key log: LogFormat = LogFormat::Json;
        /// Address to answer `/metrics` on, apart from the public one; without it there are none.
        key metrics_listen: Option<SocketAddr>;
        /// WeChat's server; another one only for tests.
        key wechat_api: String = "https://api.weixin.qq.com".to_owned();
        /// Guessing of passwords.
        section password: PasswordLimits;
        /// Logged-in sessions.
        section session: SessionLimits;
        /// The OpenID provider.
        section oidc: OidcTimes;
        /// Lifetimes of QR codes.
        section qr: QrTimes;
        /// What the server takes before it says "later".
        section limits: Limits;
        /// The application, when there is one.
        section app: Option<AppConfig>;
        /// More applications.
        section apps: Vec<AppConfig>;
    }
}

section! {
    /// Guessing of passwords.
    #[derive(Copy)]
    pub struct PasswordLimits {
        /// Wrong passwords of an account from one place until its logins from there are delayed: 30 s, then twice as long
        /// with each more.
        key attempts: u32 = 5, 1..=1_000;
        /// Longest delay, s.
        key lock_s: u32 = 900, 1..=DAY_S;
    }
}

section! {
    /// Logged-in sessions.
    #[derive(Copy)]
    pub struct SessionLimits {
        /// Lifetime of a login, s.
        key ttl_s: u32 = 14 * DAY_S, 1..=400 * DAY_S;
    }
}

section! {
    /// Lifetimes of QR codes.
    #[derive(Copy)]
    pub struct QrTimes {
        /// Lifetime of a QR code, s.
        key ttl_s: u32 = 120, 1..=3_600;
        /// Least time left after a scan, s.
        key scan_extension_s: u32 = 90, 1..=3_600;
        /// Time to redeem a confirmed code, s.
        key redeem_s: u32 = 60, 1..=3_600;
        /// Longest wait of a long poll, s; 0: polls do not wait.
        key max_wait_s: u32 = CheckRequest::MAX_WAIT, 0..=CheckRequest::MAX_WAIT;
        /// Least time between two polls, s.
        key interval_s: u32 = 2, 1..=60;
    }
}

section! {
    /// Lifetimes of what the OpenID provider gives.
    #[derive(Copy)]
    pub struct OidcTimes {
        /// How long a key signs before the next one does, s.
        key key_lifetime_s: u32 = 90 * DAY_S, DAY_S..=400 * DAY_S;
        /// Lifetime of a code, s.
        key code_ttl_s: u32 = 60, 1..=600;
        /// Lifetime of an access token, s.
        key access_token_ttl_s: u32 = 3_600, 60..=DAY_S;
        /// Lifetime of an ID token, s.
        key id_token_ttl_s: u32 = 3_600, 60..=DAY_S;
        /// Lifetime of a refresh token, s; each use gives a new one.
        key refresh_token_ttl_s: u32 = 30 * DAY_S, 60..=400 * DAY_S;
    }
}

section! {
    /// An application as a client of the OpenID provider. Its `redirect_uris` and `callback_url` are compared exactly.
    #[derive(PartialEq, Eq)]
    pub struct AppOidc {
        /// How it proves who it is: `none`, `client_secret_basic`, `client_secret_post` or `private_key_jwt`.
        key auth_method: AuthMethod = AuthMethod::None;
        /// Its secret; better in the environment than in the file.
        key client_secret: Option<Secret>;
        /// Its public keys, for `private_key_jwt`: a JWK set as JSON text.
        key jwks: Option<String>;
        /// What its tokens are signed with: `RS256` or `ES256`.
        key signing_alg: SigningAlg = SigningAlg::Rs256;
        /// URLs that a logout may continue to.
        key post_logout_redirect_uris: Vec<String>;
        /// Where its server is told that somebody logged out.
        key back_channel_logout_uri: Option<String>;
        /// The page that is shown in a frame when somebody logs out.
        key front_channel_logout_uri: Option<String>;
    }
}

section! {
    /// What the server takes before it says "later". There is no "off": who wants no limit sets it high.
    #[derive(Copy)]
    pub struct Limits {
        /// New QR codes per minute and address.
        key codes_per_minute: u32 = 60, 1..=MANY;
        /// Password logins per minute and address.
        key logins_per_minute: u32 = 30, 1..=MANY;
        /// Scans per minute, for each address and for each user's phones.
        key scans_per_minute: u32 = 30, 1..=MANY;
        /// Confirmations and refusals per minute and address.
        key confirms_per_minute: u32 = 30, 1..=MANY;
        /// Redeemed tickets per minute and address.
        key redeems_per_minute: u32 = 60, 1..=MANY;
        /// Calls of the OpenID provider's endpoints for programs, per minute and address.
        key tokens_per_minute: u32 = 120, 1..=MANY;
        /// Browsers that applications send to the OpenID provider, per minute and address.
        key authorizations_per_minute: u32 = 120, 1..=MANY;
        /// Open connections.
        key connections: u32 = 10_000, 1..=1_000_000;
        /// Time in which a request's headers must come, s.
        key header_timeout_s: u32 = 10, 1..=300;
        /// Time in which a request's body must come, s.
        key body_timeout_s: u32 = 10, 1..=300;
        /// Threads for passwords, each with 19 MiB; 0: one for each core.
        key hashing_threads: u32 = 0, 0..=1_024;
        /// Passwords that may wait for such a thread; 0: none waits.
        key hashing_queue: u32 = 64, 0..=100_000;
    }
}

section! {
    /// One application: what an operator sets in Authing's console.
    pub struct AppConfig {
        /// Id of the application, which the widget sends; required.
        key id: String;
        /// Its name, to show; required.
        key name: String;
        /// Id of the user pool, which Authing's clients send back.
        key user_pool_id: String;
        /// Logo, URL or path on this server; also in the QR code's centre.
        key logo: Option<String>;
        /// Where a login on the hosted page continues to when no request of the application began it, by Authing's name
        /// for it; the first of the redirect URIs.
        key callback_url: Option<String>;
        /// What such a login takes along: `code_flow` (nothing of the user: the application begins the code flow) or
        /// `user_in_url` (Authing's old way).
        key callback_mode: CallbackMode = CallbackMode::CodeFlow;
        /// Methods in the order of their tabs.
        key tabs: Vec<String> = all_tabs();
        /// Method to start with; without it the first.
        key default_tab: Option<String>;
        /// Line under the title by language.
        section welcome: BTreeMap<String, String>;
        /// Origins that may embed the widget besides this server's own, `*` as wildcard; without any those of
        /// `redirect_uris`.
        key allowed_origins: Vec<String>;
        /// URLs that a login may continue to.
        key redirect_uris: Vec<String>;
        /// How its hosted login looks.
        section page: AppPage;
        /// Abilities beyond plain v2.
        section extension: Extension;
        /// The application as a client of the OpenID provider.
        section oidc: AppOidc;
        /// The mini program whose code is scanned; without it the built-in phone page stands in.
        section wechat: Option<WeChatConfig>;
    }
}

section! {
    /// How the hosted login of an application looks.
    pub struct AppPage {
        /// What is behind the card: a colour, or a picture as an https URL or a path on this server.
        key background: Option<String>;
        /// Colours and shapes, by the names of the widget's variables.
        section colors: Colors;
        /// Languages that it is in, as in `zh-CN`; without any all that there are.
        key languages: Vec<String>;
        /// Where the terms stand.
        key terms_url: Option<String>;
        /// Where it stands what becomes of a person's data.
        key privacy_url: Option<String>;
    }
}

section! {
    /// The mini program of an application.
    pub struct WeChatConfig {
        /// AppID of the mini program; required.
        key app_id: String;
        /// AppSecret of the mini program; required, and better in the environment than in the file.
        key app_secret: Secret;
        /// Page of the mini program that a code opens, without a slash in front.
        key page: String = "pages/confirm/confirm".to_owned();
        /// Edition that a code opens: `release`, `trial` or `develop`.
        key env_version: EnvVersion = EnvVersion::Release;
        /// `code`: WeChat's mini-program code; `link`: an ordinary QR code of `link`, without a call of WeChat for each.
        key visual: CodeVisual = CodeVisual::Code;
        /// What the id of a code is added to for a link that opens the mini program, as in `https://login.example.com/q/`;
        /// shown for `visual = "link"`, and when WeChat gives no code.
        key link: Option<String>;
        /// What the id of a code is added to for a link that opens the mini program out of a phone's browser, as in
        /// `weixin://dl/business/?appid=wx0123456789abcdef&path=pages/confirm/confirm&query=scene%3D`; offered on phones,
        /// which cannot scan themselves.
        key open_link: Option<String>;
        /// Name of the file by which WeChat checks whose `link` is; served in its folder.
        key link_file_name: Option<String>;
        /// What WeChat wants to stand in that file.
        key link_file_content: Option<String>;
        /// Whether a person shares the phone number: `required`, `optional` or `off`.
        key phone_number: PhoneNumberUse = PhoneNumberUse::Optional;
        /// What becomes of a code whose picture was forwarded: `warn` or `refuse`.
        key forwarded: Forwarded = Forwarded::Warn;
        /// Log in who is known alone; make no new accounts.
        key login_only: bool = false;
        /// What a person agrees to by logging in.
        section terms: Vec<Terms>;
        /// Pictures of codes made ahead, so that no page waits for WeChat.
        key stock: u32 = 8, 0..=500;
    }
}

section! {
    /// Something that a person agrees to.
    pub struct Terms {
        /// Its name, to show.
        key title: String;
        /// Where it stands.
        key url: String;
    }
}

section! {
    /// Switches of the hardened extension.
    #[derive(Copy)]
    pub struct Extension {
        /// Bind codes to the browser that made them.
        key verifier: bool = true;
        /// Let polls wait for a change.
        key long_poll: bool = true;
        /// Show a number to choose on the phone.
        key number_match: bool = true;
        /// Take QR codes from clients that send no challenge, as stock Authing clients: whoever makes such a code skips
        /// all of the above.
        key allow_plain: bool = false;
    }
}

impl Config {
    /// Every application, in order.
    pub fn all_apps(&self) -> impl Iterator<Item = &AppConfig> {
        self.app.iter().chain(&self.apps)
    }
}

impl Extension {
    /// The switches of a stock Authing server: no ability, every client welcome.
    pub const PLAIN: Self = Self { verifier: false, long_poll: false, number_match: false, allow_plain: true };

    /// The entry in public-config: none when all is off.
    pub fn advertised(self) -> Option<QrExtension> {
        let Self { verifier, long_poll, number_match, allow_plain: _ } = self;
        (verifier || long_poll || number_match).then_some(QrExtension { verifier, long_poll, number_match })
    }
}

/// The methods of an app that sets none.
pub(crate) fn all_tabs() -> Vec<String> {
    vec![METHOD_PASSWORD.to_owned(), METHOD_MINI_PROGRAM_QR.to_owned()]
}
