//! Draws the card from the flow's state, and does what can only be done once it is drawn.

use guard_core::login::{LoginFlow, Stage};
use guard_core::qr::Status;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::Run;
use crate::browser::focus;
use crate::card::Card;
use crate::face::{DEFAULT_QR_SIZE, News, Settings};
use crate::frame::{self, Shown, panels};

impl Run {
    pub(in crate::widget) fn draw(&self) -> Html {
        self.up_to_date.set(true);
        let (flow, settings, factor) = (self.flow.borrow(), self.settings.borrow(), self.factor.borrow());
        let card = self.card(&flow, &settings);
        let slots = self.slots.borrow();
        let mut in_view = self.in_view.borrow_mut();
        in_view.clear();
        self.factor_in_view.set(factor.is_some());
        let content = |method| {
            let shown = slots.shown(method);
            if matches!(shown, Shown::Ready(_)) {
                in_view.push(method);
            }
            (method, panels::content(&card, method, &shown))
        };
        let contents = match flow.stage() {
            Stage::Done | Stage::Broken { .. } => Vec::new(),
            Stage::Factor(_) if factor.is_some() => Vec::new(),
            Stage::Loading | Stage::Methods | Stage::Factor(_) => {
                panels::here(&card).into_iter().map(content).collect()
            }
        };
        frame::draw(&card, contents, factor.as_deref())
    }

    fn card<'a>(&'a self, flow: &'a LoginFlow, settings: &'a Settings) -> Card<'a> {
        Card { id: &self.id, settings, flow, link: &self.link, refs: &self.refs }
    }

    /// The card has been drawn.
    pub(in crate::widget) fn drawn(&self) {
        if !self.up_to_date.get() {
            return;
        }
        // What a page calls from its focus and news listeners waits for the end of this.
        if self.busy.replace(true) {
            return;
        }
        self.set_qr_size();
        {
            let (flow, settings) = (self.flow.borrow(), self.settings());
            let card = self.card(&flow, &settings);
            // One that came after this was drawn has nothing in the page yet.
            let in_view = self.in_view.borrow();
            for (_, panel) in self.slots.borrow_mut().all().filter(|(method, _)| in_view.contains(method)) {
                panel.drawn(&card);
            }
            if let Some(factor) = self.factor.borrow_mut().as_mut().filter(|_| self.factor_in_view.get()) {
                factor.drawn(&card);
            }
        }
        self.drawn.set(match self.flow.borrow().stage() {
            Stage::Methods => Some(self.flow.borrow().active()),
            _ => None,
        });
        let state = self.state_now();
        if self.state.replace(Some(state)) != Some(state) {
            self.news(News::State(state));
        }
        let waiting = self.after_drawing.take();
        for effect in waiting {
            self.carry_out(effect);
        }
        if let Some(handle) = &*self.handle.borrow() {
            handle.set_qr_text(self.code_text());
        }
        if let Some(prevent_scroll) = self.focus.take()
            && !self.move_focus(prevent_scroll)
        {
            // There is nothing to take it yet.
            self.focus.set(Some(prevent_scroll));
        }
        self.busy.set(false);
        if !self.queue.borrow().is_empty() {
            self.work();
        }
    }

    /// Gives the tile its size through the CSSOM, since a `style` attribute would be against a strict content security
    /// policy. The default is left to the style sheet, where `--guard-qr-size` may be set from outside.
    fn set_qr_size(&self) {
        let Some(card) = self.refs.card.cast::<HtmlElement>() else { return };
        let size = self.settings.borrow().qr_size;
        if self.qr_size.replace(size) == size {
            return;
        }
        // Setting a property of an element's own style cannot fail.
        let _ = match size {
            DEFAULT_QR_SIZE => card.style().remove_property("--guard-qr-size").map(drop),
            _ => {
                let size = [&self.settings.borrow().qr_size().to_string(), "px"].concat();
                card.style().set_property("--guard-qr-size", &size)
            }
        };
    }

    fn state_now(&self) -> Status {
        let flow = self.flow.borrow();
        match flow.stage() {
            Stage::Loading => Status::Loading,
            Stage::Broken { .. } => Status::Error,
            Stage::Done => Status::Success,
            Stage::Factor(_) => Status::Ready,
            Stage::Methods => match self.slots.borrow().shown(flow.active()) {
                Shown::Ready(panel) => panel.status(),
                Shown::Coming => Status::Loading,
                Shown::Failed => Status::Error,
            },
        }
    }

    /// The text of the QR code in sight.
    fn code_text(&self) -> Option<String> {
        let flow = self.flow.borrow();
        match (flow.stage(), self.slots.borrow().shown(flow.active())) {
            (Stage::Methods, Shown::Ready(panel)) => panel.code_text(),
            _ => None,
        }
    }

    /// Moves the focus to the first thing to do; `false` where there is nothing yet.
    pub(super) fn move_focus(&self, prevent_scroll: bool) -> bool {
        let tab = || self.refs.strip.cast::<Element>()?.query_selector("[aria-selected=true]").ok()?;
        let field = match (&*self.factor.borrow(), self.slots.borrow().shown(self.flow.borrow().active())) {
            (Some(factor), _) => factor.first_field(),
            (None, Shown::Ready(panel)) => panel.first_field(),
            (None, _) => None,
        };
        let target = field.or_else(|| wasm_bindgen::JsCast::dyn_into(tab()?).ok());
        if let Some(target) = &target {
            focus::focus(target, prevent_scroll);
        }
        target.is_some() || matches!(self.flow.borrow().stage(), Stage::Done | Stage::Broken { .. })
    }
}
