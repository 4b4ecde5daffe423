//! What stands in for the card while the configuration is on its way. The element's shim draws the same before the
//! module is there, so nothing moves.

use yew::prelude::*;

#[component]
pub(super) fn Skeleton() -> Html {
    html! {
        <div aria-busy="true">
            <div class="guard-header">
                <div class="guard-skeleton guard-skeleton-logo"></div>
                <div>
                    <div class="guard-skeleton guard-skeleton-title"></div>
                    <div class="guard-skeleton guard-skeleton-subtitle"></div>
                </div>
            </div>
            <div class="guard-skeleton guard-skeleton-tabs"></div>
            <div class="guard-body">
                <div class="guard-skeleton guard-skeleton-label"></div>
                <div class="guard-skeleton guard-skeleton-control"></div>
                <div class="guard-skeleton guard-skeleton-label"></div>
                <div class="guard-skeleton guard-skeleton-control"></div>
                <div class="guard-skeleton guard-skeleton-control"></div>
            </div>
        </div>
    }
}
