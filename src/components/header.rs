//! Logo, title and welcome.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct HeaderProps {
    /// URL of the logo; without one the first letter of `name` stands in.
    pub(super) logo: Option<AttrValue>,
    pub(super) name: AttrValue,
    pub(super) title: AttrValue,
    pub(super) welcome: Option<AttrValue>,
    /// Id of the title, which names the card.
    pub(super) id: AttrValue,
}

#[component]
pub(super) fn Header(props: &HeaderProps) -> Html {
    let letter = props.name.chars().next().map(|letter| letter.to_uppercase().to_string());
    html! {
        <slot name="header">
            <div class="guard-header" part="header">
                <slot name="logo">
                    if let Some(logo) = &props.logo {
                        <img class="guard-logo" part="logo" src={logo} alt="" referrerpolicy="no-referrer" />
                    } else if let Some(letter) = letter {
                        <span class="guard-logo guard-logo-letter" part="logo" aria-hidden="true">{ letter }</span>
                    }
                </slot>
                <div class="guard-heading">
                    <h2 class="guard-title" part="title" id={&props.id}>{ &props.title }</h2>
                    if let Some(welcome) = &props.welcome {
                        <p class="guard-subtitle">{ welcome }</p>
                    }
                </div>
            </div>
        </slot>
    }
}
