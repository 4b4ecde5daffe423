//! Orders to a widget that is on the page.

use guard_core::Method;

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Make a new QR code.
    RefreshQr,
    /// Ask now for what the QR login waits for.
    AskQr,
    /// Show the code on a phone, too.
    ShowCode,
    /// The code cannot be shown.
    Unshowable,
    /// The page's timer beats, on which a paced QR login polls.
    Beat,
    /// Show a method, if it is there.
    Choose(Method),
    /// Back to the start.
    Reset,
    /// Move the focus to the first thing to do; the value says that the page must not scroll there.
    Focus(bool),
    /// Load the part of a method once more.
    LoadAgain(Method),
}
