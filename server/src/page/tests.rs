//! What every page keeps: nothing that came from outside becomes markup, and the policy knows every style.

use guard_protocol::Secret;

use super::*;
use crate::config::Colors;
use crate::demo;
use crate::services::oidc::authorize::answer::Outcome;
use crate::services::oidc::authorize::{Answer, Brings, ResponseMode};

const EVIL: &str = "</script><script>alert(1)</script>\"'><img src=x>&";

fn app() -> AppConfig {
    let mut app = demo::app("https://own.example");
    app.name = EVIL.to_owned();
    app.page.terms_url = Some("https://shop.example/terms?\"><b>".to_owned());
    app
}

fn all_pages(app: &AppConfig, lang: Lang) -> Vec<Page> {
    let look =
        Look { app: Some(app), logo: Some(EVIL.to_owned()), lang, languages: vec![(Lang::ZhCn, EVIL.to_owned())] };
    let proof = Secret::new(EVIL);
    let form = || Form { id: EVIL, proof: &proof, lang };
    let answer = Answer {
        redirect_uri: format!("https://shop.example/{EVIL}"),
        mode: ResponseMode::WebMessage,
        brings: Brings::Code,
        state: Some(EVIL.to_owned()),
        outcome: Outcome::Code(Secret::new(EVIL)),
    };
    let shown = Login {
        form: form(),
        account: EVIL,
        problem: Some(EVIL.to_owned()),
        is_repeated: true,
        script: Some("/login/interaction.js"),
    };
    let chosen = Choice { form: form(), name: EVIL, detail: Some(EVIL), photo: Some(EVIL.to_owned()) };
    vec![
        login(&look, &shown),
        choice(&look, &chosen),
        notice(&look, Notice::NoCookies, Some(EVIL)),
        logout_question(&look, EVIL, &proof, &[("state", EVIL)]),
        logged_out(&look, &[EVIL.to_owned()], Some(EVIL)),
        form_post(&look, &answer, EVIL),
        web_message(&look, &answer, EVIL, EVIL),
    ]
}

#[test]
fn nothing_from_outside_becomes_markup() {
    for lang in Lang::ALL {
        for page in all_pages(&app(), *lang) {
            assert!(!page.html.contains("<script>alert") && !page.html.contains("<img src=x"), "{}", page.html);
            assert!(!page.html.contains(" style="), "no inline style");
            assert!(page.html.starts_with("<!DOCTYPE html><html lang=\""));
        }
    }
}

#[test]
fn the_policy_knows_every_style() {
    let mut branded = app();
    branded.page.colors = Colors([("color-primary".to_owned(), "#123456".to_owned())].into());
    branded.page.background = Some("/back.jpg".to_owned());
    for (app, count) in [(app(), 1), (branded, 2)] {
        for page in all_pages(&app, Lang::EnUs) {
            let styles: Vec<_> =
                page.html.split("<style>").skip(1).map(|rest| rest.split("</style>").next().unwrap()).collect();
            assert_eq!(styles.len(), count);
            let hashes: Vec<_> = styles.iter().map(|style| hash_source(style)).collect();
            assert_eq!(page.style_hashes, hashes.join(" "));
        }
    }
}

#[test]
fn every_text_is_there_in_every_language() {
    let [english, chinese] = [Lang::EnUs, Lang::ZhCn].map(|lang| format!("{:?}", Words::of(lang)));
    let named = |text: &str, word: &str| text.matches(word).count();
    for word in ["{app}", "{name}", "client_id", "redirect_uri", "post_logout_redirect_uri"] {
        assert_eq!(named(&english, word), named(&chinese, word), "{word}");
    }
    assert!(!english.contains("\"\"") && !chinese.contains("\"\""));
}

#[test]
fn a_page_is_in_the_first_wanted_language_of_the_application() {
    let mut app = app();
    assert_eq!(lang_for(Some(&app), ["fr", "zh-TW", "en"]).0, Lang::ZhCn);
    assert_eq!(lang_for(Some(&app), ["fr"]).0, Lang::EnUs);
    app.page.languages = vec!["zh-CN".to_owned()];
    assert_eq!(lang_for(Some(&app), ["en"]), (Lang::ZhCn, vec![Lang::ZhCn]));
}
