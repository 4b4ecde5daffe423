//! The card with its tabs, once it is known what they are: which tab is chosen, the form, the QR login, the success.

use guard_protocol::Refusal;
use yew::prelude::*;

use super::continuation::use_continuation;
use super::events::{BeforeLogin, LoginError, LoginSuccess, MfaRequired};
use super::first_focus::use_first_focus;
use super::guard_widget::{GuardWidgetProps, LEAST_QR_SIZE};
use super::handle::{Command, GuardHandle};
use super::header::Header;
use super::password_form::PasswordForm;
use super::qr_panel::{QrLoginKey, QrPanel, use_qr_login};
use super::tab_strip::{TabStrip, panel_id, tab_id};
use crate::backend::{AppConfig, SharedBackend};
use crate::browser::Hooks;
use crate::failure::Failure;
use crate::grant::{Grant, Method};
use crate::lang::Lang;
use crate::messages::Messages;
use crate::qr::{Status, View, Visual};
use crate::tab::Tab;

#[derive(Properties, PartialEq)]
pub(super) struct LoginBoxProps {
    /// Start of the ids.
    pub(super) id: AttrValue,
    /// What the host wants.
    pub(super) widget: GuardWidgetProps,
    pub(super) lang: Lang,
    pub(super) messages: Messages,
    pub(super) backend: SharedBackend,
    pub(super) config: AppConfig,
    /// The tabs that there are, at least one.
    pub(super) tabs: Vec<Tab>,
}

/// The tab to start with: the host's, the application's, the first, whichever there is.
fn first_tab(widget: &GuardWidgetProps, config: &AppConfig, tabs: &[Tab]) -> Tab {
    // Who names the tabs also names the first.
    let of_application = config.default_tab.filter(|_| widget.tabs.is_empty());
    let wanted = [widget.default_tab, of_application].into_iter().flatten();
    wanted.chain(tabs.iter().copied()).find(|tab| tabs.contains(tab)).unwrap_or_default()
}

/// The text of the code that `view` shows.
fn shown_text(view: &View) -> Option<String> {
    match &view.code.as_ref()?.visual {
        Visual::Text(text) => Some(text.clone()),
        Visual::Image(_) => None,
    }
}

#[component]
pub(super) fn LoginBox(props: &LoginBoxProps) -> Html {
    let LoginBoxProps { id, widget, lang, messages, backend, config, tabs } = props;
    let chosen = use_state_eq(|| first_tab(widget, config, tabs));
    let active = if tabs.contains(&chosen) { *chosen } else { first_tab(widget, config, tabs) };
    let generation = use_state_eq(|| 0u32);
    // The name of who logged in with a password; the QR tab has a success of its own.
    let welcomed = use_state_eq(|| false);
    let qr_wanted = use_mut_ref(|| false);
    *qr_wanted.borrow_mut() |= active == Tab::Qr;
    let account_input = use_node_ref();
    let strip = use_node_ref();
    let first = use_first_focus(active, *chosen, &account_input, &strip);

    let card = use_node_ref();
    let on_login = use_continuation(&card, widget.callback_url.clone(), *generation, widget.on_login.clone());
    let on_qr_login = {
        let on_login = on_login.clone();
        Callback::from(move |grant: Grant| on_login.emit(LoginSuccess { method: Method::Qr, grant }))
    };
    let on_qr_failure = {
        let (on_login_error, messages) = (widget.on_login_error.clone(), messages.clone());
        Callback::from(move |failure: Failure| {
            let message = failure.message(&messages);
            on_login_error.emit(LoginError { method: Method::Qr, failure, message });
        })
    };
    let hooks = Hooks {
        on_view: Callback::noop(),
        on_code: widget.observer.on_code.clone(),
        on_status: widget.on_qr_status.clone(),
        on_check: widget.observer.on_check.clone(),
        on_finish: on_qr_login,
        on_mfa: widget.on_mfa_required.reform(|refusal: Refusal| MfaRequired { method: Method::Qr, refusal }),
        on_failure: on_qr_failure,
        before_login: {
            let on_before_login = widget.on_before_login.clone();
            Callback::from(move |()| on_before_login.emit(BeforeLogin { method: Method::Qr, account: None }))
        },
    };
    let key = QrLoginKey {
        app_id: widget.app_id.clone(),
        backend: backend.clone(),
        auto_refresh: !widget.no_auto_refresh,
        wanted: *qr_wanted.borrow() && !*welcomed,
        generation: *generation,
    };
    let qr = use_qr_login(key, active == Tab::Qr, hooks);
    if let Some(handle) = &widget.handle {
        handle.set_qr_text(shown_text(&qr.view).filter(|_| active == Tab::Qr));
    }
    let observer = &widget.observer;
    {
        let on_state = observer.on_state.clone();
        let state = match (*welcomed, active) {
            (true, _) => Status::Success,
            (false, Tab::Qr) => qr.view.status,
            (false, Tab::Password) => Status::Ready,
        };
        use_effect_with(state, move |&state| on_state.emit(state));
    }
    let on_retry = {
        let (on_retry, on_refresh) = (observer.on_retry.clone(), qr.on_refresh.clone());
        Callback::from(move |()| {
            on_retry.emit(());
            on_refresh.emit(());
        })
    };

    let on_select = {
        let (chosen, on_tab_change, first) = (chosen.clone(), widget.on_tab_change.clone(), first.clone());
        Callback::from(move |tab: Tab| {
            if tab != first.tab() {
                first.expect(tab);
                chosen.set(tab);
                on_tab_change.emit(tab);
            }
        })
    };
    use_effect_with((), {
        let (on_ready, tabs) = (widget.on_ready.clone(), tabs.clone());
        move |()| on_ready.emit(tabs)
    });
    let on_command = {
        let (on_select, on_refresh, tabs) = (on_select.clone(), qr.on_refresh.clone(), tabs.clone());
        let (generation, welcomed) = (generation.clone(), welcomed.clone());
        Callback::from(move |command| match command {
            Command::RefreshQr => on_refresh.emit(()),
            Command::SetTab(tab) if tabs.contains(&tab) => on_select.emit(tab),
            Command::SetTab(_) => {}
            Command::Reset => {
                welcomed.set(false);
                generation.set(*generation + 1);
            }
            Command::Focus(prevent_scroll) => first.focus(prevent_scroll),
        })
    };
    use_commands(widget.handle.clone(), on_command);

    let name = AttrValue::from(config.name.clone());
    let title = widget.title.clone().unwrap_or_else(|| match config.name.as_str() {
        "" => messages.title_plain.clone(),
        name => messages.title.replace("{app}", name).into(),
    });
    let welcome = config.welcome.iter().find(|(of, _)| of == lang).map(|(_, text)| AttrValue::from(text.clone()));
    let logo = widget.logo.clone().or_else(|| config.logo.clone().map(AttrValue::from));
    let several = tabs.len() > 1;
    let on_login = {
        let welcomed = welcomed.clone();
        Callback::from(move |login: LoginSuccess| {
            welcomed.set(true);
            on_login.emit(login);
        })
    };
    let panel = |tab: Tab, content: Html| {
        html! {
            <div key={tab.as_str()} class="guard-panel" part="panel" id={panel_id(id, tab)} hidden={tab != active}
                role={several.then_some("tabpanel")} aria-labelledby={several.then(|| tab_id(id, tab))}>
                { content }
            </div>
        }
    };
    let password = || {
        html! {
            <PasswordForm key={*generation} id={id.clone()} messages={messages.clone()} backend={backend.clone()}
                active={active == Tab::Password} account={widget.account.clone()} account_input={account_input.clone()}
                forgot_password_url={widget.forgot_password_url.clone()} on_before_login={widget.on_before_login.clone()}
                {on_login} on_login_error={widget.on_login_error.clone()} on_mfa_required={widget.on_mfa_required.clone()} />
        }
    };
    let qr_panel = |view: View| {
        html! {
            <QrPanel {view} messages={messages.clone()} app={name.clone()} logo={logo.clone()} size={widget.qr_size.max(LEAST_QR_SIZE)}
                has_password={tabs.contains(&Tab::Password)} on_refresh={on_retry.clone()} on_shown={observer.on_shown.clone()}
                on_unshowable={qr.on_unshowable.clone()} />
        }
    };
    html! {
        <>
            if widget.bare {
                <h2 class="guard-unseen" id={format!("{id}-title")}>{ title }</h2>
            } else {
                <Header logo={logo.clone()} name={name.clone()} {title} {welcome} id={format!("{id}-title")} />
            }
            if several && !*welcomed {
                <div ref={strip}>
                    <TabStrip tabs={tabs.clone()} {active} messages={messages.clone()} id={id.clone()} {on_select} />
                </div>
            }
            <div class="guard-body" ref={card}>
                if *welcomed {
                    { qr_panel(View::of(Status::Success)) }
                } else {
                    if tabs.contains(&Tab::Password) {
                        { panel(Tab::Password, password()) }
                    }
                    if tabs.contains(&Tab::Qr) {
                        { panel(Tab::Qr, qr_panel(qr.view.clone())) }
                    }
                }
                <slot name="terms"></slot>
                <slot name="footer">
                    <div class="guard-footer" part="footer">
                        if let Some(url) = &widget.register_url {
                            <span>{ &messages.register_hint }{ " " }<a class="guard-link" part="link" href={url}>{ &messages.register }</a></span>
                        }
                    </div>
                </slot>
            </div>
        </>
    }
}

/// Passes the commands of `handle` to whatever `on_command` is by then.
#[hook]
fn use_commands(handle: Option<GuardHandle>, on_command: Callback<Command>) {
    let latest = use_memo((), |()| std::cell::RefCell::new(on_command.clone()));
    *latest.borrow_mut() = on_command;
    use_effect_with(handle, move |handle| {
        let connection = handle.as_ref().map(|handle| {
            handle.connect(Callback::from(move |command| {
                let on_command = latest.borrow().clone();
                on_command.emit(command);
            }))
        });
        move || drop(connection)
    });
}
