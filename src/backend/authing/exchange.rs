//! Replies of an Authing server as the domain's types, without the network: errors, and the configuration.

use guard_core::image_url::image_url;
use guard_core::{AppConfig, BackendError, Lang, Method};
use guard_protocol::Envelope;
use guard_protocol::config::{METHOD_MINI_PROGRAM_QR, METHOD_PASSWORD, PublicConfig};
use guard_protocol::json::{self, Decode};

use crate::Tree;
use crate::browser::url;

/// The data of a reply, by its HTTP status and body. Business failures come with 200, so the body decides wherever it
/// is an envelope.
pub(super) fn data(status: u16, body: &str, retry_after: Option<u32>) -> Result<Tree, BackendError> {
    match status {
        200..=299 => Envelope::decode(body)?.into_tree().map_err(BackendError::from),
        410 => Err(BackendError::Gone),
        429 => Err(BackendError::Busy { retry_after }),
        500..=599 => Err(BackendError::Server { status }),
        _ => match Envelope::<Tree>::decode(body).map(Envelope::into_tree) {
            Ok(Err(refusal)) => Err(refusal.into()),
            _ => Err(BackendError::Http { status }),
        },
    }
}

/// The data of a reply as what it should be.
pub(super) fn decode<T: Decode>(data: Tree) -> Result<T, BackendError> {
    Ok(json::decode("data", data)?)
}

/// The part of the public configuration that the widget needs. `server` is the base of pictures given as paths.
pub(super) fn app_config(config: &PublicConfig, server: &str) -> AppConfig {
    let method_of = |method: &str| match method {
        METHOD_PASSWORD => Some(Method::Password),
        METHOD_MINI_PROGRAM_QR => Some(Method::Qr),
        _ => None,
    };
    let mut methods: Vec<Method> = config.login_tabs.list.iter().filter_map(|method| method_of(method)).collect();
    if config.login_tabs.list.is_empty() {
        methods.push(Method::Password);
        methods.extend(config.mini_program_connection().map(|_| Method::Qr));
    }
    AppConfig {
        name: config.name.clone(),
        logo: config.logo.as_deref().and_then(|logo| image_url(logo, server, url::parse)),
        welcome: config
            .welcome_message
            .iter()
            .filter_map(|(tag, text)| Some((Lang::from_tag(tag)?, text.clone())))
            .filter(|(_, text)| !text.is_empty())
            .collect(),
        default_method: config
            .login_tabs
            .default
            .as_deref()
            .and_then(method_of)
            .filter(|method| methods.contains(method)),
        methods,
        redirect_uris: config.redirect_uris.clone(),
    }
}

#[cfg(test)]
mod tests {
    use guard_protocol::User;

    use super::*;

    const SERVER: &str = "https://login.example.com";

    fn read<T: Decode>(status: u16, body: &str, retry_after: Option<u32>) -> Result<T, BackendError> {
        decode(data(status, body, retry_after)?)
    }

    #[test]
    fn http_statuses_are_told_apart() {
        let fails = |status, body: &str| read::<User>(status, body, Some(7)).unwrap_err();
        assert_eq!(fails(410, ""), BackendError::Gone);
        assert_eq!(fails(404, r#"{"code":2241,"message":"no such code"}"#), BackendError::Gone);
        // A gateway that knows no such path says nothing of the code.
        assert_eq!(fails(404, "<html>"), BackendError::Http { status: 404 });
        assert_eq!(fails(200, r#"{"code":2241,"message":"no such code"}"#), BackendError::Gone);
        assert_eq!(fails(429, ""), BackendError::Busy { retry_after: Some(7) });
        assert_eq!(fails(502, "<html>"), BackendError::Server { status: 502 });
        assert_eq!(fails(403, "<html>"), BackendError::Http { status: 403 });
        assert!(matches!(fails(403, r#"{"code":4103,"message":"no"}"#), BackendError::Refused(_)));
        assert!(matches!(fails(200, "<html>"), BackendError::Malformed(_)));
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
        let app = app_config(&config, SERVER);
        assert_eq!((app.methods, app.default_method), (vec![Method::Qr, Method::Password], Some(Method::Password)));
        assert_eq!(app.welcome, [(Lang::ZhCn, "你好".to_owned())]);
        assert_eq!(app.logo.as_deref(), Some("https://login.example.com/logo.png"));
        assert_eq!(app_config(&PublicConfig::default(), SERVER).methods, [Method::Password]);
    }
}
