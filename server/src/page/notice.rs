//! Pages that say something: what is wrong and what to do, and the way out.

use guard_protocol::Secret;
use maud::html;

use super::{Look, Page, Words, frame, header};

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// `client_id` is no application's.
    UnknownApplication,
    /// `redirect_uri` is not registered.
    RedirectNotRegistered,
    /// The login is over.
    Expired,
    /// The browser keeps no cookies.
    NoCookies,
    /// A form that was not the page's own.
    ForeignForm,
    /// `post_logout_redirect_uri` is not registered.
    LogoutNotRegistered,
    /// Nobody logged out.
    Stayed,
}

/// A page that says `notice`, and leads on to `next`, if there is a way.
pub fn notice(look: &Look<'_>, notice: Notice, next: Option<&str>) -> Page {
    let words = Words::of(look.lang);
    let (title, hint, leads) = match notice {
        Notice::UnknownApplication => (words.unknown_app, words.unknown_app_hint, words.go_on),
        Notice::RedirectNotRegistered => (words.bad_redirect, words.bad_redirect_hint, words.go_on),
        Notice::Expired => (words.expired, words.expired_hint, words.go_on),
        Notice::NoCookies => (words.no_cookies, words.no_cookies_hint, words.start_again),
        Notice::ForeignForm => (words.foreign_form, words.foreign_form_hint, words.start_again),
        Notice::LogoutNotRegistered => (words.bad_logout, words.bad_logout_hint, words.go_on),
        Notice::Stayed => (words.stayed, words.logged_out_hint, words.go_on),
    };
    let body = html! {
        div.card {
            (header(look, title, None))
            p { (hint) }
            @if let Some(next) = next { a.button href=(next) { (leads) } }
        }
    };
    frame(look, title, &html! {}, &body)
}

/// Asks whether `name` wants to log out.
pub fn logout_question(look: &Look<'_>, name: &str, proof: &Secret, fields: &[(&str, &str)]) -> Page {
    let words = Words::of(look.lang);
    let body = html! {
        div.card {
            (header(look, words.log_out_title, None))
            p { (Words::fill(words.log_out_question, name)) }
            form method="post" action="/oidc/session/end/confirm" {
                input type="hidden" name="csrf" value=(proof.expose());
                @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                button name="answer" value="yes" { (words.log_out) }
                button.quiet name="answer" value="no" { (words.stay) }
            }
        }
    };
    frame(look, words.log_out_title, &html! {}, &body)
}

/// Says that somebody is logged out. `frames` are pages of applications that forget the person when they are loaded
/// (OpenID Connect Front-Channel Logout); then the way on is a link.
pub fn logged_out(look: &Look<'_>, frames: &[String], next: Option<&str>) -> Page {
    let words = Words::of(look.lang);
    // Long enough for the frames to be asked for.
    let refresh = next.map(|next| format!("2;url={next}"));
    let head = html! { @if let Some(refresh) = &refresh { meta http-equiv="refresh" content=(refresh); } };
    let body = html! {
        div.card {
            (header(look, words.logged_out, None))
            p { (if next.is_some() { words.sending_hint } else { words.logged_out_hint }) }
            @if let Some(next) = next { a.button href=(next) { (words.go_on) } }
        }
        div.frames { @for url in frames { iframe src=(url) title="" {} } }
    };
    frame(look, words.logged_out, &head, &body)
}
