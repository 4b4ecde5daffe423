//! The end of sessions.

use guard_core::BackendError;
use guard_protocol::{Secret, headers, paths};

use super::{AuthingBackend, Client};
use crate::backend::{Answer, SessionBackend};
use crate::browser::http::Request;

impl SessionBackend for AuthingBackend {
    fn log_out(&self, token: Option<Secret>) -> Answer<()> {
        let client = self.client.clone();
        Box::pin(async move { client.log_out(token).await })
    }
}

impl Client {
    async fn log_out(&self, token: Option<Secret>) -> Result<(), BackendError> {
        let config = self.config().await?;
        // One segment of a path may still hold what parts a query.
        let app_id = String::from(js_sys::encode_uri_component(self.app_id()?.as_str()));
        let mut request = Request::get(format!("{}?app_id={app_id}", self.url(&config, paths::LOGOUT)));
        if let Some(token) = token {
            request.headers.push((headers::AUTHORIZATION, format!("Bearer {}", token.expose())));
        }
        self.send(request).await.map(drop)
    }
}
