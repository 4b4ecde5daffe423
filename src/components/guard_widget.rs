//! The login box: what Yew apps embed, and what the custom element mounts.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::broken::Broken;
use super::config_state::{ConfigState, use_config};
use super::events::{BeforeLogin, LoginError, LoginSuccess, MfaRequired, WidgetError};
use super::handle::GuardHandle;
use super::login_box::LoginBox;
use super::observer::Observer;
use super::skeleton::Skeleton;
use super::theme::Theme;
use crate::backend::{AppConfig, AuthingBackend, SharedBackend};
use crate::browser::{page, random};
use crate::failure::Failure;
use crate::host::Host;
use crate::lang::Lang;
use crate::messages::Messages;
use crate::qr::StatusChange;
use crate::redirect;
use crate::tab::Tab;

/// Side of the QR code when none is asked for, in CSS px: 41 modules of 5 px.
pub(crate) const DEFAULT_QR_SIZE: u32 = 205;
/// The least side, in CSS px: below it phones cannot read the code.
pub(super) const LEAST_QR_SIZE: u32 = 120;

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
    /// What the card shows, where that is known beforehand; by default the server is asked.
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
    pub tabs: Vec<Tab>,
    /// The tab to start with; by default the application's, else the first.
    #[prop_or_default]
    pub default_tab: Option<Tab>,
    /// Title of the card; by default "Log in to" and the application's name.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// URL of a logo; by default the application's.
    #[prop_or_default]
    pub logo: Option<AttrValue>,
    /// What to fill the account with.
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
    /// Texts in the place of the catalogue's, by key (see [`Messages::KEYS`]).
    #[prop_or_default]
    pub messages: Vec<(AttrValue, AttrValue)>,
    /// A hold on the widget, for telling it what to do.
    #[prop_or_default]
    pub handle: Option<GuardHandle>,
    /// The widget can be used; carries its tabs.
    #[prop_or_default]
    pub on_ready: Callback<Vec<Tab>>,
    /// A tab was chosen.
    #[prop_or_default]
    pub on_tab_change: Callback<Tab>,
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
    /// A second factor is needed, which the host must ask for.
    #[prop_or_default]
    pub on_mfa_required: Callback<MfaRequired>,
    /// The widget itself cannot work.
    #[prop_or_default]
    pub on_error: Callback<WidgetError>,
    /// For a layer round the widget; a host needs none.
    #[prop_or_default]
    pub observer: Observer,
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
///         // `login.grant.token()` goes to your server, and nowhere else.
///     });
///     html! { <GuardWidget app_id="my-app" host="https://login.example.com" {on_login} /> }
/// }
/// ```
#[component]
pub fn GuardWidget(props: &GuardWidgetProps) -> Html {
    use_effect_with((), |()| {
        // In the element the shim has put the sheet into the shadow root already.
        #[cfg(not(feature = "element"))]
        super::style::adopt();
    });
    let card = use_node_ref();
    {
        let card = card.clone();
        use_effect_with(props.qr_size, move |&size| set_qr_size(&card, size));
    }
    let id = use_memo((), |()| unique_id());
    let lang = props.lang.unwrap_or_else(|| Lang::choose(page::languages().iter().map(String::as_str)));
    let messages = use_memo((lang, props.messages.clone()), |(lang, texts)| messages(*lang, texts));
    let backend = use_backend(props, lang);
    let body = match &*backend {
        Ok(backend) => html! {
            <Loaded id={AttrValue::from((*id).clone())} widget={props.clone()} lang={lang} messages={(*messages).clone()} backend={backend.clone()} />
        },
        Err(failure) => html! {
            <Broken failure={failure.clone()} messages={(*messages).clone()} on_error={props.on_error.clone()}
                on_state={props.observer.on_state.clone()} />
        },
    };
    html! {
        <div class="guard-scope">
            <section ref={card} class={classes!("guard", props.bare.then_some("guard-bare"))} part="base" data-theme={props.theme} lang={lang.tag()} aria-labelledby={format!("{id}-title")}>
                { body }
            </section>
        </div>
    }
}

/// Gives the tile its size through the CSSOM, since a `style` attribute would be against a strict content security
/// policy. The default is left to the style sheet, where `--guard-qr-size` may be set from outside.
fn set_qr_size(card: &NodeRef, size: u32) {
    let Some(card) = card.cast::<HtmlElement>() else { return };
    // Setting a property of an element's own style cannot fail.
    let _ = match size {
        DEFAULT_QR_SIZE => card.style().remove_property("--guard-qr-size").map(drop),
        size => card.style().set_property("--guard-qr-size", &format!("{}px", size.max(LEAST_QR_SIZE))),
    };
}

/// Start of ids that no other widget of the page has: in the light DOM there may be those of another module, too.
fn unique_id() -> String {
    thread_local! {
        static COUNT: Cell<u32> = const { Cell::new(0) };
        static MODULE: u32 = random::more(0, u64::from(u32::MAX));
    }
    COUNT.set(COUNT.get() + 1);
    format!("guard-{:x}-{}", MODULE.with(|module| *module), COUNT.get())
}

fn messages(lang: Lang, texts: &[(AttrValue, AttrValue)]) -> Messages {
    let mut messages = Messages::of(lang);
    for (key, text) in texts {
        messages.set(key, text.clone());
    }
    messages
}

/// The backend of the props, or why there is none.
#[hook]
fn use_backend(props: &GuardWidgetProps, lang: Lang) -> Rc<Result<SharedBackend, Failure>> {
    let own = use_memo((props.app_id.clone(), props.host.clone()), |(app_id, host)| {
        Host::parse(host, &page::origin())
            .map(|host| AuthingBackend::new(app_id.as_str(), host, lang))
            .map_err(|error| Failure::Setup(error.to_string()))
    });
    // Told, not made anew: a change of language must not throw away what the person typed.
    if let Ok(own) = &*own {
        own.set_lang(lang);
    }
    use_memo((props.backend.clone(), own), |(backend, own)| match backend {
        Some(backend) => Ok(backend.clone()),
        None => (**own).clone().map(SharedBackend::new),
    })
}

#[derive(Properties, PartialEq)]
struct LoadedProps {
    id: AttrValue,
    widget: GuardWidgetProps,
    lang: Lang,
    messages: Messages,
    backend: SharedBackend,
}

/// The widget once there is a backend to ask.
#[component]
fn Loaded(props: &LoadedProps) -> Html {
    let LoadedProps { id, widget, lang, messages, backend } = props;
    let attempt = use_state_eq(|| 0);
    let broken = |failure: Failure, on_retry: Option<Callback<MouseEvent>>| {
        html! {
            <Broken {failure} messages={messages.clone()} on_error={widget.on_error.clone()}
                on_state={widget.observer.on_state.clone()} {on_retry} />
        }
    };
    let config = match use_config(backend, widget.config.as_ref(), *attempt) {
        ConfigState::Loading => {
            return html! { <Skeleton bare={widget.bare} on_state={widget.observer.on_state.clone()} /> };
        }
        // What the site has to set right is the same the next time.
        ConfigState::Failed(failure @ Failure::Setup(_)) => return broken(failure, None),
        ConfigState::Failed(failure) => {
            return broken(failure, Some(Callback::from(move |_| attempt.set(*attempt + 1))));
        }
        ConfigState::Ready(config) => config,
    };
    let tabs = if widget.tabs.is_empty() { config.tabs.clone() } else { widget.tabs.clone() };
    if tabs.is_empty() {
        return broken(Failure::Setup("the application has no way to log in that this widget knows".into()), None);
    }
    if let Some(Err(error)) = widget.callback_url.as_deref().map(|url| redirect::checked(url, &config.redirect_uris)) {
        return broken(Failure::Setup(error.to_string()), None);
    }
    html! {
        <LoginBox id={id.clone()} widget={widget.clone()} lang={*lang} messages={messages.clone()} backend={backend.clone()}
            config={(*config).clone()} {tabs} />
    }
}
