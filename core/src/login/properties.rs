//! Rules that hold for every sequence of events, however odd. The harness also fails on a second request while one is
//! under way.

use proptest::prelude::*;

use super::harness::{Asked, Harness, config, login, second_step, wrong};
use super::{Event, Settings, Stage};
use crate::{AppConfig, BackendError, Method, Outcome};

#[derive(Clone, Debug)]
enum Move {
    Do(Event),
    Answer(Result<Outcome, BackendError>, Result<AppConfig, BackendError>),
    /// Answers a request that was given up.
    Late(Result<Outcome, BackendError>),
    Pass(u64),
    PassWait,
    /// The page decides so from now on; `None` leaves questions open.
    Page(Option<bool>),
}

fn error() -> impl Strategy<Value = BackendError> {
    prop_oneof![
        3 => Just(BackendError::Network),
        1 => Just(BackendError::Gone),
        1 => proptest::option::of(0u32..90).prop_map(|retry_after| BackendError::Busy { retry_after }),
        1 => Just(BackendError::Setup("final".into())),
    ]
}

fn outcome() -> impl Strategy<Value = Result<Outcome, BackendError>> {
    prop_oneof![
        2 => Just(Ok(login().into())),
        3 => Just(Ok(wrong())),
        3 => any::<bool>().prop_map(|here| Ok(Outcome::NeedsFactor(second_step(here)))),
        3 => error().prop_map(Err),
    ]
}

fn method() -> impl Strategy<Value = Method> {
    proptest::sample::select(Method::ALL)
}

fn event() -> impl Strategy<Value = Event> {
    let settings = proptest::sample::subsequence(Method::ALL, 0..=Method::ALL.len())
        .prop_map(|methods| Settings { methods, ..Settings::default() });
    prop_oneof![
        2 => Just(Event::Start(None)),
        1 => Just(Event::Start(Some(config()))),
        1 => settings.prop_map(Event::Settings),
        1 => any::<bool>().prop_map(|known| Event::Known(known.then(config))),
        1 => Just(Event::BackendChanged),
        1 => Just(Event::Retry),
        4 => method().prop_map(Event::Choose),
        2 => Just(Event::Edited),
        6 => method().prop_map(|method| Event::Submit { method, account: None }),
        1 => method().prop_map(|method| Event::Finished(method, login())),
        1 => (method(), any::<bool>()).prop_map(|(method, here)| Event::NeedsFactor(method, second_step(here))),
        4 => Just(Event::SubmitFactor),
        1 => Just(Event::Cancel),
        1 => Just(Event::Back),
        1 => Just(Event::Reset),
    ]
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let known = prop_oneof![4 => Just(Ok(config())), 2 => error().prop_map(Err)];
    let one = prop_oneof![
        8 => event().prop_map(Move::Do),
        8 => (outcome(), known).prop_map(|(outcome, config)| Move::Answer(outcome, config)),
        2 => outcome().prop_map(Move::Late),
        1 => (0u64..100_000).prop_map(Move::Pass),
        2 => Just(Move::PassWait),
        1 => proptest::option::of(any::<bool>()).prop_map(Move::Page),
    ];
    proptest::collection::vec(one, 1..80)
}

fn play(moves: Vec<Move>) {
    let mut harness = Harness::new(Settings::default());
    let mut older = Vec::new();
    for one in moves {
        let (logins, answered) = (harness.logins(), harness.requests.len());
        let may_log_in = matches!(&one, Move::Answer(..) | Move::Do(Event::Finished(..)));
        match one {
            Move::Do(event) => {
                older.extend(harness.asked.clone());
                harness.send(event);
            }
            Move::Answer(outcome, config) => match harness.asked.clone() {
                Some(Asked::Config(_)) => harness.configured(config),
                Some(_) => {
                    older.extend(harness.asked.clone());
                    harness.answer(outcome);
                }
                None => {}
            },
            Move::Late(outcome) => {
                let current = harness.asked.clone();
                if let Some(Asked::Login(epoch) | Asked::Factor(epoch)) =
                    older.iter().find(|old| Some(*old) != current.as_ref())
                {
                    let effects = harness.send(Event::Answered(*epoch, outcome));
                    assert_eq!(effects, [], "acted on a stale answer");
                }
            }
            Move::Pass(ms) => harness.now += ms,
            Move::PassWait if harness.wait.is_some() => harness.pass_wait(),
            Move::PassWait => {}
            Move::Page(go_on) => harness.go_on = go_on,
        }
        assert!(harness.logins() <= logins + 1, "two logins at once");
        assert!(harness.logins() == logins || may_log_in, "a login out of nothing");
        assert!(harness.requests.len() <= answered + 2, "asked again and again");
        check(&harness);
    }
    finish(harness);
}

fn check(harness: &Harness) {
    let flow = &harness.flow;
    let waits =
        |method: &Method| matches!(flow.problem(*method), Some(BackendError::Busy { .. })) && flow.seconds_closed() > 0;
    if matches!(flow.stage(), Stage::Methods | Stage::Factor(_)) && Method::ALL.iter().any(waits) {
        assert!(harness.wait.is_some(), "a countdown that stands still");
    }
    match flow.stage() {
        Stage::Loading => assert!(!matches!(harness.asked, Some(Asked::Login(_) | Asked::Factor(_)))),
        Stage::Methods => {
            assert!(flow.methods().contains(&flow.active()), "{:?} is not there", flow.active());
            assert_eq!(flow.is_busy(), matches!(harness.asked, Some(Asked::Login(_))), "busy without a request");
        }
        Stage::Factor(_) => assert_eq!(flow.is_busy(), matches!(harness.asked, Some(Asked::Factor(_)))),
        Stage::Broken { .. } | Stage::Done => assert_eq!(harness.asked, None, "a request of no use"),
    }
}

/// No state is a dead end: from anywhere a reset, and a retry where it is broken, leads to a login.
fn finish(mut harness: Harness) {
    harness.go_on = Some(true);
    harness.question = None;
    harness.send(Event::Start(None));
    harness.send(Event::Settings(Settings::default()));
    harness.send(Event::Known(Some(config())));
    harness.send(Event::Reset);
    harness.send(Event::Choose(Method::Password));
    harness.now += 1_000_000;
    let logins = harness.logins();
    harness.submit();
    harness.answer(Ok(login().into()));
    assert_eq!((harness.logins(), harness.flow.stage()), (logins + 1, Stage::Done));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_events_keeps_the_rules(moves in moves()) {
        play(moves);
    }
}
