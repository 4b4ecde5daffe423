//! A Yew app that embeds [`GuardWidget`] and shows what its callbacks tell.
//!
//! Without a query it needs no server: the demo backend answers. `?app=ID&host=URL` talks to a real one, and
//! `?state=scanned&theme=dark&lang=en-US&tab=qr` shows one state of the widget, which is how its pictures are made.

use guard_widget::backend::{DemoBackend, DemoPassword, DemoState, SharedBackend};
use guard_widget::qr::{Status, StatusChange};
use guard_widget::{GuardWidget, Lang, LoginError, LoginSuccess, Tab, Theme};
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
        _ => DemoPassword::Right,
    };
    let expires_in = query.get("expires").and_then(|s| s.parse().ok()).unwrap_or(120);
    let qr = Status::from_name(&state).unwrap_or(Status::Ready);
    SharedBackend::new(DemoBackend::new(DemoState { qr, password, expires_in, ..DemoState::default() }))
}

#[component]
fn App() -> Html {
    let query = use_memo((), |()| Query::of_page());
    let log = use_reducer(Log::default);
    let backend = use_memo((), |()| query.get("app").is_none().then(|| demo(&query)));
    let note = |text: String| {
        web_sys::console::log_1(&text.as_str().into());
        text
    };
    let say = {
        let log = log.dispatcher();
        Callback::from(move |text: String| log.dispatch(note(text)))
    };
    html! {
        <main>
            <GuardWidget
                app_id={query.get("app").unwrap_or_default()}
                host={query.get("host").unwrap_or_default()}
                backend={(*backend).clone()}
                lang={query.get("lang").and_then(|tag| Lang::from_tag(&tag))}
                theme={query.get("theme").map(|name| Theme::from_name(&name)).unwrap_or_default()}
                default_tab={query.get("tab").and_then(|name| name.parse::<Tab>().ok())}
                no_auto_refresh=true
                register_url="#register"
                forgot_password_url="#forgot"
                on_ready={say.reform(|tabs: Vec<Tab>| format!("ready: {}", tabs.len()))}
                on_tab_change={say.reform(|tab: Tab| format!("tab: {}", tab.as_str()))}
                on_qr_status={say.reform(|change: StatusChange| format!("qr: {}", change.status))}
                on_login={say.reform(|login: LoginSuccess| format!("login by {}", login.method.as_str()))}
                on_login_error={say.reform(|error: LoginError| format!("error: {}", error.message))}
            />
            if query.get("quiet").is_none() {
                <ol aria-label="What the widget told">{ for log.lines.iter().map(|line| html! { <li>{ line }</li> }) }</ol>
            }
        </main>
    }
}

/// What the widget told, oldest first.
#[derive(Default)]
struct Log {
    lines: Vec<String>,
}

impl Reducible for Log {
    type Action = String;

    fn reduce(self: std::rc::Rc<Self>, line: String) -> std::rc::Rc<Self> {
        let mut lines = self.lines.clone();
        lines.push(line);
        Self { lines }.into()
    }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
