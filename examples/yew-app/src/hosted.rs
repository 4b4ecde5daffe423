//! The README's login without a box.

use guard_widget::hosted::{HostedSite, use_hosted_login};
use yew::prelude::*;

#[component]
pub(crate) fn Login(site: &HostedSite) -> Html {
    let hosted = use_hosted_login(site);
    let (first, second) = (hosted.clone(), hosted.clone());
    let redirect = move |_: MouseEvent| first.redirect();
    let popup = move |_: MouseEvent| second.popup();
    match hosted.login() {
        Some(login) => html! { <h1>{ format!("Hello {}", login.user.display_name()) }</h1> },
        None => html! {
            <p><button onclick={redirect}>{ "Log in" }</button><button onclick={popup}>{ "In a popup" }</button></p>
        },
    }
}
