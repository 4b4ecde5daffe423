//! The login, and the choice of an account.

use guard_protocol::{Lang, Secret};
use maud::{Markup, PreEscaped, html};
use serde::Serialize;

use super::{Look, Page, Words, frame, header};
use crate::services::oidc::interactions::resume_path;

/// What every form of an interaction carries.
#[derive(Clone, Debug)]
pub struct Form<'a> {
    /// The interaction.
    pub id: &'a str,
    /// The proof that the form is the page's own.
    pub proof: &'a Secret,
    /// The language.
    pub lang: Lang,
}

impl Form<'_> {
    fn action(&self, what: &str) -> String {
        format!("/login/interaction/{}/{what}?lang={}", self.id, self.lang.tag())
    }

    fn proof(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.proof.expose()); }
    }

    /// A form of one button.
    fn button(&self, what: &str, class: &str, text: &str) -> Markup {
        html! { form method="post" action=(self.action(what)) { (self.proof()) button class=(class) { (text) } } }
    }
}

/// A login to show.
#[derive(Clone, Debug)]
pub struct Login<'a> {
    /// Its forms.
    pub form: Form<'a>,
    /// What was typed, or who is expected.
    pub account: &'a str,
    /// What went wrong.
    pub problem: Option<String>,
    /// Whether somebody is logged in who must prove it again.
    pub is_repeated: bool,
    /// The script that puts the widget in the form's place: its path, and that of the package.
    pub script: Option<&'a str>,
}

/// What the script needs to know.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    interaction: &'a str,
    app_id: &'a str,
    lang: &'a str,
    next: String,
}

/// JSON that can stand in a `<script>`.
pub(super) fn json(value: &impl Serialize) -> PreEscaped<String> {
    PreEscaped(serde_json::to_string(value).unwrap_or_default().replace('<', "\\u003c"))
}

/// The login.
pub fn login(look: &Look<'_>, login: &Login<'_>) -> Page {
    let Login { form, account, problem, is_repeated, script } = login;
    let words = Words::of(look.lang);
    let app = look.app.map(|app| app.name.as_str()).unwrap_or_default();
    let title = Words::fill(words.title, app);
    let welcome = look.app.and_then(|app| app.welcome.get(look.lang.tag())).map(String::as_str);
    let below = if *is_repeated { Some(words.confirm_again) } else { welcome };
    let data = Data {
        interaction: form.id,
        app_id: look.app.map(|app| app.id.as_str()).unwrap_or_default(),
        lang: look.lang.tag(),
        next: resume_path(form.id),
    };
    let wrong = problem.is_some();
    let head = html! {
        @if let Some(script) = script {
            link rel="modulepreload" href="/dist/guard-widget.js";
            script type="module" src=(script) {}
        }
    };
    let body = html! {
        div.card #guard-card {
            (header(look, &title, below))
            @if let Some(problem) = problem { p.problem #problem role="alert" { (problem) } }
            form #guard-form method="post" action=(form.action("password")) {
                (form.proof())
                div.field {
                    label for="account" { (words.account) }
                    input #account name="account" type="text" autocomplete="username" autocapitalize="none"
                        autocorrect="off" spellcheck="false" enterkeyhint="next" required maxlength="320"
                        placeholder=(words.account_hint) value=(account)
                        aria-describedby=[wrong.then_some("problem")] aria-invalid=[wrong.then_some("true")]
                        autofocus[account.is_empty()];
                }
                div.field {
                    label for="password" { (words.password) }
                    input #password name="password" type="password" autocomplete="current-password" required
                        maxlength="1024" enterkeyhint="go"
                        aria-describedby=[wrong.then_some("problem")] aria-invalid=[wrong.then_some("true")]
                        autofocus[!account.is_empty()];
                }
                button { (words.log_in) }
            }
            (form.button("cancel", "plain", words.cancel))
        }
        @if script.is_some() { script type="application/json" id="guard-interaction" { (json(&data)) } }
    };
    frame(look, &title, &head, &body)
}

/// An account to continue with.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// Its forms.
    pub form: Form<'a>,
    /// The person's name.
    pub name: &'a str,
    /// What tells them from others of that name.
    pub detail: Option<&'a str>,
    /// The person's picture.
    pub photo: Option<String>,
}

/// The choice of an account.
pub fn choice(look: &Look<'_>, choice: &Choice<'_>) -> Page {
    let Choice { form, name, detail, photo } = choice;
    let words = Words::of(look.lang);
    let title = Words::fill(words.choose, look.app.map(|app| app.name.as_str()).unwrap_or_default());
    let body = html! {
        div.card #guard-card {
            (header(look, &title, None))
            div.person {
                @if let Some(photo) = photo { img src=(photo) alt="" width="40" height="40"; }
                div { strong { (name) } @if let Some(detail) = detail { span.muted { (detail) } } }
            }
            (form.button("continue", "", &Words::fill(words.go_on_as, name)))
            (form.button("another", "quiet", words.another))
            (form.button("cancel", "plain", words.cancel))
        }
    };
    frame(look, &title, &html! {}, &body)
}
