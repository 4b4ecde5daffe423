//! The panels in the body: one for each method, or the one of a factor.

use guard_core::login::Stage;
use guard_core::{FactorChallenge, Method};
use yew::prelude::*;

use super::{Shown, error_panel, tab_strip};
use crate::card::{Card, Fixed, tag};
use crate::face::Command;
use crate::factors::FactorPanel;

const PANEL: Fixed = &[("class", "guard-panel"), ("part", "panel")];

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
        let mut panel = tag("div", PANEL).key(method.as_str()).set("id", tab_strip::panel_id(card, method));
        if method != active {
            panel = panel.set("hidden", AttrValue::Static("hidden"));
        }
        if several {
            let tab = tab_strip::tab_id(card, method);
            panel = panel.set("role", AttrValue::Static("tabpanel")).set("aria-labelledby", tab);
        }
        panel.with(content).html()
    };
    contents.into_iter().map(panel).collect()
}

/// Draws the content of a panel, as far as it is there.
pub(crate) fn content(card: &Card<'_>, method: Method, shown: &Shown<'_>) -> Html {
    match shown {
        Shown::Ready(panel) => panel.draw(card),
        Shown::Coming => tag("div", &[("class", "guard-qr"), ("part", "qr"), ("data-status", "loading")])
            .flag("aria-busy", method == card.flow.active())
            .with_tag(tag("div", &[("class", "guard-tile guard-tile-plain guard-skeleton")]))
            .with_tag(tag("div", &[("class", "guard-status")]))
            .html(),
        Shown::Failed => {
            let on_retry = card.link.command.reform(move |_: MouseEvent| Command::LoadAgain(method));
            error_panel::part(card, on_retry)
        }
    }
}

/// Draws the panel of a factor.
pub(super) fn factor(card: &Card<'_>, challenge: &FactorChallenge, factor: &dyn FactorPanel) -> Html {
    tag("div", PANEL).key("factor").with(factor.draw(challenge, card)).html()
}
