//! What an app says about itself.

use yew::prelude::*;

/// An application and its login server; the properties of a component that logs in, too.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct HostedSite {
    /// Base URL of the login server; `/` is the page's own.
    pub host: AttrValue,
    /// Id of the application at the login server.
    pub app_id: AttrValue,
    /// The page that a login comes back to, which uses the hook: a redirect URI of the application, to the letter.
    pub redirect_uri: AttrValue,
    /// What is asked for; empty: `openid profile`. A refresh token comes with `offline_access`.
    #[prop_or_default]
    pub scope: AttrValue,
}
