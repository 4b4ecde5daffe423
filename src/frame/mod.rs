//! The frame of the login box: header, strip of tabs, panels, error panel, footer. Plain functions from the state of the
//! login to a drawing.
//!
//! ```text
//! section.guard ┬ header
//!               ├ tab strip
//!               └ body ┬ panel of each method, or of the factor, or the success
//!                      └ footer
//! ```

mod error_panel;
mod footer;
mod header;
pub(crate) mod panels;
mod tab_strip;

use guard_core::Method;
use guard_core::login::Stage;
use yew::prelude::*;

use crate::card::{Card, ended};
use crate::factors::FactorPanel;
use crate::methods::MethodPanel;

/// A panel as far as it is there.
pub(crate) enum Shown<'a> {
    /// Its part is on the way.
    Coming,
    /// Its part could not be loaded.
    Failed,
    Ready(&'a dyn MethodPanel),
}

/// Draws the card. `contents` are those of the panels ([`panels::content`]).
pub(crate) fn draw(card: &Card<'_>, contents: Vec<(Method, Html)>, factor: Option<&dyn FactorPanel>) -> Html {
    let Card { settings, flow, .. } = card;
    let content = match flow.stage() {
        Stage::Broken { error, can_retry } => error_panel::draw(card, error, can_retry),
        stage => html! {
            <>
                { header::draw(card) }
                { tab_strip::draw(card) }
                <div class="guard-body" ref={card.refs.body.clone()}>
                    { match (stage, factor) {
                        (Stage::Factor(challenge), Some(factor)) => panels::factor(card, challenge, factor),
                        (Stage::Done, _) => ended::success(card),
                        _ => panels::methods(card, contents),
                    } }
                    { footer::draw(card) }
                </div>
            </>
        },
    };
    let (theme, lang, title) = (settings.theme.as_str(), settings.lang.tag(), card.id_of("title"));
    let node = card.refs.card.clone();
    // Two constants, since putting classes together weighs as much as the whole header.
    if settings.bare {
        html! {
            <section ref={node} class="guard guard-bare" part="base" data-theme={theme} {lang} aria-labelledby={title}>{ content }</section>
        }
    } else {
        html! {
            <section ref={node} class="guard" part="base" data-theme={theme} {lang} aria-labelledby={title}>{ content }</section>
        }
    }
}
