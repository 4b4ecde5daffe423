//! The hosted login page: served at `/login` by the server, and by `trunk serve` while developing.
//!
//! `/login?app_id=…&redirect_uri=…` shows the widget and then continues to `redirect_uri`, when the application allows
//! it. A site links here when it wants no widget of its own, and the widget links here where it cannot run.
#![forbid(unsafe_code)]

mod page;

fn main() {
    yew::Renderer::<page::App>::new().render();
}
