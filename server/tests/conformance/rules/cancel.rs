//! The person declines.

use guard_server::store::{Cancel, Cancelled, CodeState, Confirmed, NewCode, Scan, Store};

use crate::fixture::{
    END, NUMBER, assert_is, by_phone, cancel, code, confirm, confirmed, new_code, plain, scan, scanned, scanned_plain,
};

fn done() -> Cancelled {
    Cancelled::Done { id: "code".to_owned() }
}

pub(crate) async fn a_refusal_ends_the_code(store: &dyn Store) {
    scanned(store).await;
    let met = store.decline(&cancel(by_phone(1))).await.unwrap();
    assert!(met.changed);
    assert_is(&met.code.unwrap(), CodeState::Cancelled, 2);
    assert_eq!(store.cancel(cancel(by_phone(1))).await.unwrap(), done(), "twice is once");
    assert_is(&code(store).await, CodeState::Cancelled, 2);
}

pub(crate) async fn a_refusal_needs_a_scanned_code(store: &dyn Store) {
    confirmed(store).await;
    let met = store.decline(&cancel(by_phone(1))).await.unwrap();
    assert!(!met.changed);
    assert_is(&met.code.unwrap(), CodeState::Confirmed, 2);
    assert_eq!(store.cancel(cancel(by_phone(1))).await.unwrap(), Cancelled::Taken);
}

pub(crate) async fn a_refusal_needs_time_left(store: &dyn Store) {
    scanned(store).await;
    let at = |now| Cancel { now, ..cancel(by_phone(1)) };
    assert!(!store.decline(&at(END)).await.unwrap().changed);
    assert_eq!(store.cancel(at(END)).await.unwrap(), Cancelled::Gone);
    assert!(store.decline(&at(END - 1)).await.unwrap().changed);
}

pub(crate) async fn a_refusal_needs_the_handshake(store: &dyn Store) {
    scanned(store).await;
    let met = store.decline(&cancel(by_phone(2))).await.unwrap();
    assert_eq!((met.changed, met.code), (false, None));
    assert_eq!(store.cancel(cancel(by_phone(2))).await.unwrap(), Cancelled::Taken);
    assert!(store.decline(&cancel(by_phone(9))).await.unwrap().changed);
    assert_is(&code(store).await, CodeState::Scanned, 1);
}

pub(crate) async fn a_plain_refusal_needs_user_and_plain_code(store: &dyn Store) {
    scanned_plain(store).await;
    store.create_code(new_code("hard")).await.unwrap();
    store.create_code(NewCode { challenge: None, ..new_code("plain") }).await.unwrap();
    for (id, phone) in [("hard", 2), ("plain", 3)] {
        assert!(store.claim(&Scan { numbers: Vec::new(), ..scan(id, phone, "lin") }).await.unwrap().changed);
    }
    for selector in [plain("code", "chen"), plain("unknown", "lin"), plain("hard", "lin")] {
        let met = store.decline(&cancel(selector.clone())).await.unwrap();
        assert_eq!((met.changed, met.code), (false, None), "{selector:?}");
    }
    assert_eq!(store.cancel(cancel(plain("code", "lin"))).await.unwrap(), done());
    for id in ["hard", "plain"] {
        assert_is(&store.code(id).await.unwrap().unwrap(), CodeState::Scanned, 1);
    }
}

pub(crate) async fn of_consent_and_refusal_at_once_one_counts(store: &dyn Store) {
    scanned(store).await;
    for round in 0..5_u8 {
        let id = format!("round-{round}");
        store.create_code(new_code(&id)).await.unwrap();
        store.scan(scan(&id, round + 20, "lin")).await.unwrap();
        let phone = || by_phone(round + 20);
        let (first, second, third, fourth) = tokio::join!(
            store.confirm(confirm(phone(), Some(NUMBER), round + 20)),
            store.cancel(cancel(phone())),
            store.cancel(cancel(phone())),
            store.confirm(confirm(phone(), Some(NUMBER), round + 60)),
        );
        let agreed = [first, fourth].map(|outcome| matches!(outcome.unwrap(), Confirmed::Done { .. }));
        let declined = [second, third].map(|outcome| matches!(outcome.unwrap(), Cancelled::Done { .. }));
        assert_eq!(agreed[0], agreed[1], "whoever repeats hears the same");
        assert_eq!(declined, agreed.map(|agreed| !agreed));
        let state = if agreed[0] { CodeState::Confirmed } else { CodeState::Cancelled };
        assert_is(&store.code(&id).await.unwrap().unwrap(), state, 2);
    }
}
