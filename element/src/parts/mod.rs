//! The parts of the module, and the way to each. No other file knows where the module is cut.

mod split;

use guard_core::{BackendError, Factor, Method};
use guard_widget::factors::{self, NewFactor};
use guard_widget::methods::{self, NewMethod};
use guard_widget::widget::{Part, Parts};

use self::split::PartError;
use crate::page_backend::NewPageBackend;
use crate::qr::QrPart;
use crate::sdk::{self, SdkPart};
use crate::submit::SubmitPart;

split::point!(
    /// Sending a password, and the answer to it.
    fn submit_part as "submit" -> &'static SubmitPart { &SubmitPart::HERE }
);
split::point!(
    /// The QR login, drawn or not.
    fn qr_part as "qr" -> &'static QrPart { &QrPart::HERE }
);
split::point!(
    /// Calls without a box.
    fn sdk_part as "sdk" -> SdkPart { sdk::run }
);
split::point!(
    /// Every factor.
    fn factors_part as "factors" -> fn(Factor) -> NewFactor { factors::new_factor }
);
split::point!(
    /// Backends of the page's own.
    fn adapters_part as "adapters" -> NewPageBackend { crate::page_backend::new }
);

/// The way to the panels, for the widget.
pub(crate) static PARTS: Parts = Parts {
    method: |method| match method {
        Method::Password => Part::Here(methods::password::new),
        Method::Qr => Part::Coming(Box::pin(async { Ok(qr().await?.new as NewMethod) })),
    },
    factor: |factor| Part::Coming(Box::pin(async move { Ok(factors_part().await.map_err(failed)?(factor)) })),
};

/// The part that sends passwords.
pub(crate) async fn submit() -> Result<&'static SubmitPart, BackendError> {
    submit_part().await.map_err(failed)
}

/// The part of the QR login. Its news can be told from then on.
pub(crate) async fn qr() -> Result<&'static QrPart, BackendError> {
    let part = qr_part().await.map_err(failed)?;
    crate::emit::know_qr(part.detail);
    Ok(part)
}

/// The part of the SDK.
pub(crate) async fn sdk() -> Result<SdkPart, BackendError> {
    sdk_part().await.map_err(failed)
}

/// The part for backends of the page's own.
pub(crate) async fn adapters() -> Result<NewPageBackend, BackendError> {
    adapters_part().await.map_err(failed)
}

fn failed(PartError: PartError) -> BackendError {
    BackendError::Part
}
