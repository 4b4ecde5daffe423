//! QR codes on the wire, without the network: requests as data, replies as the domain's types.

use guard_core::image_url::image_url;
use guard_core::qr::{Check, Exchange, Progress, QrCode, Raw, Scanner, Transport, Visual};
use guard_core::{Authentication, BackendError, FactorNeeded, OpenUrl};
use guard_protocol::config::PublicConfig;
use guard_protocol::qrcode::{CheckReply, DEFAULT_EXPIRES_IN, GeneReply, GeneRequest, QrStatus};
use guard_protocol::{DecodeError, Refusal, Secret, User};

use super::CodeRequest;
use crate::browser::url;

/// The body of a create: the page's wishes, and the application's connection where it names none. The challenge
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
    server: &str,
    verifier: Option<Secret>,
) -> Result<QrCode, BackendError> {
    let visual = match reply.text.filter(|text| !text.is_empty()) {
        Some(text) => Visual::Text(text),
        None => Visual::Image(
            image_url(&reply.url, server, url::parse).ok_or_else(|| malformed("data.url", "an https: URL"))?,
        ),
    };
    let long_poll = verifier.is_some() && config.qrcode.is_some_and(|extension| extension.long_poll);
    Ok(QrCode {
        id: reply.random.into(),
        visual,
        open: reply.open_url.as_deref().and_then(|link| OpenUrl::parse(link, server, url::parse)),
        logo: reply.custom_logo.as_deref().and_then(|logo| image_url(logo, server, url::parse)),
        expires_in: reply.expires_in.filter(|s| *s > 0).unwrap_or(DEFAULT_EXPIRES_IN),
        interval: reply.interval.filter(|s| *s > 0),
        seq: reply.seq.unwrap_or(0),
        transport: if long_poll { Transport::LongPoll } else { Transport::ShortPoll },
        // A stock server may let only other servers exchange tickets; one of the extension was made for browsers.
        exchange: if verifier.is_some() { Exchange::Box } else { Exchange::BoxOrPage },
        verifier,
    })
}

/// How far the code of a poll's reply has come; `raw` is that reply.
pub(super) fn check(reply: CheckReply, raw: Raw, server: &str) -> Check {
    let progress = match reply.status {
        QrStatus::Expired => Progress::Expired,
        QrStatus::Waiting => Progress::Waiting,
        QrStatus::Scanned => Progress::Scanned {
            scanner: Scanner {
                nickname: reply.user_info.nickname.filter(|name| !name.is_empty()),
                avatar: reply.user_info.photo.as_deref().and_then(|photo| image_url(photo, server, url::parse)),
            },
            number: reply.match_number,
        },
        QrStatus::Authorized => authorized(reply.user_info, reply.ticket),
        QrStatus::Cancelled => Progress::Cancelled,
        QrStatus::Mfa => match refusal_of(reply.scanned_result) {
            BackendError::Refused(refusal) => Progress::NeedsFactor(FactorNeeded { refusal, challenge: None }),
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
        return Progress::Authenticated(Authentication { user: Some(Box::new(user)), ticket });
    }
    match ticket {
        Some(ticket) => Progress::Ticket(ticket),
        None => Progress::Failed(malformed("data.ticket", "a ticket or a user with a token")),
    }
}

/// The answer in the envelope inside a reply.
fn refusal_of(result: Option<Refusal>) -> BackendError {
    match result {
        Some(refusal) => refusal.into(),
        None => malformed("data.scannedResult", "an envelope that tells what is wrong"),
    }
}

fn malformed(path: &str, expected: &str) -> BackendError {
    BackendError::Malformed(DecodeError { path: path.into(), reason: format!("expected {expected}") })
}

#[cfg(test)]
mod tests {
    use guard_protocol::Code;
    use guard_protocol::config::QrExtension;
    use guard_protocol::json::Decode;

    use super::super::exchange::{data, decode};
    use super::*;

    const SERVER: &str = "https://login.example.com";

    fn read<T: Decode>(body: &str) -> Result<T, BackendError> {
        decode(data(200, body, None)?)
    }

    fn gene(json: &str) -> GeneReply {
        read(json).unwrap()
    }

    fn checked(data: &str) -> Check {
        let reply = read(&format!(r#"{{"code":200,"data":{data}}}"#)).unwrap();
        check(reply, Raw::new(()), SERVER)
    }

    #[test]
    fn a_plain_server_makes_a_picture_and_is_polled() {
        let reply = gene(
            r#"{"code":200,"data":{"random":"r","url":"https://files.example/r.png","expiresIn":60,"customLogo":"javascript:x"}}"#,
        );
        let code = code(reply, &PublicConfig::default(), SERVER, None).unwrap();
        assert_eq!(code.visual, Visual::Image("https://files.example/r.png".into()));
        assert_eq!((code.expires_in, code.transport, code.logo), (60, Transport::ShortPoll, None));
    }

    #[test]
    fn the_extension_draws_a_text_and_waits() {
        let reply = gene(r#"{"code":200,"data":{"random":"r","url":"x","text":"https://h/m/r","interval":2,"seq":7}}"#);
        let extension = QrExtension { verifier: true, long_poll: true, number_match: true };
        let config = PublicConfig { qrcode: Some(extension), ..PublicConfig::default() };
        let code = code(reply, &config, SERVER, Some(Secret::new("v"))).unwrap();
        assert_eq!(code.visual, Visual::Text("https://h/m/r".into()));
        assert_eq!((code.expires_in, code.transport, code.seq), (120, Transport::LongPoll, 7));
    }

    #[test]
    fn a_link_that_goes_on_on_the_phone_is_a_page_or_wechat() {
        for (link, is_one) in
            [("https://h/m/r", true), ("weixin://dl/business/?query=scene%3Dr", true), ("javascript:x", false)]
        {
            let reply =
                gene(&format!(r#"{{"code":200,"data":{{"random":"r","url":"https://h/r.png","openUrl":"{link}"}}}}"#));
            let code = code(reply, &PublicConfig::default(), SERVER, None).unwrap();
            assert_eq!(code.open.is_some(), is_one, "{link}");
        }
    }

    #[test]
    fn a_picture_that_is_no_picture_is_malformed() {
        let reply = gene(r#"{"code":200,"data":{"random":"r","url":"javascript:alert(1)"}}"#);
        let error = code(reply, &PublicConfig::default(), SERVER, None).unwrap_err();
        assert!(matches!(error, BackendError::Malformed(error) if error.path == "data.url"));
    }

    #[test]
    fn the_host_may_name_the_connection_and_send_data_along() {
        let config = read::<PublicConfig>(
            r#"{"code":200,"data":{"qrcodeTabsSettings":{"wechat-miniprogram-qrcode":[{"id":"own"}]}}}"#,
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
        assert!(matches!(granted, Progress::Authenticated(grant) if grant.token() == Some(&Secret::new("k"))));
        assert!(matches!(checked(r#"{"status":2}"#).progress, Progress::Failed(BackendError::Malformed(_))));
        assert_eq!(checked(r#"{"status":3}"#).progress, Progress::Cancelled);
        let mfa = checked(r#"{"status":4,"scannedResult":{"code":1636,"message":"mfa","flowHandle":"f"}}"#).progress;
        assert!(matches!(mfa, Progress::NeedsFactor(needed) if needed.refusal.known() == Some(Code::MfaNeeded)));
        let failed = checked(r#"{"status":5,"scannedResult":{"code":2005,"message":"locked"}}"#).progress;
        assert!(matches!(failed, Progress::Failed(BackendError::Refused(refusal)) if refusal.message == "locked"));
    }
}
