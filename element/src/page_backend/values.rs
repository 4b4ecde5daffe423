//! Answers of the page's functions, read into the domain's types. A wrong answer is told with the path to the fault in
//! it.

use guard_core::image_url::image_url;
use guard_core::qr::{Check, Exchange, Progress, QrCode, Raw, Scanner, Transport, Visual};
use guard_core::{AppConfig, Authentication, FactorNeeded, Lang, Method, OpenUrl};
use guard_protocol::config::Texts;
use guard_protocol::json::{Decode, Json, Node};
use guard_protocol::qrcode::DEFAULT_EXPIRES_IN;
use guard_protocol::{Secret, User};
use guard_widget::browser::json::JsTree;
use guard_widget::browser::{page, url};
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use super::errors::{code_of, coded, refusal};

/// The answer to `config`, which is also what the element's property of that name holds.
pub(crate) fn config(node: &Node<'_, JsTree>) -> AppConfig {
    node.expect_object();
    let tabs: Option<Vec<MethodName>> = node.optional("tabs");
    let default_tab: Option<MethodName> = node.optional("defaultTab");
    AppConfig {
        name: node.or_default("name"),
        logo: picture(node, "logo"),
        welcome: node.optional::<Welcome>("welcome").map(|welcome| welcome.0).unwrap_or_default(),
        methods: tabs.map_or_else(
            || vec![Method::Password, Method::Qr],
            |names| names.into_iter().filter_map(|name| name.0).collect(),
        ),
        default_method: default_tab.and_then(|name| name.0),
        redirect_uris: node.or_default("redirectUris"),
    }
}

/// The field `key` as the URL of a picture; none when it must not be shown.
fn picture<J: Json>(node: &Node<'_, J>, key: &'static str) -> Option<String> {
    image_url(&node.optional::<String>(key)?, &page::origin(), url::parse)
}

struct MethodName(Option<Method>);

impl Decode for MethodName {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        let tab = node.value().text().and_then(|name| name.parse().ok());
        if tab.is_none() {
            node.expected("\"password\" or \"qr\"");
        }
        Self(tab)
    }
}

/// One text for all languages, or texts by language tag.
struct Welcome(Vec<(Lang, String)>);

impl Decode for Welcome {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        if let Some(text) = node.value().text() {
            return Self(vec![(Lang::ZhCn, text.clone()), (Lang::EnUs, text)]);
        }
        let texts = Texts::decode(node);
        Self(texts.iter().filter_map(|(tag, text)| Some((Lang::from_tag(tag)?, text.clone()))).collect())
    }
}

/// The answer to `login` and `redeem`.
pub(super) fn authentication(node: &Node<'_, JsTree>) -> Authentication {
    node.expect_object();
    let login = login(node);
    if login.user.is_none() && login.ticket.is_none() {
        node.expected("a `user`, a `token` or a `ticket`");
    }
    login
}

fn login(node: &Node<'_, JsTree>) -> Authentication {
    let mut user = node.optional::<PageUser>("user").map(|user| user.0);
    if let Some(token) = node.optional::<Secret>("token") {
        user.get_or_insert_default().token = Some(token);
    }
    if let Some(token) = node.optional::<Secret>("idToken") {
        user.get_or_insert_default().id_token = Some(token);
    }
    Authentication { user: user.map(Box::new), ticket: node.optional("ticket") }
}

/// A user, who may be anything that the page says: only the known fields are looked at.
struct PageUser(User);

impl Decode for PageUser {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.expect_object();
        let text = |key| {
            let value = node.value().get(key)?;
            value.text().or_else(|| value.number().map(|number| number.to_string()))
        };
        Self(User {
            id: text("id").unwrap_or_default(),
            username: text("username"),
            nickname: text("nickname"),
            photo: text("photo"),
            email: text("email"),
            phone: text("phone"),
            token: text("token").map(Secret::new),
            id_token: text("idToken").map(Secret::new),
            token_expired_at: text("tokenExpiredAt"),
            json: Some(node.value().to_json().into()),
            ..User::default()
        })
    }
}

/// The field `key` in s; a fraction becomes a whole number by `whole`.
fn seconds(node: &Node<'_, JsTree>, key: &'static str, whole: fn(f64) -> f64) -> Option<u32> {
    let value = Some(node.raw(key)).filter(|value| !value.is_null())?;
    let seconds = value.measure();
    if seconds.is_none() {
        node.expected(&format!("`{key}` to be a number of seconds"));
    }
    seconds.map(|seconds| whole(seconds) as u32)
}

/// The answer to `createCode`.
pub(super) fn code(node: &Node<'_, JsTree>) -> QrCode {
    node.expect_object();
    let visual = match node.optional::<String>("text") {
        Some(text) => Visual::Text(text),
        None => Visual::Image(picture(node, "url").unwrap_or_else(|| {
            node.expected("a `text` to draw, or the https: `url` of a picture");
            String::new()
        })),
    };
    let long_poll: bool = node.or_default("longPoll");
    QrCode {
        id: node.required::<String>("id").into(),
        visual,
        open: node.optional::<String>("openUrl").and_then(|link| OpenUrl::parse(&link, &page::origin(), url::parse)),
        logo: picture(node, "logo"),
        expires_in: seconds(node, "expiresIn", f64::floor).map_or(DEFAULT_EXPIRES_IN, |s| s.max(1)),
        interval: seconds(node, "interval", f64::ceil).filter(|s| *s > 0),
        seq: node.or_default("seq"),
        transport: if long_poll { Transport::LongPoll } else { Transport::ShortPoll },
        verifier: None,
        // Where the page redeems itself, its no is a no; see the QR part.
        exchange: Exchange::BoxOrPage,
    }
}

/// A code that another backend made, as the page's functions get it.
pub(super) fn code_object(code: &QrCode) -> JsValue {
    let object = Object::new();
    let set = |key: &str, value: JsValue| {
        // Setting a property of a new plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), &value);
    };
    set("id", JsValue::from_str(&code.id));
    match &code.visual {
        Visual::Text(text) => set("text", text.as_str().into()),
        Visual::Image(url) => set("url", url.as_str().into()),
    }
    set("expiresIn", code.expires_in.into());
    object.into()
}

/// The answer to `check`.
pub(super) fn check(node: &Node<'_, JsTree>) -> Check {
    node.expect_object();
    let status: String = node.required("status");
    Check {
        progress: progress(node, &status),
        seq: node.optional("seq"),
        expires_in: seconds(node, "expiresIn", f64::floor),
        interval: seconds(node, "interval", f64::ceil).filter(|s| *s > 0),
        raw: Some(Raw::new(node.value().clone())),
    }
}

fn progress(node: &Node<'_, JsTree>, status: &str) -> Progress {
    match status {
        "scanned" => Progress::Scanned {
            scanner: node.optional::<Scanned>("scanner").map(|scanned| scanned.0).unwrap_or_default(),
            number: node.optional("number"),
        },
        "confirmed" => {
            let login = login(node);
            match (login.token().is_some() || login.user.is_some(), login.ticket.clone()) {
                (false, Some(ticket)) => Progress::Ticket(ticket),
                (false, None) => {
                    node.expected("a `user`, a `token` or a `ticket`, since the status is confirmed");
                    Progress::Waiting
                }
                (true, _) => Progress::Authenticated(login),
            }
        }
        "cancelled" => Progress::Cancelled,
        "expired" => Progress::Expired,
        "mfa" | "error" => {
            let code = code_of(node.value()).unwrap_or_else(|| "host".to_owned());
            let message = node.or_default("message");
            match status {
                "mfa" => {
                    let refusal = refusal(node.value(), code.parse().unwrap_or(-1), message);
                    Progress::NeedsFactor(FactorNeeded { refusal, challenge: None })
                }
                _ => Progress::Failed(coded(node.value(), &code, message)),
            }
        }
        "waiting" => Progress::Waiting,
        _ => {
            node.expected("a `status`: waiting, scanned, confirmed, cancelled, expired, mfa or error");
            Progress::Waiting
        }
    }
}

struct Scanned(Scanner);

impl Decode for Scanned {
    fn decode<J: Json>(node: &Node<'_, J>) -> Self {
        node.expect_object();
        Self(Scanner { nickname: node.optional("nickname"), avatar: picture(node, "avatar") })
    }
}
