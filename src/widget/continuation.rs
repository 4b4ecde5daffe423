//! The way on after a login: to the `callback_url`, with the login as a form and nothing of it in the URL.

use gloo_timers::callback::Timeout;
use guard_core::Authentication;
use web_sys::Element;

use crate::browser::form;

/// How long the success is seen before the page goes away, in ms: Authing's own pages wait as long.
const PAUSE: u32 = 600;

/// Calls `go` after the moment in which the success is seen; dropping it calls that off.
pub(super) fn after_a_moment(go: impl FnOnce() + 'static) -> Timeout {
    Timeout::new(PAUSE, go)
}

/// Posts the login to `url`, with a form inside `place`, so that nothing of the page's own is touched.
pub(super) fn go(place: &Element, url: &str, authentication: &Authentication) {
    form::post(place, url, &fields(authentication));
}

/// The fields that Authing's callback URLs get: the code 200, the user as JSON, and the ticket of a QR login.
fn fields(authentication: &Authentication) -> Vec<(&'static str, String)> {
    let user = authentication.user.as_ref().map(|user| user.to_json().expose().to_owned());
    let ticket = authentication.ticket.as_ref().map(|ticket| ticket.expose().to_owned());
    let mut fields = vec![("code", "200".to_owned())];
    fields.extend(user.map(|user| ("data", user)));
    fields.extend(ticket.map(|ticket| ("ticket", ticket)));
    fields
}

#[cfg(test)]
mod tests {
    use guard_protocol::{Secret, User};

    use super::*;

    #[test]
    fn the_form_holds_the_user_as_the_server_sent_it_and_the_ticket() {
        let user = User { json: Some(Secret::new(r#"{"id":"u","x":1}"#)), ..User::default() };
        let login = Authentication { user: Some(Box::new(user)), ticket: Some(Secret::new("t")) };
        assert_eq!(
            fields(&login),
            [("code", "200".into()), ("data", r#"{"id":"u","x":1}"#.into()), ("ticket", "t".to_owned())]
        );
        assert_eq!(fields(&Authentication { user: None, ticket: None }), [("code", "200".to_owned())]);
    }
}
