//! What the types can't say of `[app.wechat]` and of WeChat's address.

use super::check::{Faults, is_http, is_scheme_and_host};
use super::exposure::is_near_url;
use super::tables::{Config, WeChatConfig};
use super::wechat::CodeVisual;

/// What a link must be.
const LINK: &str = "must be an https URL that ends with a slash, without query, as in https://login.example.com/q/";
/// What a link must be that opens the mini program.
const OPEN_LINK: &str = "must be a weixin or https URL that a code's id can be added to, as in \
    weixin://dl/business/?appid=wx0123456789abcdef&path=pages/confirm/confirm&query=scene%3D";

impl Config {
    /// Checks the address of WeChat's server, which is told every AppSecret.
    pub(super) fn check_wechat_api(&self, faults: &mut Faults) {
        let url = &self.wechat_api;
        if !is_scheme_and_host(url) {
            faults.add("wechat_api", "must be scheme and host alone, as in https://api.weixin.qq.com");
        } else if is_open(url) {
            faults.add("wechat_api", "must be https, unless it is this machine or its network: it is told AppSecrets");
        }
    }
}

impl WeChatConfig {
    /// Checks the section at `path`.
    pub(super) fn check(&self, path: &str, faults: &mut Faults) {
        let key = |name: &str| format!("{path}.{name}");
        if self.app_id.is_empty() || !self.app_id.chars().all(|c| c.is_ascii_alphanumeric()) {
            faults.add(key("app_id"), "must be the AppID of the mini program, as in wx0123456789abcdef");
        }
        if self.app_secret.is_empty() {
            faults.add(key("app_secret"), "must be the AppSecret of the mini program; it is empty or missing");
        }
        if self.page.is_empty() || self.page.starts_with('/') || self.page.contains(['?', '#', ' ']) {
            let problem = "must be a page of app.json without slash in front and query, as in pages/confirm/confirm";
            faults.add(key("page"), problem);
        }
        self.check_link(path, faults);
        if self.open_link.as_deref().is_some_and(|link| !is_open_link(link)) {
            faults.add(key("open_link"), OPEN_LINK);
        }
        for (index, terms) in self.terms.iter().enumerate() {
            if terms.title.trim().is_empty() {
                faults.add(key(&format!("terms[{index}].title")), "must be the name to show; it is empty or missing");
            }
            if !terms.url.starts_with("https://") {
                faults.add(key(&format!("terms[{index}].url")), "must be an https URL");
            }
        }
    }

    fn check_link(&self, path: &str, faults: &mut Faults) {
        let key = |name: &str| format!("{path}.{name}");
        match &self.link {
            Some(link) if !is_link(link) => faults.add(key("link"), LINK),
            None if self.visual == CodeVisual::Link => {
                faults.add(key("visual"), "\"link\" needs `link`, the URL that opens the mini program. Set both");
            }
            _ => {}
        }
        let is_name = |name: &str| {
            let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            name.ends_with(".txt") && !name.starts_with('.') && name.chars().all(fits)
        };
        match (&self.link_file_name, &self.link_file_content) {
            (Some(name), Some(_)) if !is_name(name) => {
                faults
                    .add(key("link_file_name"), "must be the name of the file that WeChat gives, as in aBcDeF1234.txt");
            }
            (Some(_), Some(_)) if self.link.is_none() => {
                faults.add(key("link_file_name"), "does nothing without `link`. Set both or neither");
            }
            (Some(_), None) => faults.add(key("link_file_name"), "needs `link_file_content`. Set both or neither"),
            (None, Some(_)) => faults.add(key("link_file_content"), "needs `link_file_name`. Set both or neither"),
            _ => {}
        }
    }
}

/// Whether what is told to `url` can be read on its way.
fn is_open(url: &str) -> bool {
    url.starts_with("http://") && !is_near_url(url)
}

fn is_open_link(link: &str) -> bool {
    let rest = link.strip_prefix("weixin://").or_else(|| link.strip_prefix("https://"));
    let fits = |c: char| c.is_ascii_graphic() && !"\"'<>\\`".contains(c);
    rest.is_some_and(|rest| rest.contains('/') && rest.chars().all(fits))
}

fn is_link(link: &str) -> bool {
    let path = link.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| path);
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.~/".contains(c);
    let is_path = |path: &str| path.chars().all(fits) && !path.contains("//") && !path.starts_with('/');
    is_http(link) && !is_open(link) && link.ends_with('/') && path.is_some_and(is_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_opens_the_mini_program_is_wechats_or_a_page() {
        for link in [
            "weixin://dl/business/?appid=wx0123456789abcdef&path=pages/confirm/confirm&query=scene%3D",
            "https://login.example.com/open/?scene=",
        ] {
            assert!(is_open_link(link), "{link}");
        }
        for link in
            ["", "weixin://", "https://", "http://a.b/", "javascript:1/", "weixin://dl/ x", "weixin://dl/\"", "/q/"]
        {
            assert!(!is_open_link(link), "{link}");
        }
    }

    #[test]
    fn a_link_is_a_folder_of_an_https_server() {
        for link in ["https://login.example.com/q/", "https://a.b/", "http://127.0.0.1:8080/q/", "https://a.b/x/y/"] {
            assert!(is_link(link), "{link}");
        }
        for link in ["http://shop.com/q/", "https://a.b/q", "https://a.b", "https://a.b/q/?x=/", "https://a.b/{x}/"] {
            assert!(!is_link(link), "{link}");
        }
    }
}
