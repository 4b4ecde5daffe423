//! The way on after a login: to the `callback_url`, with the login as a form and nothing of it in the URL.

use gloo_timers::callback::Timeout;
use web_sys::Element;
use yew::prelude::*;

use super::events::LoginSuccess;
use crate::browser::form;
use crate::grant::Grant;

/// How long the success is seen before the page goes away, in ms: Authing's own pages wait as long.
const PAUSE: u32 = 600;

/// `on_login`, and then the way to `url`, if there is one. The form is sent from inside `place`, so that nothing of the
/// page's own is touched. `generation` going up, or the widget going away, calls it off.
#[hook]
pub(super) fn use_continuation(
    place: &NodeRef,
    url: Option<AttrValue>,
    generation: u32,
    on_login: Callback<LoginSuccess>,
) -> Callback<LoginSuccess> {
    let timer = use_mut_ref(|| None::<Timeout>);
    {
        let timer = timer.clone();
        use_effect_with(generation, move |_| move || drop(timer.take()));
    }
    let place = place.clone();
    Callback::from(move |login: LoginSuccess| {
        if let Some(url) = url.clone() {
            let (place, grant) = (place.clone(), login.grant.clone());
            timer.replace(Some(Timeout::new(PAUSE, move || {
                if let Some(place) = place.cast::<Element>() {
                    form::post(&place, &url, &fields(&grant));
                }
            })));
        }
        on_login.emit(login);
    })
}

/// What Authing's callback URLs get: the code 200, the user as JSON, and the ticket of a QR login.
fn fields(grant: &Grant) -> Vec<(&'static str, String)> {
    let user = grant.user.as_ref().map(|user| user.to_json().expose().to_owned());
    let ticket = grant.ticket.as_ref().map(|ticket| ticket.expose().to_owned());
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
        let grant = Grant { user: Some(user), ticket: Some(Secret::new("t")) };
        assert_eq!(
            fields(&grant),
            [("code", "200".into()), ("data", r#"{"id":"u","x":1}"#.into()), ("ticket", "t".to_owned())]
        );
        assert_eq!(fields(&Grant { user: None, ticket: None }), [("code", "200".to_owned())]);
    }
}
