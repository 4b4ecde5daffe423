//! A native `<dialog>` round the login box, for Yew apps. (The element has one of its own, which is there before the
//! module is.)

use gloo_events::EventListener;
use guard_core::Lang;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};
use yew::prelude::*;

use crate::browser::{ScrollLock, page};
use crate::card::{icons, texts};
use crate::catalogue;
use crate::face::Theme;

/// How a dialog was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CloseReason {
    /// With the Escape key.
    Escape,
    /// By a click beside it.
    Backdrop,
    /// With its button.
    Button,
}

impl CloseReason {
    /// The name in events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Escape => "escape",
            Self::Backdrop => "backdrop",
            Self::Button => "button",
        }
    }
}

/// Props of [`GuardDialog`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct GuardDialogProps {
    /// Whether it is open. Its children exist only as long as it is.
    #[prop_or_default]
    pub open: bool,
    /// The person wants it closed: set `open` to `false`.
    #[prop_or_default]
    pub on_close: Callback<CloseReason>,
    /// Light, dark, or as the system has it.
    #[prop_or_default]
    pub theme: Theme,
    /// Language of its button; by default the first of the person's that there is.
    #[prop_or_default]
    pub lang: Option<Lang>,
    /// The login box: a [`GuardWidget`](super::GuardWidget).
    #[prop_or_default]
    pub children: Html,
}

/// A native modal dialog with the login box in it: the browser keeps the focus in it and gives it back.
///
/// ```
/// use guard_widget::{GuardDialog, GuardWidget};
/// use yew::prelude::*;
///
/// #[component]
/// fn LoginButton() -> Html {
///     let open = use_state(|| false);
///     let set = |to: bool| {
///         let open = open.clone();
///         Callback::from(move |()| open.set(to))
///     };
///     html! {
///         <>
///             <button onclick={set(true).reform(|_| ())}>{ "Log in" }</button>
///             <GuardDialog open={*open} on_close={set(false).reform(|_| ())}>
///                 <GuardWidget app_id="my-app" host="https://login.example.com" />
///             </GuardDialog>
///         </>
///     }
/// }
/// ```
#[component]
pub fn GuardDialog(props: &GuardDialogProps) -> Html {
    let dialog = use_node_ref();
    use_effect_with((), |()| super::style::adopt());
    {
        let dialog = dialog.clone();
        use_effect_with(props.open, move |&open| {
            let lock = open.then(ScrollLock::new);
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>()
                && dialog.open() != open
            {
                if open {
                    // It is in the document and not open, so it can be opened.
                    let _ = dialog.show_modal();
                } else {
                    dialog.close();
                }
            }
            move || drop(lock)
        });
    }
    use_backdrop(&dialog, props.on_close.clone());
    let lang = props.lang.unwrap_or_else(|| Lang::choose(page::languages().iter().map(String::as_str)));
    let messages = use_memo(lang, |lang| catalogue(*lang, &[]));
    let on_cancel = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: Event| {
            // The app closes it, by its prop.
            event.prevent_default();
            on_close.emit(CloseReason::Escape);
        })
    };
    html! {
        <div class="guard-scope">
            <dialog ref={dialog} class="guard-dialog" part="dialog" data-theme={props.theme} aria-label={messages.get(texts::TITLE_PLAIN)}
                tabindex="-1" autofocus=true oncancel={on_cancel}>
                <button type="button" class="guard-close" part="close" aria-label={messages.get(texts::CLOSE)} title={messages.get(texts::CLOSE)}
                    onclick={props.on_close.reform(|_: MouseEvent| CloseReason::Button)}>{ icons::CLOSE.html() }</button>
                if props.open {
                    { props.children.clone() }
                }
            </dialog>
        </div>
    }
}

/// Tells of a press that begins and ends beside the dialog; one that only ends there was a selection of text.
#[hook]
fn use_backdrop(dialog: &NodeRef, on_close: Callback<CloseReason>) {
    let dialog = dialog.clone();
    let outside = use_mut_ref(|| false);
    use_effect_with(on_close, move |on_close| {
        let on_close = on_close.clone();
        let listeners = dialog.cast::<Element>().map(|dialog| {
            let is_itself = {
                let dialog = dialog.clone();
                move |event: &web_sys::Event| event.target().as_ref() == Some(dialog.unchecked_ref())
            };
            let (began, pressed) = (is_itself.clone(), outside.clone());
            let down = EventListener::new(&dialog, "pointerdown", move |event| {
                pressed.replace(began(event));
            });
            let click = EventListener::new(&dialog, "click", move |event| {
                if *outside.borrow() && is_itself(event) {
                    on_close.emit(CloseReason::Backdrop);
                }
            });
            (down, click)
        });
        move || drop(listeners)
    });
}
