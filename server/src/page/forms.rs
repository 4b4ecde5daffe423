//! Answers to applications that a page delivers: a form, and a message.

use maud::{Markup, PreEscaped, html};
use serde::Serialize;

use super::login::json;
use super::{Look, Page, Words, frame, header};
use crate::services::oidc::authorize::Answer;

/// Sends the form. The policy has its hash.
pub const FORM_SCRIPT: &str = "document.forms[0].submit();";

/// Hands the answer to the window that waits for it, and to no other: the target's origin is that of the redirect URI. A
/// popup is then done. Without such a window (its opener was cut off) the answer goes to the redirect URI itself.
pub const MESSAGE_SCRIPT: &str = "\
const {origin,response,url}=JSON.parse(document.getElementById('guard-answer').textContent);\
const opener=window.opener;const target=opener||(window.parent!==window?window.parent:null);\
if(target){target.postMessage({type:'authorization_response',response},origin);if(opener)window.close();}\
else location.replace(url);";

/// What the message's script needs to know.
#[derive(Serialize)]
struct Message<'a> {
    origin: &'a str,
    response: serde_json::Map<String, serde_json::Value>,
    url: &'a str,
}

fn sending(look: &Look<'_>, rest: &Markup) -> Page {
    let words = Words::of(look.lang);
    let body = html! { div.card { (header(look, words.sending, None)) p { (words.sending_hint) } (rest) } };
    frame(look, words.sending, &html! {}, &body)
}

/// A page that posts `answer` (OAuth 2.0 Form Post Response Mode), by itself where scripts run.
pub fn form_post(look: &Look<'_>, answer: &Answer, issuer: &str) -> Page {
    let words = Words::of(look.lang);
    sending(
        look,
        &html! {
            form method="post" action=(answer.redirect_uri) {
                @for (name, value) in answer.params(issuer) { input type="hidden" name=(name) value=(value); }
                button { (words.go_on) }
            }
            script { (PreEscaped(FORM_SCRIPT)) }
        },
    )
}

/// A page that sends `answer` by a message to a window of `origin`.
pub fn web_message(look: &Look<'_>, answer: &Answer, issuer: &str, origin: &str) -> Page {
    let words = Words::of(look.lang);
    let url = answer.url(issuer);
    let response = answer.params(issuer).into_iter().map(|(name, value)| (name.to_owned(), value.into()));
    let message = Message { origin, response: response.collect(), url: &url };
    sending(
        look,
        &html! {
            noscript { a.button href=(url) { (words.go_on) } }
            script type="application/json" id="guard-answer" { (json(&message)) }
            script { (PreEscaped(MESSAGE_SCRIPT)) }
        },
    )
}
