//! What a layer round the widget hears beside the host: the element sets its CSS states by it, and the callbacks of
//! `startScanning` are made of it.

use std::rc::Rc;

use yew::Callback;

use crate::qr::{Check, QrCode, Status};

/// Callbacks of a layer round [`GuardWidget`](super::GuardWidget). A host needs none of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observer {
    /// What is shown now: the status of the QR tab while that is the one shown, else `ready`; `loading` before there
    /// is a card, `error` where there can be none.
    pub on_state: Callback<Status>,
    /// There is another QR code, or none any more. Told before it is drawn.
    pub on_code: Callback<Option<Rc<QrCode>>>,
    /// The QR code is in sight: drawn, or its picture loaded.
    pub on_shown: Callback<Rc<QrCode>>,
    /// A poll of the QR code was answered.
    pub on_check: Callback<Rc<Check>>,
    /// The person asked for a new code.
    pub on_retry: Callback<()>,
}
