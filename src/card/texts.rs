//! Keys of the frame's texts.

guard_core::texts! {
    /// Title of the card; `{app}` is the application's name.
    TITLE = "title",
    /// Title of the card when the application has no name.
    TITLE_PLAIN = "title_plain",
    /// Name of the tab strip for screen readers.
    TABS_LABEL = "tabs_label",
    /// Words before the link to register.
    REGISTER_HINT = "register_hint",
    /// Link to register.
    REGISTER = "register",
    /// The page stopped the login.
    LOGIN_VETOED = "login_vetoed",
    /// The person is logged in.
    SUCCESS = "qr_success",
    /// Where it goes on; `{app}` is the application's name.
    SUCCESS_HINT = "qr_success_hint",
    /// Button that tries again.
    RETRY = "retry",
    /// Button that closes a dialog.
    CLOSE = "close",
    /// The configuration cannot be had.
    ERROR_CONFIG = "error_config",
    /// A part of the box could not be loaded.
    PART_FAILED = "part_failed",
}
