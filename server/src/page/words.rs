//! What the pages say, in the languages that the server speaks.

use guard_protocol::Lang;

use crate::config::AppConfig;

/// The texts of one language. `{app}` and `{name}` are put in by [`fill`](Self::fill).
#[derive(Debug)]
#[allow(missing_docs, reason = "each is named for what it says")]
pub struct Words {
    pub own_name: &'static str,
    pub title: &'static str,
    pub account: &'static str,
    pub account_hint: &'static str,
    pub password: &'static str,
    pub log_in: &'static str,
    pub cancel: &'static str,
    pub go_on_as: &'static str,
    pub another: &'static str,
    pub choose: &'static str,
    pub confirm_again: &'static str,
    pub missing: &'static str,
    pub terms: &'static str,
    pub privacy: &'static str,
    pub start_again: &'static str,
    pub go_on: &'static str,
    pub log_out: &'static str,
    pub log_out_title: &'static str,
    pub log_out_question: &'static str,
    pub stay: &'static str,
    pub logged_out: &'static str,
    pub logged_out_hint: &'static str,
    pub stayed: &'static str,
    pub unknown_app: &'static str,
    pub unknown_app_hint: &'static str,
    pub bad_redirect: &'static str,
    pub bad_redirect_hint: &'static str,
    pub expired: &'static str,
    pub expired_hint: &'static str,
    pub no_cookies: &'static str,
    pub no_cookies_hint: &'static str,
    pub foreign_form: &'static str,
    pub foreign_form_hint: &'static str,
    pub bad_logout: &'static str,
    pub bad_logout_hint: &'static str,
    pub sending: &'static str,
    pub sending_hint: &'static str,
}

const ENGLISH: Words = Words {
    own_name: "English",
    title: "Log in to {app}",
    account: "Account",
    account_hint: "Phone, email or username",
    password: "Password",
    log_in: "Log in",
    cancel: "Cancel",
    go_on_as: "Continue as {name}",
    another: "Use another account",
    choose: "Choose an account for {app}",
    confirm_again: "Log in once more to confirm that it is you",
    missing: "Enter your account and your password",
    terms: "Terms",
    privacy: "Privacy",
    start_again: "Try again",
    go_on: "Continue",
    log_out: "Log out",
    log_out_title: "Log out?",
    log_out_question: "You are logged in as {name}. Logging out here ends your login at every application that you reached from here.",
    stay: "Stay logged in",
    logged_out: "You are logged out",
    logged_out_hint: "You can close this window.",
    stayed: "You are still logged in",
    unknown_app: "This application is not known here",
    unknown_app_hint: "The link that brought you here names no application of this server. Go back to where you came from; whoever runs that site must use the application’s id as client_id.",
    bad_redirect: "This login cannot lead back",
    bad_redirect_hint: "The link that brought you here wants to continue to an address that is not registered for the application, so nothing was sent there. Go back to where you came from; whoever runs that site must add its redirect_uri to the application, to the letter.",
    expired: "This login is over",
    expired_hint: "It took too long, or it was finished already. Go back to the application and log in from there.",
    no_cookies: "Your browser keeps no cookies here",
    no_cookies_hint: "Without them nobody can be logged in. Allow cookies for this site in your browser’s settings, then try again.",
    foreign_form: "This form could not be taken",
    foreign_form_hint: "It came from another page, or the page was too old. Try again from here.",
    bad_logout: "This log-out cannot lead back",
    bad_logout_hint: "The address to continue to is not registered for the application, so you stay here. Whoever runs that site must add its post_logout_redirect_uri to the application, to the letter.",
    sending: "Taking you back",
    sending_hint: "If nothing happens, continue here.",
};

const CHINESE: Words = Words {
    own_name: "简体中文",
    title: "登录 {app}",
    account: "账号",
    account_hint: "手机号、邮箱或用户名",
    password: "密码",
    log_in: "登录",
    cancel: "取消",
    go_on_as: "以 {name} 的身份继续",
    another: "使用其他账号",
    choose: "选择登录 {app} 的账号",
    confirm_again: "请再次登录以确认是您本人",
    missing: "请输入账号和密码",
    terms: "服务条款",
    privacy: "隐私政策",
    start_again: "重试",
    go_on: "继续",
    log_out: "退出登录",
    log_out_title: "要退出登录吗？",
    log_out_question: "您当前以 {name} 的身份登录。在此退出后，由此登录的所有应用也将一并退出。",
    stay: "保持登录",
    logged_out: "您已退出登录",
    logged_out_hint: "您可以关闭此窗口。",
    stayed: "您仍处于登录状态",
    unknown_app: "此处没有该应用",
    unknown_app_hint: "您打开的链接所指的应用在本服务器上不存在。请返回原来的网站；网站管理员须将应用 ID 填入 client_id。",
    bad_redirect: "登录后无法返回",
    bad_redirect_hint: "您打开的链接要返回的地址未在该应用中登记，因此没有向其发送任何信息。请返回原来的网站；网站管理员须将 redirect_uri 一字不差地登记到应用中。",
    expired: "本次登录已结束",
    expired_hint: "登录已超时，或已经完成。请返回应用重新登录。",
    no_cookies: "您的浏览器未保存此网站的 Cookie",
    no_cookies_hint: "没有 Cookie 将无法登录。请在浏览器设置中允许此网站使用 Cookie，然后重试。",
    foreign_form: "无法接受此表单",
    foreign_form_hint: "它来自其他页面，或页面已过期。请从这里重试。",
    bad_logout: "退出后无法返回",
    bad_logout_hint: "要返回的地址未在该应用中登记，因此停留在此页。网站管理员须将 post_logout_redirect_uri 一字不差地登记到应用中。",
    sending: "正在返回",
    sending_hint: "如果没有反应，请点击继续。",
};

impl Words {
    /// Those of `lang`.
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::EnUs => &ENGLISH,
            Lang::ZhCn => &CHINESE,
        }
    }

    /// `text` with a name in its place.
    pub fn fill(text: &str, name: &str) -> String {
        text.replace("{app}", name).replace("{name}", name)
    }
}

/// The languages that the pages of `app` are in.
pub(super) fn languages(app: Option<&AppConfig>) -> Vec<Lang> {
    let chosen = app.map(|app| app.page.languages.as_slice()).unwrap_or_default();
    let of_app: Vec<_> = chosen.iter().filter_map(|tag| Lang::from_tag(tag)).collect();
    if of_app.is_empty() { Lang::ALL.to_vec() } else { of_app }
}

/// The language of a page of `app` for somebody who wants `tags`, most wanted first.
pub fn lang_for<'a>(app: Option<&AppConfig>, tags: impl IntoIterator<Item = &'a str>) -> (Lang, Vec<Lang>) {
    let there = languages(app);
    let wanted = tags.into_iter().filter_map(Lang::from_tag).find(|lang| there.contains(lang));
    let default =
        if there.contains(&Lang::default()) { Lang::default() } else { there.first().copied().unwrap_or_default() };
    (wanted.unwrap_or(default), there)
}
