//! The code itself: drawn here as one path with the logo in its centre, or the picture that the server made.

use std::rc::Rc;

use gloo_events::EventListener;
use gloo_utils::window;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::browser::{clock, page};
use crate::qr::drawing::QUIET_ZONE;
use crate::qr::{Drawing, QrCode, Visual};

/// How much of the side a logo takes, at most; never more than the drawing's budget.
const LOGO_SHARE: f64 = 0.24;

#[derive(Properties, PartialEq)]
pub(super) struct QrCodeViewProps {
    pub(super) code: Rc<QrCode>,
    /// Side of the tile in CSS px, with the quiet zone, as asked for.
    pub(super) room: f64,
    /// What a screen reader says.
    pub(super) label: AttrValue,
    /// URL of the logo; without one the letter stands in.
    pub(super) logo: Option<AttrValue>,
    pub(super) letter: Option<AttrValue>,
    /// The code is in sight.
    pub(super) on_shown: Callback<Rc<QrCode>>,
    /// The code cannot be shown.
    pub(super) on_unshowable: Callback<()>,
}

/// The device's pixels in a CSS pixel, as zooming changes them.
#[hook]
fn use_device_pixel_ratio() -> f64 {
    let ratio = use_state_eq(page::device_pixel_ratio);
    {
        let ratio = ratio.clone();
        use_effect_with((), move |()| {
            let listener = EventListener::new(&window(), "resize", move |_| ratio.set(page::device_pixel_ratio()));
            move || drop(listener)
        });
    }
    *ratio
}

/// The side of the tile round `code` in CSS px (what was asked for, less where the page is too narrow, or whatever a
/// style sheet made of it), and how much the page enlarges it.
#[hook]
fn use_room(code: &NodeRef, asked: f64, ratio: f64) -> (f64, f64) {
    let room = use_state_eq(|| (asked, 1.0));
    {
        let (code, room) = (code.clone(), room.clone());
        use_effect_with((asked.to_bits(), ratio.to_bits()), move |_| {
            let tile = code.cast::<Element>().and_then(|code| code.parent_element());
            // A tile that is not in sight has no size.
            let side = tile.as_ref().map_or(0, Element::client_width);
            let zoom = tile.as_ref().map_or(1.0, page::css_zoom);
            room.set((if side > 0 { f64::from(side) } else { asked }, zoom));
        });
    }
    *room
}

#[component]
pub(super) fn QrCodeView(props: &QrCodeViewProps) -> Html {
    let ratio = use_device_pixel_ratio();
    let shown = use_node_ref();
    let (room, zoom) = use_room(&shown, props.room, ratio);
    let drawing = use_memo(props.code.clone(), |code| match &code.visual {
        Visual::Text(text) => Some(Drawing::of(text)),
        Visual::Image(_) => None,
    });
    {
        let (on_unshowable, on_shown, code) = (props.on_unshowable.clone(), props.on_shown.clone(), props.code.clone());
        use_effect_with(drawing.clone(), move |drawing| match &**drawing {
            Some(Ok(_)) => on_shown.emit(code),
            Some(Err(_)) => on_unshowable.emit(()),
            // A picture is in sight when it has loaded.
            None => {}
        });
    }
    let side = match &*drawing {
        Some(Ok(drawing)) => drawing.side(room, ratio * zoom),
        _ => 0.0,
    };
    {
        let shown = shown.clone();
        use_effect_with((drawing.clone(), side.to_bits()), move |_| {
            if let Some(code) = shown.cast::<HtmlElement>() {
                // Through the CSSOM, since an attribute's size would give way to any rule of the page.
                let _ = code.style().set_property("--guard-code-side", &format!("{side}px"));
            }
        });
    }
    let logo = props.code.logo.as_deref().map(|url| AttrValue::from(url.to_owned())).or_else(|| props.logo.clone());
    match (&*drawing, &props.code.visual) {
        (Some(Ok(drawing)), _) => {
            let side = AttrValue::from(side.to_string());
            let full = drawing.modules_with_quiet_zone();
            let view_box = format!("-{QUIET_ZONE} -{QUIET_ZONE} {full} {full}");
            let start = AttrValue::from(format!("-{QUIET_ZONE}"));
            html! {
                <svg ref={shown} class="guard-code" part="qr-code" role="img" aria-label={&props.label} width={side.clone()} height={side}
                    viewBox={view_box}>
                    <rect class="guard-code-ground" x={start.clone()} y={start} width={full.to_string()} height={full.to_string()} />
                    <path class="guard-code-modules" d={drawing.path.clone()} />
                    { centre(drawing, logo, props.letter.as_ref()) }
                </svg>
            }
        }
        (Some(Err(_)), _) => html! {},
        (None, Visual::Image(url)) => html! {
            <>
                <img class="guard-image" part="qr-image" src={url.clone()} alt={&props.label} referrerpolicy="no-referrer"
                    onload={
                        let code = props.code.clone();
                        props.on_shown.reform(move |_: Event| code.clone())
                    }
                    onerror={props.on_unshowable.reform(|_: Event| ())} />
                if let Some(logo) = props.code.logo.clone() {
                    <img class="guard-image-logo" src={logo} alt="" referrerpolicy="no-referrer" />
                }
            </>
        },
        (None, Visual::Text(_)) => html! {},
    }
}

/// The logo on its white pad, within the budget of the code's error correction.
fn centre(drawing: &Drawing, logo: Option<AttrValue>, letter: Option<&AttrValue>) -> Html {
    let wanted = (f64::from(drawing.modules) * LOGO_SHARE) as u32;
    // Odd, so that it lies on the grid of the modules.
    let pad = (wanted.saturating_sub(1) | 1).min(drawing.logo);
    if pad < 3 || (logo.is_none() && letter.is_none()) {
        return html! {};
    }
    let from = AttrValue::from(((drawing.modules - pad) / 2).to_string());
    let side = f64::from(pad) - 1.5;
    let inner = AttrValue::from((f64::from(drawing.modules) / 2.0 - side / 2.0).to_string());
    let side = AttrValue::from(side.to_string());
    let middle = AttrValue::from((f64::from(drawing.modules) / 2.0).to_string());
    html! {
        <>
            <rect class="guard-code-ground" x={from.clone()} y={from} width={pad.to_string()} height={pad.to_string()} rx="1.2" />
            if let Some(logo) = logo {
                <image x={inner.clone()} y={inner} width={side.clone()} height={side} href={logo} />
            } else if let Some(letter) = letter {
                <rect class="guard-code-letter-tile" x={inner.clone()} y={inner} width={side.clone()} height={side} rx="1.8" />
                <text class="guard-code-letter" x={middle.clone()} y={middle}>{ letter }</text>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct RingProps {
    /// Lifetime of the code, in ms.
    pub(super) total: u64,
    /// When it ends, on the page's clock, in ms.
    pub(super) deadline: u64,
    /// The last seconds.
    pub(super) hurry: bool,
}

/// A rounded square of 255 units whose outline starts at the top centre.
const OUTLINE: &str = "M127.5 2H231a22 22 0 0 1 22 22V231a22 22 0 0 1-22 22H24a22 22 0 0 1-22-22V24a22 22 0 0 1 22-22Z";

/// The time left, as a ring round the tile. CSS moves it: two numbers are set once for each code.
#[component]
pub(super) fn Ring(props: &RingProps) -> Html {
    let ring = use_node_ref();
    {
        let ring = ring.clone();
        use_effect_with((props.total, props.deadline), move |&(total, deadline)| {
            let left = deadline.saturating_sub(clock::now());
            let total = total.max(left);
            if let Some(ring) = ring.cast::<HtmlElement>() {
                // Through the CSSOM: a `style` attribute would be against a strict content security policy.
                let style = ring.style();
                let _ = style.set_property("--guard-qr-ttl", &format!("{total}ms"));
                let _ = style.set_property("--guard-qr-elapsed", &format!("-{}ms", total - left));
            }
        });
    }
    html! {
        <svg ref={ring} class={classes!("guard-ring", props.hurry.then_some("guard-ring-hurry"))} viewBox="0 0 255 255" aria-hidden="true">
            <path class="guard-ring-track" d={OUTLINE} />
            <path key={props.deadline} class="guard-ring-left" d={OUTLINE} pathLength="100" />
        </svg>
    }
}
