//! The focus on the first thing to do: on a tab that may have been chosen a moment ago and not be drawn yet.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};
use yew::prelude::*;

use crate::tab::Tab;

/// Which tab is drawn, which one is on its way, and what there is to focus.
#[derive(Clone)]
pub(super) struct FirstFocus {
    drawn: Tab,
    coming: Rc<Cell<Option<Tab>>>,
    /// The focus waits for the tab; the value says whether the page must not scroll.
    wanted: Rc<Cell<Option<bool>>>,
    account_input: NodeRef,
    strip: NodeRef,
}

impl FirstFocus {
    /// The tab that is shown, or will be in a moment.
    pub(super) fn tab(&self) -> Tab {
        self.coming.get().unwrap_or(self.drawn)
    }

    /// `tab` has been chosen.
    pub(super) fn expect(&self, tab: Tab) {
        self.coming.set(Some(tab));
    }

    /// Moves the focus: to the account where there is one, else to the chosen tab.
    pub(super) fn focus(&self, prevent_scroll: bool) {
        if self.tab() != self.drawn {
            self.wanted.set(Some(prevent_scroll));
            return;
        }
        let tab = || self.strip.cast::<HtmlElement>()?.query_selector("[aria-selected=true]").ok()??.dyn_into().ok();
        let input = self.account_input.cast::<HtmlElement>().filter(|_| self.drawn == Tab::Password);
        if let Some(target) = input.or_else(tab) {
            let how = FocusOptions::new();
            how.set_prevent_scroll(prevent_scroll);
            // What cannot take the focus is no reason to fail.
            let _ = target.focus_with_options(&how);
        }
    }
}

/// The focus on `drawn`, the tab of this drawing; `chosen` is what was last asked for.
#[hook]
pub(super) fn use_first_focus(drawn: Tab, chosen: Tab, account_input: &NodeRef, strip: &NodeRef) -> FirstFocus {
    let first = FirstFocus {
        drawn,
        coming: use_memo((), |()| Cell::new(None)),
        wanted: use_memo((), |()| Cell::new(None)),
        account_input: account_input.clone(),
        strip: strip.clone(),
    };
    {
        let first = first.clone();
        use_effect_with((drawn, chosen), move |_| {
            first.coming.set(None);
            if let Some(prevent_scroll) = first.wanted.take() {
                first.focus(prevent_scroll);
            }
        });
    }
    first
}
