//! Waits that a server asks for: nothing is sent before they are over, and the person sees them pass.

use crate::login::Event;
use crate::login::harness::{Harness, second_step};
use crate::retry::LONGEST_WAIT;
use crate::{BackendError, Method, Outcome};

#[test]
fn a_server_that_says_wait_is_not_asked_before() {
    let mut harness = Harness::sending();
    harness.answer(Err(BackendError::Busy { retry_after: Some(30) }));
    harness.now += 10_000;
    harness.submit();
    assert_eq!(harness.requests.len(), 1);
    assert_eq!(harness.flow.problem(Method::Password), Some(&BackendError::Busy { retry_after: Some(20) }));
    harness.now += 20_000;
    harness.submit();
    assert_eq!(harness.requests.len(), 2);
}

#[test]
fn the_seconds_of_a_wait_pass_and_the_error_goes_with_the_last_of_them() {
    let mut harness = Harness::sending();
    harness.now += 300;
    harness.answer(Err(BackendError::Busy { retry_after: Some(3) }));
    let mut seen = Vec::new();
    while harness.flow.problem(Method::Password).is_some() {
        seen.push(harness.flow.seconds_closed());
        harness.pass_wait();
    }
    assert_eq!((seen, harness.flow.seconds_closed(), &harness.wait), (vec![3, 2, 1], 0, &None));
    harness.submit();
    assert_eq!(harness.requests.len(), 2);
}

#[test]
fn a_wait_that_nobody_sees_any_more_counts_no_further() {
    for away in [Event::Edited, Event::Reset, Event::BackendChanged] {
        let mut harness = Harness::sending();
        harness.answer(Err(BackendError::Busy { retry_after: Some(30) }));
        harness.send(away);
        let epoch = harness.wait.take().map(|(epoch, _)| epoch);
        harness.now += 1_000;
        if let Some(epoch) = epoch {
            harness.send(Event::Elapsed(epoch));
        }
        assert_eq!(harness.wait, None);
    }
}

#[test]
fn a_wait_begins_to_count_again_where_it_stands_when_the_form_is_sent_too_early() {
    let mut harness = Harness::sending();
    harness.answer(Err(BackendError::Busy { retry_after: Some(30) }));
    harness.send(Event::Edited);
    harness.now += 12_400;
    harness.submit();
    assert_eq!(harness.flow.seconds_closed(), 18);
    harness.pass_wait();
    assert_eq!(harness.flow.seconds_closed(), 17);
}

#[test]
fn a_server_that_says_wait_is_not_asked_for_a_factor_before_either() {
    let mut harness = Harness::sending();
    harness.answer(Ok(Outcome::NeedsFactor(second_step(true))));
    harness.send(Event::SubmitFactor);
    harness.answer(Err(BackendError::Busy { retry_after: Some(2) }));
    let asked = harness.requests.len();
    harness.send(Event::SubmitFactor);
    assert_eq!(harness.requests.len(), asked);
    assert!(harness.flow.factor_problem().is_some());
    harness.pass_wait();
    harness.pass_wait();
    assert_eq!(harness.flow.factor_problem(), None);
    harness.send(Event::SubmitFactor);
    assert_eq!(harness.requests.len(), asked + 1);
}

#[test]
fn a_server_that_says_wait_for_weeks_closes_the_form_for_a_minute() {
    let mut harness = Harness::sending();
    harness.answer(Err(BackendError::Busy { retry_after: Some(u32::MAX) }));
    harness.now += LONGEST_WAIT;
    harness.submit();
    assert_eq!(harness.requests.len(), 2);
}
