//! What is drawn. A component here takes props and draws; what to do is decided in [`qr`](crate::qr),
//! [`backend`](crate::backend) and [`failure`](crate::failure).
//!
//! ```text
//! GuardWidget ─ LoginBox ┬ Header
//!                        ├ TabStrip
//!                        ├ PasswordForm ─ PasswordField
//!                        └ QrPanel ┬ QrTile ─ QrCodeView, Ring
//!                                  └ QrStatus ─ Countdown
//! ```

mod broken;
mod config_state;
mod continuation;
mod countdown;
#[cfg(not(feature = "element"))]
mod dialog;
mod events;
mod first_focus;
mod guard_widget;
mod handle;
mod header;
mod icons;
mod live_region;
mod login_box;
mod observer;
mod password_field;
mod password_form;
mod qr_code;
mod qr_panel;
mod qr_status;
mod qr_tile;
mod skeleton;
#[cfg(not(feature = "element"))]
mod style;
mod tab_strip;
mod theme;

#[cfg(not(feature = "element"))]
pub use self::dialog::{CloseReason, GuardDialog, GuardDialogProps};
pub use self::events::{BeforeLogin, LoginError, LoginSuccess, MfaRequired, WidgetError};
#[cfg(feature = "element")]
pub(crate) use self::guard_widget::DEFAULT_QR_SIZE;
pub use self::guard_widget::{GuardWidget, GuardWidgetProps};
pub use self::handle::GuardHandle;
pub use self::observer::Observer;
pub use self::theme::Theme;
