//! The pages that the server draws itself, complete and without any script: the login that an application sent somebody
//! to, and what is said when that can't be. Pure: from values to HTML.
//!
//! The style stands in the page, so that the first form is there with the first answer; the policy names its hash.

mod forms;
mod login;
mod notice;
mod words;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use guard_protocol::Lang;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use crate::config::AppConfig;
use crate::store::UserRow;

pub use forms::{FORM_SCRIPT, MESSAGE_SCRIPT, form_post, web_message};
pub use login::{Choice, Form, Login, choice, login};
pub use notice::{Notice, logged_out, logout_question, notice};
pub use words::{Words, lang_for};

/// The style of all pages.
const CSS: &str = include_str!("../../assets/login/login.css");

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The document.
    pub html: String,
    /// The hashes of its styles, as a policy has them.
    pub style_hashes: String,
}

/// What a page is about.
#[derive(Clone, Debug, Default)]
pub struct Look<'a> {
    /// The application that it is shown for, when that is known.
    pub app: Option<&'a AppConfig>,
    /// The application's logo, as a URL.
    pub logo: Option<String>,
    /// The language.
    pub lang: Lang,
    /// Links to the same page in other languages.
    pub languages: Vec<(Lang, String)>,
}

/// What the pages call a person. A phone number is no name: somebody may look on.
pub fn name_of(user: &UserRow) -> &str {
    user.nickname.as_ref().or(user.username.as_ref()).or(user.email.as_ref()).unwrap_or(&user.id)
}

/// The hash of an inline script or style, as a policy has it.
pub fn hash_source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// The variables that an application sets. Its values are of an alphabet that ends no rule: see the configuration.
fn variables(app: &AppConfig) -> String {
    let colors = app.page.colors.0.iter().map(|(name, value)| format!("--guard-{name}:{value};"));
    let background = app.page.background.as_ref().map(|background| {
        if background.starts_with('/') || background.starts_with("https:") {
            format!("--page-background:url(\"{background}\");")
        } else {
            format!("--page-background:{background};")
        }
    });
    let all: String = colors.chain(background).collect();
    if all.is_empty() { all } else { format!(":root{{{all}}}") }
}

/// The frame of every page.
fn frame(look: &Look<'_>, title: &str, head: &Markup, body: &Markup) -> Page {
    let own = look.app.map(variables).unwrap_or_default();
    let words = Words::of(look.lang);
    // What stands beside the card is to be read on any background.
    let dressed = look.app.is_some_and(|app| app.page.background.is_some());
    let link = |url: &Option<String>| url.clone();
    let terms = look.app.and_then(|app| link(&app.page.terms_url));
    let privacy = look.app.and_then(|app| link(&app.page.privacy_url));
    let document = html! {
        (DOCTYPE)
        html lang=(look.lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(CSS)) }
                @if !own.is_empty() { style { (PreEscaped(&own)) } }
                (head)
            }
            body {
                main.page.dressed[dressed] {
                    (body)
                    @if terms.is_some() || privacy.is_some() || !look.languages.is_empty() {
                        div.foot {
                            @if let Some(url) = &terms { a href=(url) target="_blank" rel="noopener noreferrer" { (words.terms) } }
                            @if let Some(url) = &privacy { a href=(url) target="_blank" rel="noopener noreferrer" { (words.privacy) } }
                            @for (lang, url) in &look.languages {
                                a href=(url) lang=(lang.tag()) hreflang=(lang.tag()) { (Words::of(*lang).own_name) }
                            }
                        }
                    }
                }
            }
        }
    };
    let style_hashes =
        if own.is_empty() { hash_source(CSS) } else { format!("{} {}", hash_source(CSS), hash_source(&own)) };
    Page { html: document.into_string(), style_hashes }
}

/// Logo and title of a card.
fn header(look: &Look<'_>, title: &str, below: Option<&str>) -> Markup {
    html! {
        div.head {
            @if let Some(logo) = &look.logo { img src=(logo) alt="" width="40" height="40"; }
            div {
                h1 { (title) }
                @if let Some(below) = below { p.muted { (below) } }
            }
        }
    }
}

#[cfg(test)]
mod tests;
