//! The hook.

use std::rc::Rc;

use guard_protocol::Secret;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::calls;
use super::error::HostedError;
use super::login::{HostedLogin, read, read_error};
use super::site::HostedSite;
use super::watch::LoginWatch;
use crate::browser::object;
use crate::json::Tree;

/// How far the login is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum HostedState {
    /// Nobody has logged in.
    #[default]
    Idle,
    /// The browser is on its way, or a popup is open.
    Waiting,
    /// Somebody has logged in.
    LoggedIn(Rc<HostedLogin>),
    /// It came to nothing.
    Failed(HostedError),
}

/// The login on the hosted page, as [`use_hosted_login`] answers it.
#[derive(Clone, Debug, PartialEq)]
pub struct UseHostedLogin {
    site: HostedSite,
    state: UseStateHandle<HostedState>,
}

impl UseHostedLogin {
    /// How far it is.
    pub fn state(&self) -> &HostedState {
        &self.state
    }

    /// The login, once there is one.
    pub fn login(&self) -> Option<&HostedLogin> {
        match &*self.state {
            HostedState::LoggedIn(login) => Some(login),
            _ => None,
        }
    }

    /// Leaves the page for the login page, and comes back to [`HostedSite::redirect_uri`].
    pub fn redirect(&self) {
        self.begin(calls::login_with_redirect(&calls::object_of(&self.site)), HostedState::Waiting);
    }

    /// Logs in with a popup. To be called in the click itself: a browser blocks the popup of a click that is over.
    pub fn popup(&self) {
        self.begin(calls::login_with_popup(&calls::object_of(&self.site)), HostedState::Idle);
    }

    /// Forgets the login and leaves the page for the login server, which ends its session and comes back to `return_to`,
    /// one of the application's post-logout redirect URIs.
    pub fn logout(&self, return_to: Option<&str>) {
        let id_token = self.login().map(|login| login.id_token.clone());
        let told = [
            ("idToken", id_token.as_ref().map_or("", Secret::expose)),
            ("postLogoutRedirectUri", return_to.unwrap_or_default()),
        ];
        match calls::logout(&calls::object_of(&self.site), &object::texts(&told)) {
            Ok(()) => self.state.set(HostedState::Idle),
            Err(error) => self.state.set(HostedState::Failed(read_error(&tree(error)))),
        }
    }

    fn begin(&self, login: Promise, without: HostedState) {
        self.state.set(HostedState::Waiting);
        settle(login, Some(without), self.state.setter());
    }
}

#[cfg(target_arch = "wasm32")]
fn tree(value: JsValue) -> Tree {
    value.into()
}

/// Natively there is no browser to tell anything.
#[cfg(not(target_arch = "wasm32"))]
fn tree(_: JsValue) -> Tree {
    Tree::Null
}

/// Tells what becomes of a call; `without` is told when it ends without a login.
fn settle(promise: Promise, without: Option<HostedState>, told: UseStateSetter<HostedState>) {
    spawn_local(async move {
        let state = match JsFuture::from(promise).await {
            Ok(value) => read(&tree(value)).map(|login| HostedState::LoggedIn(Rc::new(login))).or(without),
            Err(error) => Some(HostedState::Failed(read_error(&tree(error)))),
        };
        if let Some(state) = state {
            told.set(state);
        }
    });
}

/// The login on the hosted page of a login server, by redirect or popup, without a box in the app.
///
/// It handles the answer that the page has come back with, and forgets a login that has ended elsewhere: within a second
/// where another tab of the app logs out, else when the person comes back to this one. Everything is as in `guard-widget/hosted`, whose script it
/// calls: the code flow with PKCE, nothing secret in addresses, nothing kept.
///
/// ```
/// use guard_widget::hosted::{HostedSite, use_hosted_login};
/// use yew::prelude::*;
///
/// #[component]
/// fn Login(site: &HostedSite) -> Html {
///     let hosted = use_hosted_login(site);
///     let popup = { let hosted = hosted.clone(); move |_: MouseEvent| hosted.popup() };
///     match hosted.login() {
///         Some(login) => html! { <h1>{ format!("Hello {}", login.user.display_name()) }</h1> },
///         None => html! { <button onclick={popup}>{ "Log in" }</button> },
///     }
/// }
/// ```
#[hook]
pub fn use_hosted_login(site: &HostedSite) -> UseHostedLogin {
    let state = use_state(HostedState::default);
    let told = state.setter();
    use_effect_with(site.clone(), move |site| {
        settle(calls::handle_redirect(&calls::object_of(site)), None, told);
    });
    let login = if let HostedState::LoggedIn(login) = &*state { Some(Rc::clone(login)) } else { None };
    let told = state.setter();
    use_effect_with((site.clone(), login), move |(site, login)| {
        let watch = login.as_ref().map(|login| LoginWatch::new(site, login, move || told.set(HostedState::Idle)));
        move || drop(watch)
    });
    UseHostedLogin { site: site.clone(), state }
}
