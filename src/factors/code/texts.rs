//! Keys of the texts of the six-digit code.

guard_core::texts! {
    /// Title.
    TITLE = "code_title",
    /// The place to look for the code.
    HINT = "code_hint",
    /// The place that the code went to; `{hint}` is the address as far as it may be seen.
    SENT = "code_sent",
    /// Label of the field.
    LABEL = "code_label",
    /// There are fewer than six digits.
    MISSING = "code_missing",
    /// The code is wrong.
    WRONG = "code_wrong",
    /// Button that sends the code.
    SUBMIT = "code_submit",
    /// The same button while it works.
    SUBMITTING = "code_submitting",
    /// Button that leads back to the methods.
    BACK = "code_back",
}
