//! The strip of tabs, after the ARIA Authoring Practices' tabs pattern: one tab stop, arrows, Home and End; a tab is
//! chosen as the focus reaches it.

use guard_core::Method;
use guard_core::login::{Event, Stage};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::html::{onclick, onkeydown};
use yew::prelude::*;

use crate::browser::{focus, keys, page};
use crate::card::{Card, Tag, tag, texts, words};
use crate::methods;

/// Id of the method's tab.
pub(super) fn tab_id(card: &Card<'_>, method: Method) -> AttrValue {
    card.id_of(&["tab-", method.as_str()].concat())
}

/// Id of the method's panel.
pub(super) fn panel_id(card: &Card<'_>, method: Method) -> AttrValue {
    card.id_of(&["panel-", method.as_str()].concat())
}

/// Where a key leads from `index` in a strip of `count` tabs; `rtl` turns the arrows round.
fn target(key: &str, index: usize, count: usize, rtl: bool) -> Option<usize> {
    let step = match (key, rtl) {
        ("ArrowRight", false) | ("ArrowLeft", true) => 1,
        ("ArrowLeft", false) | ("ArrowRight", true) => count - 1,
        ("Home", _) => return Some(0),
        ("End", _) => return Some(count - 1),
        _ => return None,
    };
    Some((index + step) % count)
}

/// Draws the strip; nothing where there is one method, or a later step.
pub(super) fn draw(card: &Card<'_>) -> Html {
    let methods = card.flow.methods();
    match card.flow.stage() {
        // Unless the page says otherwise the application decides, and nearly all have two.
        Stage::Loading if methods.len() != 1 => {
            let blocks = tag("div", &[("class", "guard-skeleton guard-skeleton-tabs"), ("aria-busy", "true")]);
            tag("div", &[]).with_tag(blocks).html()
        }
        Stage::Methods if methods.len() > 1 => strip(card),
        _ => Html::default(),
    }
}

fn strip(card: &Card<'_>) -> Html {
    let active = card.flow.active();
    let on_key = {
        let (strip, methods) = (card.refs.strip.clone(), card.flow.methods().to_vec());
        let events = card.link.events.clone();
        Callback::from(move |event: KeyboardEvent| {
            if !keys::is_of_key(&event) {
                return;
            }
            let index = methods.iter().position(|method| *method == active).unwrap_or(0);
            let Some(strip) = strip.cast::<HtmlElement>() else { return };
            let Some(to) = target(&event.key(), index, methods.len(), page::is_rtl(&strip)) else { return };
            event.prevent_default();
            events.emit(Event::Choose(methods[to]));
            let button = strip.query_selector(&[":scope > :nth-child(", &(to + 1).to_string(), ")"].concat());
            if let Some(button) = button.ok().flatten().and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
                focus::focus(&button, false);
            }
        })
    };
    let mut strip = tag("div", &[("class", "guard-tabs"), ("part", "tabs"), ("role", "tablist")])
        .set("aria-label", card.text(texts::TABS_LABEL))
        .node(&card.refs.strip)
        .on(onkeydown::Wrapper::new(on_key));
    for &method in card.flow.methods() {
        strip = strip.with_tag(tab(card, method, method == active));
    }
    tag("div", &[]).with_tag(strip).html()
}

fn tab(card: &Card<'_>, method: Method, selected: bool) -> Tag {
    let (text, icon) = methods::tab(method);
    let on_click = card.link.events.reform(move |_: MouseEvent| Event::Choose(method));
    let (is_selected, tab_index) = if selected { ("true", "0") } else { ("false", "-1") };
    tag("button", &[("type", "button"), ("class", "guard-tab"), ("part", "tab"), ("role", "tab")])
        .key(method.as_str())
        .set("id", tab_id(card, method))
        .set("aria-selected", AttrValue::Static(is_selected))
        .set("aria-controls", panel_id(card, method))
        .set("tabindex", AttrValue::Static(tab_index))
        .on(onclick::Wrapper::new(on_click))
        .with(icon.html())
        .with(words(card.text(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_round_the_strip() {
        assert_eq!(target("ArrowRight", 1, 2, false), Some(0));
        assert_eq!(target("ArrowLeft", 0, 2, false), Some(1));
        assert_eq!(target("ArrowLeft", 0, 2, true), Some(1));
        assert_eq!((target("Home", 1, 2, false), target("End", 0, 2, false)), (Some(0), Some(1)));
        assert_eq!(target("a", 0, 2, false), None);
    }
}
