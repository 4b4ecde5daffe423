//! The form, drawn. The element's shim draws the same one before the module is there (`npm/src/form.js`).

use std::rc::Rc;

use guard_core::Method;
use guard_core::login::Event;
use yew::prelude::*;

use super::{Fields, Place, field, submit, texts};
use crate::card::{Card, icons, submit_button, words};

pub(super) fn draw(card: &Card<'_>, fields: &Rc<Fields>, generation: u32) -> Html {
    let busy = card.flow.is_busy().then_some("true");
    let problem = card.flow.problem(Method::Password).map(|error| (Place::of(error), error.message(card.messages())));
    let said_at = |place| problem.as_ref().filter(|(at, _)| *at == place).map(|(_, text)| text.clone());
    let missing = *fields.missing.borrow();
    let onsubmit = {
        let (link, fields) = (card.link.clone(), fields.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit(&link, &fields);
        })
    };
    let oninput = {
        let (link, fields) = (card.link.clone(), fields.clone());
        Callback::from(move |_: InputEvent| {
            fields.missing.take();
            link.events.emit(Event::Edited);
        })
    };
    let account_error = missing.account.then(|| card.text(texts::ACCOUNT_MISSING));
    let password_error = match missing.password {
        true => Some(card.text(texts::PASSWORD_MISSING)),
        false => said_at(Place::Password),
    };
    html! {
        <form key={generation} class="guard-form" part="form" method="post" novalidate=true aria-busy={busy} {onsubmit}>
            if let Some(problem) = said_at(Place::Form) {
                <div class="guard-alert" role="alert" part="error">{ icons::WARN.html() }{ words(problem) }</div>
            }
            { field::account(card, fields, account_error, oninput.clone()) }
            { field::password(card, fields, password_error, oninput) }
            if let Some(url) = &card.settings.forgot_password_url {
                <div class="guard-row">
                    <a class="guard-link" part="link" href={url.text()}>{ words(card.text(texts::FORGOT_PASSWORD)) }</a>
                </div>
            }
            { submit_button::draw(card, texts::SUBMIT, texts::SUBMITTING) }
        </form>
    }
}
