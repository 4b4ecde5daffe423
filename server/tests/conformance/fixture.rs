//! Rows and moves that the rules start from. Times are in ms from [`START`]; codes live [`TTL`].

use guard_server::clock::Millis;
use guard_server::store::{
    Cancel, Code, CodeState, Confirm, Confirmed, NewCode, NewSession, Redeem, Scan, Scanned, Selector, Store, UserRow,
};

/// When every code is made.
pub(crate) const START: Millis = 1_800_000_000_000;
/// How long a code lives.
pub(crate) const TTL: Millis = 120_000;
/// When it ends.
pub(crate) const END: Millis = START + TTL;
/// The least time that a scan leaves.
pub(crate) const EXTENSION: Millis = 90_000;
/// How long a ticket may be redeemed.
pub(crate) const REDEEM: Millis = 60_000;
/// How long a session lasts.
pub(crate) const SESSION: Millis = 3_600_000;

/// The number on the screen.
pub(crate) const NUMBER: &str = "42";
/// Another one on the phone.
pub(crate) const WRONG: &str = "17";
/// The challenge of every code that is not plain.
pub(crate) const CHALLENGE: &str = "challenge";

pub(crate) fn user(id: &str) -> UserRow {
    UserRow { id: id.to_owned(), username: None, email: None, phone: None, nickname: None, photo: None }
}

/// Adds the users that scan: `lin` and `chen`.
pub(crate) async fn add_users(store: &dyn Store) {
    for id in ["lin", "chen"] {
        store.add_user(user(id), None, START).await.unwrap();
    }
}

pub(crate) fn new_code(id: &str) -> NewCode {
    NewCode {
        id: id.to_owned(),
        app_id: "demo".to_owned(),
        challenge: Some(CHALLENGE.to_owned()),
        origin: Some("https://shop.example".to_owned()),
        browser: "Firefox 140".to_owned(),
        os: "Linux".to_owned(),
        network: "192.0.2".to_owned(),
        address_ref: [8; 32],
        now: START,
        expires_at: END,
    }
}

/// A scan by the phone `phone` with the handshake of the same number.
pub(crate) fn scan(id: &str, phone: u8, user: &str) -> Scan {
    Scan {
        id: id.to_owned(),
        phone_ref: [phone; 32],
        earlier: None,
        handshake_hash: [phone; 32],
        user_id: Some(user.to_owned()),
        person: None,
        numbers: [NUMBER, WRONG, "99"].map(str::to_owned).to_vec(),
        place: 1,
        now: START,
        extension: EXTENSION,
    }
}

pub(crate) fn by_phone(phone: u8) -> Selector {
    Selector::Handshake([phone; 32])
}

pub(crate) fn plain(id: &str, user: &str) -> Selector {
    Selector::Plain { id: id.to_owned(), user_id: user.to_owned() }
}

/// A consent with the number; its ticket is numbered like the phone would be.
pub(crate) fn confirm(code: Selector, number: Option<&str>, ticket: u8) -> Confirm {
    Confirm {
        code,
        number: number.map(str::to_owned),
        user_id: None,
        ticket_nonce: vec![ticket; 32],
        ticket_hash: [ticket; 32],
        now: START,
        redeem_until: START + REDEEM,
    }
}

pub(crate) fn cancel(code: Selector) -> Cancel {
    Cancel { code, now: START }
}

pub(crate) fn redeem(ticket: u8, challenge: Option<&str>) -> Redeem {
    Redeem { ticket_hash: [ticket; 32], challenge: challenge.map(str::to_owned), session: session(ticket) }
}

/// A session whose token has the number `token`.
pub(crate) fn session(token: u8) -> NewSession {
    NewSession {
        token_hash: [token; 32],
        app_id: "demo".to_owned(),
        method: "qr",
        now: START,
        expires_at: START + SESSION,
    }
}

/// A code with a challenge that nobody has read, beside one that is in the same state for ever.
pub(crate) async fn created(store: &dyn Store) {
    add_users(store).await;
    store.create_code(new_code("code")).await.unwrap();
    store.create_code(new_code("other")).await.unwrap();
}

/// [`created`], and the phone 1 of `lin` has scanned the code; the phone 9 has the other.
pub(crate) async fn scanned(store: &dyn Store) {
    created(store).await;
    for (id, phone, user) in [("code", 1, "lin"), ("other", 9, "chen")] {
        assert!(matches!(store.scan(scan(id, phone, user)).await.unwrap(), Scanned::Won(_)));
    }
}

/// A code without challenge and number, scanned by the phone 1 of `lin`.
pub(crate) async fn scanned_plain(store: &dyn Store) {
    add_users(store).await;
    store.create_code(NewCode { challenge: None, ..new_code("code") }).await.unwrap();
    let scan = Scan { numbers: Vec::new(), ..scan("code", 1, "lin") };
    assert!(matches!(store.scan(scan).await.unwrap(), Scanned::Won(_)));
}

/// [`scanned`], and `lin` has agreed; the ticket 5 waits.
pub(crate) async fn confirmed(store: &dyn Store) {
    scanned(store).await;
    agree(store).await;
}

/// `lin` agrees by the phone 1.
pub(crate) async fn agree(store: &dyn Store) {
    let outcome = store.confirm(confirm(by_phone(1), Some(NUMBER), 5)).await.unwrap();
    assert_eq!(outcome, Confirmed::Done { id: "code".to_owned(), changed: true });
}

/// [`confirmed`], and redeemed to the session 5.
pub(crate) async fn consumed(store: &dyn Store) {
    confirmed(store).await;
    assert!(store.consume(&redeem(5, Some(CHALLENGE))).await.unwrap().met.changed);
}

/// The code as it is kept.
pub(crate) async fn code(store: &dyn Store) -> Code {
    store.code("code").await.unwrap().unwrap()
}

/// Whether the code has this state and this number of changes.
#[track_caller]
pub(crate) fn assert_is(code: &Code, state: CodeState, seq: u64) {
    assert_eq!((code.state, code.seq), (state, seq), "{code:?}");
}
