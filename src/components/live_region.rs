//! Speaks changes to screen readers, politely and once.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct LiveRegionProps {
    /// What to say; a new text is spoken, the same text again is not.
    pub(super) text: AttrValue,
}

#[component]
pub(super) fn LiveRegion(props: &LiveRegionProps) -> Html {
    html! { <p class="guard-unseen" role="status" aria-live="polite" part="qr-status">{ &props.text }</p> }
}
