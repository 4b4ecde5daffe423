//! Every wait has a bound, and the person can cut it short: waits that a server asks for, lives, intervals, redeems.

use crate::qr::harness::{Asked, Harness, code, login, ticket};
use crate::qr::{Check, Event, Progress, QrCode, Reason, Status, Timer, Transport, timing};
use crate::{BackendError, retry};

/// The longest that a browser's timer can wait, in ms.
const LONGEST_TIMER: u64 = i32::MAX as u64;

fn busy(seconds: u32) -> BackendError {
    BackendError::Busy { retry_after: Some(seconds) }
}

fn redeeming(left: Option<u32>) -> Harness {
    let mut harness = Harness::scanned(Transport::LongPoll);
    harness.poll(Ok(Check { expires_in: left, ..ticket().into() }));
    harness
}

#[test]
fn a_retry_after_of_weeks_is_bounded_shown_and_can_be_cut_short() {
    for weeks in [86_400, 4_000_000, u32::MAX] {
        let mut harness = Harness::new();
        harness.send(Event::Start);
        harness.created(Err(busy(weeks)));
        let wait = harness.timers[&Timer::Retry].1 - harness.now;
        assert_eq!(wait, retry::LONGEST_WAIT);
        assert_eq!(harness.machine.view().wait, Some(harness.now + wait));
        harness.send(Event::AskNow);
        assert!(matches!(harness.asked, Some(Asked::Create(_))));
        assert_eq!(harness.machine.view().wait, None);
        harness.created(Ok(code(Transport::ShortPoll)));
        assert_eq!(harness.status(), Status::Ready);
    }
}

#[test]
fn a_server_that_stays_busy_is_an_error_with_a_way_on() {
    let mut harness = Harness::new();
    harness.send(Event::Start);
    for _ in 1..timing::CREATE_TRIES {
        harness.created(Err(busy(u32::MAX)));
        harness.pass(retry::LONGEST_WAIT);
    }
    harness.created(Err(busy(u32::MAX)));
    assert_eq!((harness.status(), harness.machine.view().reason), (Status::Error, Some(Reason::Busy)));
}

#[test]
fn a_wait_of_a_code_or_a_redeem_is_bounded_and_can_be_cut_short() {
    for mut harness in [Harness::scanned(Transport::ShortPoll), Harness::ready(Transport::LongPoll)] {
        harness.poll(Err(busy(u32::MAX)));
        assert_eq!(harness.machine.view().wait, Some(harness.now + timing::LONGEST_WAIT));
        harness.send(Event::AskNow);
        assert!(matches!(harness.asked, Some(Asked::Check(..))));
    }
    let mut harness = redeeming(Some(60));
    harness.redeem(Err(busy(u32::MAX)));
    assert_eq!(harness.machine.view().wait, Some(harness.now + timing::LONGEST_WAIT));
    harness.send(Event::AskNow);
    harness.redeem(Ok(login().into()));
    assert_eq!(harness.logins.len(), 1);
}

#[test]
fn a_wait_that_a_server_wants_outlasts_a_glance_elsewhere() {
    let mut harness = Harness::ready(Transport::LongPoll);
    harness.poll(Err(busy(20)));
    let asked = harness.requests;
    harness.pass(5_000);
    harness.send(Event::Shown(false));
    harness.send(Event::Shown(true));
    assert_eq!((harness.requests, harness.timers[&Timer::Poll].1 - harness.now), (asked, 15_000));
}

#[test]
fn a_wait_ends_with_the_code() {
    let mut harness = Harness::ready(Transport::LongPoll);
    harness.pass(110_000);
    harness.poll(Err(busy(60)));
    harness.pass(11_000);
    assert!(matches!(harness.asked, Some(Asked::Check(..))), "one last poll decides");
    assert_eq!(harness.machine.view().wait, None);
}

#[test]
fn slowing_down_has_an_end() {
    let mut harness = Harness::ready(Transport::ShortPoll);
    for _ in 0..20 {
        harness.send(Event::AskNow);
        harness.poll(Err(BackendError::Busy { retry_after: None }));
    }
    let wait = harness.timers[&Timer::Poll].1 - harness.now;
    assert_eq!(wait, timing::POLL_INTERVAL + timing::LONGEST_PENALTY);
}

#[test]
fn no_life_or_interval_is_longer_than_a_timer() {
    let mut harness = Harness::new();
    harness.send(Event::Start);
    let code = QrCode { expires_in: u32::MAX, interval: Some(u32::MAX), ..code(Transport::ShortPoll) };
    harness.created(Ok(code));
    assert!(harness.timers.values().all(|(_, at)| at - harness.now < LONGEST_TIMER), "{:?}", harness.timers);
    assert_eq!(harness.timers[&Timer::Poll].1 - harness.now, timing::LONGEST_INTERVAL);
    harness.poll(Ok(Check { expires_in: Some(u32::MAX), interval: Some(u32::MAX), ..Progress::Waiting.into() }));
    assert!(harness.timers.values().all(|(_, at)| at - harness.now < LONGEST_TIMER), "{:?}", harness.timers);
    assert!(harness.shows_code());
}

#[test]
fn a_redeem_goes_on_until_the_servers_time_is_over() {
    for (left, time) in [(Some(60), 60_000), (None, timing::REDEEM_TIME), (Some(3), timing::REDEEM_LEAST)] {
        let mut harness = redeeming(left);
        let end = harness.now + time;
        while harness.now < end - 1_000 {
            harness.redeem(Err(BackendError::Network));
            assert_eq!(harness.status(), Status::Confirmed, "{} ms before its end", end - harness.now);
            harness.pass(harness.timers[&Timer::Retry].1 - harness.now);
        }
        assert_eq!(harness.now, end);
        harness.redeem(Err(BackendError::Network));
        assert_eq!((harness.status(), harness.machine.view().reason), (Status::Error, Some(Reason::TooLate)));
        assert_eq!(harness.abandoned, 1);
    }
}

#[test]
fn a_redeem_without_a_network_ends_too() {
    let mut harness = redeeming(Some(60));
    harness.send(Event::Online(false));
    harness.pass(61_000);
    assert_eq!((harness.status(), harness.asked.clone()), (Status::Error, None));
    harness.send(Event::Online(true));
    harness.send(Event::Refresh);
    assert_eq!(harness.status(), Status::Loading);
}

#[test]
fn whoever_does_not_believe_the_browser_offline_may_ask() {
    let mut harness = Harness::new();
    harness.send(Event::Online(false));
    harness.send(Event::Start);
    assert_eq!((harness.status(), harness.asked.clone()), (Status::Offline, None));
    harness.send(Event::AskNow);
    harness.created(Ok(code(Transport::ShortPoll)));
    assert_eq!(harness.status(), Status::Ready);
}
