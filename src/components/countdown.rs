//! The last seconds of a code, in words. Not a live region: nobody wants to hear each second.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::browser::clock;

#[derive(Properties, PartialEq)]
pub(super) struct CountdownProps {
    /// When it ends, on the page's clock, in ms.
    pub(super) deadline: u64,
    /// What to say; `{n}` is the seconds left.
    pub(super) text: AttrValue,
}

#[component]
pub(super) fn Countdown(props: &CountdownProps) -> Html {
    let left = |deadline: u64| deadline.saturating_sub(clock::now()).div_ceil(1_000);
    let seconds = use_state_eq(|| left(props.deadline));
    {
        let seconds = seconds.clone();
        use_effect_with(props.deadline, move |&deadline| {
            seconds.set(left(deadline));
            let ticking = Interval::new(250, move || seconds.set(left(deadline)));
            move || drop(ticking)
        });
    }
    let text = props.text.replace("{n}", &seconds.to_string());
    html! { <p class="guard-status-hint guard-status-hurry" role="timer" aria-live="off">{ text }</p> }
}
