//! Races that were found by breaking things: dead connections, clocks that are set, answers that are not the server's.

use crate::BackendError;
use crate::qr::harness::{Asked, Harness, code, login, scan, ticket};
use crate::qr::{Check, Event, Exchange, Policy, Progress, QrCode, Reason, Status, Timer, Transport, timing};

const BOTH: [Transport; 2] = [Transport::ShortPoll, Transport::LongPoll];
const HOUR: u64 = 3_600_000;

/// A way to lose a code.
type Way = fn(&mut Harness);

fn asking(transport: Transport) -> Harness {
    let mut harness = Harness::ready(transport);
    if harness.asked.is_none() {
        harness.pass(timing::POLL_INTERVAL);
    }
    harness
}

#[test]
fn a_dead_long_poll_does_not_blind_what_comes_online_or_into_sight_or_wakes() {
    let hidden: &[Event] = &[Event::Shown(false), Event::Shown(true)];
    let offline: &[Event] = &[Event::Online(false), Event::Online(true)];
    for events in [hidden, offline, &[Event::Online(true)], &[Event::Slept(20_000)], &[Event::AskNow]] {
        for transport in BOTH {
            let mut harness = asking(transport);
            harness.pass(5_000);
            let asked = harness.requests;
            for event in events {
                harness.send(event.clone());
            }
            assert_eq!((harness.requests, harness.cancelled), (asked + 1, 1), "{events:?}");
            harness.poll(Ok(scan().into()));
            assert_eq!(harness.status(), Status::Scanned);
        }
    }
}

#[test]
fn a_glance_at_another_tab_does_not_ask_twice() {
    let mut harness = asking(Transport::LongPoll);
    harness.send(Event::Shown(false));
    harness.pass(500);
    harness.send(Event::Shown(true));
    assert_eq!(harness.cancelled, 0);
}

#[test]
fn a_request_that_nobody_answers_ends_by_itself() {
    let mut creating = Harness::new();
    creating.send(Event::Start);
    let mut polling = asking(Transport::LongPoll);
    let mut redeeming = Harness::scanned(Transport::ShortPoll);
    redeeming.poll(Ok(ticket().into()));
    for harness in [&mut creating, &mut polling, &mut redeeming] {
        let asked = harness.requests;
        harness.pass(timing::ANSWER + u64::from(timing::LONG_POLL_WAIT) * 1_000 + 2_000);
        assert!(harness.requests > asked && harness.cancelled > 0, "{}", harness.status());
    }
    creating.pass(300_000);
    assert_eq!((creating.status(), creating.machine.view().reason), (Status::Error, Some(Reason::Unavailable)));
    redeeming.pass(300_000);
    assert_eq!((redeeming.status(), redeeming.machine.view().reason), (Status::Error, Some(Reason::TooLate)));
}

#[test]
fn an_answer_to_nothing_is_nobodys() {
    let mut harness = Harness::ready(Transport::ShortPoll);
    let epoch = harness.machine.epoch();
    assert!(harness.asked.is_none());
    assert!(harness.send(Event::Checked(epoch, Ok(ticket().into()))).is_empty());
    assert_eq!(harness.status(), Status::Ready);
}

#[test]
fn a_clock_that_is_set_an_hour_on_does_not_end_a_code_that_the_server_knows() {
    for transport in BOTH {
        let mut harness = asking(transport);
        harness.send(Event::Slept(HOUR));
        assert!(!harness.shows_code(), "only the server knows whether it is dead");
        harness.poll(Ok(Progress::Waiting.into()));
        assert_eq!((harness.status(), harness.shows_code(), harness.abandoned), (Status::Ready, true, 0));
        let left = harness.timers[&Timer::Deadline].1 - harness.now;
        assert!((110_000..=120_000).contains(&left), "{left}");
        assert!(!harness.timers.contains_key(&Timer::Grace));
    }
}

#[test]
fn a_clock_that_is_set_does_not_end_a_scanned_code_either() {
    let mut harness = Harness::scanned(Transport::ShortPoll);
    harness.send(Event::Slept(HOUR));
    harness.poll(Ok(scan().into()));
    assert_eq!(harness.status(), Status::Scanned);
    harness.poll(Ok(ticket().into()));
    harness.redeem(Ok(login().into()));
    assert_eq!(harness.logins.len(), 1);
}

#[test]
fn after_sleep_a_network_that_is_not_there_yet_does_not_end_the_code_at_once() {
    let mut harness = asking(Transport::LongPoll);
    harness.send(Event::Slept(HOUR));
    harness.poll(Err(BackendError::Network));
    assert_eq!(harness.status(), Status::Ready);
    harness.pass(1_000);
    harness.poll(Ok(Check { expires_in: Some(60), ..Progress::Waiting.into() }));
    assert_eq!((harness.status(), harness.shows_code()), (Status::Ready, true));
}

#[test]
fn a_code_that_this_side_gives_up_is_abandoned_whatever_the_reason() {
    let ways: [(&str, Way); 8] = [
        ("its time is over here", |harness| {
            harness.pass(121_000);
            harness.poll(Ok(Progress::Waiting.into()));
        }),
        ("nobody answers the last poll", |harness| harness.pass(121_000 + timing::GRACE)),
        ("offline when its time is over", |harness| {
            harness.send(Event::Online(false));
            harness.pass(121_000);
        }),
        ("a final error", |harness| harness.poll(Err(BackendError::Setup("no".into())))),
        ("failed on the server", |harness| {
            harness.poll(Ok(Progress::Failed(BackendError::Setup("no".into())).into()));
        }),
        ("not to be shown", |harness| drop(harness.send(Event::Unshowable))),
        ("stopped by the page", |harness| {
            harness.vetoes = true;
            harness.poll(Ok(ticket().into()));
        }),
        ("not to be redeemed", |harness| {
            harness.poll(Ok(ticket().into()));
            harness.redeem(Err(BackendError::Gone));
        }),
    ];
    for (why, way) in ways {
        let mut harness = Harness::with(Policy { auto_refresh: false, ..Policy::default() });
        harness.send(Event::Start);
        harness.created(Ok(code(Transport::ShortPoll)));
        way(&mut harness);
        assert_eq!(harness.abandoned, 1, "{why}: {}", harness.status());
    }
}

#[test]
fn what_the_server_has_ended_is_not_given_up_again() {
    for end in [Progress::Expired, Progress::Cancelled, Progress::Authenticated(login())] {
        let mut harness = Harness::scanned(Transport::ShortPoll);
        harness.poll(Ok(end.into()));
        assert_eq!(harness.abandoned, 0);
    }
}

#[test]
fn a_page_that_goes_away_gives_its_code_up_and_makes_a_new_one_when_it_comes_back() {
    let mut harness = Harness::scanned(Transport::LongPoll);
    harness.send(Event::Left);
    assert_eq!((harness.abandoned, harness.asked.clone(), harness.timers.len()), (1, None, 0));
    harness.pass(HOUR);
    harness.send(Event::Slept(HOUR));
    assert_eq!(harness.asked, None);
    harness.send(Event::Shown(true));
    harness.created(Ok(code(Transport::LongPoll)));
    assert_eq!((harness.status(), harness.abandoned), (Status::Ready, 1));

    let mut done = Harness::scanned(Transport::ShortPoll);
    done.poll(Ok(Progress::Authenticated(login()).into()));
    done.send(Event::Left);
    assert_eq!((done.status(), done.abandoned), (Status::Success, 0));
}

#[test]
fn one_odd_answer_while_scanned_is_asked_for_again() {
    for status in [401, 403, 404, 425, 451] {
        let odd = || BackendError::Http { status };
        let mut harness = Harness::scanned(Transport::LongPoll);
        harness.poll(Err(odd()));
        assert_eq!(harness.status(), Status::Scanned, "HTTP {status}");
        harness.poll(Ok(ticket().into()));
        harness.redeem(Ok(login().into()));
        assert_eq!(harness.logins.len(), 1);
    }
}

#[test]
fn an_odd_answer_that_stays_is_believed() {
    for (status, end) in [(401, Status::Error), (403, Status::Error), (404, Status::Expired)] {
        let mut harness = Harness::scanned(Transport::ShortPoll);
        for _ in 1..timing::ODD_TRIES {
            harness.poll(Err(BackendError::Http { status }));
            assert_eq!(harness.status(), Status::Scanned);
        }
        harness.poll(Err(BackendError::Http { status }));
        assert_eq!((harness.status(), harness.abandoned), (end, 1), "HTTP {status}");
    }
}

#[test]
fn one_odd_answer_to_a_create_or_a_redeem_is_asked_for_again() {
    for exchange in [Exchange::Box, Exchange::BoxOrPage] {
        let odd = || BackendError::Http { status: 404 };
        let mut harness = Harness::new();
        harness.send(Event::Start);
        harness.created(Err(odd()));
        harness.pass(1_000);
        harness.created(Ok(QrCode { exchange, ..code(Transport::ShortPoll) }));
        harness.poll(Ok(ticket().into()));
        harness.redeem(Err(odd()));
        assert_eq!(harness.status(), Status::Confirmed);
        harness.pass(1_000);
        harness.redeem(Ok(login().into()));
        assert!(harness.logins[0].user.is_some());
    }
}

#[test]
fn an_old_answer_that_somebody_kept_changes_nothing() {
    let mut harness = Harness::ready(Transport::LongPoll);
    harness.poll(Ok(Check { seq: Some(3), expires_in: Some(90), ..scan().into() }));
    let before = harness.machine.view();
    harness.poll(Ok(Check { seq: Some(1), expires_in: Some(5), ..Progress::Waiting.into() }));
    assert_eq!(harness.machine.view(), before);
    harness.pass(timing::POLL_INTERVAL);
    assert!(matches!(harness.asked, Some(Asked::Check(..))), "and is not asked for again at once");
}
