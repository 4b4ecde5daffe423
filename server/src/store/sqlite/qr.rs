//! QR codes in SQLite. Each move is one conditional UPDATE: its WHERE holds the whole condition, deadline included,
//! and its row count decides who won. What follows a lost one only finds the right words.

use rusqlite::types::Type;
use rusqlite::{Connection, Error, OptionalExtension as _, Result, Row, Transaction, TransactionBehavior, params};

use crate::clock::Millis;
use crate::store::sqlite::accounts;
use crate::store::{
    Cancel, Cancelled, Code, CodeState, Confirm, Confirmed, DENY_LIST_MS, MAX_STRANGERS, NewCode, REPEAT_MS, Redeem,
    Redeemed, Scan, Scanned, Selector,
};
use crate::tokens::Hash;

const CODE: &str = "id, app_id, challenge, state, seq, origin, browser, os, network, user_id, match_number, choices, \
                    ticket_nonce, created_at, expires_at, redeem_until, consumed_at";

const SCAN: &str = "UPDATE qr_codes SET state = 'scanned', seq = seq + 1, phone_ref = ?2, handshake_hash = ?3, \
    user_id = ?4, match_number = ?5, choices = ?6, scanned_at = ?7, expires_at = max(expires_at, ?7 + ?8) \
    WHERE id = ?1 AND state = 'created' AND expires_at > ?7";

/// The same phone again. The deadline stays: otherwise a phone could keep a code alive for ever.
const RESCAN: &str = "UPDATE qr_codes SET seq = seq + 1, phone_ref = ?2, handshake_hash = ?3, user_id = ?4 \
    WHERE id = ?1 AND state = 'scanned' AND expires_at > ?5 AND (phone_ref = ?2 OR handshake_hash = ?6)";

const STRANGER: &str = "UPDATE qr_codes SET strangers = strangers + 1, \
    state = CASE WHEN strangers + 1 >= ?3 THEN 'expired' ELSE state END, \
    seq = CASE WHEN strangers + 1 >= ?3 THEN seq + 1 ELSE seq END, \
    ended_reason = CASE WHEN strangers + 1 >= ?3 THEN 'too many phones' END \
    WHERE id = ?1 AND state = 'scanned' AND expires_at > ?2 RETURNING state";

const CONFIRM: &str = "UPDATE qr_codes SET state = 'confirmed', seq = seq + 1, ticket_nonce = ?3, ticket_hash = ?4, \
    redeem_until = ?5 \
    WHERE id = ?1 AND handshake_hash IS ?2 AND state = 'scanned' AND expires_at > ?6 \
    AND (match_number IS NULL OR match_number = ?7)";

const WRONG_NUMBER: &str = "UPDATE qr_codes SET state = 'cancelled', seq = seq + 1, ended_reason = 'wrong number' \
    WHERE id = ?1 AND handshake_hash IS ?2 AND state = 'scanned' AND expires_at > ?3 AND match_number <> ?4";

const CANCEL: &str = "UPDATE qr_codes SET state = 'cancelled', seq = seq + 1, ended_reason = 'declined' \
    WHERE id = ?1 AND handshake_hash IS ?2 AND state = 'scanned' AND expires_at > ?3";

const REDEEM: &str = "UPDATE qr_codes SET state = 'consumed', seq = seq + 1, consumed_at = ?3 \
    WHERE ticket_hash = ?1 AND state = 'confirmed' AND redeem_until > ?3 AND (challenge IS NULL OR challenge = ?2) \
    RETURNING id, user_id";

const ABANDON: &str = "UPDATE qr_codes SET state = 'expired', seq = seq + 1, ended_reason = 'abandoned' \
    WHERE id = ?1 AND challenge = ?2 AND state IN ('created', 'scanned', 'confirmed')";

fn code_row(row: &Row<'_>) -> Result<Code> {
    let choices: String = row.get(11)?;
    Ok(Code {
        id: row.get(0)?,
        app_id: row.get(1)?,
        challenge: row.get(2)?,
        state: state(&row.get::<_, String>(3)?)?,
        seq: row.get::<_, i64>(4)?.unsigned_abs(),
        origin: row.get(5)?,
        browser: row.get(6)?,
        os: row.get(7)?,
        network: row.get(8)?,
        user_id: row.get(9)?,
        match_number: row.get(10)?,
        choices: choices.split(',').filter(|choice| !choice.is_empty()).map(str::to_owned).collect(),
        ticket_nonce: row.get(12)?,
        created_at: row.get(13)?,
        expires_at: row.get(14)?,
        redeem_until: row.get(15)?,
        consumed_at: row.get(16)?,
    })
}

fn state(text: &str) -> Result<CodeState> {
    Ok(match text {
        "created" => CodeState::Created,
        "scanned" => CodeState::Scanned,
        "confirmed" => CodeState::Confirmed,
        "consumed" => CodeState::Consumed,
        "cancelled" => CodeState::Cancelled,
        "expired" => CodeState::Expired,
        other => {
            let reason = format!("unknown state {other}");
            return Err(Error::FromSqlConversionFailure(3, Type::Text, reason.into()));
        }
    })
}

fn begin(c: &mut Connection) -> Result<Transaction<'_>> {
    c.transaction_with_behavior(TransactionBehavior::Immediate)
}

pub(super) fn create(c: &Connection, code: &NewCode) -> Result<()> {
    c.prepare_cached(
        "INSERT INTO qr_codes (id, app_id, challenge, state, origin, browser, os, network, created_at, expires_at)
         VALUES (?1, ?2, ?3, 'created', ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        code.id,
        code.app_id,
        code.challenge,
        code.origin,
        code.browser,
        code.os,
        code.network,
        code.now,
        code.expires_at
    ])?;
    Ok(())
}

pub(super) fn by_id(c: &Connection, id: &str) -> Result<Option<Code>> {
    c.prepare_cached(&format!("SELECT {CODE} FROM qr_codes WHERE id = ?1"))?.query_row([id], code_row).optional()
}

pub(super) fn by_handshake(c: &Connection, handshake_hash: Hash) -> Result<Option<Code>> {
    c.prepare_cached(&format!("SELECT {CODE} FROM qr_codes WHERE handshake_hash = ?1"))?
        .query_row([handshake_hash], code_row)
        .optional()
}

pub(super) fn scan(c: &mut Connection, scan: &Scan) -> Result<Scanned> {
    let t = begin(c)?;
    let number = scan.numbers.first();
    let mut choices: Vec<&str> = scan.numbers.iter().skip(1).map(String::as_str).collect();
    if let Some(number) = number {
        choices.insert(scan.place.min(choices.len()), number);
    }
    let first = t.prepare_cached(SCAN)?.execute(params![
        scan.id,
        scan.phone_ref,
        scan.handshake_hash,
        scan.user_id,
        number,
        choices.join(","),
        scan.now,
        scan.extension
    ])?;
    let won = first == 1
        || t.prepare_cached(RESCAN)?.execute(params![
            scan.id,
            scan.phone_ref,
            scan.handshake_hash,
            scan.user_id,
            scan.now,
            scan.earlier
        ])? == 1;
    let code = by_id(&t, &scan.id)?;
    let outcome = match code {
        None => Scanned::Unknown,
        Some(code) if won => Scanned::Won(Box::new(code)),
        Some(code) => match code.state_at(scan.now) {
            CodeState::Scanned => {
                let state: String = t
                    .prepare_cached(STRANGER)?
                    .query_row(params![scan.id, scan.now, MAX_STRANGERS], |row| row.get(0))?;
                Scanned::Taken { killed: state == "expired" }
            }
            CodeState::Confirmed | CodeState::Consumed => Scanned::Taken { killed: false },
            CodeState::Created | CodeState::Cancelled | CodeState::Expired => Scanned::Gone,
        },
    };
    t.commit()?;
    Ok(outcome)
}

/// The code that the phone means, and the handshake that its row must have.
fn select(t: &Transaction<'_>, selector: &Selector) -> Result<Option<(Code, Option<Vec<u8>>)>> {
    let columns = format!("SELECT {CODE}, handshake_hash FROM qr_codes WHERE");
    let read = |row: &Row<'_>| Ok((code_row(row)?, row.get(17)?));
    match selector {
        Selector::Handshake(hash) => {
            t.prepare_cached(&format!("{columns} handshake_hash = ?1"))?.query_row([hash], read).optional()
        }
        Selector::Plain { id, user_id } => t
            .prepare_cached(&format!("{columns} id = ?1 AND challenge IS NULL AND user_id = ?2"))?
            .query_row([id, user_id], read)
            .optional(),
    }
}

pub(super) fn confirm(c: &mut Connection, confirm: &Confirm) -> Result<Confirmed> {
    let t = begin(c)?;
    let Some((code, handshake)) = select(&t, &confirm.code)? else { return Ok(Confirmed::Taken) };
    if code.match_number.is_some() && confirm.number.is_none() && code.state_at(confirm.now) == CodeState::Scanned {
        return Ok(Confirmed::NumberMissing);
    }
    let changed = t.prepare_cached(CONFIRM)?.execute(params![
        code.id,
        handshake,
        confirm.ticket_nonce,
        confirm.ticket_hash,
        confirm.redeem_until,
        confirm.now,
        confirm.number
    ])? == 1;
    let outcome = if changed {
        Confirmed::Done { id: code.id, changed }
    } else if t.prepare_cached(WRONG_NUMBER)?.execute(params![code.id, handshake, confirm.now, confirm.number])? == 1 {
        Confirmed::WrongNumber { id: code.id }
    } else {
        match code.state_at(confirm.now) {
            CodeState::Confirmed | CodeState::Consumed => Confirmed::Done { id: code.id, changed },
            _ => Confirmed::Gone,
        }
    };
    t.commit()?;
    Ok(outcome)
}

pub(super) fn cancel(c: &mut Connection, cancel: &Cancel) -> Result<Cancelled> {
    let t = begin(c)?;
    let Some((code, handshake)) = select(&t, &cancel.code)? else { return Ok(Cancelled::Taken) };
    let changed = t.prepare_cached(CANCEL)?.execute(params![code.id, handshake, cancel.now])? == 1;
    let outcome = match code.state_at(cancel.now) {
        _ if changed => Cancelled::Done { id: code.id },
        CodeState::Cancelled => Cancelled::Done { id: code.id },
        CodeState::Confirmed | CodeState::Consumed => Cancelled::Taken,
        CodeState::Created | CodeState::Scanned | CodeState::Expired => Cancelled::Gone,
    };
    t.commit()?;
    Ok(outcome)
}

pub(super) fn redeem(c: &mut Connection, redeem: &Redeem) -> Result<Redeemed> {
    let t = begin(c)?;
    let session = &redeem.session;
    let won = t
        .prepare_cached(REDEEM)?
        .query_row(params![redeem.ticket_hash, redeem.challenge, session.now], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    let outcome = match won {
        Some((id, user_id)) => {
            accounts::add_session(&t, &user_id, session)?;
            Redeemed::Done { user_id, session_ends: session.expires_at, changed: Some(id) }
        }
        None => lost_redeem(&t, redeem)?,
    };
    t.commit()?;
    Ok(outcome)
}

fn lost_redeem(t: &Transaction<'_>, redeem: &Redeem) -> Result<Redeemed> {
    let now = redeem.session.now;
    let code = t
        .prepare_cached(&format!("SELECT {CODE} FROM qr_codes WHERE ticket_hash = ?1"))?
        .query_row([redeem.ticket_hash], code_row)
        .optional()?;
    let Some(code) = code else { return Ok(Redeemed::Gone) };
    // Before anything else, so that whoever lacks the verifier learns nothing of the state.
    if code.challenge.is_some() && code.challenge != redeem.challenge {
        return Ok(Redeemed::WrongVerifier);
    }
    let repeat = code.state_at(now) == CodeState::Consumed;
    let session_ends = accounts::session_end(t, redeem.session.token_hash)?;
    Ok(match (repeat, code.user_id, session_ends) {
        (true, Some(user_id), Some(session_ends)) => Redeemed::Done { user_id, session_ends, changed: None },
        _ => Redeemed::Gone,
    })
}

pub(super) fn abandon(c: &Connection, id: &str, challenge: &str) -> Result<bool> {
    Ok(c.prepare_cached(ABANDON)?.execute([id, challenge])? == 1)
}

pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    let forgotten = c.execute(
        "UPDATE qr_codes SET ticket_nonce = NULL WHERE ticket_nonce IS NOT NULL
         AND redeem_until <= ?1 AND (state <> 'consumed' OR consumed_at <= ?2)",
        [now, now - REPEAT_MS],
    )?;
    let deleted = c.execute("DELETE FROM qr_codes WHERE expires_at <= ?1", [now - DENY_LIST_MS])?;
    Ok(forgotten + deleted)
}
