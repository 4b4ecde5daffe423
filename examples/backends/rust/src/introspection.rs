//! Whose a session's token is, as the login server says at this moment: RFC 7662.

use serde::Deserialize;

use crate::verifier::Denied;

/// Asks the login server.
pub(crate) struct Introspection {
    url: String,
    client_id: String,
    client_secret: String,
    http: reqwest::Client,
}

impl std::fmt::Debug for Introspection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Introspection").field("url", &self.url).finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Answer {
    active: bool,
    client_id: Option<String>,
    sub: Option<String>,
}

impl Introspection {
    pub(crate) fn new(issuer: &str, client_id: &str, client_secret: String, http: reqwest::Client) -> Self {
        let url = format!("{issuer}/token/introspection");
        Self { url, client_id: client_id.into(), client_secret, http }
    }

    // introspect
    pub(crate) async fn ask(&self, token: &str) -> Result<String, Denied> {
        let request = self.http.post(&self.url).basic_auth(&self.client_id, Some(&self.client_secret));
        let reply = request.form(&[("token", token)]).send().await.and_then(reqwest::Response::error_for_status);
        let answer: Answer = reply.map_err(|_| Denied::Away)?.json().await.map_err(|_| Denied::Away)?;
        // A session of another application is none of ours.
        let ours = answer.active && answer.client_id.as_deref() == Some(&*self.client_id);
        answer.sub.filter(|_| ours).ok_or(Denied::Token)
    }
    // end
}
