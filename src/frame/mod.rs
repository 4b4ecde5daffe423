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
use yew::{AttrValue, Html};

use crate::card::{Card, ended, tag};
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
    let section = tag("section", &[("part", "base")])
        .node(&card.refs.card)
        .set("class", AttrValue::Static(if settings.bare { "guard guard-bare" } else { "guard" }))
        .set("data-theme", AttrValue::Static(settings.theme.as_str()))
        .set("lang", AttrValue::Static(settings.lang.tag()))
        .set("aria-labelledby", card.id_of("title"));
    let section = match flow.stage() {
        Stage::Broken { error, can_retry } => section.with(error_panel::draw(card, error, can_retry)),
        stage => {
            let panels = match (stage, factor) {
                (Stage::Factor(challenge), Some(factor)) => panels::factor(card, challenge, factor),
                (Stage::Done, _) => ended::success(card),
                _ => panels::methods(card, contents),
            };
            let body = tag("div", &[("class", "guard-body")]).node(&card.refs.body);
            let body = footer::draw(card, body.with(panels));
            section.with(header::draw(card)).with(tab_strip::draw(card)).with_tag(body)
        }
    };
    section.html()
}
