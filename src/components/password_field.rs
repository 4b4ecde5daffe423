//! The password's input: show and hide, a hint when caps lock is on. The text stays in the input and is read from
//! there, so that no state of ours holds it.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::icons::Icon;
use crate::messages::Messages;

#[derive(Properties, PartialEq)]
pub(super) struct PasswordFieldProps {
    pub(super) id: AttrValue,
    pub(super) messages: Messages,
    /// Where the input can be read.
    pub(super) input: NodeRef,
    /// What is wrong with it.
    pub(super) error: Option<AttrValue>,
    /// The input changed.
    pub(super) on_change: Callback<()>,
}

#[component]
pub(super) fn PasswordField(props: &PasswordFieldProps) -> Html {
    let PasswordFieldProps { id, messages, input, error, on_change } = props;
    let visible = use_state_eq(|| false);
    let caps_lock = use_state_eq(|| false);
    let toggle = {
        let (visible, input) = (visible.clone(), input.clone());
        Callback::from(move |_: MouseEvent| {
            visible.set(!*visible);
            if let Some(input) = input.cast::<HtmlInputElement>() {
                // An input that cannot take the focus is no reason to fail.
                let _ = input.focus();
            }
        })
    };
    let watch_caps_lock = {
        let caps_lock = caps_lock.clone();
        Callback::from(move |event: KeyboardEvent| caps_lock.set(event.get_modifier_state("CapsLock")))
    };
    let onblur = {
        let caps_lock = caps_lock.clone();
        Callback::from(move |_: FocusEvent| caps_lock.set(false))
    };
    let (hint_id, caps_id) = (format!("{id}-error"), format!("{id}-caps"));
    let described_by = match (error.is_some(), *caps_lock) {
        (true, _) => Some(hint_id.clone()),
        (false, true) => Some(caps_id.clone()),
        (false, false) => None,
    };
    let (icon, label) =
        if *visible { (Icon::EyeOff, &messages.password_hide) } else { (Icon::Eye, &messages.password_show) };
    html! {
        <div class="guard-field" part="field">
            <label class="guard-label" part="label" for={id}>{ &messages.password_label }</label>
            <div class="guard-control">
                <input ref={input} {id} class="guard-input guard-input-icon" part="input" name="password"
                    type={if *visible { "text" } else { "password" }} autocomplete="current-password"
                    placeholder={&messages.password_placeholder} autocapitalize="none" spellcheck="false" required=true
                    aria-invalid={error.is_some().then_some("true")} aria-describedby={described_by}
                    oninput={on_change.reform(|_: InputEvent| ())} onkeydown={watch_caps_lock.clone()}
                    onkeyup={watch_caps_lock} {onblur} />
                <button type="button" class="guard-icon-button" aria-label={label} title={label} aria-controls={id}
                    onclick={toggle}>{ icon.html() }</button>
            </div>
            if let Some(error) = error {
                <p class="guard-hint guard-hint-error" part="error" id={hint_id} role="alert">{ Icon::Warn.html() }<span>{ error }</span></p>
            }
            <div role="status">
                if *caps_lock {
                    <p class="guard-hint guard-hint-warn" id={caps_id}>{ Icon::Warn.html() }<span>{ &messages.caps_lock }</span></p>
                }
            </div>
        </div>
    }
}
