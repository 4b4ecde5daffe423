use CodeState::{Cancelled as Declined, Confirmed as Agreed, Consumed, Created, Expired, Scanned as Read};
use proptest::prelude::*;

use super::*;
use crate::store::{NewSession, REPEAT_MS, Selector, WeChatPerson};

const NOW: Millis = 1000;

fn code(state: CodeState) -> Code {
    Code {
        id: "id".to_owned(),
        app_id: "demo".to_owned(),
        challenge: Some("right".to_owned()),
        state,
        seq: 1,
        origin: None,
        browser: String::new(),
        os: String::new(),
        network: String::new(),
        address_ref: None,
        user_id: Some("lin".to_owned()),
        person: None,
        shared: None,
        match_number: Some("12".to_owned()),
        choices: Vec::new(),
        ticket_nonce: None,
        created_at: 0,
        expires_at: NOW + 1,
        redeem_until: Some(NOW + 1),
        consumed_at: Some(NOW - 1),
    }
}

fn met(changed: bool, code: Code) -> Met {
    Met { changed, code: Some(code) }
}

fn confirm(number: Option<&str>) -> Confirm {
    Confirm {
        code: Selector::Handshake([0; 32]),
        number: number.map(str::to_owned),
        user_id: None,
        ticket_nonce: Vec::new(),
        ticket_hash: [0; 32],
        now: NOW,
        redeem_until: NOW,
    }
}

fn nothing() -> Met {
    Met { changed: false, code: None }
}

/// The row as it is past its time.
fn late(state: CodeState) -> Code {
    Code { expires_at: NOW, redeem_until: Some(NOW), consumed_at: Some(NOW - REPEAT_MS), ..code(state) }
}

#[test]
fn a_scan_wins_or_meets_another_phone_or_is_late() {
    let won = code(Read);
    assert_eq!(scanned(met(true, won.clone()), NOW), Some(Scanned::Won(Box::new(won))));
    assert_eq!(scanned(nothing(), NOW), Some(Scanned::Unknown));
    assert_eq!(scanned(met(false, code(Read)), NOW), None, "whose it is decides the next move");
    for state in [Agreed, Consumed] {
        assert_eq!(scanned(met(false, code(state)), NOW), Some(Scanned::Taken { killed: false }));
    }
    for gone in [code(Declined), code(Expired), late(Created), late(Read), late(Agreed), late(Consumed)] {
        assert_eq!(scanned(met(false, gone), NOW), Some(Scanned::Gone));
    }
}

#[test]
fn a_stranger_is_refused_and_the_last_one_kills() {
    assert_eq!(stranger(&met(true, code(Read)), NOW), Scanned::Taken { killed: false });
    assert_eq!(stranger(&met(true, code(Expired)), NOW), Scanned::Taken { killed: true });
    assert_eq!(stranger(&nothing(), NOW), Scanned::Unknown);
    for state in [Read, Agreed, Consumed] {
        assert_eq!(stranger(&met(false, code(state)), NOW), Scanned::Taken { killed: false }, "counted before");
    }
    for gone in [code(Declined), code(Expired), late(Read)] {
        assert_eq!(stranger(&met(false, gone), NOW), Scanned::Gone);
    }
}

#[test]
fn a_consent_counts_once_and_is_answered_the_same_again() {
    let done = |changed| Some(Confirmed::Done { id: "id".to_owned(), changed });
    assert_eq!(confirmed(met(true, code(Agreed)), &confirm(Some("12"))), done(true));
    for state in [Agreed, Consumed] {
        assert_eq!(confirmed(met(false, code(state)), &confirm(None)), done(false));
    }
    assert_eq!(confirmed(nothing(), &confirm(Some("12"))), Some(Confirmed::Taken));
    assert_eq!(confirmed(met(false, code(Read)), &confirm(None)), Some(Confirmed::NumberMissing));
    assert_eq!(confirmed(met(false, code(Read)), &confirm(Some("34"))), None, "the next move stops the code");
    for gone in [code(Declined), code(Expired), late(Read), late(Agreed), late(Consumed)] {
        assert_eq!(confirmed(met(false, gone), &confirm(None)), Some(Confirmed::Gone));
    }
}

#[test]
fn a_wrong_number_stops_the_code_unless_the_right_one_came_first() {
    assert_eq!(mismatched(met(true, code(Declined)), NOW), Confirmed::WrongNumber { id: "id".to_owned() });
    assert_eq!(mismatched(nothing(), NOW), Confirmed::Taken, "scanned again in between");
    let done = Confirmed::Done { id: "id".to_owned(), changed: false };
    assert_eq!(mismatched(met(false, code(Agreed)), NOW), done);
    assert_eq!(mismatched(met(false, code(Declined)), NOW), Confirmed::Gone);
    assert_eq!(mismatched(met(false, late(Read)), NOW), Confirmed::Gone);
}

/// The row as a person of WeChat has it.
fn of_person(code: Code) -> Code {
    let person = WeChatPerson { app_id: "wx1".to_owned(), openid: "o1".to_owned(), unionid: None };
    Code { person: Some(person), ..code }
}

#[test]
fn a_consent_of_the_other_kind_of_phone_is_none() {
    let account = |number| Confirm { user_id: Some("lin".to_owned()), ..confirm(number) };
    for state in [Read, Agreed, Consumed, Declined, Expired] {
        for number in [None, Some("12"), Some("34")] {
            let by_login = confirmed(met(false, of_person(code(state))), &confirm(number));
            assert_eq!(by_login, Some(Confirmed::Taken), "{state:?}");
            assert_eq!(confirmed(met(false, code(state)), &account(number)), Some(Confirmed::Taken), "{state:?}");
        }
    }
    let done = Some(Confirmed::Done { id: "id".to_owned(), changed: true });
    assert_eq!(confirmed(met(true, of_person(code(Agreed))), &account(Some("12"))), done);
    assert_eq!(confirmed(met(false, code(Read)), &confirm(Some("12"))), Some(Confirmed::Gone), "it is shut out");
}

#[test]
fn a_phone_number_is_asked_for_once_the_number_on_the_screen_is_right() {
    let of = |changed, code| asked(met(changed, code), Some("12"), NOW);
    let number = VerifiedNumber { country: "86".to_owned(), number: "1".to_owned() };
    assert_eq!(of(true, of_person(code(Read))), Asked::Ask);
    assert_eq!(of(false, of_person(code(Read))), Asked::Waits);
    let shared = Code { shared: Some(number.clone()), ..of_person(code(Read)) };
    assert_eq!(of(false, shared.clone()), Asked::There(number));
    for (number, refused) in [(None, Asked::NumberMissing), (Some("34"), Asked::WrongNumber)] {
        for code in [of_person(code(Read)), shared.clone()] {
            assert_eq!(asked(met(false, code), number, NOW), refused);
        }
        let free = Code { match_number: None, ..of_person(code(Read)) };
        assert_eq!(asked(met(false, free), number, NOW), Asked::Waits);
    }
    for state in [Agreed, Consumed] {
        assert_eq!(of(false, of_person(code(state))), Asked::Done { id: "id".to_owned() });
    }
    for gone in [code(Declined), code(Expired), late(Read), late(Agreed)] {
        assert_eq!(of(false, of_person(gone)), Asked::Gone);
    }
    assert_eq!(asked(nothing(), Some("12"), NOW), Asked::Taken);
    for state in [Read, Agreed, Declined] {
        assert_eq!(of(false, code(state)), Asked::Taken, "no person of WeChat");
    }
}

#[test]
fn declining_twice_is_declining() {
    let done = Cancelled::Done { id: "id".to_owned() };
    assert_eq!(cancelled(met(true, code(Declined)), NOW), done);
    assert_eq!(cancelled(met(false, code(Declined)), NOW), done);
    assert_eq!(cancelled(nothing(), NOW), Cancelled::Taken);
    for state in [Agreed, Consumed] {
        assert_eq!(cancelled(met(false, code(state)), NOW), Cancelled::Taken);
    }
    for gone in [code(Expired), late(Read), late(Agreed)] {
        assert_eq!(cancelled(met(false, gone), NOW), Cancelled::Gone);
    }
}

fn redeem(challenge: Option<&str>) -> Redeem {
    let session =
        NewSession { token_hash: [0; 32], app_id: String::new(), method: "qr", now: NOW, expires_at: NOW + 9 };
    Redeem { ticket_hash: [0; 32], challenge: challenge.map(str::to_owned), session }
}

#[test]
fn a_ticket_is_exchanged_once_and_repeated_with_the_verifier_only() {
    let of =
        |met: Met, challenge: Option<&str>, session_ends| redeemed(RedeemMet { met, session_ends }, &redeem(challenge));
    let done = |bound, changed: Option<&str>| Redeemed::Done {
        user_id: "lin".to_owned(),
        session_ends: 7,
        bound,
        changed: changed.map(str::to_owned),
    };
    assert_eq!(of(met(true, code(Consumed)), Some("right"), Some(7)), done(true, Some("id")));
    assert_eq!(of(met(false, code(Consumed)), Some("right"), Some(7)), done(true, None));
    assert_eq!(of(met(false, code(Consumed)), Some("right"), None), Redeemed::Gone, "logged out meanwhile");
    assert_eq!(of(nothing(), Some("right"), Some(7)), Redeemed::Gone);
    for challenge in [None, Some("wrong")] {
        for found in [code(Agreed), code(Consumed), code(Expired), late(Consumed)] {
            assert_eq!(of(met(false, found), challenge, Some(7)), Redeemed::WrongVerifier, "and nothing of the state");
        }
    }
    for gone in [code(Expired), late(Agreed), late(Consumed)] {
        assert_eq!(of(met(false, gone), Some("right"), Some(7)), Redeemed::Gone);
    }
    let plain = |state| Code { challenge: None, ..code(state) };
    assert_eq!(of(met(true, plain(Consumed)), None, Some(7)), done(false, Some("id")));
    assert_eq!(of(met(false, plain(Consumed)), None, Some(7)), done(false, None));
}

fn any_state() -> impl Strategy<Value = CodeState> {
    prop_oneof![Just(Created), Just(Read), Just(Agreed), Just(Consumed), Just(Declined), Just(Expired)]
}

fn any_met() -> impl Strategy<Value = Met> {
    let end = || NOW - 2 * REPEAT_MS..NOW + 2;
    let row = (any_state(), end(), proptest::option::of(end()), proptest::option::of(end()), any::<[bool; 3]>());
    (any::<bool>(), proptest::option::of(row)).prop_map(|(changed, row)| {
        let code = row.map(|(state, expires_at, redeem_until, consumed_at, [challenge, user, number])| Code {
            expires_at,
            redeem_until,
            consumed_at,
            challenge: challenge.then(|| "right".to_owned()),
            user_id: user.then(|| "lin".to_owned()),
            match_number: number.then(|| "12".to_owned()),
            ..code(state)
        });
        Met { changed: changed && code.is_some(), code }
    })
}

/// The same row as another browser's: what describes it, but not what the moves go by, is different.
fn described_otherwise(met: &Met) -> Met {
    let code = met.code.clone().map(|code| Code {
        app_id: "other".to_owned(),
        seq: code.seq + 7,
        origin: Some("https://other.example".to_owned()),
        browser: "Other".to_owned(),
        os: "Other".to_owned(),
        network: "10.0".to_owned(),
        choices: vec!["99".to_owned()],
        ticket_nonce: Some(vec![1]),
        created_at: code.created_at - 5,
        ..code
    });
    Met { changed: met.changed, code }
}

proptest! {
    #[test]
    fn a_scan_depends_only_on_the_rows_met(met in any_met()) {
        let (outcome, other) = (scanned(met.clone(), NOW), scanned(described_otherwise(&met), NOW));
        let won = matches!(outcome, Some(Scanned::Won(_)));
        prop_assert_eq!(won, met.changed, "whoever changed the row has won, and nobody else");
        if !won {
            prop_assert_eq!(outcome, other);
        }
        prop_assert_eq!(stranger(&met, NOW), stranger(&described_otherwise(&met), NOW));
        prop_assert!(!matches!(stranger(&met, NOW), Scanned::Won(_)), "a stranger never wins");
    }

    #[test]
    fn a_consent_depends_only_on_the_rows_met(met in any_met(), number in proptest::option::of("[0-9]{2}")) {
        let outcome = confirmed(met.clone(), &confirm(number.as_deref()));
        prop_assert_eq!(&outcome, &confirmed(described_otherwise(&met), &confirm(number.as_deref())));
        prop_assert_eq!(matches!(outcome, Some(Confirmed::Done { changed: true, .. })), met.changed);
        if outcome.is_none() {
            prop_assert!(number.is_some(), "only a number that came can be wrong");
        }
        let stopped = mismatched(met.clone(), NOW);
        prop_assert_eq!(&stopped, &mismatched(described_otherwise(&met), NOW));
        prop_assert_eq!(matches!(stopped, Confirmed::WrongNumber { .. }), met.changed);
    }

    #[test]
    fn a_refusal_depends_only_on_the_rows_met(met in any_met()) {
        let outcome = cancelled(met.clone(), NOW);
        prop_assert_eq!(&outcome, &cancelled(described_otherwise(&met), NOW));
        if met.changed {
            prop_assert!(matches!(outcome, Cancelled::Done { .. }), "whoever changed the row has declined");
        }
    }

    #[test]
    fn an_exchange_depends_only_on_the_rows_met(
        met in any_met(), session_ends in proptest::option::of(0..9_i64), knows in any::<bool>(),
    ) {
        let redeem = redeem(knows.then_some("right"));
        let of = |met: Met| redeemed(RedeemMet { met, session_ends }, &redeem);
        let outcome = of(met.clone());
        prop_assert_eq!(&outcome, &of(described_otherwise(&met)));
        if let Redeemed::Done { .. } = outcome {
            let code = met.code.unwrap();
            prop_assert!(code.challenge.is_none() || knows, "no session without the verifier");
            prop_assert!(session_ends.is_some());
        }
    }
}
