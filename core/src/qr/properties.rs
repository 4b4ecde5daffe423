//! What holds for every sequence of events, however odd. The harness itself also fails on a second request while one is
//! under way, and on clearing what was not set.

use std::ops::ControlFlow;

use guard_protocol::Secret;
use proptest::prelude::*;

use super::harness::{Asked, Harness, code, login, scan, ticket};
use super::{Check, Effect, Event, Progress, Status, Timer, Transport};
use crate::BackendError;

/// A move of the person, the browser or the backend.
#[derive(Clone, Debug)]
enum Move {
    Do(Event),
    Pass(u64),
    /// Answers the request under way, if there is one.
    Answer(Answer),
    /// Answers a request of an older code.
    Late(Answer),
}

#[derive(Clone, Debug)]
enum Answer {
    Good(Transport),
    Step(Progress, Option<u32>),
    Bad(BackendError),
}

fn failure() -> impl Strategy<Value = BackendError> {
    prop_oneof![
        4 => Just(BackendError::Network),
        1 => Just(BackendError::Timeout),
        1 => Just(BackendError::Server { status: 503 }),
        1 => proptest::option::of(prop_oneof![4 => 0u32..60, 1 => any::<u32>()]).prop_map(|retry_after| BackendError::Busy { retry_after }),
        1 => Just(BackendError::Gone),
        2 => prop_oneof![Just(401u16), Just(403), Just(404), Just(425)].prop_map(|status| BackendError::Http { status }),
        1 => Just(BackendError::Setup("final".into())),
    ]
}

fn progress() -> impl Strategy<Value = Progress> {
    prop_oneof![
        6 => Just(Progress::Waiting),
        4 => Just(scan()),
        3 => Just(ticket()),
        1 => Just(Progress::Authenticated(login())),
        1 => Just(Progress::Cancelled),
        1 => Just(Progress::Expired),
        1 => Just(Progress::Failed(BackendError::Setup("no".into()))),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        3 => prop_oneof![Just(Transport::ShortPoll), Just(Transport::LongPoll)].prop_map(Answer::Good),
        6 => (progress(), proptest::option::of(0u32..200)).prop_map(|(progress, left)| Answer::Step(progress, left)),
        3 => failure().prop_map(Answer::Bad),
    ]
}

fn browser_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => Just(Event::Start),
        1 => Just(Event::Stop),
        2 => Just(Event::Refresh),
        1 => Just(Event::AskNow),
        1 => Just(Event::Left),
        4 => any::<bool>().prop_map(Event::Shown),
        3 => any::<bool>().prop_map(Event::Online),
        1 => (0u64..1_000_000).prop_map(Event::Slept),
        1 => Just(Event::Unshowable),
        1 => Just(Event::LoggedInElsewhere),
        2 => Just(Event::Beat),
    ]
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        3 => browser_event().prop_map(Move::Do),
        4 => prop_oneof![0u64..3_000, 0u64..200_000].prop_map(Move::Pass),
        9 => answer().prop_map(Move::Answer),
        2 => answer().prop_map(Move::Late),
    ];
    proptest::collection::vec(one, 1..120)
}

fn reply(asked: &Asked, answer: Answer) -> Event {
    match (asked, answer) {
        (Asked::Create(epoch), Answer::Bad(failure)) => Event::Created(*epoch, Err(failure)),
        (Asked::Create(epoch), Answer::Good(transport)) => Event::Created(*epoch, Ok(code(transport))),
        (Asked::Create(epoch), Answer::Step(..)) => Event::Created(*epoch, Ok(code(Transport::ShortPoll))),
        (Asked::Check(epoch, _), Answer::Bad(failure)) => Event::Checked(*epoch, Err(failure)),
        (Asked::Check(epoch, _), Answer::Good(_)) => Event::Checked(*epoch, Ok(Progress::Waiting.into())),
        (Asked::Check(epoch, _), Answer::Step(progress, expires_in)) => {
            Event::Checked(*epoch, Ok(Check { expires_in, ..progress.into() }))
        }
        (Asked::Redeem(epoch), Answer::Bad(failure)) => Event::Redeemed(*epoch, Err(failure)),
        (Asked::Redeem(epoch), _) => Event::Redeemed(*epoch, Ok(login().into())),
    }
}

/// Which timers a status has a use for.
fn owns(status: Status, timer: Timer) -> bool {
    match status {
        Status::Loading => timer == Timer::Retry,
        Status::Ready | Status::Scanned | Status::Offline => timer != Timer::Retry,
        Status::Confirmed => timer == Timer::Retry,
        Status::Success | Status::Expired | Status::Cancelled | Status::Error => false,
    }
}

/// No wait without an end: where something may be asked, it is, or will be, and what is asked has its time.
fn check_waits(harness: &Harness) {
    let waits = matches!(
        harness.status(),
        Status::Loading | Status::Ready | Status::Offline | Status::Scanned | Status::Confirmed
    );
    let goes_on = harness.timers.contains_key(&Timer::Poll) || harness.timers.contains_key(&Timer::Retry);
    assert!(!waits || goes_on, "nothing follows {} ({:?})", harness.status(), harness.asked);
}

fn check(harness: &Harness, started: bool) {
    assert!(harness.logins.len() <= 1, "two successes");
    let status = harness.status();
    for (timer, (epoch, _)) in &harness.timers {
        assert_eq!(*epoch, harness.machine.epoch(), "{timer:?} of an older code");
        assert!(started && owns(status, *timer), "{timer:?} without an owner in {status}");
    }
    if matches!(status, Status::Success | Status::Expired | Status::Cancelled | Status::Error) {
        assert_eq!(harness.asked, None, "a request with no use in {status}");
    }
    let view = harness.machine.view();
    let may_show = matches!(status, Status::Ready | Status::Offline);
    assert!(view.code.is_none() || may_show, "a code shown in {status}");
    assert!(
        view.code.is_none() || view.deadline.is_some_and(|deadline| deadline >= harness.now),
        "a code shown after its deadline"
    );
    assert!(view.number.is_none() || status == Status::Scanned, "a number shown in {status}");
}

fn play(moves: Vec<Move>) {
    let mut harness = Harness::new();
    let (mut shown, mut online, mut started) = (true, true, false);
    let mut older: Vec<Asked> = Vec::new();
    for one in moves {
        let (before, scanned) = (harness.requests, matches!(harness.status(), Status::Scanned | Status::Confirmed));
        let mut asks_by_itself = true;
        match one {
            Move::Do(event) => {
                match event {
                    Event::Shown(now) => shown = now,
                    Event::Online(now) => online = now,
                    // The person knows better than the browser.
                    Event::AskNow => online = true,
                    // As the browser tells it then.
                    Event::Left => shown = false,
                    Event::Start => started = true,
                    Event::Stop => started = false,
                    _ => {}
                }
                older.extend(harness.asked.clone());
                harness.send(event);
            }
            Move::Pass(ms) => harness.pass(ms),
            Move::Answer(answer) => {
                if let Some(asked) = harness.asked.take() {
                    older.push(asked.clone());
                    let reply = reply(&asked, answer);
                    asks_by_itself = !matches!(&reply, Event::Checked(..));
                    harness.send(reply);
                }
            }
            Move::Late(answer) => {
                let epoch = harness.machine.epoch();
                let stale = |asked: &&Asked| match asked {
                    Asked::Create(old) | Asked::Check(old, _) | Asked::Redeem(old) => *old != epoch,
                };
                if let Some(asked) = older.iter().find(stale) {
                    let view = harness.machine.view();
                    let effects = harness.send(reply(asked, answer));
                    assert_eq!(effects, [], "acted on a stale epoch");
                    assert_eq!(harness.machine.view(), view, "changed by a stale epoch");
                }
            }
        }
        if !shown && !scanned && asks_by_itself {
            assert_eq!(harness.requests, before, "asked while hidden and not scanned");
        }
        if !online {
            assert_eq!(harness.requests, before, "asked while offline");
        }
        check(&harness, started);
        if started && shown && online {
            check_waits(&harness);
        }
    }
    if let ControlFlow::Break(why) = finish(harness) {
        panic!("{why}");
    }
}

/// No state is a dead end: from anywhere but success, being asked for a new code brings one.
fn finish(mut harness: Harness) -> ControlFlow<String> {
    if harness.status() == Status::Success {
        return ControlFlow::Continue(());
    }
    harness.send(Event::Start);
    harness.send(Event::Shown(true));
    harness.send(Event::Online(true));
    harness.send(Event::Refresh);
    match harness.asked {
        Some(Asked::Create(_)) => {
            harness.created(Ok(code(Transport::ShortPoll)));
            harness.poll(Ok(Progress::Ticket(Secret::new("t")).into()));
            harness.redeem(Ok(login().into()));
            if harness.logins.len() == 1 { ControlFlow::Continue(()) } else { ControlFlow::Break("no login".into()) }
        }
        ref other => ControlFlow::Break(format!("asked for {other:?} in {}", harness.status())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_events_keeps_the_rules(moves in moves()) {
        play(moves);
    }
}

#[test]
fn effects_never_show_a_secret() {
    let mut harness = Harness::ready(Transport::LongPoll);
    let mut seen = format!("{:?}", harness.send(Event::Shown(true)));
    let epoch = harness.machine.epoch();
    harness.asked = None;
    seen += &format!("{:?}", harness.send(Event::Checked(epoch, Ok(ticket().into()))));
    harness.asked = None;
    seen += &format!("{:?}", harness.send(Event::Redeemed(epoch, Ok(login().into()))));
    assert!(matches!(harness.send(Event::Stop).as_slice(), [] | [Effect::ClearTimer(_), ..]));
    for secret in ["\"verifier\"", "\"ticket\"", "\"token\""] {
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
}
