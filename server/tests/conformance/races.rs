//! Eight phones and browsers at once for each of two hundred codes, over two nodes on the same data: one of them wins
//! each scan, consent and redeem.

use std::sync::Arc;

use futures_util::future::join_all;
use guard_server::store::{CodeState, Confirm, Confirmed, Redeem, Redeemed, Scan, Scanned, Store};

use crate::fixture::{CHALLENGE, NUMBER, START, WRONG, add_users, by_phone, confirm, new_code, redeem, scan, session};

const CODES: u16 = 200;
/// How many codes race at a time.
const AT_ONCE: usize = 20;
const RACERS: u8 = 8;

pub(crate) async fn one_wins_each_scan_consent_and_redeem(nodes: [Arc<dyn Store>; 2]) {
    add_users(nodes[0].as_ref()).await;
    let codes: Vec<u16> = (0..CODES).collect();
    for some in codes.chunks(AT_ONCE) {
        let races = some.iter().map(|code| tokio::spawn(race(nodes.clone(), *code)));
        join_all(races).await.into_iter().for_each(|race| race.unwrap());
    }
}

async fn race(nodes: [Arc<dyn Store>; 2], code: u16) {
    let node = |racer: u8| nodes[usize::from(racer) % 2].as_ref();
    let id = format!("race-{code}");
    // Of this code and this racer alone.
    let hash = |racer: u8| {
        let mut hash = [racer; 32];
        hash[..2].copy_from_slice(&code.to_be_bytes());
        hash
    };
    node(0).create_code(new_code(&id)).await.unwrap();

    let scans = (0..RACERS).map(|racer| {
        let scan = Scan { phone_ref: hash(racer), handshake_hash: hash(racer), ..scan(&id, racer, "lin") };
        node(racer).scan(scan)
    });
    let scans: Vec<_> = join_all(scans).await.into_iter().map(Result::unwrap).collect();
    let won: Vec<_> = (0..RACERS).filter(|racer| matches!(scans[usize::from(*racer)], Scanned::Won(_))).collect();
    // Seven strangers are too many: the code dies, whoever has won it.
    assert_eq!(won.len(), 1, "{scans:?}");
    assert_eq!(scans.iter().filter(|scan| **scan == Scanned::Taken { killed: true }).count(), 1, "{scans:?}");
    let kept = node(1).code(&id).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.seq), (CodeState::Expired, 2));

    // Another code, which one phone has: right and wrong number, again and again.
    let id = format!("agreed-{code}");
    let phone = hash(99);
    node(1).create_code(new_code(&id)).await.unwrap();
    let scan = Scan { phone_ref: phone, handshake_hash: phone, ..scan(&id, 99, "chen") };
    assert!(matches!(node(0).scan(scan).await.unwrap(), Scanned::Won(_)));
    let by = guard_server::store::Selector::Handshake(phone);
    let consents = (0..RACERS).map(|racer| {
        let consent = Confirm { ticket_hash: hash(racer), ..confirm(by_phone(0), Some(NUMBER), racer) };
        node(racer).confirm(Confirm { code: by.clone(), ..consent })
    });
    let wrong = Confirm { code: by.clone(), ..confirm(by_phone(0), Some(WRONG), 200) };
    let (consents, wrong) = tokio::join!(join_all(consents), node(1).confirm(wrong));
    let done = |changed| Confirmed::Done { id: id.clone(), changed };
    let consents: Vec<_> = consents.into_iter().map(Result::unwrap).collect();
    let kept = node(0).code(&id).await.unwrap().unwrap();
    if wrong.unwrap() == (Confirmed::WrongNumber { id: id.clone() }) {
        assert_eq!((kept.state, kept.seq), (CodeState::Cancelled, 2));
        assert!(consents.iter().all(|consent| *consent == Confirmed::Gone), "{consents:?}");
        return;
    }
    assert_eq!((kept.state, kept.seq), (CodeState::Confirmed, 2));
    assert_eq!(consents.iter().filter(|consent| **consent == done(true)).count(), 1, "{consents:?}");
    assert_eq!(consents.iter().filter(|consent| **consent == done(false)).count(), 7, "{consents:?}");

    let ticket = kept.ticket_nonce.map(|nonce| hash(nonce[0])).unwrap();
    let redeems = (0..RACERS).map(|racer| {
        let mut session = session(0);
        session.token_hash = ticket;
        node(racer).redeem(Redeem { ticket_hash: ticket, session, ..redeem(0, Some(CHALLENGE)) })
    });
    let redeems: Vec<_> = join_all(redeems).await.into_iter().map(Result::unwrap).collect();
    let winners = redeems.iter().filter(|redeem| matches!(redeem, Redeemed::Done { changed: Some(_), .. })).count();
    let repeats = redeems.iter().filter(|redeem| matches!(redeem, Redeemed::Done { changed: None, .. })).count();
    assert_eq!((winners, repeats), (1, 7), "{redeems:?}");
    assert_eq!(node(0).session_user(ticket, START).await.unwrap().unwrap().id, "chen");
}
