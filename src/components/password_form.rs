//! The password tab: a real form, so that password managers know it. Sends the login and shows what came of it.

use gloo_events::EventListener;
use gloo_utils::window;
use guard_protocol::{Code, Secret};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::events::{BeforeLogin, LoginError, LoginSuccess, MfaRequired};
use super::icons::Icon;
use super::password_field::PasswordField;
use crate::backend::{Credentials, SharedBackend};
use crate::browser::Task;
use crate::failure::Failure;
use crate::grant::Method;
use crate::messages::Messages;

#[derive(Properties, PartialEq)]
pub(super) struct PasswordFormProps {
    /// Start of the ids of the inputs.
    pub(super) id: AttrValue,
    pub(super) messages: Messages,
    pub(super) backend: SharedBackend,
    /// Whether the tab is chosen; the password is forgotten when it no longer is.
    pub(super) active: bool,
    /// What to fill the account with.
    pub(super) account: Option<AttrValue>,
    pub(super) forgot_password_url: Option<AttrValue>,
    /// The account's input, for moving the focus there.
    pub(super) account_input: NodeRef,
    pub(super) on_before_login: Callback<BeforeLogin, bool>,
    pub(super) on_login: Callback<LoginSuccess>,
    pub(super) on_login_error: Callback<LoginError>,
    pub(super) on_mfa_required: Callback<MfaRequired>,
}

/// What is wrong, and where it is said.
#[derive(Clone, Debug, Default, PartialEq)]
struct Problems {
    account: Option<AttrValue>,
    password: Option<AttrValue>,
    form: Option<AttrValue>,
}

impl Problems {
    fn of_input(account: &str, password: &str, messages: &Messages) -> Self {
        Self {
            account: account.is_empty().then(|| messages.account_missing.clone()),
            password: password.is_empty().then(|| messages.password_missing.clone()),
            form: None,
        }
    }

    /// Wrong account and wrong password are said in the same place and words, so that nobody learns which it was.
    fn of_failure(failure: &Failure, message: AttrValue) -> Self {
        let wrong = |refusal: &guard_protocol::Refusal| {
            matches!(refusal.known(), Some(Code::BadCredentials | Code::NoSuchUser | Code::WrongPassword))
        };
        match failure {
            Failure::Refused(refusal) if wrong(refusal) => Self { password: Some(message), ..Self::default() },
            Failure::PasswordTooLong => Self { password: Some(message), ..Self::default() },
            _ => Self { form: Some(message), ..Self::default() },
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn text_of(input: &NodeRef) -> String {
    input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}

fn clear(input: &NodeRef) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        input.set_value("");
    }
}

fn focus(input: &NodeRef) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        // An input that cannot take the focus is no reason to fail.
        let _ = input.focus();
        input.select();
    }
}

/// Forgets the password when the tab is left, the page goes into the cache, or the form goes away.
#[hook]
fn use_forgetting(password: &NodeRef, active: bool) {
    let input = password.clone();
    use_effect_with(active, move |active| {
        if !active {
            clear(&input);
        }
    });
    let input = password.clone();
    use_effect_with((), move |()| {
        let forget = input.clone();
        let listener = EventListener::new(&window(), "pagehide", move |_| clear(&forget));
        move || {
            drop(listener);
            clear(&input);
        }
    });
}

#[component]
pub(super) fn PasswordForm(props: &PasswordFormProps) -> Html {
    let messages = &props.messages;
    let account_input = props.account_input.clone();
    let password_input = use_node_ref();
    let problems = use_state_eq(Problems::default);
    let task = use_mut_ref(|| None::<Task>);
    let busy = use_state_eq(|| false);
    use_forgetting(&password_input, props.active);
    {
        // A new problem moves the focus to where it is, once it is drawn.
        let (account_input, password_input) = (account_input.clone(), password_input.clone());
        use_effect_with(problems.clone(), move |problems| {
            if problems.account.is_some() {
                focus(&account_input);
            } else if problems.password.is_some() {
                focus(&password_input);
            }
        });
    }
    let onsubmit = {
        let (account_input, password_input) = (account_input.clone(), password_input.clone());
        let (messages, backend) = (messages.clone(), props.backend.clone());
        let (problems, task, busy) = (problems.clone(), task.clone(), busy.clone());
        let (on_before_login, on_login) = (props.on_before_login.clone(), props.on_login.clone());
        let (on_login_error, on_mfa_required) = (props.on_login_error.clone(), props.on_mfa_required.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if *busy {
                return;
            }
            let account = text_of(&account_input).trim().to_owned();
            let password = text_of(&password_input);
            let found = Problems::of_input(&account, &password, &messages);
            let complete = found.is_empty();
            problems.set(found);
            let method = Method::Password;
            if !complete || !on_before_login.emit(BeforeLogin { method, account: Some(account.clone()) }) {
                return;
            }
            busy.set(true);
            let answer = backend.login(Credentials { account, password: Secret::new(password) });
            let (messages, password_input) = (messages.clone(), password_input.clone());
            let (problems, busy) = (problems.clone(), busy.clone());
            let (on_login, on_login_error, on_mfa_required) =
                (on_login.clone(), on_login_error.clone(), on_mfa_required.clone());
            let running = Task::spawn(async move {
                let result = answer.await;
                busy.set(false);
                match result {
                    Ok(grant) => {
                        clear(&password_input);
                        on_login.emit(LoginSuccess { method, grant });
                    }
                    Err(failure) => {
                        let message = failure.message(&messages);
                        problems.set(Problems::of_failure(&failure, message.clone().into()));
                        if let Failure::Refused(refusal) = &failure
                            && matches!(refusal.known(), Some(Code::MfaNeeded | Code::OtpNeeded))
                        {
                            on_mfa_required.emit(MfaRequired { method, refusal: refusal.clone() });
                        } else {
                            on_login_error.emit(LoginError { method, failure, message });
                        }
                    }
                }
            });
            *task.borrow_mut() = Some(running);
        })
    };
    let on_change = {
        let problems = problems.clone();
        Callback::from(move |()| problems.set(Problems::default()))
    };
    let account_id = format!("{}-account", props.id);
    let account_error_id = format!("{account_id}-error");
    html! {
        <form class="guard-form" part="form" method="post" novalidate=true aria-busy={busy.then_some("true")} {onsubmit}>
            if let Some(problem) = &problems.form {
                <div class="guard-alert" role="alert" part="error">{ Icon::Warn.html() }<span>{ problem }</span></div>
            }
            <div class="guard-field" part="field">
                <label class="guard-label" part="label" for={account_id.clone()}>{ &messages.account_label }</label>
                <div class="guard-control">
                    <input ref={account_input} id={account_id} class="guard-input" part="input" name="username" type="text"
                        autocomplete="username" autocapitalize="none" spellcheck="false" required=true
                        placeholder={&messages.account_placeholder} value={props.account.clone()}
                        aria-invalid={problems.account.is_some().then_some("true")}
                        aria-describedby={problems.account.is_some().then(|| account_error_id.clone())}
                        oninput={on_change.reform(|_: InputEvent| ())} />
                </div>
                if let Some(problem) = &problems.account {
                    <p class="guard-hint guard-hint-error" part="error" id={account_error_id} role="alert">{ Icon::Warn.html() }<span>{ problem }</span></p>
                }
            </div>
            <PasswordField id={format!("{}-password", props.id)} messages={messages.clone()} input={password_input}
                error={problems.password.clone()} {on_change} />
            if let Some(url) = &props.forgot_password_url {
                <div class="guard-row"><a class="guard-link" part="link" href={url}>{ &messages.forgot_password }</a></div>
            }
            <button type="submit" class="guard-button" part="submit" aria-busy={busy.then_some("true")}>
                if *busy {
                    <span class="guard-spin" aria-hidden="true"></span>{ &messages.submitting }
                } else {
                    { &messages.submit }
                }
            </button>
        </form>
    }
}
