//! The login box as a component: the public face ([`GuardWidget`], [`GuardDialog`]) and the one component behind it
//! ([`Widget`]), which runs the login flow and draws the card.

mod commands;
mod component;
mod continuation;
mod dialog;
mod events;
mod guard_widget;
mod handle;
mod news;
mod parts;
mod run;
mod settings;
mod slots;
pub(crate) mod style;
mod theme;

pub use self::commands::Command;
pub use self::component::{LoginBox, Widget, WidgetProps};
pub use self::dialog::{CloseReason, GuardDialog, GuardDialogProps};
pub use self::events::{BeforeLogin, LoginError, LoginSuccess, MfaRequired, WidgetError};
pub use self::guard_widget::{GuardWidget, GuardWidgetProps};
pub use self::handle::GuardHandle;
pub use self::news::News;
pub use self::parts::{Part, Parts};
pub use self::settings::{DEFAULT_QR_SIZE, Settings};
pub use self::theme::Theme;
