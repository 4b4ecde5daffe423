//! The panels in the body: one for each method, or the one of a factor.

use guard_core::login::Stage;
use guard_core::{FactorChallenge, Method};
use yew::prelude::*;

use super::{Shown, error_panel, tab_strip};
use crate::card::Card;
use crate::face::Command;
use crate::factors::FactorPanel;

/// The methods that have a panel now: all, or before the configuration is there the first.
pub(crate) fn here(card: &Card<'_>) -> Vec<Method> {
    let (active, loading) = (card.flow.active(), card.flow.stage() == Stage::Loading);
    let is_here = |method: &Method| if loading { *method == active } else { card.has(*method) };
    Method::ALL.iter().copied().filter(is_here).collect()
}

/// Draws the panels round their contents; all but the active one are hidden.
pub(super) fn methods(card: &Card<'_>, contents: Vec<(Method, Html)>) -> Html {
    let active = card.flow.active();
    let several = card.flow.methods().len() > 1 && card.flow.stage() != Stage::Loading;
    let panel = |(method, content): (Method, Html)| {
        html! {
            <div key={method.as_str()} class="guard-panel" part="panel" id={tab_strip::panel_id(card, method)}
                hidden={method != active} role={several.then_some("tabpanel")}
                aria-labelledby={several.then(|| tab_strip::tab_id(card, method))}>
                { content }
            </div>
        }
    };
    contents.into_iter().map(panel).collect()
}

/// Draws the content of a panel, as far as it is there.
pub(crate) fn content(card: &Card<'_>, method: Method, shown: &Shown<'_>) -> Html {
    match shown {
        Shown::Ready(panel) => panel.draw(card),
        Shown::Coming => html! {
            <div class="guard-qr" part="qr" data-status="loading" aria-busy={(method == card.flow.active()).then_some("true")}>
                <div class="guard-tile guard-tile-plain guard-skeleton"></div>
                <div class="guard-status"></div>
            </div>
        },
        Shown::Failed => {
            let on_retry = card.link.command.reform(move |_: MouseEvent| Command::LoadAgain(method));
            error_panel::part(card, on_retry)
        }
    }
}

/// Draws the panel of a factor.
pub(super) fn factor(card: &Card<'_>, challenge: &FactorChallenge, factor: &dyn FactorPanel) -> Html {
    html! {
        <div key="factor" class="guard-panel" part="panel">{ factor.draw(challenge, card) }</div>
    }
}
