//! The two fields, drawn: the account, and the password with its button to show it and its hint when caps lock is on.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Fields, texts};
use crate::browser::{focus, keys};
use crate::card::{Card, icons, words};

/// A field, with all that stands round its input.
struct Field {
    /// Label.
    label: AttrValue,
    /// Id of the input, and of its error.
    id: AttrValue,
    error_id: AttrValue,
    error: Option<AttrValue>,
}

/// Draws a field round its input; `after` follows the input, `hint` the error.
fn draw(field: Field, input: Html, after: Html, hint: Html) -> Html {
    html! {
        <div class="guard-field" part="field">
            <label class="guard-label" part="label" for={field.id}>{ words(field.label) }</label>
            <div class="guard-control">{ input }{ after }</div>
            { problem(field.error, field.error_id) }
            { hint }
        </div>
    }
}

pub(super) fn account(
    card: &Card<'_>,
    fields: &Rc<Fields>,
    error: Option<AttrValue>,
    oninput: Callback<InputEvent>,
) -> Html {
    let id = card.id_of("account");
    let error_id = card.id_of("account-error");
    let input = html! {
        <input ref={fields.account.clone()} id={&id} class="guard-input" part="input" name="username" type="text"
            autocomplete="username" autocapitalize="none" spellcheck="false" required=true
            placeholder={card.text(texts::ACCOUNT_PLACEHOLDER)} aria-invalid={error.is_some().then_some("true")}
            aria-describedby={error.is_some().then(|| error_id.clone())} {oninput} />
    };
    let field = Field { label: card.text(texts::ACCOUNT_LABEL), id, error_id, error };
    draw(field, input, Html::default(), Html::default())
}

pub(super) fn password(
    card: &Card<'_>,
    fields: &Rc<Fields>,
    error: Option<AttrValue>,
    oninput: Callback<InputEvent>,
) -> Html {
    let visible = fields.visible.get();
    let caps_lock = fields.caps_lock.get();
    let id = card.id_of("password");
    let (error_id, caps_id) = (card.id_of("password-error"), card.id_of("password-caps"));
    let described_by = match (error.is_some(), caps_lock) {
        (true, _) => Some(error_id.clone()),
        (false, true) => Some(caps_id.clone()),
        (false, false) => None,
    };
    let set_caps_lock = {
        let (fields, redraw) = (fields.clone(), card.link.redraw.clone());
        Callback::from(move |on: bool| {
            if fields.caps_lock.replace(on) != on {
                redraw.emit(());
            }
        })
    };
    let watch = {
        let set_caps_lock = set_caps_lock.clone();
        Callback::from(move |event: KeyboardEvent| {
            if keys::is_of_key(&event) {
                set_caps_lock.emit(event.get_modifier_state("CapsLock"));
            }
        })
    };
    let onblur = set_caps_lock.reform(|_: FocusEvent| false);
    let input = html! {
        <input ref={fields.password.clone()} id={&id} class="guard-input guard-input-icon" part="input" name="password"
            type={if visible { "text" } else { "password" }} autocomplete="current-password"
            placeholder={card.text(texts::PASSWORD_PLACEHOLDER)} autocapitalize="none" spellcheck="false" required=true
            aria-invalid={error.is_some().then_some("true")} aria-describedby={described_by}
            {oninput} onkeydown={watch.clone()} onkeyup={watch} {onblur} />
    };
    let hint = html! {
        <div role="status">
            if caps_lock {
                <p class="guard-hint guard-hint-warn" id={caps_id}>
                    { icons::WARN.html() }{ words(card.text(texts::CAPS_LOCK)) }
                </p>
            }
        </div>
    };
    let toggle = toggle(card, fields, visible, &id);
    let field = Field { label: card.text(texts::PASSWORD_LABEL), id, error_id, error };
    draw(field, input, toggle, hint)
}

/// Draws the button that shows and hides the password.
fn toggle(card: &Card<'_>, fields: &Rc<Fields>, visible: bool, input: &AttrValue) -> Html {
    let onclick = {
        let (fields, redraw) = (fields.clone(), card.link.redraw.clone());
        Callback::from(move |_: MouseEvent| {
            fields.visible.set(!fields.visible.get());
            redraw.emit(());
            if let Some(input) = fields.password.cast::<HtmlInputElement>() {
                focus::focus(&input, false);
            }
        })
    };
    let (icon, label) =
        if visible { (icons::EYE_OFF, texts::PASSWORD_HIDE) } else { (icons::EYE, texts::PASSWORD_SHOW) };
    let label = card.text(label);
    html! {
        <button type="button" class="guard-icon-button" aria-label={&label} title={label} aria-controls={input}
            {onclick}>{ icon.html() }</button>
    }
}

/// The error under a field.
pub(crate) fn problem(error: Option<AttrValue>, id: AttrValue) -> Html {
    match error {
        Some(error) => html! {
            <p class="guard-hint guard-hint-error" part="error" {id} role="alert">
                { icons::WARN.html() }{ words(error) }
            </p>
        },
        None => Html::default(),
    }
}
