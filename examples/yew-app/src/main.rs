//! A Yew app that embeds [`GuardWidget`], greets who logs in and shows what the callbacks tell.
//!
//! Without a query it needs no server: the demo backend answers. `?app=ID&host=URL` talks to a real one, and
//! `?state=scanned&theme=dark&lang=en-US&tab=qr` shows one state of the widget, which is how its pictures are made.
//! `?hosted=ID&host=URL` shows no box, and logs in on the hosted page of that server.

mod hosted;

use std::rc::Rc;

use guard_widget::backend::{DemoBackend, DemoPassword, DemoState, SharedBackend};
use guard_widget::qr::{Status, StatusChange};
use guard_widget::{GuardWidget, Lang, LoginError, LoginSuccess, Method, Theme};
use web_sys::UrlSearchParams;
use yew::prelude::*;

/// What the address asks for.
struct Query(Option<UrlSearchParams>);

impl Query {
    fn of_page() -> Self {
        let search = gloo_utils::window().location().search().unwrap_or_default();
        Self(UrlSearchParams::new_with_str(&search).ok())
    }

    fn get(&self, key: &str) -> Option<String> {
        self.0.as_ref()?.get(key)
    }
}

/// The demo backend in the state that the address asks for.
fn demo(query: &Query) -> SharedBackend {
    let state = query.get("state").unwrap_or_default();
    let password = match state.as_str() {
        "wrong-password" => DemoPassword::Wrong,
        "busy" => DemoPassword::Slow,
        "factor" => DemoPassword::Factor,
        _ => DemoPassword::Right,
    };
    let expires_in = query.get("expires").and_then(|s| s.parse().ok()).unwrap_or(120);
    let qr = Status::from_name(&state).unwrap_or(Status::Ready);
    SharedBackend::new(DemoBackend::new(DemoState { qr, password, expires_in, ..DemoState::default() }))
}

/// What the page shows.
#[derive(Clone, PartialEq)]
enum Place {
    /// The login box.
    Login,
    /// The app, for somebody who does not want to log in now.
    Guest,
    /// The app, for who has logged in. A real one would send the ID token to its server.
    Account(Rc<LoginSuccess>),
}

#[component]
fn App() -> Html {
    let query = use_memo((), |()| Query::of_page());
    let log = use_reducer(Log::default);
    let backend = use_memo((), |()| query.get("app").is_none().then(|| demo(&query)));
    let place = use_state(|| Place::Login);
    let note = |text: String| {
        web_sys::console::log_1(&text.as_str().into());
        text
    };
    let say = {
        let log = log.dispatcher();
        Callback::from(move |text: String| log.dispatch(note(text)))
    };
    let go = {
        let place = place.setter();
        move |to: Place| {
            let place = place.clone();
            Callback::from(move |_: MouseEvent| place.set(to.clone()))
        }
    };
    let on_login = {
        let (place, say) = (place.setter(), say.clone());
        // A picture of a state is to stay as it is.
        let stay = query.get("state").is_some();
        Callback::from(move |login: LoginSuccess| {
            say.emit(format!("login by {}", login.method.as_str()));
            if !stay {
                place.set(Place::Account(Rc::new(login)));
            }
        })
    };
    let shown = match &*place {
        Place::Login => html! {
            <div class="place">
                <GuardWidget
                    app_id={query.get("app").unwrap_or_default()}
                    host={query.get("host").unwrap_or_default()}
                    backend={(*backend).clone()}
                    lang={query.get("lang").and_then(|tag| Lang::from_tag(&tag))}
                    theme={query.get("theme").map(|name| Theme::from_name(&name)).unwrap_or_default()}
                    default_tab={query.get("tab").and_then(|name| name.parse::<Method>().ok())}
                    no_auto_refresh=true
                    register_url="#register"
                    forgot_password_url="#forgot"
                    on_ready={say.reform(|tabs: Vec<Method>| format!("ready: {}", tabs.len()))}
                    on_tab_change={say.reform(|method: Method| format!("tab: {}", method.as_str()))}
                    on_qr_status={say.reform(|change: StatusChange| format!("qr: {}", change.status))}
                    {on_login}
                    on_login_error={say.reform(|error: LoginError| format!("error: {}", error.message))}
                />
                if query.get("quiet").is_none() {
                    <button type="button" onclick={go(Place::Guest)}>{ "Not now" }</button>
                }
            </div>
        },
        Place::Guest => html! {
            <div class="place card">
                <h1>{ "Hello" }</h1>
                <p>{ "The box is gone, and nothing of it is left in the page." }</p>
                <button type="button" onclick={go(Place::Login)}>{ "Log in" }</button>
            </div>
        },
        Place::Account(login) => html! { <Account login={login.clone()} on_leave={go(Place::Login)} /> },
    };
    html! {
        <main>
            { shown }
            if query.get("quiet").is_none() {
                <ol aria-label="What the widget told">{ for log.lines.iter().map(|line| html! { <li>{ line }</li> }) }</ol>
            }
        </main>
    }
}

#[derive(Properties, PartialEq)]
struct AccountProps {
    login: Rc<LoginSuccess>,
    on_leave: Callback<MouseEvent>,
}

/// Who has logged in. The user is whatever the login server says of people: any of it may be missing.
#[component]
fn Account(AccountProps { login, on_leave }: &AccountProps) -> Html {
    let user = login.authentication.user.as_ref();
    let name = user.and_then(|user| user.nickname.clone().or_else(|| user.username.clone())).unwrap_or_default();
    let how = match login.method {
        Method::Qr => "You logged in with your phone.",
        _ => "You logged in with your password.",
    };
    html! {
        <div class="place card">
            if let Some(photo) = user.and_then(|user| user.photo.clone()) {
                <img src={photo} alt="" width="88" height="88" />
            }
            <h1>{ format!("Hello {name}") }</h1>
            <p>{ how }</p>
            <button type="button" onclick={on_leave}>{ "Log out" }</button>
        </div>
    }
}

/// What the widget told, oldest first.
#[derive(Default)]
struct Log {
    lines: Vec<String>,
}

impl Reducible for Log {
    type Action = String;

    fn reduce(self: Rc<Self>, line: String) -> Rc<Self> {
        let mut lines = self.lines.clone();
        lines.push(line);
        Self { lines }.into()
    }
}

/// The app without a box, if the address asks for it.
#[component]
fn Page() -> Html {
    let query = Query::of_page();
    let (Some(app_id), Some(host)) = (query.get("hosted"), query.get("host")) else { return html! { <App /> } };
    let origin = gloo_utils::window().location().origin().unwrap_or_default();
    let redirect_uri = format!("{origin}/?hosted={app_id}&host={host}");
    html! { <main class="place card"><hosted::Login {host} {app_id} {redirect_uri} /></main> }
}

fn main() {
    yew::Renderer::<Page>::new().render();
}
