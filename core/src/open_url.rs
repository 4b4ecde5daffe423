//! Which links a server may give for going on with a QR login on the phone that shows the code.

use crate::Text;
use crate::image_url::origin;
use crate::web_url::UrlParser;

/// A checked URL that opens the login of a code: a page, or WeChat itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenUrl {
    url: Text,
    /// A page of the login server. Any other one is WeChat's.
    pub is_of_server: bool,
}

impl OpenUrl {
    /// Checks `text` of the server at `server` (`https://login.example.com`): https:, http: on that server, or WeChat's own
    /// scheme; `None` for all else, which could run something or open any app.
    pub fn parse(text: &str, server: &str, parser: UrlParser) -> Option<Self> {
        let url = parser(text, server)?;
        let is_of_server = url.is_on(origin(server));
        let may_be_opened = match url.scheme() {
            "https" | "weixin" => true,
            scheme => scheme == "http" && is_of_server,
        };
        may_be_opened.then(|| Self { url: url.href.into(), is_of_server })
    }

    /// The whole URL.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// The whole URL, shared.
    pub fn text(&self) -> Text {
        self.url.clone()
    }

    /// Whether it opens in a browser, at first at least, and not an app at once.
    pub fn opens_a_tab(&self) -> bool {
        self.url.starts_with("http")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web_url;

    fn parse(text: &str) -> Option<String> {
        OpenUrl::parse(text, "http://127.0.0.1:8080", web_url::parse).map(|url| url.as_str().to_owned())
    }

    #[test]
    fn pages_and_wechat_may_be_opened() {
        for url in [
            "https://login.example.com/m/aZ09",
            "http://127.0.0.1:8080/m/aZ09",
            "weixin://dl/business/?appid=wx0123456789abcdef&path=pages/confirm/confirm&query=scene%3DaZ09",
        ] {
            assert_eq!(parse(url).as_deref(), Some(url));
        }
        assert_eq!(parse("/m/x").as_deref(), Some("http://127.0.0.1:8080/m/x"));
        let what =
            |text| OpenUrl::parse(text, "https://a.b", web_url::parse).map(|url| (url.is_of_server, url.opens_a_tab()));
        assert_eq!(what("https://a.b/m/x"), Some((true, true)));
        assert_eq!(what("https://wxaurl.cn/x"), Some((false, true)));
        assert_eq!(what("weixin://dl/business/"), Some((false, false)));
    }

    #[test]
    fn nothing_else_is() {
        for text in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " java\nscript:alert(1)",
            "data:text/html,x",
            "blob:https://a.b/x",
            "file:///etc/passwd",
            "http://other.example/m/x",
            "http://127.0.0.1:8080.other.example/",
            "intent://x#Intent;end",
            "weixinx://dl/",
            "tel:110",
            "http://",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
