//! The form, drawn. The element's shim draws the same one before the module is there (`npm/src/form.js`).

use std::rc::Rc;

use guard_core::Method;
use guard_core::login::Event;
use yew::html::onsubmit;
use yew::prelude::*;

use super::{Fields, Place, field, submit, texts};
use crate::card::{Card, anchor, error_text, icons, submit_button, tag};

pub(super) fn draw(card: &Card<'_>, fields: &Rc<Fields>, generation: u32) -> Html {
    let problem = card.flow.problem(Method::Password);
    let problem_at = |place| problem.filter(|error| Place::of(error) == place);
    let missing = *fields.missing.borrow();
    let on_submit = {
        let (link, fields) = (card.link.clone(), fields.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit(&link, &fields);
        })
    };
    let on_input = {
        let (link, fields) = (card.link.clone(), fields.clone());
        Callback::from(move |_: InputEvent| {
            fields.missing.take();
            link.events.emit(Event::Edited);
        })
    };
    let account_error = missing.account.then(|| card.text(texts::ACCOUNT_MISSING));
    let password_error = match missing.password {
        true => Some(card.text(texts::PASSWORD_MISSING)),
        false => problem_at(Place::Password).map(|error| error.message(card.messages())),
    };
    let alert = problem_at(Place::Form).map(|error| {
        tag("div", &[("class", "guard-alert"), ("role", "alert"), ("part", "error")])
            .with(icons::WARN.html())
            .with(error_text::draw(card, error))
            .html()
    });
    let forgot = card.settings.forgot_password_url.as_ref().map(|url| {
        let link = anchor::draw(card, url, texts::FORGOT_PASSWORD);
        tag("div", &[("class", "guard-row")]).with_tag(link).html()
    });
    tag(
        "form",
        &[
            ("class", "guard-form"),
            ("part", "form"),
            ("method", "post"),
            ("novalidate", "novalidate"),
            ("data-hx-disable", ""),
        ],
    )
    .key(&generation.to_string())
    .flag("aria-busy", card.flow.is_busy())
    .on(onsubmit::Wrapper::new(on_submit))
    .with(alert.unwrap_or_default())
    .with(field::account(card, fields, account_error, on_input.clone()))
    .with(field::password(card, fields, password_error, on_input))
    .with(forgot.unwrap_or_default())
    .with(submit_button::draw(card, texts::SUBMIT, texts::SUBMITTING))
    .html()
}
