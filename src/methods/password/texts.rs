//! Keys of the password panel's texts.

guard_core::texts! {
    /// Tab of the form.
    TAB = "tab_password",
    /// Label of the account field.
    ACCOUNT_LABEL = "account_label",
    /// Placeholder of the account field.
    ACCOUNT_PLACEHOLDER = "account_placeholder",
    /// Label of the password field.
    PASSWORD_LABEL = "password_label",
    /// Placeholder of the password field.
    PASSWORD_PLACEHOLDER = "password_placeholder",
    /// Button that shows the password.
    PASSWORD_SHOW = "password_show",
    /// Button that hides the password.
    PASSWORD_HIDE = "password_hide",
    /// The account field is empty.
    ACCOUNT_MISSING = "account_missing",
    /// The password field is empty.
    PASSWORD_MISSING = "password_missing",
    /// Caps lock is on.
    CAPS_LOCK = "caps_lock",
    /// Button that logs in.
    SUBMIT = "submit",
    /// The same button while it works.
    SUBMITTING = "submitting",
    /// Link to recover a forgotten password.
    FORGOT_PASSWORD = "forgot_password",
}
