//! The hosted page's app and its routes.

mod login;
mod session;
mod style;
mod way_on;

use yew::prelude::*;
use yew_router::prelude::*;

use self::login::Login;

/// The pages that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Routable)]
pub(crate) enum Route {
    /// The login.
    #[at("/login")]
    Login,
    /// Where `trunk serve` opens.
    #[at("/")]
    Home,
    /// Everything else.
    #[not_found]
    #[at("/login/not-found")]
    NotFound,
}

/// The hosted page.
#[component]
pub(crate) fn App() -> Html {
    use_effect_with((), |()| style::adopt());
    html! {
        <BrowserRouter>
            <main class="page">
                <Switch<Route> render={render} />
            </main>
        </BrowserRouter>
    }
}

fn render(route: Route) -> Html {
    match route {
        Route::Login => html! { <Login /> },
        Route::Home | Route::NotFound => html! { <Redirect<Route> to={Route::Login} /> },
    }
}
