//! The widget's face to the page: settings and orders in, news out.

mod commands;
mod events;
mod news;
mod settings;
mod theme;

pub use self::commands::Command;
pub use self::events::{BeforeLogin, LoginError, LoginSuccess, MfaRequired, WidgetError};
pub use self::news::News;
pub use self::settings::{DEFAULT_QR_SIZE, Settings, checked_link};
pub use self::theme::Theme;
