//! What the Authing backend says and how it reads the answers, without the network: requests as data, replies to the
//! domain's types. Native tests speak both levels of the wire here.

use guard_protocol::config::{METHOD_MINI_PROGRAM_QR, METHOD_PASSWORD, PublicConfig};
use guard_protocol::json::{self, Decode};
use guard_protocol::qrcode::{CheckReply, DEFAULT_EXPIRES_IN, GeneReply, GeneRequest, QrStatus};
use guard_protocol::{DecodeError, Envelope, Refusal, Secret, User};

use super::CodeRequest;
use crate::backend::AppConfig;
use crate::failure::Failure;
use crate::grant::Grant;
use crate::image_url::image_url;
use crate::json::Tree;
use crate::lang::Lang;
use crate::qr::{Check, Progress, QrCode, Scanner, Transport, Visual};
use crate::tab::Tab;

/// The data of a reply, by its HTTP status and body. Business failures come with 200, so the body decides wherever it
/// is an envelope.
pub(super) fn data(status: u16, body: &str, retry_after: Option<u32>) -> Result<Tree, Failure> {
    match status {
        200..=299 => Envelope::decode(body)?.into_tree().map_err(Failure::from),
        404 | 410 => Err(Failure::Gone),
        429 => Err(Failure::Busy { retry_after }),
        500..=599 => Err(Failure::Server { status }),
        _ => match Envelope::<Tree>::decode(body).map(Envelope::into_tree) {
            Ok(Err(refusal)) => Err(refusal.into()),
            _ => Err(Failure::Http { status }),
        },
    }
}

/// The data of a reply as what it should be.
pub(super) fn decode<T: Decode>(data: Tree) -> Result<T, Failure> {
    Ok(json::decode("data", data)?)
}

/// What the widget needs of the public configuration. `host` is the base of pictures given as paths.
pub(super) fn app_config(config: &PublicConfig, host: &str) -> AppConfig {
    let tab_of = |method: &str| match method {
        METHOD_PASSWORD => Some(Tab::Password),
        METHOD_MINI_PROGRAM_QR => Some(Tab::Qr),
        _ => None,
    };
    let mut tabs: Vec<Tab> = config.login_tabs.list.iter().filter_map(|method| tab_of(method)).collect();
    if config.login_tabs.list.is_empty() {
        tabs.push(Tab::Password);
        tabs.extend(config.mini_program_connection().map(|_| Tab::Qr));
    }
    AppConfig {
        name: config.name.clone(),
        logo: config.logo.as_deref().and_then(|logo| image_url(logo, host)),
        welcome: config
            .welcome_message
            .iter()
            .filter_map(|(tag, text)| Some((Lang::from_tag(tag)?, text.clone())))
            .filter(|(_, text)| !text.is_empty())
            .collect(),
        default_tab: config.login_tabs.default.as_deref().and_then(tab_of).filter(|tab| tabs.contains(tab)),
        tabs,
        redirect_uris: config.redirect_uris.clone(),
    }
}

/// Whether a page of `origin` may embed the widget: Authing's `allowedOrigins`, in which `*` stands for any part of
/// a name. Empty means everywhere.
pub(super) fn is_allowed_origin(config: &PublicConfig, origin: &str) -> bool {
    let fits = |pattern: &String| match pattern.trim_end_matches('/').split_once('*') {
        None => pattern.trim_end_matches('/').eq_ignore_ascii_case(origin),
        Some((start, end)) => {
            origin.len() >= start.len() + end.len() && origin.starts_with(start) && origin.ends_with(end)
        }
    };
    let mut patterns = config.allowed_origins.iter().filter(|pattern| !pattern.is_empty()).peekable();
    patterns.peek().is_none() || patterns.any(fits)
}

/// The body of a create: what the host asks for, and the application's connection where it names none. The challenge
/// is set when the server offers the extension.
pub(super) fn gene_request(asked: &CodeRequest, config: &PublicConfig, challenge: Option<String>) -> GeneRequest {
    let own = || config.mini_program_connection().map(|connection| connection.id.clone());
    GeneRequest {
        ext_idp_conn_id: asked.ext_idp_conn_id.clone().or_else(own),
        context: asked.context.clone(),
        custom_data: asked.custom_data.clone(),
        with_custom_data: asked.with_custom_data,
        challenge,
        ..GeneRequest::default()
    }
}

/// The code of a create's reply.
pub(super) fn code(
    reply: GeneReply,
    config: &PublicConfig,
    host: &str,
    verifier: Option<Secret>,
) -> Result<QrCode, Failure> {
    let visual = match reply.text.filter(|text| !text.is_empty()) {
        Some(text) => Visual::Text(text),
        None => Visual::Image(image_url(&reply.url, host).ok_or_else(|| malformed("data.url", "an https: URL"))?),
    };
    let long_poll = verifier.is_some() && config.qrcode.is_some_and(|extension| extension.long_poll);
    Ok(QrCode {
        id: reply.random.into(),
        visual,
        logo: reply.custom_logo.as_deref().and_then(|logo| image_url(logo, host)),
        expires_in: reply.expires_in.filter(|s| *s > 0).unwrap_or(DEFAULT_EXPIRES_IN),
        interval: reply.interval.filter(|s| *s > 0),
        seq: reply.seq.unwrap_or(0),
        transport: if long_poll { Transport::LongPoll } else { Transport::ShortPoll },
        verifier,
    })
}

/// How far the code of a poll's reply has come; `raw` is that reply.
pub(super) fn check(reply: CheckReply, raw: Secret, host: &str) -> Check {
    let progress = match reply.status {
        QrStatus::Expired => Progress::Expired,
        QrStatus::Waiting => Progress::Waiting,
        QrStatus::Scanned => Progress::Scanned {
            scanner: Scanner {
                nickname: reply.user_info.nickname.filter(|name| !name.is_empty()),
                avatar: reply.user_info.photo.as_deref().and_then(|photo| image_url(photo, host)),
            },
            number: reply.match_number,
        },
        QrStatus::Authorized => authorized(reply.user_info, reply.ticket),
        QrStatus::Cancelled => Progress::Cancelled,
        QrStatus::Mfa => match refusal_of(reply.scanned_result) {
            Failure::Refused(refusal) => Progress::Mfa(refusal),
            other => Progress::Failed(other),
        },
        QrStatus::Error => Progress::Failed(refusal_of(reply.scanned_result)),
    };
    Check {
        progress,
        seq: reply.seq,
        expires_in: reply.expires_in,
        interval: reply.interval.filter(|s| *s > 0),
        raw: Some(raw),
    }
}

/// The three endings of v2: the token came along, there is a ticket, or neither, which is a server's mistake.
fn authorized(user: User, ticket: Option<Secret>) -> Progress {
    let ticket = ticket.filter(|ticket| !ticket.is_empty());
    if user.token.as_ref().is_some_and(|token| !token.is_empty()) {
        return Progress::Granted(Grant { user: Some(user), ticket });
    }
    match ticket {
        Some(ticket) => Progress::Ticket(ticket),
        None => Progress::Failed(malformed("data.ticket", "a ticket or a user with a token")),
    }
}

/// What the envelope inside a reply says.
fn refusal_of(result: Option<Refusal>) -> Failure {
    match result {
        Some(refusal) => refusal.into(),
        None => malformed("data.scannedResult", "an envelope that tells what is wrong"),
    }
}

/// A redeem's answer. A stock server may let only other servers exchange tickets: then the host gets the ticket. A
/// server of the extension was made for browsers, so its no is a no.
pub(super) fn redeemed(result: Result<User, Failure>, ticket: Secret, challenged: bool) -> Result<Grant, Failure> {
    match result {
        Ok(user) => Ok(Grant { user: Some(user), ticket: Some(ticket) }),
        Err(Failure::Refused(_) | Failure::Http { .. }) if !challenged => {
            Ok(Grant { user: None, ticket: Some(ticket) })
        }
        Err(failure) => Err(failure),
    }
}

fn malformed(path: &str, expected: &str) -> Failure {
    Failure::Malformed(DecodeError { path: path.into(), reason: format!("expected {expected}") })
}

#[cfg(test)]
mod tests {
    use guard_protocol::Code;
    use guard_protocol::config::QrExtension;

    use super::*;

    const HOST: &str = "https://login.example.com";

    fn read<T: Decode>(status: u16, body: &str, retry_after: Option<u32>) -> Result<T, Failure> {
        decode(data(status, body, retry_after)?)
    }

    fn gene(json: &str) -> GeneReply {
        read(200, json, None).unwrap()
    }

    fn checked(data: &str) -> Check {
        let reply = read(200, &format!(r#"{{"code":200,"data":{data}}}"#), None).unwrap();
        check(reply, Secret::new(data), HOST)
    }

    #[test]
    fn a_plain_server_makes_a_picture_and_is_polled() {
        let reply = gene(
            r#"{"code":200,"data":{"random":"r","url":"https://files.example/r.png","expiresIn":60,"customLogo":"javascript:x"}}"#,
        );
        let code = code(reply, &PublicConfig::default(), HOST, None).unwrap();
        assert_eq!(code.visual, Visual::Image("https://files.example/r.png".into()));
        assert_eq!((code.expires_in, code.transport, code.logo), (60, Transport::ShortPoll, None));
    }

    #[test]
    fn the_extension_draws_a_text_and_waits() {
        let reply = gene(r#"{"code":200,"data":{"random":"r","url":"x","text":"https://h/m/r","interval":2,"seq":7}}"#);
        let extension = QrExtension { verifier: true, long_poll: true, number_match: true };
        let config = PublicConfig { qrcode: Some(extension), ..PublicConfig::default() };
        let code = code(reply, &config, HOST, Some(Secret::new("v"))).unwrap();
        assert_eq!(code.visual, Visual::Text("https://h/m/r".into()));
        assert_eq!((code.expires_in, code.transport, code.seq), (120, Transport::LongPoll, 7));
    }

    #[test]
    fn a_picture_that_is_no_picture_is_malformed() {
        let reply = gene(r#"{"code":200,"data":{"random":"r","url":"javascript:alert(1)"}}"#);
        let error = code(reply, &PublicConfig::default(), HOST, None).unwrap_err();
        assert!(matches!(error, Failure::Malformed(error) if error.path == "data.url"));
    }

    #[test]
    fn the_host_may_name_the_connection_and_send_data_along() {
        let config = read::<PublicConfig>(
            200,
            r#"{"code":200,"data":{"qrcodeTabsSettings":{"wechat-miniprogram-qrcode":[{"id":"own"}]}}}"#,
            None,
        )
        .unwrap();
        assert_eq!(gene_request(&CodeRequest::default(), &config, None).ext_idp_conn_id.as_deref(), Some("own"));
        let asked = CodeRequest {
            ext_idp_conn_id: Some("other".into()),
            context: Some("{}".into()),
            custom_data: Some("[]".into()),
            with_custom_data: Some(true),
        };
        let body = gene_request(&asked, &config, None);
        assert_eq!(body.ext_idp_conn_id.as_deref(), Some("other"));
        assert_eq!(
            (body.context, body.custom_data, body.with_custom_data),
            (asked.context, asked.custom_data, Some(true))
        );
    }

    #[test]
    fn every_status_is_read() {
        assert_eq!(checked(r#"{"status":-1}"#).progress, Progress::Expired);
        assert_eq!(checked(r#"{"status":0,"seq":3,"expiresIn":9}"#).expires_in, Some(9));
        let scanned =
            checked(r#"{"status":1,"userInfo":{"nickname":"林*晓","photo":"http://x/y"},"matchNumber":"42"}"#);
        let scanner = Scanner { nickname: Some("林*晓".into()), avatar: None };
        assert_eq!(scanned.progress, Progress::Scanned { scanner, number: Some("42".into()) });
        assert_eq!(checked(r#"{"status":2,"ticket":"t"}"#).progress, Progress::Ticket(Secret::new("t")));
        let granted = checked(r#"{"status":2,"ticket":"t","userInfo":{"id":"u","token":"k"}}"#).progress;
        assert!(matches!(granted, Progress::Granted(grant) if grant.token() == Some(&Secret::new("k"))));
        assert!(matches!(checked(r#"{"status":2}"#).progress, Progress::Failed(Failure::Malformed(_))));
        assert_eq!(checked(r#"{"status":3}"#).progress, Progress::Cancelled);
        let mfa = checked(r#"{"status":4,"scannedResult":{"code":1636,"message":"mfa","flowHandle":"f"}}"#).progress;
        assert!(matches!(mfa, Progress::Mfa(refusal) if refusal.known() == Some(Code::MfaNeeded)));
        let failed = checked(r#"{"status":5,"scannedResult":{"code":2005,"message":"locked"}}"#).progress;
        assert!(matches!(failed, Progress::Failed(Failure::Refused(refusal)) if refusal.message == "locked"));
    }

    #[test]
    fn http_statuses_are_told_apart() {
        let fails = |status, body: &str| read::<User>(status, body, Some(7)).unwrap_err();
        assert_eq!(fails(410, ""), Failure::Gone);
        assert_eq!(fails(200, r#"{"code":2241,"message":"no such code"}"#), Failure::Gone);
        assert_eq!(fails(429, ""), Failure::Busy { retry_after: Some(7) });
        assert_eq!(fails(502, "<html>"), Failure::Server { status: 502 });
        assert_eq!(fails(403, "<html>"), Failure::Http { status: 403 });
        assert!(matches!(fails(403, r#"{"code":4103,"message":"no"}"#), Failure::Refused(_)));
        assert!(matches!(fails(200, "<html>"), Failure::Malformed(_)));
    }

    #[test]
    fn a_stock_server_that_refuses_the_exchange_leaves_the_ticket() {
        let refused = || read::<User>(200, r#"{"code":1001,"message":"servers only"}"#, None);
        let grant = redeemed(refused(), Secret::new("t"), false).unwrap();
        assert_eq!((grant.user.is_none(), grant.ticket), (true, Some(Secret::new("t"))));
        assert!(redeemed(refused(), Secret::new("t"), true).is_err());
        assert!(redeemed(Err(Failure::Network), Secret::new("t"), false).is_err());
    }

    #[test]
    fn tabs_are_those_of_the_application_that_there_are() {
        let config: PublicConfig = read(
            200,
            r#"{"code":200,"data":{"name":"App","loginTabs":{"list":["phone-code","wechat-miniprogram-qrcode","password"],"default":"password"},
                "welcomeMessage":{"zh-CN":"你好","ja-JP":"x","en-US":""},"logo":"/logo.png"}}"#,
            None,
        )
        .unwrap();
        let app = app_config(&config, HOST);
        assert_eq!((app.tabs, app.default_tab), (vec![Tab::Qr, Tab::Password], Some(Tab::Password)));
        assert_eq!(app.welcome, [(Lang::ZhCn, "你好".to_owned())]);
        assert_eq!(app.logo.as_deref(), Some("https://login.example.com/logo.png"));
        assert_eq!(app_config(&PublicConfig::default(), HOST).tabs, [Tab::Password]);
    }

    #[test]
    fn origins_are_held_against_the_list() {
        let config = |list: &[&str]| PublicConfig {
            allowed_origins: list.iter().map(ToString::to_string).collect(),
            ..PublicConfig::default()
        };
        assert!(is_allowed_origin(&config(&[]), "https://any.example"));
        assert!(is_allowed_origin(&config(&["https://a.example/"]), "https://a.example"));
        assert!(is_allowed_origin(&config(&["https://*.a.example"]), "https://b.a.example"));
        assert!(!is_allowed_origin(&config(&["https://*.a.example"]), "https://a.example"));
        assert!(!is_allowed_origin(&config(&["https://a.example"]), "https://a.example.evil"));
    }
}
