//! The login flow's races and rules by name: each is a sequence of events that must end well.

mod waits;

use super::harness::{Asked, Harness, config, login, second_step, wrong};
use super::{Drive, Event, Notice, SessionChange, Settings, Stage};
use crate::{AppConfig, BackendError, Method, Outcome};

#[test]
fn a_form_sent_before_the_configuration_goes_out_once_it_is_there() {
    let mut harness = Harness::new(Settings::default());
    harness.send(Event::Start(None));
    harness.submit();
    assert!(harness.flow.is_busy() && harness.requests.len() == 1);
    harness.configured(Ok(config()));
    assert!(matches!(harness.asked, Some(Asked::Login(_))), "{:?}", harness.asked);
    assert_eq!(harness.ready(), 1, "the page hears that the box is ready before it is asked");
    harness.answer(Ok(login().into()));
    assert_eq!((harness.flow.stage(), harness.logins()), (Stage::Done, 1));
}

#[test]
fn the_code_comes_first_where_the_application_says_so_unless_something_was_typed() {
    for typed in [false, true] {
        let mut harness = Harness::new(Settings::default());
        harness.send(Event::Start(None));
        if typed {
            harness.send(Event::Edited);
        }
        harness.configured(Ok(AppConfig { default_method: Some(Method::Qr), ..config() }));
        assert_eq!(harness.flow.active(), if typed { Method::Password } else { Method::Qr });
        assert!(!harness.told.contains(&Notice::MethodChanged(Method::Password)), "nobody changed a tab");
    }
}

#[test]
fn an_early_form_is_not_sent_where_there_is_no_password() {
    let mut harness = Harness::new(Settings::default());
    harness.send(Event::Start(None));
    harness.submit();
    harness.configured(Ok(AppConfig { methods: vec![Method::Qr], ..config() }));
    assert_eq!((harness.flow.active(), harness.requests.len()), (Method::Qr, 1));
}

#[test]
fn the_configuration_is_tried_three_times_and_then_the_person_decides() {
    let mut harness = Harness::new(Settings::default());
    harness.send(Event::Start(None));
    harness.configured(Err(BackendError::Network));
    assert_eq!(harness.flow.stage(), Stage::Loading);
    harness.pass_wait();
    harness.configured(Err(BackendError::Network));
    harness.pass_wait();
    harness.configured(Err(BackendError::Network));
    assert_eq!(harness.flow.stage(), Stage::Broken { error: &BackendError::Network, can_retry: true });
    assert_eq!(harness.told, [Notice::Broken(BackendError::Network)]);
    harness.send(Event::Retry);
    harness.configured(Ok(config()));
    assert_eq!(harness.flow.stage(), Stage::Methods);
}

#[test]
fn an_error_that_does_not_pass_is_told_at_once() {
    let mut harness = Harness::new(Settings::default());
    harness.send(Event::Start(None));
    let wrong = BackendError::Setup("`app-id` is missing".into());
    harness.configured(Err(wrong.clone()));
    assert_eq!(harness.flow.stage(), Stage::Broken { error: &wrong, can_retry: false });
    assert_eq!(harness.requests.len(), 1);
}

#[test]
fn a_server_that_wants_a_long_wait_is_told_at_once() {
    let mut harness = Harness::new(Settings::default());
    harness.send(Event::Start(None));
    harness.configured(Err(BackendError::Busy { retry_after: Some(60) }));
    assert!(matches!(harness.flow.stage(), Stage::Broken { can_retry: true, .. }));
}

#[test]
fn a_wrong_password_is_shown_until_the_person_types() {
    let mut harness = Harness::sending();
    harness.answer(Ok(wrong()));
    assert!(harness.flow.problem(Method::Password).is_some() && harness.flow.problem(Method::Qr).is_none());
    assert!(matches!(harness.told.last(), Some(Notice::Failed(Method::Password, BackendError::Refused(_)))));
    harness.send(Event::Edited);
    assert_eq!(harness.flow.problem(Method::Password), None);
}

#[test]
fn a_double_click_sends_one_login() {
    let mut harness = Harness::sending();
    harness.submit();
    harness.submit();
    assert_eq!(harness.requests.len(), 1);
}

#[test]
fn a_page_that_stops_a_login_stops_it_before_it_is_sent() {
    let mut harness = Harness::open();
    harness.go_on = Some(false);
    harness.submit();
    assert_eq!((harness.requests.len(), harness.flow.is_busy()), (0, false));
    harness.go_on = Some(true);
    harness.submit();
    assert_eq!(harness.requests.len(), 1, "and the next one is asked for anew");
}

#[test]
fn a_reset_while_the_page_decides_sends_nothing() {
    let mut harness = Harness::open();
    harness.go_on = None;
    harness.submit();
    let epoch = harness.question.take().expect("a question");
    harness.send(Event::Reset);
    harness.send(Event::Decided(epoch, true));
    assert!(harness.requests.is_empty());
}

#[test]
fn an_answer_after_a_reset_is_no_login() {
    let mut harness = Harness::sending();
    let Some(Asked::Login(epoch)) = harness.asked.clone() else { panic!("a login under way") };
    harness.send(Event::Reset);
    assert_eq!(harness.asked, None, "the request is cancelled");
    harness.send(Event::Answered(epoch, Ok(login().into())));
    assert_eq!((harness.flow.stage(), harness.logins()), (Stage::Methods, 0));
}

#[test]
fn of_a_password_and_a_code_at_once_the_first_one_counts() {
    let mut harness = Harness::open();
    harness.send(Event::Choose(Method::Qr));
    harness.send(Event::Choose(Method::Password));
    harness.submit();
    let Some(Asked::Login(epoch)) = harness.asked.clone() else { panic!("a login under way") };
    harness.send(Event::Finished(Method::Qr, login()));
    harness.send(Event::Answered(epoch, Ok(login().into())));
    assert_eq!((harness.logins(), harness.asked.clone()), (1, None));

    let mut other = Harness::open();
    other.send(Event::Choose(Method::Qr));
    other.send(Event::Choose(Method::Password));
    other.submit();
    other.answer(Ok(login().into()));
    assert!(other.driven.contains(&(Method::Qr, Drive::Stop)), "the code is given up");
    other.send(Event::Finished(Method::Qr, login()));
    assert_eq!(other.logins(), 1);
}

#[test]
fn the_code_is_made_when_it_is_in_sight_for_the_first_time_and_not_before() {
    let mut harness = Harness::open();
    assert_eq!(harness.driven, [(Method::Password, Drive::Start), (Method::Password, Drive::Show(true))]);
    harness.driven.clear();
    harness.send(Event::Choose(Method::Qr));
    harness.send(Event::Choose(Method::Qr));
    harness.send(Event::Choose(Method::Password));
    harness.send(Event::Choose(Method::Qr));
    let qr: Vec<_> =
        harness.driven.iter().filter(|(method, _)| *method == Method::Qr).map(|(_, drive)| *drive).collect();
    assert_eq!(qr, [Drive::Start, Drive::Show(true), Drive::Show(false), Drive::Show(true)]);
    assert_eq!(harness.told.iter().filter(|notice| matches!(notice, Notice::MethodChanged(_))).count(), 3);
}

#[test]
fn a_factor_that_the_backend_takes_is_asked_for_here_as_often_as_it_wants() {
    let mut harness = Harness::sending();
    for _ in 0..3 {
        harness.answer(Ok(Outcome::NeedsFactor(second_step(true))));
        assert!(matches!(harness.flow.stage(), Stage::Factor(_)));
        harness.send(Event::SubmitFactor);
        harness.send(Event::SubmitFactor);
    }
    assert_eq!(harness.requests.len(), 4);
    harness.answer(Ok(login().into()));
    assert_eq!((harness.flow.stage(), harness.logins()), (Stage::Done, 1));
    assert!(!harness.told.iter().any(|notice| matches!(notice, Notice::MfaRequired(..))));
}

#[test]
fn a_factor_that_only_the_page_can_ask_for_is_the_pages() {
    let mut harness = Harness::sending();
    harness.answer(Ok(Outcome::NeedsFactor(second_step(false))));
    assert!(matches!(harness.told.last(), Some(Notice::MfaRequired(Method::Password, _))));
    assert_eq!((harness.flow.stage(), harness.flow.is_busy()), (Stage::Methods, false));
    assert!(harness.flow.problem(Method::Password).is_some());
}

#[test]
fn a_wrong_code_can_be_corrected_and_a_handle_that_is_gone_leads_back() {
    let mut harness = Harness::sending();
    harness.answer(Ok(Outcome::NeedsFactor(second_step(true))));
    harness.send(Event::SubmitFactor);
    harness.answer(Ok(wrong()));
    assert!(matches!(harness.flow.stage(), Stage::Factor(_)) && harness.flow.factor_problem().is_some());
    harness.send(Event::SubmitFactor);
    harness.answer(Err(BackendError::Gone));
    assert_eq!(harness.flow.stage(), Stage::Methods);
}

#[test]
fn going_back_from_a_factor_cancels_it() {
    let mut harness = Harness::sending();
    harness.answer(Ok(Outcome::NeedsFactor(second_step(true))));
    harness.send(Event::SubmitFactor);
    let Some(Asked::Factor(epoch)) = harness.asked.clone() else { panic!("a factor under way") };
    harness.send(Event::Back);
    harness.send(Event::Answered(epoch, Ok(login().into())));
    assert_eq!((harness.flow.stage(), harness.logins(), harness.asked.clone()), (Stage::Methods, 0, None));
}

#[test]
fn a_code_may_need_a_factor_too() {
    let mut harness = Harness::open();
    harness.send(Event::Choose(Method::Qr));
    harness.send(Event::NeedsFactor(Method::Qr, second_step(true)));
    assert!(matches!(harness.flow.stage(), Stage::Factor(_)));
    harness.send(Event::SubmitFactor);
    harness.answer(Ok(login().into()));
    assert!(matches!(harness.told.last(), Some(Notice::LoggedIn(Method::Qr, _))));
}

#[test]
fn a_login_goes_on_to_the_callback_url_and_a_reset_calls_it_off() {
    let mut harness = Harness::new(Settings { callback_url: Some("/welcome".into()), ..Settings::default() });
    harness.send(Event::Start(Some(config())));
    harness.submit();
    harness.answer(Ok(login().into()));
    assert_eq!((harness.continued.len(), harness.called_off), (1, 0));
    harness.send(Event::Reset);
    assert_eq!(harness.called_off, 1);
}

#[test]
fn a_callback_url_that_is_not_allowed_is_told_before_anybody_logs_in() {
    let settings = |url: &str| Settings { callback_url: Some(url.into()), ..Settings::default() };
    let mut harness = Harness::new(settings("https://evil.example"));
    harness.send(Event::Start(Some(config())));
    assert!(matches!(harness.flow.stage(), Stage::Broken { can_retry: false, .. }));
    harness.send(Event::Settings(settings("/welcome")));
    assert_eq!((harness.flow.stage(), harness.ready()), (Stage::Methods, 1));
}

#[test]
fn another_backend_starts_over_and_a_known_configuration_keeps_the_form() {
    let mut harness = Harness::new(Settings::default());
    harness.send(Event::Start(None));
    harness.configured(Ok(config()));
    harness.send(Event::Choose(Method::Qr));
    harness.send(Event::BackendChanged);
    assert_eq!((harness.flow.stage(), harness.flow.active()), (Stage::Loading, Method::Password));
    assert!(harness.driven.contains(&(Method::Qr, Drive::Stop)));
    harness.configured(Ok(config()));
    assert_eq!(harness.ready(), 2);

    let mut known = Harness::sending();
    known.send(Event::BackendChanged);
    assert_eq!((known.flow.stage(), known.asked.clone()), (Stage::Methods, None));
    assert!(known.driven.contains(&(Method::Password, Drive::Restart)));
}

#[test]
fn the_pages_methods_win_and_name_the_first() {
    let settings = Settings { methods: vec![Method::Qr, Method::Password], ..Settings::default() };
    let mut harness = Harness::new(settings);
    harness.send(Event::Start(Some(AppConfig { default_method: Some(Method::Password), ..config() })));
    assert_eq!(harness.flow.active(), Method::Qr);
    harness.send(Event::Settings(Settings { methods: vec![Method::Password], ..Settings::default() }));
    assert_eq!(harness.flow.active(), Method::Password);
}

#[test]
fn a_method_that_is_listed_twice_is_there_once_in_its_first_place() {
    let methods = [vec![Method::Qr; 3], vec![Method::Password; 5_000], vec![Method::Qr]].concat();
    let mut harness = Harness::new(Settings::default());
    harness.send(Event::Start(None));
    harness.configured(Ok(AppConfig { methods: methods.clone(), ..config() }));
    assert_eq!(harness.flow.methods(), [Method::Qr, Method::Password]);
    harness.send(Event::Settings(Settings { methods: methods[1..].to_vec(), ..Settings::default() }));
    assert_eq!(harness.flow.methods(), [Method::Qr, Method::Password], "the page's list, too");
}

#[test]
fn a_login_in_another_tab_ends_the_code_here_and_is_told_and_nothing_that_was_typed_is_lost() {
    for state in ["open", "sending", "done"] {
        let mut harness = Harness::open();
        harness.send(Event::Choose(Method::Qr));
        harness.send(Event::Choose(Method::Password));
        if state != "open" {
            harness.submit();
        }
        if state == "done" {
            harness.answer(Ok(login().into()));
        }
        let (before, driven) = (format!("{:?}", harness.flow.stage()), harness.driven.len());
        harness.send(Event::Elsewhere(SessionChange::LoggedIn));
        assert_eq!(format!("{:?}", harness.flow.stage()), before, "{state}");
        let orders = &harness.driven[driven..];
        assert!(orders.contains(&(Method::Qr, Drive::LoggedInElsewhere)), "{state}: {orders:?}");
        assert!(orders.iter().all(|(_, drive)| *drive == Drive::LoggedInElsewhere), "{state}: {orders:?}");
        assert_eq!(harness.told.last(), Some(&Notice::SessionChanged(SessionChange::LoggedIn)), "{state}");
    }
}

#[test]
fn a_logout_in_another_tab_brings_the_form_back_where_somebody_had_logged_in_and_disturbs_nobody_else() {
    let out = Event::Elsewhere(SessionChange::LoggedOut);
    let told = Some(&Notice::SessionChanged(SessionChange::LoggedOut));
    let mut harness = Harness::sending();
    harness.answer(Ok(login().into()));
    harness.send(out.clone());
    assert_eq!((harness.flow.stage(), harness.told.last()), (Stage::Methods, told));
    assert!(harness.driven.contains(&(Method::Password, Drive::Reset)) && harness.called_off == 1);
    // Once more, of somebody who has begun to type.
    harness.send(Event::Edited);
    harness.send(out.clone());
    assert_eq!((harness.told.last(), harness.called_off), (told, 1));

    let mut harness = Harness::sending();
    harness.send(out);
    assert!(harness.flow.is_busy() && harness.told.last() == told, "a login under way goes on");
    harness.answer(Ok(login().into()));
    assert_eq!((harness.flow.stage(), harness.logins()), (Stage::Done, 1));
}

#[test]
fn a_code_that_was_logged_in_with_is_shown_again_after_a_logout_elsewhere() {
    let mut harness = Harness::open();
    harness.send(Event::Choose(Method::Qr));
    harness.send(Event::Finished(Method::Qr, login()));
    harness.send(Event::Elsewhere(SessionChange::LoggedOut));
    assert!(harness.driven.contains(&(Method::Qr, Drive::Reset)));
}

#[test]
fn on_a_phone_a_code_is_not_what_comes_first_unless_there_is_nothing_else() {
    let code_first = || AppConfig { default_method: Some(Method::Qr), ..config() };
    let on = |settings: Settings| {
        let mut harness = Harness::new(Settings { on_phone: true, ..settings });
        let before = harness.flow.active();
        harness.send(Event::Start(Some(code_first())));
        (before, harness.flow.active())
    };
    let (password, qr) = (Method::Password, Method::Qr);
    assert_eq!(on(Settings::default()), (password, password));
    assert_eq!(on(Settings { first: Some(qr), ..Settings::default() }), (password, password));
    assert_eq!(on(Settings { methods: vec![qr, password], ..Settings::default() }), (password, password));
    assert_eq!(on(Settings { methods: vec![qr], ..Settings::default() }), (qr, qr));
    // Whoever chooses it gets it.
    let mut harness = Harness::new(Settings { on_phone: true, ..Settings::default() });
    harness.send(Event::Start(Some(code_first())));
    harness.send(Event::Choose(qr));
    assert_eq!(harness.flow.active(), qr);
}
