//! The pictures of the widget, drawn as SVG so that they take the colour of the text and need no request.

use yew::Html;

use super::tag;

/// A picture. One constant each, so that a part has only those that it draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Icon {
    view_box: &'static str,
    strokes: &'static str,
    /// Strokes that are drawn paler.
    pale: &'static str,
}

/// A lock: the password's tab.
pub(crate) const LOCK: Icon = Icon {
    view_box: "0 0 20 20",
    strokes: "M6 9h8a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2ZM7 9V6.5a3 3 0 0 1 6 0V9",
    pale: "",
};

/// A frame: the QR code's tab.
pub(crate) const SCAN: Icon = Icon {
    view_box: "0 0 20 20",
    strokes: "M3 7V5a2 2 0 0 1 2-2h2M13 3h2a2 2 0 0 1 2 2v2M17 13v2a2 2 0 0 1-2 2h-2M7 17H5a2 2 0 0 1-2-2v-2M6.5 10h7",
    pale: "",
};

/// An open eye: show the password.
pub(crate) const EYE: Icon = Icon {
    view_box: "0 0 20 20",
    strokes: "M1.8 10S4.8 4.5 10 4.5 18.2 10 18.2 10 15.2 15.5 10 15.5 1.8 10 1.8 10ZM10 7.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8Z",
    pale: "",
};

/// A closed eye: hide the password.
pub(crate) const EYE_OFF: Icon = Icon {
    view_box: "0 0 20 20",
    strokes: "M1.8 10S4.8 4.5 10 4.5 18.2 10 18.2 10 15.2 15.5 10 15.5 1.8 10 1.8 10ZM10 7.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8ZM3.5 17 16.5 3",
    pale: "",
};

/// A warning.
pub(crate) const WARN: Icon = Icon {
    view_box: "0 0 20 20",
    strokes: "M10 2.4a7.6 7.6 0 1 1 0 15.2 7.6 7.6 0 0 1 0-15.2ZM10 6.2v4.6M10 13.6v.1",
    pale: "",
};

/// A small tick.
pub(crate) const TICK: Icon = Icon { view_box: "0 0 14 14", strokes: "M3 7.4l2.8 2.8L11 4.6", pale: "" };

/// A tick in a circle: it worked.
pub(crate) const DONE: Icon =
    Icon { view_box: "0 0 56 56", strokes: "M17 29l8 8 15-17", pale: "M28 3a25 25 0 1 1 0 50 25 25 0 0 1 0-50Z" };

/// A clock: it has expired.
pub(crate) const CLOCK: Icon =
    Icon { view_box: "0 0 56 56", strokes: "M28 16v13l8 5", pale: "M28 6a22 22 0 1 1 0 44 22 22 0 0 1 0-44Z" };

/// A cross in a circle: declined.
pub(crate) const CROSS: Icon = Icon {
    view_box: "0 0 56 56",
    strokes: "M20 20l16 16M36 20L20 36",
    pale: "M28 3a25 25 0 1 1 0 50 25 25 0 0 1 0-50Z",
};

/// A cross: close.
pub(crate) const CLOSE: Icon = Icon { view_box: "0 0 20 20", strokes: "M5 5l10 10M15 5L5 15", pale: "" };

/// A cloud: the server cannot be reached.
pub(crate) const CLOUD: Icon = Icon {
    view_box: "0 0 56 56",
    strokes: "M28 26v7M28 38v.1",
    pale: "M17 40a9 9 0 0 1-1-18 13 13 0 0 1 25-1 10 10 0 0 1 0 19H17Z",
};

impl Icon {
    /// Draws it. It says nothing to a screen reader: words stand beside every icon.
    pub(crate) fn html(self) -> Html {
        let Self { view_box, strokes, pale } = self;
        // Colours and widths are the style sheet's: those of attributes would give way to any rule of the page.
        let mut svg = tag("svg", &[("class", "guard-icon"), ("aria-hidden", "true")]).set("viewBox", view_box.into());
        if !pale.is_empty() {
            svg = svg.with_tag(tag("path", &[("class", "guard-pale")]).set("d", pale.into()));
        }
        svg.with_tag(tag("path", &[]).set("d", strokes.into())).html()
    }
}
