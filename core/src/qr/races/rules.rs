//! What else holds in a login: rotations, refusals, factors, the page's say.

use guard_protocol::{Code, Refusal};

use crate::qr::harness::{Asked, Harness, code, login, ticket};
use crate::qr::{Check, Event, Exchange, Policy, Progress, QrCode, Reason, Status, Transport, timing};
use crate::{BackendError, Outcome};

#[test]
fn a_host_that_draws_itself_is_told_the_number_and_why_it_failed() {
    let mut harness = Harness::scanned(Transport::ShortPoll);
    assert_eq!(harness.told.as_ref().and_then(|change| change.number.as_deref()), Some("42"));
    harness.poll(Err(BackendError::Setup("closed".into())));
    assert_eq!(harness.machine.view().error, Some(BackendError::Setup("closed".into())));
    assert_eq!(harness.told.and_then(|change| change.number), None);
}

#[test]
fn codes_rotate_in_sight_but_not_for_ever() {
    let mut harness = Harness::ready(Transport::ShortPoll);
    for _ in 0..timing::MAX_ROTATIONS {
        harness.poll(Ok(Progress::Expired.into()));
        assert_eq!(harness.status(), Status::Loading);
        harness.created(Ok(code(Transport::ShortPoll)));
    }
    harness.poll(Ok(Progress::Expired.into()));
    assert_eq!(harness.status(), Status::Expired);
    harness.send(Event::Refresh);
    harness.created(Ok(code(Transport::ShortPoll)));
    harness.poll(Ok(Progress::Expired.into()));
    assert_eq!(harness.status(), Status::Loading, "a click counts anew");
}

#[test]
fn a_declined_login_waits_for_the_person() {
    let mut harness = Harness::scanned(Transport::LongPoll);
    harness.poll(Ok(Progress::Cancelled.into()));
    harness.pass(600_000);
    assert_eq!((harness.status(), harness.asked.clone()), (Status::Cancelled, None));
    harness.send(Event::Refresh);
    assert!(matches!(harness.asked, Some(Asked::Create(_))));
}

#[test]
fn a_long_poll_that_does_not_wait_is_not_hammered() {
    let mut harness = Harness::ready(Transport::LongPoll);
    let asked = harness.requests;
    for _ in 0..10 {
        let same = Check { seq: Some(0), interval: Some(2), ..Progress::Waiting.into() };
        harness.poll(Ok(same));
        assert!(harness.asked.is_none());
    }
    assert!(
        harness.requests - asked <= 10 && harness.now >= 19_000,
        "{} requests in {} ms",
        harness.requests,
        harness.now
    );
}

#[test]
fn the_last_seconds_are_marked() {
    let mut harness = Harness::ready(Transport::LongPoll);
    harness.pass(104_000);
    assert!(!harness.machine.view().hurry);
    harness.pass(2_000);
    assert!(harness.machine.view().hurry);
}

#[test]
fn a_page_that_stops_a_login_is_asked_once_and_nothing_is_redeemed() {
    let mut harness = Harness::scanned(Transport::ShortPoll);
    harness.vetoes = true;
    let asked = harness.requests;
    harness.poll(Ok(ticket().into()));
    assert_eq!((harness.status(), harness.machine.view().reason), (Status::Cancelled, Some(Reason::Vetoed)));
    assert_eq!((harness.questions, harness.requests, harness.logins.len()), (1, asked + 1, 0));
}

#[test]
fn a_redeem_that_is_tried_again_does_not_ask_the_page_again() {
    let mut harness = Harness::scanned(Transport::ShortPoll);
    harness.poll(Ok(ticket().into()));
    harness.redeem(Err(BackendError::Network));
    harness.pass(2_000);
    harness.redeem(Ok(login().into()));
    assert_eq!((harness.questions, harness.logins.len()), (1, 1));
}

#[test]
fn a_stock_server_that_refuses_the_exchange_leaves_the_ticket() {
    let refused = || Outcome::from(Refusal::from(Code::NotPermitted));
    let redeeming = |exchange| {
        let mut harness = Harness::new();
        harness.send(Event::Start);
        harness.created(Ok(QrCode { exchange, ..code(Transport::ShortPoll) }));
        harness.poll(Ok(ticket().into()));
        harness
    };
    for answer in [Ok(refused()), Err(BackendError::Http { status: 403 })] {
        let mut stock = redeeming(Exchange::BoxOrPage);
        stock.redeem(answer.clone());
        assert_eq!(stock.status(), Status::Success);
        assert!(stock.logins[0].user.is_none() && stock.logins[0].ticket.is_some());
        let mut own = redeeming(Exchange::Box);
        own.redeem(answer);
        assert_eq!((own.status(), own.machine.view().reason), (Status::Error, Some(Reason::TooLate)));
    }
    let mut stock = redeeming(Exchange::BoxOrPage);
    stock.redeem(Err(BackendError::Network));
    assert_eq!(stock.status(), Status::Confirmed, "what may pass is tried again");
}

#[test]
fn a_page_that_exchanges_tickets_itself_gets_it_and_nothing_is_redeemed() {
    let mut harness = Harness::with(Policy { exchange: false, ..Policy::default() });
    harness.send(Event::Start);
    harness.created(Ok(code(Transport::ShortPoll)));
    let asked = harness.requests;
    harness.poll(Ok(ticket().into()));
    assert_eq!((harness.requests, harness.logins.len(), harness.questions), (asked + 1, 1, 1));
    assert!(harness.logins[0].ticket.is_some());
}

#[test]
fn a_factor_ends_the_code_whether_the_poll_or_the_redeem_asks_for_it() {
    let Outcome::NeedsFactor(needed) = Outcome::from(Refusal::from(Code::MfaNeeded)) else { panic!("a factor") };
    let mut polled = Harness::scanned(Transport::ShortPoll);
    polled.poll(Ok(Progress::NeedsFactor(needed.clone()).into()));
    let mut redeemed = Harness::scanned(Transport::ShortPoll);
    redeemed.poll(Ok(ticket().into()));
    redeemed.redeem(Ok(Outcome::NeedsFactor(needed)));
    for harness in [polled, redeemed] {
        assert_eq!((harness.factors, harness.failures.len()), (1, 0));
        assert_eq!((harness.status(), harness.machine.view().reason), (Status::Error, Some(Reason::MfaRequired)));
    }
}

#[test]
fn a_paced_machine_polls_on_the_beat_and_not_between() {
    let mut harness = Harness::with(Policy { paced: true, ..Policy::default() });
    harness.send(Event::Start);
    harness.created(Ok(code(Transport::ShortPoll)));
    let asked = harness.requests;
    harness.send(Event::Beat);
    assert_eq!(harness.requests, asked, "the poll is not due yet");
    harness.pass(10_000);
    assert_eq!(harness.requests, asked, "without a beat nothing is asked");
    harness.send(Event::Beat);
    assert_eq!(harness.requests, asked + 1);
    harness.send(Event::Beat);
    assert_eq!(harness.requests, asked + 1, "one request at a time");
    harness.poll(Ok(Progress::Waiting.into()));
    harness.pass(0);
    harness.send(Event::Beat);
    assert_eq!(harness.requests, asked + 2);
}

#[test]
fn a_paced_machine_whose_beats_stop_lets_its_code_run_out() {
    let mut harness = Harness::with(Policy { paced: true, auto_refresh: false, ..Policy::default() });
    harness.send(Event::Start);
    harness.created(Ok(code(Transport::ShortPoll)));
    let asked = harness.requests;
    harness.pass(120_000 + timing::GRACE);
    assert_eq!((harness.status(), harness.requests), (Status::Expired, asked));
}
