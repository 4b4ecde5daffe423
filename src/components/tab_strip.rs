//! The strip of tabs, after the ARIA Authoring Practices' tabs pattern: one tab stop, arrows, Home and End; a tab is
//! chosen as the focus reaches it.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::icons::Icon;
use crate::browser::page;
use crate::messages::Messages;
use crate::tab::Tab;

#[derive(Properties, PartialEq)]
pub(super) struct TabStripProps {
    pub(super) tabs: Vec<Tab>,
    pub(super) active: Tab,
    pub(super) messages: Messages,
    /// Start of the ids of tabs and panels, unique on the page.
    pub(super) id: AttrValue,
    pub(super) on_select: Callback<Tab>,
}

/// Id of the tab's button.
pub(super) fn tab_id(id: &str, tab: Tab) -> AttrValue {
    format!("{id}-tab-{}", tab.as_str()).into()
}

/// Id of the tab's panel.
pub(super) fn panel_id(id: &str, tab: Tab) -> AttrValue {
    format!("{id}-panel-{}", tab.as_str()).into()
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

#[component]
pub(super) fn TabStrip(props: &TabStripProps) -> Html {
    let strip = use_node_ref();
    let onkeydown = {
        let (strip, tabs, active, on_select) =
            (strip.clone(), props.tabs.clone(), props.active, props.on_select.clone());
        Callback::from(move |event: KeyboardEvent| {
            let index = tabs.iter().position(|tab| *tab == active).unwrap_or(0);
            let Some(strip) = strip.cast::<HtmlElement>() else { return };
            let Some(to) = target(&event.key(), index, tabs.len(), page::is_rtl(&strip)) else { return };
            event.prevent_default();
            on_select.emit(tabs[to]);
            let button = strip.children().item(u32::try_from(to).unwrap_or(0));
            if let Some(button) = button.and_then(|button| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(button).ok()) {
                // A button that cannot take the focus is no reason to fail.
                let _ = button.focus();
            }
        })
    };
    html! {
        <div class="guard-tabs" part="tabs" role="tablist" aria-label={&props.messages.tabs_label} ref={strip} {onkeydown}>
            { for props.tabs.iter().map(|&tab| tab_button(props, tab)) }
        </div>
    }
}

fn tab_button(props: &TabStripProps, tab: Tab) -> Html {
    let selected = tab == props.active;
    let (icon, text) = match tab {
        Tab::Password => (Icon::Lock, &props.messages.tab_password),
        Tab::Qr => (Icon::Scan, &props.messages.tab_qr),
    };
    let onclick = props.on_select.reform(move |_: MouseEvent| tab);
    html! {
        <button key={tab.as_str()} type="button" class="guard-tab" part="tab" role="tab" id={tab_id(&props.id, tab)}
            aria-selected={if selected { "true" } else { "false" }} aria-controls={panel_id(&props.id, tab)}
            tabindex={if selected { "0" } else { "-1" }} {onclick}>
            { icon.html() }{ text }
        </button>
    }
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
