//! What is shown when the widget cannot work: never a blank box.

use yew::prelude::*;

use super::events::WidgetError;
use super::icons::Icon;
use crate::failure::Failure;
use crate::messages::Messages;
use crate::qr::Status;

#[derive(Properties, PartialEq)]
pub(super) struct BrokenProps {
    pub(super) failure: Failure,
    pub(super) messages: Messages,
    pub(super) on_error: Callback<WidgetError>,
    pub(super) on_state: Callback<Status>,
    #[prop_or_default]
    pub(super) on_retry: Option<Callback<MouseEvent>>,
}

#[component]
pub(super) fn Broken(props: &BrokenProps) -> Html {
    let message = props.failure.message(&props.messages);
    {
        let (on_error, message) = (props.on_error.clone(), message.clone());
        let on_state = props.on_state.clone();
        use_effect_with(props.failure.clone(), move |failure| {
            on_state.emit(Status::Error);
            on_error.emit(WidgetError { failure: failure.clone(), message });
        });
    }
    html! {
        <div class="guard-body">
            <div class="guard-qr">
                <div class="guard-stack">
                    <div class="guard-glyph guard-quiet">{ Icon::Cloud.html() }</div>
                    <div class="guard-status" role="alert">
                        <p class="guard-status-title">{ &props.messages.error_config }</p>
                        <p class="guard-status-hint" part="error">{ message }</p>
                    </div>
                    if let Some(on_retry) = &props.on_retry {
                        <button type="button" class="guard-button guard-button-quiet" onclick={on_retry}>{ &props.messages.retry }</button>
                    }
                </div>
            </div>
        </div>
    }
}
