//! The times of a QR login, in ms unless said otherwise. Where each comes from: `qr-login.md` §4 of the design notes,
//! the Authing SDK for plain v2, RFC 8628 §3.5 for slowing down.

/// Time between two short polls when the backend gives none.
pub const POLL_INTERVAL: u64 = 1_000;
/// How long a long poll may wait, in s.
pub const LONG_POLL_WAIT: u32 = 25;
/// Time between two short polls of a scanned code in a hidden tab: slow, but the confirmation is not missed.
pub const HIDDEN_INTERVAL: u64 = 10_000;
/// Time that an answer to slow down adds to every later interval.
pub const SLOW_DOWN: u64 = 5_000;
/// How long a scanned code lives at least, when the backend does not tell.
pub const AFTER_SCAN: u64 = 90_000;
/// How long the last poll after the deadline may take.
pub const GRACE: u64 = 3_000;
/// From when on a code is in its last seconds.
pub const HURRY: u64 = 15_000;
/// How many codes follow one another without the person asking.
pub const MAX_ROTATIONS: u32 = 5;
/// How far a server's idea of the deadline may be off before it counts.
pub const DRIFT: u64 = 1_500;
/// Tries of a create before it is an error.
pub const CREATE_TRIES: u32 = 4;
/// Answers in a row that seem to be a gateway's before they are believed.
pub const ODD_TRIES: u32 = 3;
/// Polls that fail in a row before the person is told that the connection is lost.
pub const FAILURES_TO_TELL: u32 = 2;
/// The longest time between two polls, whatever the server wants: a code that is agreed to must be redeemed in time.
pub const LONGEST_INTERVAL: u64 = 15_000;
/// The longest that answers to slow down may add to it.
pub const LONGEST_PENALTY: u64 = 15_000;
/// The longest wait of a code that can be scanned or redeemed, whatever the server wants.
pub const LONGEST_WAIT: u64 = 30_000;
/// From how long on a wait that the server wants is shown.
pub const WAIT_TO_TELL: u64 = 5_000;
/// The longest life of a code, in s: a browser's timer counts to 24 days.
pub const LONGEST_LIFE: u32 = 86_400;
/// How long a ticket can be redeemed at least; after that its answer can be had again.
pub const REDEEM_LEAST: u64 = 30_000;
/// How long a ticket can be redeemed when the backend does not tell.
pub const REDEEM_TIME: u64 = 60_000;
/// From how long on a request counts as hanging when the page comes into sight.
pub const HANGING: u64 = 1_000;
/// How long a request may take, its wait not counted. A little more than the request's own limit: this one is for
/// backends without.
pub const ANSWER: u64 = 25_000;
