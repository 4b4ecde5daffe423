//! The fifteen races of `qr-login.md` §4.3, each a test with its number. What the server must do in a race is tested
//! in the server; here is the widget's half.

use super::rig::{Asked, Rig, code, grant, scan, ticket};
use super::{Check, Event, Progress, Reason, Status, Timer, Transport, timing};
use crate::failure::Failure;

const BOTH: [Transport; 2] = [Transport::ShortPoll, Transport::LongPoll];

#[test]
fn race_01_a_scan_just_before_the_deadline_still_counts() {
    for transport in BOTH {
        let mut rig = Rig::ready(transport);
        if rig.asked.is_none() {
            rig.pass(timing::POLL_INTERVAL);
        }
        rig.pass(120_000);
        assert!(!rig.shows_code(), "past its deadline the code is gone from the screen");
        assert_ne!(rig.status(), Status::Expired, "one last poll decides");
        rig.poll(Ok(scan().into()));
        assert_eq!(rig.status(), Status::Scanned);
        rig.pass(60_000);
        assert_eq!(rig.status(), Status::Scanned, "a scan gives the person time");
    }
}

#[test]
fn race_02_a_confirm_after_the_deadline_is_no_login() {
    let mut rig = Rig::scanned(Transport::LongPoll);
    rig.poll(Ok(Progress::Expired.into()));
    assert_eq!((rig.status(), rig.grants.len()), (Status::Expired, 0));
    assert!(rig.asked.is_none(), "what a phone had scanned is not replaced without being asked");
}

#[test]
fn race_03_a_second_phone_changes_nothing_here() {
    let mut rig = Rig::scanned(Transport::ShortPoll);
    let before = rig.machine.view();
    rig.poll(Ok(scan().into()));
    assert_eq!(rig.machine.view(), before);
    assert_eq!(rig.statuses, [Status::Loading, Status::Ready, Status::Scanned]);
    rig.poll(Ok(Progress::Expired.into()));
    assert_eq!(rig.status(), Status::Expired, "the third killed the code");
}

#[test]
fn race_04_a_confirm_that_is_told_twice_redeems_once() {
    let mut rig = Rig::scanned(Transport::ShortPoll);
    rig.poll(Ok(ticket().into()));
    let epoch = rig.machine.epoch();
    let asked = rig.requests;
    rig.send(Event::Checked(epoch, Ok(ticket().into())));
    assert_eq!(rig.requests, asked);
    rig.redeem(Ok(grant()));
    assert_eq!(rig.grants.len(), 1);
}

#[test]
fn race_05_a_refresh_while_the_phone_confirms_gives_the_old_code_up() {
    let mut rig = Rig::scanned(Transport::ShortPoll);
    let old = rig.machine.epoch();
    rig.send(Event::Refresh);
    assert_eq!((rig.abandoned, rig.status()), (1, Status::Loading));
    rig.send(Event::Checked(old, Ok(ticket().into())));
    assert_eq!((rig.status(), rig.grants.len()), (Status::Loading, 0));
}

#[test]
fn race_06_a_lost_redeem_reply_is_asked_for_again() {
    let mut rig = Rig::scanned(Transport::ShortPoll);
    rig.poll(Ok(ticket().into()));
    rig.redeem(Err(Failure::Network));
    assert_eq!(rig.status(), Status::Confirmed);
    rig.pass(2_000);
    rig.redeem(Ok(grant()));
    assert_eq!((rig.status(), rig.grants.len()), (Status::Success, 1));
}

#[test]
fn race_06_a_redeem_that_came_too_late_offers_a_new_code() {
    let mut rig = Rig::scanned(Transport::ShortPoll);
    rig.poll(Ok(ticket().into()));
    rig.redeem(Err(Failure::Gone));
    assert_eq!((rig.status(), rig.machine.view().reason), (Status::Error, Some(Reason::TooLate)));
    rig.send(Event::Refresh);
    assert_eq!(rig.status(), Status::Loading);
}

#[test]
fn race_07_a_lost_network_keeps_the_code_and_backs_off() {
    let mut rig = Rig::ready(Transport::ShortPoll);
    let mut waits = Vec::new();
    for _ in 0..7 {
        rig.poll(Err(Failure::Network));
        waits.push(rig.timers[&Timer::Poll].1 - rig.now);
        assert!(rig.shows_code());
    }
    assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
    assert_eq!(rig.status(), Status::Offline);
    rig.poll(Ok(Progress::Waiting.into()));
    assert_eq!(rig.status(), Status::Ready);
}

#[test]
fn race_07_after_an_outage_the_first_poll_does_not_wait() {
    let mut rig = Rig::ready(Transport::LongPoll);
    rig.poll(Err(Failure::Network));
    rig.poll(Err(Failure::Network));
    assert_eq!(rig.status(), Status::Offline);
    rig.pass(2_000);
    assert!(matches!(rig.asked, Some(Asked::Check(_, 0))), "{:?}", rig.asked);
    rig.poll(Ok(Progress::Waiting.into()));
    assert_eq!(rig.status(), Status::Ready);
    rig.pass(timing::POLL_INTERVAL);
    assert!(matches!(rig.asked, Some(Asked::Check(_, timing::LONG_POLL_WAIT))), "{:?}", rig.asked);
}

#[test]
fn race_07_one_failed_poll_is_not_told() {
    for failure in [Failure::Network, Failure::Timeout, Failure::Server { status: 502 }] {
        let mut rig = Rig::ready(Transport::ShortPoll);
        rig.poll(Err(failure));
        rig.poll(Ok(Progress::Waiting.into()));
        assert_eq!(rig.statuses, [Status::Loading, Status::Ready]);
    }
}

#[test]
fn race_07_the_browser_coming_online_polls_at_once() {
    let mut rig = Rig::ready(Transport::ShortPoll);
    rig.send(Event::Online(false));
    assert_eq!(rig.status(), Status::Offline);
    let asked = rig.requests;
    rig.pass(30_000);
    assert_eq!(rig.requests, asked, "nothing is asked while offline");
    rig.send(Event::Online(true));
    assert_eq!((rig.requests, rig.status()), (asked + 1, Status::Ready));
}

#[test]
fn race_07_an_expiry_while_offline_ends_the_code_and_online_brings_a_new_one() {
    let mut rig = Rig::ready(Transport::ShortPoll);
    rig.send(Event::Online(false));
    rig.pass(121_000);
    assert_eq!((rig.status(), rig.shows_code()), (Status::Expired, false));
    rig.send(Event::Online(true));
    assert_eq!(rig.status(), Status::Loading);
}

#[test]
fn race_08_a_429_is_obeyed() {
    let mut rig = Rig::ready(Transport::ShortPoll);
    rig.poll(Err(Failure::Busy { retry_after: Some(30) }));
    assert_eq!(rig.timers[&Timer::Poll].1 - rig.now, 30_000);
    rig.poll(Err(Failure::Busy { retry_after: None }));
    assert_eq!(rig.timers[&Timer::Poll].1 - rig.now, 6_000, "slow_down adds five seconds");
    rig.poll(Ok(Progress::Waiting.into()));
    assert_eq!(rig.timers[&Timer::Poll].1 - rig.now, 6_000, "and to all that follow");
    assert_eq!(rig.status(), Status::Ready);
}

#[test]
fn a_host_that_draws_itself_is_told_the_number_and_why_it_failed() {
    let mut rig = Rig::scanned(Transport::ShortPoll);
    assert_eq!(rig.told.as_ref().and_then(|change| change.number.as_deref()), Some("42"));
    rig.poll(Err(Failure::Setup("closed".into())));
    assert_eq!(rig.machine.view().failure, Some(Failure::Setup("closed".into())));
    assert_eq!(rig.told.and_then(|change| change.number), None);
}

#[test]
fn race_08_a_final_refusal_ends_it() {
    let mut rig = Rig::ready(Transport::ShortPoll);
    rig.poll(Err(Failure::Setup("no".into())));
    assert_eq!((rig.status(), rig.failures.len()), (Status::Error, 1));
}

#[test]
fn race_09_hidden_and_not_scanned_nothing_is_asked() {
    for transport in BOTH {
        let mut rig = Rig::ready(transport);
        if rig.asked.is_none() {
            rig.pass(timing::POLL_INTERVAL);
        }
        rig.send(Event::Shown(false));
        let asked = rig.requests;
        rig.poll(Ok(Progress::Waiting.into()));
        rig.pass(300_000);
        assert_eq!(rig.requests, asked);
        assert!(!rig.shows_code(), "a hidden code that ran out is gone all the same");
        rig.send(Event::Shown(true));
        assert_eq!(rig.requests, asked + 1, "in sight again it asks at once");
    }
}

#[test]
fn race_09_hidden_and_scanned_it_goes_on_slowly() {
    let mut rig = Rig::scanned(Transport::ShortPoll);
    rig.send(Event::Shown(false));
    rig.poll(Ok(scan().into()));
    assert_eq!(rig.timers[&Timer::Poll].1 - rig.now, timing::HIDDEN_INTERVAL);
    rig.poll(Ok(ticket().into()));
    rig.redeem(Ok(grant()));
    assert_eq!(rig.status(), Status::Success);
}

#[test]
fn race_09_nothing_rotates_while_hidden() {
    let mut rig = Rig::ready(Transport::LongPoll);
    rig.send(Event::Shown(false));
    rig.poll(Ok(Progress::Expired.into()));
    assert_eq!(rig.status(), Status::Expired);
    rig.send(Event::Shown(true));
    assert_eq!(rig.status(), Status::Loading, "in sight again a new code is made");
}

#[test]
fn race_10_after_sleep_it_polls_first_and_then_decides() {
    let mut rig = Rig::ready(Transport::ShortPoll);
    rig.send(Event::Slept(600_000));
    assert!(!rig.shows_code());
    assert_ne!(rig.status(), Status::Expired);
    rig.poll(Ok(scan().into()));
    assert_eq!(rig.status(), Status::Scanned);
}

#[test]
fn race_10_a_nap_polls_at_once_and_keeps_the_code() {
    let mut rig = Rig::ready(Transport::ShortPoll);
    rig.send(Event::Slept(20_000));
    assert!(rig.asked.is_some() && rig.shows_code());
    assert_eq!(rig.timers[&Timer::Deadline].1 - rig.now, 100_000);
}

#[test]
fn race_11_only_relative_times_count() {
    let mut rig = Rig::ready(Transport::LongPoll);
    rig.pass(10_000);
    let left = Check { seq: Some(0), expires_in: Some(50), interval: Some(2), ..Progress::Waiting.into() };
    rig.poll(Ok(left));
    assert_eq!(rig.timers[&Timer::Deadline].1 - rig.now, 50_000);
    let mut early = Rig::ready(Transport::LongPoll);
    early.now = 0;
    early.poll(Ok(Progress::Waiting.into()));
    assert_eq!(early.status(), Status::Ready, "a clock that goes back harms nothing");
}

#[test]
fn race_12_success_comes_once() {
    let mut rig = Rig::scanned(Transport::ShortPoll);
    rig.poll(Ok(Progress::Granted(grant()).into()));
    let epoch = rig.machine.epoch();
    rig.send(Event::Checked(epoch, Ok(Progress::Granted(grant()).into())));
    rig.send(Event::Redeemed(epoch, Ok(grant())));
    rig.send(Event::Refresh);
    rig.send(Event::Start);
    assert_eq!((rig.grants.len(), rig.status()), (1, Status::Success));
    assert!(rig.timers.is_empty() && rig.asked.is_none());
}

#[test]
fn race_13_unmounting_cancels_everything() {
    for transport in BOTH {
        let mut rig = Rig::ready(transport);
        if rig.asked.is_none() {
            rig.pass(timing::POLL_INTERVAL);
        }
        let old = rig.machine.epoch();
        rig.send(Event::Stop);
        assert_eq!((rig.asked.clone(), rig.timers.len(), rig.abandoned), (None, 0, 1));
        assert!(rig.send(Event::Checked(old, Ok(ticket().into()))).is_empty());
    }
}

#[test]
fn race_14_no_code_to_be_had_is_an_error_that_can_be_tried_again() {
    let mut rig = Rig::new();
    rig.send(Event::Start);
    for _ in 1..timing::CREATE_TRIES {
        rig.created(Err(Failure::Server { status: 503 }));
        assert_eq!(rig.status(), Status::Loading);
        rig.pass(10_000);
    }
    rig.created(Err(Failure::Server { status: 503 }));
    assert_eq!((rig.status(), rig.machine.view().reason), (Status::Error, Some(Reason::Unavailable)));
    rig.send(Event::Refresh);
    rig.created(Ok(code(Transport::ShortPoll)));
    assert_eq!(rig.status(), Status::Ready);
}

#[test]
fn race_15_a_login_in_another_tab_stops_this_one() {
    let mut rig = Rig::ready(Transport::LongPoll);
    rig.send(Event::LoggedInElsewhere);
    assert_eq!((rig.status(), rig.abandoned), (Status::Expired, 1));
    assert_eq!(rig.machine.view().reason, Some(Reason::LoggedInElsewhere));
    assert!(rig.asked.is_none() && rig.timers.is_empty());
    let mut redeeming = Rig::scanned(Transport::ShortPoll);
    redeeming.poll(Ok(ticket().into()));
    redeeming.send(Event::LoggedInElsewhere);
    assert_eq!(redeeming.status(), Status::Confirmed, "what was agreed to here goes on");
}

#[test]
fn codes_rotate_in_sight_but_not_for_ever() {
    let mut rig = Rig::ready(Transport::ShortPoll);
    for _ in 0..timing::MAX_ROTATIONS {
        rig.poll(Ok(Progress::Expired.into()));
        assert_eq!(rig.status(), Status::Loading);
        rig.created(Ok(code(Transport::ShortPoll)));
    }
    rig.poll(Ok(Progress::Expired.into()));
    assert_eq!(rig.status(), Status::Expired);
    rig.send(Event::Refresh);
    rig.created(Ok(code(Transport::ShortPoll)));
    rig.poll(Ok(Progress::Expired.into()));
    assert_eq!(rig.status(), Status::Loading, "a click counts anew");
}

#[test]
fn a_declined_login_waits_for_the_person() {
    let mut rig = Rig::scanned(Transport::LongPoll);
    rig.poll(Ok(Progress::Cancelled.into()));
    rig.pass(600_000);
    assert_eq!((rig.status(), rig.asked.clone()), (Status::Cancelled, None));
    rig.send(Event::Refresh);
    assert!(matches!(rig.asked, Some(Asked::Create(_))));
}

#[test]
fn a_long_poll_that_does_not_wait_is_not_hammered() {
    let mut rig = Rig::ready(Transport::LongPoll);
    let asked = rig.requests;
    for _ in 0..10 {
        let same = Check { seq: Some(0), interval: Some(2), ..Progress::Waiting.into() };
        rig.poll(Ok(same));
        assert!(rig.asked.is_none());
    }
    assert!(rig.requests - asked <= 10 && rig.now >= 19_000, "{} requests in {} ms", rig.requests, rig.now);
}

#[test]
fn the_last_seconds_are_marked() {
    let mut rig = Rig::ready(Transport::LongPoll);
    rig.pass(104_000);
    assert!(!rig.machine.view().hurry);
    rig.pass(2_000);
    assert!(rig.machine.view().hurry);
}
