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
/// Tries of a redeem before it is an error.
pub const REDEEM_TRIES: u32 = 6;
/// Polls that fail in a row before the person is told that the connection is lost.
pub const FAILURES_TO_TELL: u32 = 2;
