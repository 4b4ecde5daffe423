//! The two fields, drawn: the account, and the password with its button to show it and its hint when caps lock is on.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::html::{onblur, onclick, oninput, onkeydown, onkeyup};
use yew::prelude::*;

use super::{Fields, texts};
use crate::browser::{focus, keys};
use crate::card::{Card, Fixed, Tag, icons, tag, words};

const ACCOUNT: Fixed = &[
    ("class", "guard-input"),
    ("part", "input"),
    ("name", "username"),
    ("type", "text"),
    ("autocomplete", "username"),
    ("autocapitalize", "none"),
    ("spellcheck", "false"),
    ("required", "required"),
];
const PASSWORD: Fixed = &[
    ("class", "guard-input guard-input-icon"),
    ("part", "input"),
    ("name", "password"),
    ("autocomplete", "current-password"),
    ("autocapitalize", "none"),
    ("spellcheck", "false"),
    ("required", "required"),
];

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
fn draw(field: Field, input: Tag, after: Html, hint: Html) -> Html {
    let label = tag("label", &[("class", "guard-label"), ("part", "label")]).set("for", field.id);
    tag("div", &[("class", "guard-field"), ("part", "field")])
        .with_tag(label.with(words(field.label)))
        .with_tag(tag("div", &[("class", "guard-control")]).with_tag(input).with(after))
        .with(problem(field.error, field.error_id))
        .with(hint)
        .html()
}

/// Draws an input, as far as both have it.
fn input(node: &NodeRef, fixed: Fixed, id: &AttrValue, placeholder: AttrValue, on_input: Callback<InputEvent>) -> Tag {
    tag("input", fixed)
        .node(node)
        .set("id", id.clone())
        .set("placeholder", placeholder)
        .on(oninput::Wrapper::new(on_input))
}

pub(super) fn account(
    card: &Card<'_>,
    fields: &Rc<Fields>,
    error: Option<AttrValue>,
    on_input: Callback<InputEvent>,
) -> Html {
    let id = card.id_of("account");
    let error_id = card.id_of("account-error");
    let input = input(&fields.account, ACCOUNT, &id, card.text(texts::ACCOUNT_PLACEHOLDER), on_input)
        .flag("aria-invalid", error.is_some())
        .set_if("aria-describedby", error.is_some().then(|| error_id.clone()));
    let field = Field { label: card.text(texts::ACCOUNT_LABEL), id, error_id, error };
    draw(field, input, Html::default(), Html::default())
}

pub(super) fn password(
    card: &Card<'_>,
    fields: &Rc<Fields>,
    error: Option<AttrValue>,
    on_input: Callback<InputEvent>,
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
    let on_blur = set_caps_lock.reform(|_: FocusEvent| false);
    let input = input(&fields.password, PASSWORD, &id, card.text(texts::PASSWORD_PLACEHOLDER), on_input)
        .set("type", AttrValue::Static(if visible { "text" } else { "password" }))
        .flag("aria-invalid", error.is_some())
        .set_if("aria-describedby", described_by)
        .on(onkeydown::Wrapper::new(watch.clone()))
        .on(onkeyup::Wrapper::new(watch))
        .on(onblur::Wrapper::new(on_blur));
    let mut hint = tag("div", &[("role", "status")]);
    if caps_lock {
        let warning = tag("p", &[("class", "guard-hint guard-hint-warn")]).set("id", caps_id);
        hint = hint.with_tag(warning.with(icons::WARN.html()).with(words(card.text(texts::CAPS_LOCK))));
    }
    let toggle = toggle(card, fields, visible, &id);
    let field = Field { label: card.text(texts::PASSWORD_LABEL), id, error_id, error };
    draw(field, input, toggle, hint.html())
}

/// Draws the button that shows and hides the password.
fn toggle(card: &Card<'_>, fields: &Rc<Fields>, visible: bool, input: &AttrValue) -> Html {
    let on_click = {
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
    tag("button", &[("type", "button"), ("class", "guard-icon-button")])
        .set("aria-label", label.clone())
        .set("title", label)
        .set("aria-controls", input.clone())
        .on(onclick::Wrapper::new(on_click))
        .with(icon.html())
        .html()
}

/// The error under a field.
pub(crate) fn problem(error: Option<AttrValue>, id: AttrValue) -> Html {
    match error {
        Some(error) => tag("p", &[("class", "guard-hint guard-hint-error"), ("part", "error"), ("role", "alert")])
            .set("id", id)
            .with(icons::WARN.html())
            .with(words(error))
            .html(),
        None => Html::default(),
    }
}
