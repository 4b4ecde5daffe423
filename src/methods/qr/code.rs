//! The code itself: drawn here as one path with the logo in its centre, or the picture that the server made.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use gloo_utils::window;
use guard_core::qr::drawing::QUIET_ZONE;
use guard_core::qr::{Drawing, DrawingError, QrCode, Visual};
use web_sys::{Element, HtmlElement};
use yew::html::{onerror, onload};
use yew::prelude::*;
use yew::virtual_dom::{VList, VText};

use super::offer::Offer;
use super::ring;
use crate::browser::{clock, filters, number, page};
use crate::card::{Card, Tag, letter, tag};
use crate::face::{Command, News};

/// The most that a logo takes of the side; never more than the drawing's budget.
const LOGO_SHARE: f64 = 0.24;

/// How often the page's filters are looked at, in ms: nothing tells that they have changed.
const LOOK: u32 = 1_000;

/// The drawing of a code's text with its picture, or why there is none.
type TextDrawing = Rc<Result<(Drawing, AttrValue), DrawingError>>;

/// The picture of the code in sight: what is measured of it, and what keeps it right.
#[derive(Default)]
pub(super) struct Picture {
    code: NodeRef,
    /// Somebody with another phone wants to see the code on this one.
    pub(super) is_asked_for: Cell<bool>,
    pub(super) ring: NodeRef,
    /// The code, with its end, that the ring shows the time of.
    timed: RefCell<Option<(Rc<QrCode>, u64)>>,
    /// The drawing of the last text.
    drawing: RefCell<Option<(Rc<QrCode>, TextDrawing)>>,
    /// The code that the page was told of.
    told: RefCell<Option<Rc<QrCode>>>,
    /// Draws anew when the window changes, which zooming does, too.
    resize: RefCell<Option<EventListener>>,
    /// Looks at the page's filters, with each change between screen and paper, too.
    looking: RefCell<Option<(Interval, Option<EventListener>)>>,
    /// Draws the seconds to this end.
    ticking: RefCell<Option<(u64, Interval)>>,
}

impl Picture {
    /// The drawing of a code's text; made once for each code.
    fn drawing(&self, code: &Rc<QrCode>, text: &str) -> TextDrawing {
        let mut kept = self.drawing.borrow_mut();
        match &*kept {
            Some((of, drawing)) if Rc::ptr_eq(of, code) => drawing.clone(),
            _ => {
                let drawing = Rc::new(Drawing::of(text).map(|drawing| {
                    let picture = drawing.picture().into();
                    (drawing, picture)
                }));
                *kept = Some((code.clone(), drawing.clone()));
                drawing
            }
        }
    }

    /// Sets the ring, once for each code and end: CSS moves it.
    pub(super) fn set_time(&self, code: &Rc<QrCode>, deadline: u64) {
        let mut timed = self.timed.borrow_mut();
        if !timed.as_ref().is_some_and(|(of, end)| Rc::ptr_eq(of, code) && *end == deadline) {
            *timed = Some((code.clone(), deadline));
            ring::set_time(&self.ring, code, deadline);
        }
    }

    /// Measures the place of the code, and tells the page that it is there.
    pub(super) fn drawn(&self, card: &Card<'_>, code: Option<&Rc<QrCode>>) {
        let Some(code) = code else {
            self.resize.take();
            self.looking.take();
            self.told.take();
            self.timed.take();
            return;
        };
        if self.resize.borrow().is_none() {
            let redraw = card.link.redraw.clone();
            self.resize.replace(Some(EventListener::new(&window(), "resize", move |_| redraw.emit(()))));
        }
        keep_light(&self.code);
        if self.looking.borrow().is_none() {
            let (code, printed) = (self.code.clone(), self.code.clone());
            // A page may have its filters on the screen alone.
            let paper = page::on_paper(move || keep_light(&printed));
            self.looking.replace(Some((Interval::new(LOOK, move || keep_light(&code)), paper)));
        }
        let Visual::Text(text) = &code.visual else { return };
        let drawing = self.drawing(code, text);
        if let Ok((drawing, _)) = &*drawing {
            self.set_size(drawing, f64::from(card.settings.qr_size()) * 49.0 / 41.0);
        }
        let known = self.told.borrow().as_ref().is_some_and(|told| Rc::ptr_eq(told, code));
        if !known {
            self.told.replace(Some(code.clone()));
            match &*drawing {
                Ok(_) => {
                    card.link.tell.emit(News::CodeShown(code.clone()));
                }
                Err(_) => card.link.command.emit(Command::Unshowable),
            }
        }
    }

    /// Gives the code the largest size that fits and keeps its modules whole device pixels. The tile round it has the
    /// size that was asked for, less where the page is too narrow, or whatever a style sheet made of it.
    fn set_size(&self, drawing: &Drawing, asked: f64) {
        let Some(code) = self.code.cast::<HtmlElement>() else { return };
        let tile = code.parent_element();
        // A tile that is not in sight has no size.
        let side = tile.as_ref().map_or(0, Element::client_width);
        let zoom = tile.as_ref().map_or(1.0, page::css_zoom);
        let room = if side > 0 { f64::from(side) } else { asked };
        let side = number::text(drawing.side(room, page::device_pixel_ratio() * zoom));
        // Setting attributes and properties of an element's own cannot fail.
        let _ = code.set_attribute("width", &side);
        let _ = code.set_attribute("height", &side);
        // Through the CSSOM too, since an attribute's size would give way to any rule of the page.
        let _ = code.style().set_property("--guard-code-side", &[&side, "px"].concat());
    }

    /// Draws anew with each second as long as `counting`.
    pub(super) fn tick(&self, card: &Card<'_>, counting: Option<u64>) {
        let mut ticking = self.ticking.borrow_mut();
        match counting {
            None => *ticking = None,
            Some(deadline) if ticking.as_ref().is_none_or(|(end, _)| *end != deadline) => {
                let redraw = card.link.redraw.clone();
                let shown = Cell::new(seconds_left(deadline));
                let interval = Interval::new(250, move || {
                    let left = seconds_left(deadline);
                    if shown.replace(left) != left {
                        redraw.emit(());
                    }
                });
                *ticking = Some((deadline, interval));
            }
            Some(_) => {}
        }
    }
}

/// Turns the code's colours back where a filter of the page has turned them round: few readers know a white code on black.
fn keep_light(code: &NodeRef) {
    let Some(code) = code.cast::<HtmlElement>() else { return };
    // What inverts a page often turns its pictures back.
    let picture = code.query_selector("image").ok().flatten();
    if filters::is_inverted(picture.as_ref().unwrap_or(&code)) {
        let style = code.style();
        let is_turned = style.get_property_value("filter").is_ok_and(|filter| !filter.is_empty());
        // Setting a property of an element's own style cannot fail.
        let _ = style.set_property_with_priority("filter", if is_turned { "" } else { "invert(1)" }, "important");
    }
}

/// Whole seconds to `deadline`, on the page's clock.
pub(super) fn seconds_left(deadline: u64) -> u64 {
    deadline.saturating_sub(clock::now()).div_ceil(1_000)
}

/// Draws the code with its ring.
pub(super) fn draw(
    card: &Card<'_>,
    code: &Rc<QrCode>,
    deadline: u64,
    hurry: bool,
    offer: Offer<'_>,
    picture: &Picture,
) -> Html {
    tag("div", &[("class", "guard-tile")])
        .with(ring::draw(code, deadline, hurry, picture))
        .with(content(card, code, offer, picture))
        .html()
}

fn content(card: &Card<'_>, code: &Rc<QrCode>, offer: Offer<'_>, picture: &Picture) -> Html {
    let label = card.messages().fill(super::texts::LABEL, "{app}", card.app());
    match &code.visual {
        Visual::Text(text) => match &*picture.drawing(code, text) {
            // WeChat reads nothing but an `<img>`. Without a logo, which would be what the finger is on.
            Ok((_, source)) if offer == Offer::Press => {
                tag("img", &[("class", "guard-code guard-code-picture"), ("part", "qr-image")])
                    .node(&picture.code)
                    .set("src", source.clone())
                    .set("alt", label)
                    .html()
            }
            Ok((drawing, source)) => modules(card, code, drawing, source, label, picture),
            // The machine is told, and shows the error.
            Err(_) => Html::default(),
        },
        Visual::Image(url) => {
            let shown = {
                let code = code.clone();
                card.link.tell.reform(move |_: Event| News::CodeShown(code.clone()))
            };
            let shown = Callback::from(move |event| {
                shown.emit(event);
            });
            let failed = card.link.command.reform(|_: Event| Command::Unshowable);
            let image =
                tag("img", &[("class", "guard-image"), ("part", "qr-image"), ("referrerpolicy", "no-referrer")])
                    .node(&picture.code)
                    .set("src", url.clone().into())
                    .set("alt", label)
                    .on(onload::Wrapper::new(shown))
                    .on(onerror::Wrapper::new(failed));
            let logo = code.logo.clone().map(|logo| {
                tag("img", &[("class", "guard-image-logo"), ("alt", ""), ("referrerpolicy", "no-referrer")])
                    .set("src", logo.into())
                    .html()
            });
            Html::VList(Rc::new(VList::with_children(vec![image.html(), logo.unwrap_or_default()], None)))
        }
    }
}

/// The code as a path, and over it the same as a picture: what changes the colours of a page changes those of a path, and
/// a page's policy may forbid pictures in `data:` URLs.
fn modules(
    card: &Card<'_>,
    code: &QrCode,
    drawing: &Drawing,
    source: &AttrValue,
    label: AttrValue,
    picture: &Picture,
) -> Html {
    let full = drawing.modules_with_quiet_zone().to_string();
    let view_box = ["-4 -4 ", &full, " ", &full].concat();
    let full = AttrValue::from(full);
    const { assert!(QUIET_ZONE == 4) };
    let svg = tag("svg", &[("class", "guard-code"), ("part", "qr-code"), ("role", "img")])
        .node(&picture.code)
        .set("aria-label", label)
        .set("viewBox", view_box.into())
        .with_tag(square(tag("rect", &[("class", "guard-code-ground"), ("x", "-4"), ("y", "-4")]), &full))
        .with_tag(tag("path", &[("class", "guard-code-modules")]).set("d", drawing.path.clone().into()))
        .with_tag(
            square(tag("image", &[("class", "guard-code-picture"), ("x", "-4"), ("y", "-4")]), &full)
                .set("href", source.clone()),
        );
    centre(card, code, drawing, svg).html()
}

/// Gives both sides the same length.
fn square(tag: Tag, side: &AttrValue) -> Tag {
    tag.set("width", side.clone()).set("height", side.clone())
}

/// Sets both coordinates of a corner or a middle.
fn at(tag: Tag, place: &AttrValue) -> Tag {
    tag.set("x", place.clone()).set("y", place.clone())
}

/// Puts the logo on its white pad, within the budget of the code's error correction.
fn centre(card: &Card<'_>, code: &QrCode, drawing: &Drawing, svg: Tag) -> Tag {
    let logo = code.logo.as_deref().map(|url| AttrValue::from(url.to_owned())).or_else(|| card.logo());
    let letter = letter::of(card.app());
    let wanted = (f64::from(drawing.modules) * LOGO_SHARE) as u32;
    // Odd, so that it lies on the grid of the modules.
    let pad = (wanted.saturating_sub(1) | 1).min(drawing.logo);
    if pad < 3 || (logo.is_none() && letter.is_none()) {
        return svg;
    }
    let from = AttrValue::from(((drawing.modules - pad) / 2).to_string());
    let middle = f64::from(drawing.modules) / 2.0;
    let side = f64::from(pad) - 1.5;
    let inner = AttrValue::from(number::text(middle - side / 2.0));
    let (side, middle) = (AttrValue::from(number::text(side)), AttrValue::from(number::text(middle)));
    let ground = at(tag("rect", &[("class", "guard-code-ground"), ("rx", "1.2")]), &from);
    let svg = svg.with_tag(square(ground, &pad.to_string().into()));
    match (logo, letter) {
        (Some(logo), _) => svg.with_tag(square(at(tag("image", &[]), &inner), &side).set("href", logo)),
        (None, Some(letter)) => {
            let tile = tag("rect", &[("class", "guard-code-letter-tile"), ("rx", "1.8")]);
            let text = at(tag("text", &[("class", "guard-code-letter")]), &middle).with(VText::new(letter).into());
            svg.with_tag(square(at(tile, &inner), &side)).with_tag(text)
        }
        (None, None) => svg,
    }
}
