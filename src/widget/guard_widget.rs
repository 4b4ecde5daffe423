//! The public face for Yew apps: props, callbacks and defaults.

use std::rc::Rc;

use guard_core::login::SessionChange;
use guard_core::qr::StatusChange;
use guard_core::{AppConfig, BackendError, Lang, Method};
use yew::prelude::*;

use super::{GuardHandle, LoginBox, Parts, Widget, style};
use crate::backend::{AuthingBackend, SharedBackend, server_url};
use crate::browser::page;
use crate::catalogue;
use crate::face::{
    BeforeLogin, DEFAULT_QR_SIZE, LoginError, LoginSuccess, MfaRequired, News, Settings, Theme, WidgetError,
    checked_link,
};

/// Props of [`GuardWidget`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct GuardWidgetProps {
    /// Id of the application at the login server.
    #[prop_or_default]
    pub app_id: AttrValue,
    /// Base URL of the login server (https:, or `/` for the page's own); empty is Authing's cloud.
    #[prop_or_default]
    pub host: AttrValue,
    /// A backend of your own, in the place of an Authing v2 server at `host`.
    #[prop_or_default]
    pub backend: Option<SharedBackend>,
    /// The application's settings, where they are known beforehand; by default the server is asked.
    #[prop_or_default]
    pub config: Option<AppConfig>,
    /// Language; by default the first of the person's that there is.
    #[prop_or_default]
    pub lang: Option<Lang>,
    /// Light, dark, or as the system has it.
    #[prop_or_default]
    pub theme: Theme,
    /// The tabs and their order; by default the application's.
    #[prop_or_default]
    pub tabs: Vec<Method>,
    /// The tab to start with; by default the application's, else the first.
    #[prop_or_default]
    pub default_tab: Option<Method>,
    /// Title of the card; by default "Log in to" and the application's name.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// URL of a logo; by default the application's.
    #[prop_or_default]
    pub logo: Option<AttrValue>,
    /// The account to fill in; it stays the person's to change.
    #[prop_or_default]
    pub account: Option<AttrValue>,
    /// Where to recover a password; without it there is no such link.
    #[prop_or_default]
    pub forgot_password_url: Option<AttrValue>,
    /// Where to register; without it there is no such link.
    #[prop_or_default]
    pub register_url: Option<AttrValue>,
    /// Where the browser goes after a login: a path on the page's own server, or one of the application's redirect
    /// URIs. The login goes along as a form (`code`, `data`, `ticket`), never in the URL.
    #[prop_or_default]
    pub callback_url: Option<AttrValue>,
    /// Without card and header, for a page that has a card of its own.
    #[prop_or_default]
    pub bare: bool,
    /// Side of the QR code in CSS px, without its quiet zone; at least 120.
    #[prop_or(DEFAULT_QR_SIZE)]
    pub qr_size: u32,
    /// A code that runs out waits for the person, and is not replaced by itself.
    #[prop_or_default]
    pub no_auto_refresh: bool,
    /// Texts in the place of the catalogue's, by key (see [`message_keys`](crate::message_keys)).
    #[prop_or_default]
    pub messages: Vec<(AttrValue, AttrValue)>,
    /// A hold on the widget, for telling it what to do.
    #[prop_or_default]
    pub handle: Option<GuardHandle>,
    /// The widget can be used; carries its tabs.
    #[prop_or_default]
    pub on_ready: Callback<Vec<Method>>,
    /// A tab was chosen.
    #[prop_or_default]
    pub on_tab_change: Callback<Method>,
    /// The status of the QR login changed.
    #[prop_or_default]
    pub on_qr_status: Callback<StatusChange>,
    /// A login is about to be sent; `false` stops it.
    #[prop_or_else(|| Callback::from(|_| true))]
    pub on_before_login: Callback<BeforeLogin, bool>,
    /// A person is logged in.
    #[prop_or_default]
    pub on_login: Callback<LoginSuccess>,
    /// A login failed.
    #[prop_or_default]
    pub on_login_error: Callback<LoginError>,
    /// A second factor is needed, which the page must ask for.
    #[prop_or_default]
    pub on_mfa_required: Callback<MfaRequired>,
    /// The widget itself cannot work.
    #[prop_or_default]
    pub on_error: Callback<WidgetError>,
    /// Somebody logged in or out in another tab of the browser. A page whose login is a cookie is
    /// to be loaded again then.
    #[prop_or_default]
    pub on_session_change: Callback<SessionChange>,
}

/// The login box.
///
/// ```
/// use guard_widget::{GuardWidget, LoginSuccess};
/// use yew::prelude::*;
///
/// #[component]
/// fn LoginPage() -> Html {
///     let on_login = Callback::from(|login: LoginSuccess| {
///         // `login.authentication.id_token()` goes to your server, and nowhere else.
///     });
///     html! { <GuardWidget app_id="my-app" host="https://login.example.com" {on_login} /> }
/// }
/// ```
#[component]
pub fn GuardWidget(props: &GuardWidgetProps) -> Html {
    use_effect_with((), |()| style::adopt());
    let lang = props.lang.unwrap_or_else(|| Lang::choose(page::languages().iter().map(String::as_str)));
    let backend = use_backend(props, lang);
    let settings = use_memo((props.clone(), lang), |(props, lang)| settings(props, *lang));
    let tell = use_tell(props);
    let backend = (*backend).clone();
    let login = LoginBox { settings, backend, parts: &Parts::WHOLE, tell, handle: props.handle.clone() };
    html! { <Widget {login} /> }
}

fn settings(props: &GuardWidgetProps, lang: Lang) -> Settings {
    Settings {
        app_id: props.app_id.clone(),
        config: props.config.clone(),
        lang,
        messages: catalogue(lang, &props.messages),
        theme: props.theme,
        methods: props.tabs.clone(),
        default_method: props.default_tab,
        title: props.title.clone(),
        logo: props.logo.clone(),
        account: props.account.clone(),
        forgot_password_url: checked_link("forgot_password_url", props.forgot_password_url.as_deref()),
        register_url: checked_link("register_url", props.register_url.as_deref()),
        callback_url: props.callback_url.clone(),
        bare: props.bare,
        qr_size: props.qr_size,
        no_auto_refresh: props.no_auto_refresh,
        ..Settings::default()
    }
}

/// The backend of the props, or why there is none.
#[hook]
fn use_backend(props: &GuardWidgetProps, lang: Lang) -> Rc<Result<SharedBackend, BackendError>> {
    let key = (props.backend.clone(), props.app_id.clone(), props.host.clone());
    let backend = use_memo(key, |(backend, app_id, host)| match backend {
        Some(backend) => Ok(backend.clone()),
        None => server_url(host)
            .map(|server| SharedBackend::new(AuthingBackend::new(app_id.as_str(), server, Lang::default())))
            .map_err(|error| BackendError::Setup(error.to_string())),
    });
    // Told, not made anew: a change of language must not throw away what the person typed.
    if let Ok(backend) = &*backend {
        backend.set_lang(lang);
    }
    backend
}

/// Passes news on to whatever callbacks the props have by then.
#[hook]
fn use_tell(props: &GuardWidgetProps) -> Callback<News, bool> {
    let latest = use_mut_ref(|| props.clone());
    latest.replace(props.clone());
    let tell = use_memo((), |()| {
        Callback::from(move |news| {
            let props = latest.borrow().clone();
            tell(&props, news)
        })
    });
    (*tell).clone()
}

fn tell(props: &GuardWidgetProps, news: News) -> bool {
    match news {
        News::Ready(methods) => props.on_ready.emit(methods),
        News::MethodChanged(method) => props.on_tab_change.emit(method),
        News::QrStatus(change) => props.on_qr_status.emit(change),
        News::BeforeLogin(login) => return props.on_before_login.emit(login),
        News::LoggedIn(login) => props.on_login.emit(login),
        News::LoginFailed(error) => props.on_login_error.emit(error),
        News::MfaRequired(mfa) => props.on_mfa_required.emit(mfa),
        News::Broken(error) => props.on_error.emit(error),
        News::SessionChanged(change) => props.on_session_change.emit(change),
        News::State(_) | News::Code(_) | News::CodeShown(_) | News::Checked(_) | News::Retried => {}
    }
    true
}
