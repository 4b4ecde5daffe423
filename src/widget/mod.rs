//! The login box as a component: the public face ([`GuardWidget`], [`GuardDialog`]) and the one component behind it
//! ([`Widget`]), which runs the login flow and draws the card.

mod component;
mod continuation;
mod dialog;
mod guard_widget;
mod handle;
mod parts;
mod run;
mod slots;
pub(crate) mod style;

pub use self::component::{LoginBox, Widget, WidgetProps};
pub use self::dialog::{CloseReason, GuardDialog, GuardDialogProps};
pub use self::guard_widget::{GuardWidget, GuardWidgetProps};
pub use self::handle::GuardHandle;
pub use self::parts::{Part, Parts};
