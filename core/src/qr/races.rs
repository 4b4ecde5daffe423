//! The fifteen races of `qr-login.md` §4.3, each a test with its number. What the server must do in a race is tested
//! in the server; here is the widget's half. Found since, each under a name: `faults`, `waits`; what else must hold in a
//! login: `rules`.

mod faults;
mod rules;
mod waits;

use super::harness::{Asked, Harness, code, login, scan, ticket};
use super::{Check, Event, Progress, Reason, Status, Timer, Transport, timing};
use crate::BackendError;

const BOTH: [Transport; 2] = [Transport::ShortPoll, Transport::LongPoll];

#[test]
fn race_01_a_scan_just_before_the_deadline_still_counts() {
    for transport in BOTH {
        let mut harness = Harness::ready(transport);
        if harness.asked.is_none() {
            harness.pass(timing::POLL_INTERVAL);
        }
        harness.pass(120_000);
        assert!(!harness.shows_code(), "past its deadline the code is gone from the screen");
        assert_ne!(harness.status(), Status::Expired, "one last poll decides");
        harness.poll(Ok(scan().into()));
        assert_eq!(harness.status(), Status::Scanned);
        harness.pass(60_000);
        assert_eq!(harness.status(), Status::Scanned, "a scan gives the person time");
    }
}

#[test]
fn race_02_a_confirm_after_the_deadline_is_no_login() {
    let mut harness = Harness::scanned(Transport::LongPoll);
    harness.poll(Ok(Progress::Expired.into()));
    assert_eq!((harness.status(), harness.logins.len()), (Status::Expired, 0));
    assert!(harness.asked.is_none(), "what a phone had scanned is not replaced without being asked");
}

#[test]
fn race_03_a_second_phone_changes_nothing_here() {
    let mut harness = Harness::scanned(Transport::ShortPoll);
    let before = harness.machine.view();
    harness.poll(Ok(scan().into()));
    assert_eq!(harness.machine.view(), before);
    assert_eq!(harness.statuses, [Status::Loading, Status::Ready, Status::Scanned]);
    harness.poll(Ok(Progress::Expired.into()));
    assert_eq!(harness.status(), Status::Expired, "the third killed the code");
}

#[test]
fn race_04_a_confirm_that_is_told_twice_redeems_once() {
    let mut harness = Harness::scanned(Transport::ShortPoll);
    harness.poll(Ok(ticket().into()));
    let epoch = harness.machine.epoch();
    let asked = harness.requests;
    harness.send(Event::Checked(epoch, Ok(ticket().into())));
    assert_eq!(harness.requests, asked);
    harness.redeem(Ok(login().into()));
    assert_eq!(harness.logins.len(), 1);
}

#[test]
fn race_05_a_refresh_while_the_phone_confirms_gives_the_old_code_up() {
    let mut harness = Harness::scanned(Transport::ShortPoll);
    let old = harness.machine.epoch();
    harness.send(Event::Refresh);
    assert_eq!((harness.abandoned, harness.status()), (1, Status::Loading));
    harness.send(Event::Checked(old, Ok(ticket().into())));
    assert_eq!((harness.status(), harness.logins.len()), (Status::Loading, 0));
}

#[test]
fn race_06_a_lost_redeem_reply_is_asked_for_again() {
    let mut harness = Harness::scanned(Transport::ShortPoll);
    harness.poll(Ok(ticket().into()));
    harness.redeem(Err(BackendError::Network));
    assert_eq!(harness.status(), Status::Confirmed);
    harness.pass(2_000);
    harness.redeem(Ok(login().into()));
    assert_eq!((harness.status(), harness.logins.len()), (Status::Success, 1));
}

#[test]
fn race_06_a_redeem_that_came_too_late_offers_a_new_code() {
    let mut harness = Harness::scanned(Transport::ShortPoll);
    harness.poll(Ok(ticket().into()));
    harness.redeem(Err(BackendError::Gone));
    assert_eq!((harness.status(), harness.machine.view().reason), (Status::Error, Some(Reason::TooLate)));
    harness.send(Event::Refresh);
    assert_eq!(harness.status(), Status::Loading);
}

#[test]
fn race_07_a_lost_network_keeps_the_code_and_backs_off() {
    let mut harness = Harness::ready(Transport::ShortPoll);
    let mut waits = Vec::new();
    for _ in 0..7 {
        harness.poll(Err(BackendError::Network));
        waits.push(harness.timers[&Timer::Poll].1 - harness.now);
        assert!(harness.shows_code());
    }
    assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
    assert_eq!(harness.status(), Status::Offline);
    harness.poll(Ok(Progress::Waiting.into()));
    assert_eq!(harness.status(), Status::Ready);
}

#[test]
fn race_07_after_an_outage_the_first_poll_does_not_wait() {
    let mut harness = Harness::ready(Transport::LongPoll);
    harness.poll(Err(BackendError::Network));
    harness.poll(Err(BackendError::Network));
    assert_eq!(harness.status(), Status::Offline);
    harness.pass(2_000);
    assert!(matches!(harness.asked, Some(Asked::Check(_, 0))), "{:?}", harness.asked);
    harness.poll(Ok(Progress::Waiting.into()));
    assert_eq!(harness.status(), Status::Ready);
    harness.pass(timing::POLL_INTERVAL);
    assert!(matches!(harness.asked, Some(Asked::Check(_, timing::LONG_POLL_WAIT))), "{:?}", harness.asked);
}

#[test]
fn race_07_one_failed_poll_is_not_told() {
    for failure in [BackendError::Network, BackendError::Timeout, BackendError::Server { status: 502 }] {
        let mut harness = Harness::ready(Transport::ShortPoll);
        harness.poll(Err(failure));
        harness.poll(Ok(Progress::Waiting.into()));
        assert_eq!(harness.statuses, [Status::Loading, Status::Ready]);
    }
}

#[test]
fn race_07_the_browser_coming_online_polls_at_once() {
    let mut harness = Harness::ready(Transport::ShortPoll);
    harness.send(Event::Online(false));
    assert_eq!(harness.status(), Status::Offline);
    let asked = harness.requests;
    harness.pass(30_000);
    assert_eq!(harness.requests, asked, "nothing is asked while offline");
    harness.send(Event::Online(true));
    assert_eq!((harness.requests, harness.status()), (asked + 1, Status::Ready));
}

#[test]
fn race_07_an_expiry_while_offline_ends_the_code_and_online_brings_a_new_one() {
    let mut harness = Harness::ready(Transport::ShortPoll);
    harness.send(Event::Online(false));
    harness.pass(121_000);
    assert_eq!((harness.status(), harness.shows_code()), (Status::Expired, false));
    harness.send(Event::Online(true));
    assert_eq!(harness.status(), Status::Loading);
}

#[test]
fn race_08_a_429_is_obeyed() {
    let mut harness = Harness::ready(Transport::ShortPoll);
    harness.poll(Err(BackendError::Busy { retry_after: Some(30) }));
    assert_eq!(harness.timers[&Timer::Poll].1 - harness.now, 30_000);
    harness.poll(Err(BackendError::Busy { retry_after: None }));
    assert_eq!(harness.timers[&Timer::Poll].1 - harness.now, 6_000, "slow_down adds five seconds");
    harness.poll(Ok(Progress::Waiting.into()));
    assert_eq!(harness.timers[&Timer::Poll].1 - harness.now, 6_000, "and to all that follow");
    assert_eq!(harness.status(), Status::Ready);
}

#[test]
fn race_08_a_final_refusal_ends_it() {
    let mut harness = Harness::ready(Transport::ShortPoll);
    harness.poll(Err(BackendError::Setup("no".into())));
    assert_eq!((harness.status(), harness.failures.len()), (Status::Error, 1));
}

#[test]
fn race_09_hidden_and_not_scanned_nothing_is_asked() {
    for transport in BOTH {
        let mut harness = Harness::ready(transport);
        if harness.asked.is_none() {
            harness.pass(timing::POLL_INTERVAL);
        }
        harness.send(Event::Shown(false));
        let asked = harness.requests;
        harness.poll(Ok(Progress::Waiting.into()));
        harness.pass(300_000);
        assert_eq!(harness.requests, asked);
        assert!(!harness.shows_code(), "a hidden code that ran out is gone all the same");
        harness.send(Event::Shown(true));
        assert_eq!(harness.requests, asked + 1, "in sight again it asks at once");
    }
}

#[test]
fn race_09_hidden_and_scanned_it_goes_on_slowly() {
    let mut harness = Harness::scanned(Transport::ShortPoll);
    harness.send(Event::Shown(false));
    harness.poll(Ok(scan().into()));
    assert_eq!(harness.timers[&Timer::Poll].1 - harness.now, timing::HIDDEN_INTERVAL);
    harness.poll(Ok(ticket().into()));
    harness.redeem(Ok(login().into()));
    assert_eq!(harness.status(), Status::Success);
}

#[test]
fn race_09_nothing_rotates_while_hidden() {
    let mut harness = Harness::ready(Transport::LongPoll);
    harness.send(Event::Shown(false));
    harness.poll(Ok(Progress::Expired.into()));
    assert_eq!(harness.status(), Status::Expired);
    harness.send(Event::Shown(true));
    assert_eq!(harness.status(), Status::Loading, "in sight again a new code is made");
}

#[test]
fn race_10_after_sleep_it_polls_first_and_then_decides() {
    let mut harness = Harness::ready(Transport::ShortPoll);
    harness.send(Event::Slept(600_000));
    assert!(!harness.shows_code());
    assert_ne!(harness.status(), Status::Expired);
    harness.poll(Ok(scan().into()));
    assert_eq!(harness.status(), Status::Scanned);
}

#[test]
fn race_10_a_nap_polls_at_once_and_keeps_the_code() {
    let mut harness = Harness::ready(Transport::ShortPoll);
    harness.send(Event::Slept(20_000));
    assert!(harness.asked.is_some() && harness.shows_code());
    assert_eq!(harness.timers[&Timer::Deadline].1 - harness.now, 100_000);
}

#[test]
fn race_11_only_relative_times_count() {
    let mut harness = Harness::ready(Transport::LongPoll);
    harness.pass(10_000);
    let left = Check { seq: Some(0), expires_in: Some(50), interval: Some(2), ..Progress::Waiting.into() };
    harness.poll(Ok(left));
    assert_eq!(harness.timers[&Timer::Deadline].1 - harness.now, 50_000);
    let mut early = Harness::ready(Transport::LongPoll);
    early.now = 0;
    early.poll(Ok(Progress::Waiting.into()));
    assert_eq!(early.status(), Status::Ready, "a clock that goes back harms nothing");
}

#[test]
fn race_12_success_comes_once() {
    let mut harness = Harness::scanned(Transport::ShortPoll);
    harness.poll(Ok(Progress::Authenticated(login()).into()));
    let epoch = harness.machine.epoch();
    harness.send(Event::Checked(epoch, Ok(Progress::Authenticated(login()).into())));
    harness.send(Event::Redeemed(epoch, Ok(login().into())));
    harness.send(Event::Refresh);
    harness.send(Event::Start);
    assert_eq!((harness.logins.len(), harness.status()), (1, Status::Success));
    assert!(harness.timers.is_empty() && harness.asked.is_none());
}

#[test]
fn race_13_unmounting_cancels_everything() {
    for transport in BOTH {
        let mut harness = Harness::ready(transport);
        if harness.asked.is_none() {
            harness.pass(timing::POLL_INTERVAL);
        }
        let old = harness.machine.epoch();
        harness.send(Event::Stop);
        assert_eq!((harness.asked.clone(), harness.timers.len(), harness.abandoned), (None, 0, 1));
        assert!(harness.send(Event::Checked(old, Ok(ticket().into()))).is_empty());
    }
}

#[test]
fn race_14_no_code_to_be_had_is_an_error_that_can_be_tried_again() {
    let mut harness = Harness::new();
    harness.send(Event::Start);
    for _ in 1..timing::CREATE_TRIES {
        harness.created(Err(BackendError::Server { status: 503 }));
        assert_eq!(harness.status(), Status::Loading);
        harness.pass(10_000);
    }
    harness.created(Err(BackendError::Server { status: 503 }));
    assert_eq!((harness.status(), harness.machine.view().reason), (Status::Error, Some(Reason::Unavailable)));
    harness.send(Event::Refresh);
    harness.created(Ok(code(Transport::ShortPoll)));
    assert_eq!(harness.status(), Status::Ready);
}

#[test]
fn race_15_a_login_in_another_tab_stops_this_one() {
    let mut harness = Harness::ready(Transport::LongPoll);
    harness.send(Event::LoggedInElsewhere);
    assert_eq!((harness.status(), harness.abandoned), (Status::Expired, 1));
    assert_eq!(harness.machine.view().reason, Some(Reason::LoggedInElsewhere));
    assert!(harness.asked.is_none() && harness.timers.is_empty());
    let mut redeeming = Harness::scanned(Transport::ShortPoll);
    redeeming.poll(Ok(ticket().into()));
    redeeming.send(Event::LoggedInElsewhere);
    assert_eq!(redeeming.status(), Status::Confirmed, "what was agreed to here goes on");
}
