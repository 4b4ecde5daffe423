//! QR codes in SQLite. Each move is one conditional UPDATE: its WHERE holds the whole condition, deadline included.

use async_trait::async_trait;
use rusqlite::types::Type;
use rusqlite::{Connection, Error, OptionalExtension as _, Params, Result, Row, TransactionBehavior, params};

use super::{Sqlite, sessions};
use crate::clock::Millis;
use crate::store::{
    AskNumber, Cancel, Code, CodeState, CodeStore, Confirm, KEPT_MS, KeepNumber, MAX_STRANGERS, Met, NewCode,
    NewSession, PHONE_LOGIN_MS, REPEAT_MS, Redeem, RedeemMet, SLICE, Scan, Selector, StoreError, VerifiedNumber,
    WeChatPerson,
};
use crate::tokens::Hash;

/// The columns of a [`Code`], as [`code_row`] reads them.
macro_rules! code {
    () => {
        "id, app_id, challenge, state, seq, origin, browser, os, network, user_id, match_number, choices, \
         ticket_nonce, created_at, expires_at, redeem_until, consumed_at, address_ref, wechat_app, wechat_openid, \
         wechat_unionid, shared_country, shared_number"
    };
}

/// The code that a [`Selector`] means; what it does not name is NULL, which equals nothing.
macro_rules! of_phone {
    () => {
        "(handshake_hash = ?1 OR (id = ?2 AND challenge IS NULL AND user_id = ?3))"
    };
}

const CREATE: &str = "INSERT INTO qr_codes \
    (id, app_id, challenge, state, origin, browser, os, network, created_at, expires_at, kept_until, address_ref) \
    VALUES (?1, ?2, ?3, 'created', ?4, ?5, ?6, ?7, ?8, ?9, ?9 + ?10, ?11)";

const BY_ID: &str = concat!("SELECT ", code!(), " FROM qr_codes WHERE id = ?1");
const BY_HANDSHAKE: &str = concat!("SELECT ", code!(), " FROM qr_codes WHERE handshake_hash = ?1");
const BY_TICKET: &str = concat!("SELECT ", code!(), " FROM qr_codes WHERE ticket_hash = ?1");
const BY_PHONE: &str = concat!("SELECT ", code!(), " FROM qr_codes WHERE ", of_phone!());

const CLAIM: &str = concat!(
    "UPDATE qr_codes SET state = 'scanned', seq = seq + 1, phone_ref = ?3, handshake_hash = ?4, user_id = ?5, \
     match_number = ?6, choices = ?7, expires_at = max(expires_at, ?8), kept_until = max(expires_at, ?8) + ?9, \
     wechat_app = ?10, wechat_openid = ?11, wechat_unionid = ?12 \
     WHERE id = ?1 AND state = 'created' AND expires_at > ?2 RETURNING ",
    code!()
);

const RENEW: &str = concat!(
    "UPDATE qr_codes SET seq = seq + 1, phone_ref = ?3, handshake_hash = ?4, user_id = ?5, \
     shared_country = CASE WHEN wechat_app = ?7 AND wechat_openid = ?8 THEN shared_country END, \
     shared_number = CASE WHEN wechat_app = ?7 AND wechat_openid = ?8 THEN shared_number END, \
     asking_until = NULL, wechat_app = ?7, wechat_openid = ?8, wechat_unionid = ?9 \
     WHERE id = ?1 AND state = 'scanned' AND expires_at > ?2 AND (phone_ref = ?3 OR handshake_hash = ?6) RETURNING ",
    code!()
);

/// The strangers are their hashes in hex, one after the other.
const COUNT_STRANGER: &str = concat!(
    "UPDATE qr_codes SET strangers = strangers || hex(?3), \
     state = CASE WHEN length(strangers) + 64 >= 64 * ?4 THEN 'expired' ELSE state END, \
     seq = CASE WHEN length(strangers) + 64 >= 64 * ?4 THEN seq + 1 ELSE seq END \
     WHERE id = ?1 AND state = 'scanned' AND expires_at > ?2 AND phone_ref <> ?3 AND instr(strangers, hex(?3)) = 0 \
     RETURNING ",
    code!()
);

const ASK: &str = concat!(
    "UPDATE qr_codes SET asking_until = ?4 WHERE handshake_hash = ?1 AND state = 'scanned' AND expires_at > ?2 \
     AND (match_number IS NULL OR match_number = ?3) AND wechat_openid IS NOT NULL AND shared_number IS NULL \
     AND (asking_until IS NULL OR asking_until <= ?2) RETURNING ",
    code!()
);

const KEEP_NUMBER: &str = concat!(
    "UPDATE qr_codes SET asking_until = NULL, shared_country = ?2, shared_number = ?3 \
     WHERE handshake_hash = ?1 AND wechat_openid IS NOT NULL AND shared_number IS NULL \
     AND (?3 IS NOT NULL OR asking_until = ?4) RETURNING ",
    code!()
);

const AGREE: &str = concat!(
    "UPDATE qr_codes SET state = 'confirmed', seq = seq + 1, ticket_nonce = ?6, ticket_hash = ?7, redeem_until = ?8, \
     kept_until = ?8 + ?9, user_id = coalesce(?10, user_id) WHERE ",
    of_phone!(),
    " AND state = 'scanned' AND expires_at > ?4 AND (match_number IS NULL OR match_number = ?5) \
     AND (?10 IS NULL) = (wechat_openid IS NULL) \
     AND EXISTS (SELECT 1 FROM users WHERE users.id = coalesce(?10, user_id) AND disabled_at IS NULL) RETURNING ",
    code!()
);

const STOP_MISMATCH: &str = concat!(
    "UPDATE qr_codes SET state = 'cancelled', seq = seq + 1 WHERE ",
    of_phone!(),
    " AND state = 'scanned' AND expires_at > ?4 AND match_number <> ?5 RETURNING ",
    code!()
);

const DECLINE: &str = concat!(
    "UPDATE qr_codes SET state = 'cancelled', seq = seq + 1 WHERE ",
    of_phone!(),
    " AND state = 'scanned' AND expires_at > ?4 RETURNING ",
    code!()
);

const CONSUME: &str = concat!(
    "UPDATE qr_codes SET state = 'consumed', seq = seq + 1, consumed_at = ?2, \
     kept_until = max(redeem_until, ?2 + ?4) + ?5 \
     WHERE ticket_hash = ?1 AND state = 'confirmed' AND redeem_until > ?2 AND (challenge IS NULL OR challenge = ?3) \
     RETURNING ",
    code!()
);

const PHONE_LOGIN: &str = "INSERT INTO phone_logins (handshake_hash, session_hash, ends_at) \
    SELECT handshake_hash, ?2, ?3 FROM qr_codes WHERE ticket_hash = ?1 AND wechat_openid IS NOT NULL";

const ABANDON: &str = "UPDATE qr_codes SET state = 'expired', seq = seq + 1 \
    WHERE id = ?1 AND challenge = ?2 AND state IN ('created', 'scanned', 'confirmed')";

const SWEEP: &str = "DELETE FROM qr_codes WHERE id IN (SELECT id FROM qr_codes WHERE kept_until <= ?1 LIMIT ?2)";

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
        address_ref: row.get(17)?,
        user_id: row.get(9)?,
        person: person(row)?,
        shared: number(row.get(21)?, row.get(22)?),
        match_number: row.get(10)?,
        choices: choices.split(',').filter(|choice| !choice.is_empty()).map(str::to_owned).collect(),
        ticket_nonce: row.get(12)?,
        created_at: row.get(13)?,
        expires_at: row.get(14)?,
        redeem_until: row.get(15)?,
        consumed_at: row.get(16)?,
    })
}

fn person(row: &Row<'_>) -> Result<Option<WeChatPerson>> {
    let (Some(app_id), Some(openid)) = (row.get(18)?, row.get(19)?) else { return Ok(None) };
    Ok(Some(WeChatPerson { app_id, openid, unionid: row.get(20)? }))
}

fn number(country: Option<String>, number: Option<String>) -> Option<VerifiedNumber> {
    Some(VerifiedNumber { country: country?, number: number? })
}

fn state(word: &str) -> Result<CodeState> {
    CodeState::from_word(word)
        .ok_or_else(|| Error::FromSqlConversionFailure(3, Type::Text, format!("unknown state {word}").into()))
}

fn find(c: &Connection, sql: &str, params: impl Params) -> Result<Option<Code>> {
    c.prepare_cached(sql)?.query_row(params, code_row).optional()
}

/// The row that a move changed, or else the one that it met. No other job runs in between.
fn met(changed: Option<Code>, found: impl FnOnce() -> Result<Option<Code>>) -> Result<Met> {
    match changed {
        Some(code) => Ok(Met { changed: true, code: Some(code) }),
        None => Ok(Met { changed: false, code: found()? }),
    }
}

/// The parameters of [`of_phone`].
fn of_phone(selector: &Selector) -> (Option<Hash>, Option<&str>, Option<&str>) {
    match selector {
        Selector::Handshake(hash) => (Some(*hash), None, None),
        Selector::Plain { id, user_id } => (None, Some(id), Some(user_id)),
    }
}

/// The columns of the person of WeChat who scans.
fn person_columns(scan: &Scan) -> (Option<&str>, Option<&str>, Option<&str>) {
    let person = scan.person.as_ref();
    let unionid = person.and_then(|person| person.unionid.as_deref());
    (person.map(|person| person.app_id.as_str()), person.map(|person| person.openid.as_str()), unionid)
}

#[async_trait]
impl CodeStore for Sqlite {
    async fn create_code(&self, code: NewCode) -> Result<(), StoreError> {
        self.run(move |c| {
            c.prepare_cached(CREATE)?.execute(params![
                code.id,
                code.app_id,
                code.challenge,
                code.origin,
                code.browser,
                code.os,
                code.network,
                code.now,
                code.expires_at,
                KEPT_MS,
                code.address_ref
            ])?;
            Ok(())
        })
        .await
    }

    async fn code(&self, id: &str) -> Result<Option<Code>, StoreError> {
        let id = id.to_owned();
        self.run(move |c| find(c, BY_ID, [id])).await
    }

    async fn code_of_phone(&self, handshake_hash: Hash) -> Result<Option<Code>, StoreError> {
        self.run(move |c| find(c, BY_HANDSHAKE, [handshake_hash])).await
    }

    async fn claim(&self, scan: &Scan) -> Result<Met, StoreError> {
        let scan = scan.clone();
        self.run(move |c| {
            let (app, openid, unionid) = person_columns(&scan);
            let changed = find(
                c,
                CLAIM,
                params![
                    scan.id,
                    scan.now,
                    scan.phone_ref,
                    scan.handshake_hash,
                    scan.user_id,
                    scan.number(),
                    scan.choices().join(","),
                    scan.now + scan.extension,
                    KEPT_MS,
                    app,
                    openid,
                    unionid
                ],
            )?;
            met(changed, || find(c, BY_ID, [&scan.id]))
        })
        .await
    }

    async fn renew(&self, scan: &Scan) -> Result<Met, StoreError> {
        let scan = scan.clone();
        self.run(move |c| {
            let (app, openid, unionid) = person_columns(&scan);
            let Scan { id, now, phone_ref, handshake_hash, user_id, earlier, .. } = &scan;
            let params = params![id, now, phone_ref, handshake_hash, user_id, earlier, app, openid, unionid];
            met(find(c, RENEW, params)?, || find(c, BY_ID, [id]))
        })
        .await
    }

    async fn count_stranger(&self, scan: &Scan) -> Result<Met, StoreError> {
        let scan = scan.clone();
        self.run(move |c| {
            let params = params![scan.id, scan.now, scan.phone_ref, MAX_STRANGERS];
            met(find(c, COUNT_STRANGER, params)?, || find(c, BY_ID, [&scan.id]))
        })
        .await
    }

    async fn ask(&self, ask: &AskNumber) -> Result<Met, StoreError> {
        let ask = ask.clone();
        self.run(move |c| {
            let changed = find(c, ASK, params![ask.handshake_hash, ask.now, ask.number, ask.until])?;
            met(changed, || find(c, BY_HANDSHAKE, [ask.handshake_hash]))
        })
        .await
    }

    async fn keep_number(&self, keep: &KeepNumber) -> Result<Met, StoreError> {
        let keep = keep.clone();
        self.run(move |c| {
            let (country, number) = keep.number.map(|number| (number.country, number.number)).unzip();
            let changed = find(c, KEEP_NUMBER, params![keep.handshake_hash, country, number, keep.until])?;
            met(changed, || find(c, BY_HANDSHAKE, [keep.handshake_hash]))
        })
        .await
    }

    async fn agree(&self, confirm: &Confirm) -> Result<Met, StoreError> {
        let confirm = confirm.clone();
        self.run(move |c| {
            let (handshake, id, user_id) = of_phone(&confirm.code);
            let changed = find(
                c,
                AGREE,
                params![
                    handshake,
                    id,
                    user_id,
                    confirm.now,
                    confirm.number,
                    confirm.ticket_nonce,
                    confirm.ticket_hash,
                    confirm.redeem_until,
                    KEPT_MS,
                    confirm.user_id
                ],
            )?;
            met(changed, || find(c, BY_PHONE, params![handshake, id, user_id]))
        })
        .await
    }

    async fn stop_mismatch(&self, confirm: &Confirm) -> Result<Met, StoreError> {
        let confirm = confirm.clone();
        self.run(move |c| {
            let (handshake, id, user_id) = of_phone(&confirm.code);
            let changed = find(c, STOP_MISMATCH, params![handshake, id, user_id, confirm.now, confirm.number])?;
            met(changed, || find(c, BY_PHONE, params![handshake, id, user_id]))
        })
        .await
    }

    async fn decline(&self, cancel: &Cancel) -> Result<Met, StoreError> {
        let cancel = cancel.clone();
        self.run(move |c| {
            let (handshake, id, user_id) = of_phone(&cancel.code);
            let changed = find(c, DECLINE, params![handshake, id, user_id, cancel.now])?;
            met(changed, || find(c, BY_PHONE, params![handshake, id, user_id]))
        })
        .await
    }

    async fn consume(&self, redeem: &Redeem) -> Result<RedeemMet, StoreError> {
        let mut redeem = redeem.clone();
        self.run(move |c| {
            let t = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let params = params![redeem.ticket_hash, redeem.session.now, redeem.challenge, REPEAT_MS, KEPT_MS];
            let changed = find(&t, CONSUME, params)?;
            if let Some(Code { user_id: Some(user_id), app_id, .. }) = &changed {
                redeem.session.app_id.clone_from(app_id);
                sessions::add(&t, user_id, &redeem.session)?;
                let NewSession { token_hash, now, expires_at, .. } = &redeem.session;
                let ends_at = (now + PHONE_LOGIN_MS).min(*expires_at);
                t.prepare_cached(PHONE_LOGIN)?.execute(params![redeem.ticket_hash, token_hash, ends_at])?;
            }
            let met = met(changed, || find(&t, BY_TICKET, [redeem.ticket_hash]))?;
            let session_ends = sessions::ends_at(&t, redeem.session.token_hash)?;
            t.commit()?;
            Ok(RedeemMet { met, session_ends })
        })
        .await
    }

    async fn abandon(&self, id: &str, challenge: &str) -> Result<bool, StoreError> {
        let (id, challenge) = (id.to_owned(), challenge.to_owned());
        self.run(move |c| Ok(c.prepare_cached(ABANDON)?.execute([id, challenge])? == 1)).await
    }
}

/// One slice of the codes that are of no more use.
pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP)?.execute(params![now, SLICE])
}
