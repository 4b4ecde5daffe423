//! The settings of an application for its login box. Answered by backends, or given by a page that knows it beforehand.

use crate::{Lang, Method};

/// The public settings of an application.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppConfig {
    /// Name to show.
    pub name: String,
    /// URL of the logo (https:, data: or on the same server).
    pub logo: Option<String>,
    /// A line under the title, by language.
    pub welcome: Vec<(Lang, String)>,
    /// Ways to log in, in their order.
    pub methods: Vec<Method>,
    /// The one to start with.
    pub default_method: Option<Method>,
    /// URLs that a login may continue to.
    pub redirect_uris: Vec<String>,
}
