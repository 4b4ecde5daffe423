//! A code of six digits, as an authenticator app or a text message has it.

pub mod texts;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use guard_core::login::Event;
use guard_core::{BackendError, FactorChallenge, RefusalReason, typed};
use guard_protocol::Secret;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::html::{onclick, oninput, onsubmit};
use yew::prelude::*;

use super::FactorPanel;
use crate::browser::focus;
use crate::card::{Card, Fixed, Link, error_text, icons, submit_button, tag, words};

const FORM: Fixed = &[
    ("class", "guard-form guard-factor"),
    ("part", "form"),
    ("method", "post"),
    ("novalidate", "novalidate"),
    ("data-hx-disable", ""),
];
const INPUT: Fixed = &[
    ("class", "guard-input guard-code-input"),
    ("part", "input"),
    ("name", "code"),
    ("type", "text"),
    ("inputmode", "numeric"),
    ("autocomplete", "one-time-code"),
    ("maxlength", "16"),
    ("spellcheck", "false"),
    ("translate", "no"),
];

/// Digits of a code.
const DIGITS: usize = 6;

/// Makes the panel.
pub fn new(link: Link) -> Box<dyn FactorPanel> {
    let fields = Fields { input: NodeRef::default(), incomplete: Cell::new(false) };
    Box::new(Code { link, fields: Rc::new(fields), fresh: Cell::new(true), shown: RefCell::default() })
}

struct Code {
    link: Link,
    fields: Rc<Fields>,
    /// It has not been drawn yet.
    fresh: Cell<bool>,
    /// The error that the focus was moved for.
    shown: RefCell<Option<BackendError>>,
}

struct Fields {
    input: NodeRef,
    /// It was sent with too few digits.
    incomplete: Cell<bool>,
}

impl Fields {
    /// The digits that were typed, whatever stands between them; those of an input method are the plain ones.
    fn digits(&self) -> String {
        let text = self.input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
        digits_of(&text)
    }
}

/// The first six digits of `text`, full-width ones as plain ones.
fn digits_of(text: &str) -> String {
    text.chars().map(typed::half_width).filter(char::is_ascii_digit).take(DIGITS).collect()
}

impl FactorPanel for Code {
    fn draw(&self, challenge: &FactorChallenge, card: &Card<'_>) -> Html {
        let id = card.id_of("code");
        let (error_id, hint_id) = (card.id_of("code-error"), card.id_of("code-hint"));
        let error = self.error(card);
        let described_by = if error.is_some() { error_id.clone() } else { hint_id.clone() };
        let hint = match &challenge.hint {
            Some(hint) => card.messages().fill(texts::SENT, "{hint}", hint),
            None => card.text(texts::HINT),
        };
        let on_submit = {
            let (link, fields) = (self.link.clone(), self.fields.clone());
            Callback::from(move |event: SubmitEvent| {
                event.prevent_default();
                fields.incomplete.set(fields.digits().len() < DIGITS);
                link.events.emit(if fields.incomplete.get() { Event::Edited } else { Event::SubmitFactor });
            })
        };
        let on_input = {
            let (link, fields) = (self.link.clone(), self.fields.clone());
            Callback::from(move |_: InputEvent| {
                fields.incomplete.set(false);
                link.events.emit(Event::Edited);
            })
        };
        let on_back = self.link.events.reform(|_: MouseEvent| Event::Back);
        let status = tag("div", &[("class", "guard-status")])
            .with_tag(tag("p", &[("class", "guard-status-title")]).with(words(card.text(texts::TITLE))))
            .with_tag(tag("p", &[("class", "guard-status-hint")]).set("id", hint_id).with(words(hint)));
        let label = tag("label", &[("class", "guard-label"), ("part", "label")]).set("for", id.clone());
        let input = tag("input", INPUT)
            .node(&self.fields.input)
            .set("id", id)
            .flag("aria-invalid", error.is_some())
            .set("aria-describedby", described_by)
            .on(oninput::Wrapper::new(on_input));
        let mut field = tag("div", &[("class", "guard-field"), ("part", "field")])
            .with_tag(label.with(words(card.text(texts::LABEL))))
            .with_tag(tag("div", &[("class", "guard-control")]).with_tag(input));
        if let Some(error) = error {
            let problem = tag("p", &[("class", "guard-hint guard-hint-error"), ("part", "error"), ("role", "alert")]);
            field = field.with_tag(problem.set("id", error_id).with(icons::WARN.html()).with(error));
        }
        let back = tag("button", &[("type", "button"), ("class", "guard-link"), ("part", "link")])
            .on(onclick::Wrapper::new(on_back))
            .with(words(card.text(texts::BACK)));
        tag("form", FORM)
            .flag("aria-busy", card.flow.is_busy())
            .on(onsubmit::Wrapper::new(on_submit))
            .with_tag(status)
            .with_tag(field)
            .with(submit_button::draw(card, texts::SUBMIT, texts::SUBMITTING))
            .with_tag(tag("div", &[("class", "guard-row")]).with_tag(back))
            .html()
    }

    fn answer(&self) -> Secret {
        self.fields.digits().into()
    }

    fn drawn(&mut self, card: &Card<'_>) {
        if self.fresh.replace(false) {
            focus::select(&self.fields.input);
            return;
        }
        let problem = card.flow.factor_problem().cloned();
        if *self.shown.borrow() != problem {
            if problem.is_some() {
                focus::select(&self.fields.input);
            }
            self.shown.replace(problem);
        }
    }

    fn first_field(&self) -> Option<HtmlElement> {
        self.fields.input.cast()
    }
}

impl Code {
    fn error(&self, card: &Card<'_>) -> Option<Html> {
        if self.fields.incomplete.get() {
            return Some(words(card.text(texts::MISSING)));
        }
        let problem = card.flow.factor_problem()?;
        Some(match problem {
            BackendError::Refused(refusal)
                if matches!(RefusalReason::from(refusal), RefusalReason::Credentials { .. }) =>
            {
                words(card.text(texts::WRONG))
            }
            other => error_text::draw(card, other),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_whatever_stands_between_them() {
        assert_eq!(digits_of(" 123-456 "), "123456");
        assert_eq!(digits_of("１２３４５６"), "123456");
        assert_eq!(digits_of("12345678"), "123456");
        assert_eq!(digits_of("G-12 34"), "1234");
    }
}
