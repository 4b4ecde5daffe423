//! What stands in for the card while the configuration is on its way. The element's shim draws the same before the
//! module is there, so nothing moves.

use yew::prelude::*;

use crate::qr::Status;

#[derive(Properties, PartialEq)]
pub(super) struct SkeletonProps {
    /// Without the header.
    pub(super) bare: bool,
    pub(super) on_state: Callback<Status>,
}

#[component]
pub(super) fn Skeleton(props: &SkeletonProps) -> Html {
    {
        let on_state = props.on_state.clone();
        use_effect_with((), move |()| on_state.emit(Status::Loading));
    }
    html! {
        <div aria-busy="true">
            if !props.bare {
                <div class="guard-header">
                    <div class="guard-skeleton guard-skeleton-logo"></div>
                    <div>
                        <div class="guard-skeleton guard-skeleton-title"></div>
                        <div class="guard-skeleton guard-skeleton-subtitle"></div>
                    </div>
                </div>
            }
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
