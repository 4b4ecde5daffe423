//! A root that outlives the widgets in it.
//!
//! Yew never takes its listeners off a root, and holds on to them for the life of the page. So a root is used again:
//! the app in it stays, and its widget comes and goes.

use guard_widget::widget::{Widget, WidgetProps};
use yew::prelude::*;

/// Props of [`Seat`].
#[derive(Clone, Debug, Default, PartialEq, Properties)]
pub(crate) struct SeatProps {
    /// The widget; `None` when there is none.
    pub(crate) widget: Option<WidgetProps>,
    /// Another number is another widget: nothing of the one before is left in it.
    pub(crate) run: u32,
}

/// The app in a root.
pub(crate) struct Seat;

impl Component for Seat {
    type Message = ();
    type Properties = SeatProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        match &ctx.props().widget {
            Some(widget) => html! { <Widget key={ctx.props().run} ..widget.clone() /> },
            None => Html::default(),
        }
    }
}
