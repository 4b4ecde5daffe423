//! Keys of the QR panel's texts.

guard_core::texts! {
    /// Tab of the QR code.
    TAB = "tab_qr",
    /// Name of the picture for screen readers; `{app}` is the application's name.
    LABEL = "qr_label",
    /// Loading: a code is being made.
    LOADING = "qr_loading",
    /// Ready: the thing to do.
    READY = "qr_ready",
    /// Ready: the thing that follows.
    READY_HINT = "qr_ready_hint",
    /// Ready, on a phone with a link that goes on there: the thing to do.
    OPEN_TITLE = "qr_open_title",
    /// That link, which opens WeChat.
    OPEN = "qr_open",
    /// That link, which opens a page of the login server.
    OPEN_PAGE = "qr_open_page",
    /// Ready, in WeChat's browser: the thing to do.
    PRESS = "qr_press",
    /// The thing that follows a press or the link.
    BACK_HINT = "qr_back_hint",
    /// Ready, on a phone with nothing to open there: the thing to do.
    AWAY = "qr_away",
    /// Another thing to do.
    AWAY_HINT = "qr_away_hint",
    /// Button that shows the code on a phone.
    SHOW = "qr_show",
    /// Ready, last seconds, when a new code follows by itself; `{n}` seconds are left.
    HURRY_ROTATE = "qr_hurry_rotate",
    /// Ready, last seconds; `{n}` seconds are left.
    HURRY = "qr_hurry",
    /// Offline: it goes on by itself.
    OFFLINE = "qr_offline",
    /// The server wants no other request for `{n}` seconds.
    WAIT = "qr_wait",
    /// Button that does not wait.
    ASK_NOW = "qr_ask_now",
    /// Scanned: confirm on the phone.
    SCANNED = "qr_scanned",
    /// Scanned, with a number to match.
    SCANNED_NUMBER = "qr_scanned_number",
    /// Scanned: asks whether that is right; the link after it starts over.
    SCANNED_HINT = "qr_scanned_hint",
    /// Link that starts over after a scan.
    START_OVER = "qr_start_over",
    /// Button that starts over after a refusal on the phone.
    SCAN_AGAIN = "qr_scan_again",
    /// Name of a scanner who has none.
    SOMEONE = "qr_someone",
    /// Words before the number to match, for screen readers.
    NUMBER_LABEL = "qr_number_label",
    /// Confirmed.
    CONFIRMED = "qr_confirmed",
    /// Confirmed: wait.
    CONFIRMED_HINT = "qr_confirmed_hint",
    /// Expired.
    EXPIRED = "qr_expired",
    /// Expired: the reason.
    EXPIRED_HINT = "qr_expired_hint",
    /// Expired because another tab logged in.
    ELSEWHERE = "qr_elsewhere",
    /// The thing to do after that.
    ELSEWHERE_HINT = "qr_elsewhere_hint",
    /// Button that makes a new code.
    REFRESH = "qr_refresh",
    /// Declined on the phone.
    CANCELLED = "qr_cancelled",
    /// Declined: its meaning.
    CANCELLED_HINT = "qr_cancelled_hint",
    /// Error: the login came too late.
    TOO_LATE = "qr_too_late",
    /// Error: the other way, when there is a password tab.
    ERROR_HINT = "qr_error_hint",
    /// Error: the thing to do, when there is none.
    ERROR_HINT_ALONE = "qr_error_hint_alone",
}
