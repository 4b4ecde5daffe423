//! Where a widget is drawn: a root that outlives it.
//!
//! Yew never takes its listeners off a root, and holds on to them for the life of the page. So a root is used again:
//! the app in it stays, and its widget comes and goes.

use yew::prelude::*;

use crate::components::{GuardWidget, GuardWidgetProps};

/// What is on a stage.
#[derive(Clone, Debug, Default, PartialEq, Properties)]
pub(super) struct StageViewProps {
    /// The widget; `None` when there is none.
    #[prop_or_default]
    pub(super) widget: Option<GuardWidgetProps>,
    /// Another number is another widget: nothing of the one before is left in it.
    #[prop_or_default]
    pub(super) run: u32,
}

#[component]
pub(super) fn StageView(props: &StageViewProps) -> Html {
    match &props.widget {
        Some(widget) => html! { <GuardWidget key={props.run} ..widget.clone() /> },
        None => html! {},
    }
}
