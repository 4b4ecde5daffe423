//! QR codes in Postgres. Each move is one conditional UPDATE: its WHERE holds the whole condition, deadline included,
//! and Postgres looks at it again when the row was changed while it waited. What a move changes it tells the other
//! nodes, in the same statement and so in the same transaction.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::{Params, Postgres, column, sessions, text};
use crate::store::{
    AskNumber, Cancel, Code, CodeState, CodeStore, Confirm, KEPT_MS, KeepNumber, MAX_STRANGERS, Met, NewCode,
    PHONE_LOGIN_MS, REPEAT_MS, Redeem, RedeemMet, Scan, Selector, StoreError, VerifiedNumber, WeChatPerson,
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

/// The columns of a [`Code`], and the news of its change.
macro_rules! changed {
    () => {
        concat!(code!(), ", pg_notify('guard_codes', id)")
    };
}

/// The code that a [`Selector`] means; what it does not name is NULL, which equals nothing.
macro_rules! of_phone {
    () => {
        "(handshake_hash = $1 OR (id = $2 AND challenge IS NULL AND user_id = $3))"
    };
}

const CREATE: &str = "INSERT INTO qr_codes \
    (id, app_id, challenge, state, origin, browser, os, network, created_at, expires_at, kept_until, address_ref) \
    VALUES ($1, $2, $3, 'created', $4, $5, $6, $7, $8, $9, $10, $11)";

const BY_ID: &str = concat!("SELECT ", code!(), " FROM qr_codes WHERE id = $1");
const BY_HANDSHAKE: &str = concat!("SELECT ", code!(), " FROM qr_codes WHERE handshake_hash = $1");
const BY_TICKET: &str = concat!("SELECT ", code!(), " FROM qr_codes WHERE ticket_hash = $1");
const BY_PHONE: &str = concat!("SELECT ", code!(), " FROM qr_codes WHERE ", of_phone!());

const CLAIM: &str = concat!(
    "UPDATE qr_codes SET state = 'scanned', seq = seq + 1, phone_ref = $3, handshake_hash = $4, user_id = $5, \
     match_number = $6, choices = $7, expires_at = greatest(expires_at, $8), \
     kept_until = greatest(expires_at, $8) + $9, \
     wechat_app = $10, wechat_openid = $11, wechat_unionid = $12 \
     WHERE id = $1 AND state = 'created' AND expires_at > $2 RETURNING ",
    changed!()
);

const RENEW: &str = concat!(
    "UPDATE qr_codes SET seq = seq + 1, phone_ref = $3, handshake_hash = $4, user_id = $5, \
     shared_country = CASE WHEN wechat_app = $7 AND wechat_openid = $8 THEN shared_country END, \
     shared_number = CASE WHEN wechat_app = $7 AND wechat_openid = $8 THEN shared_number END, \
     asking_until = NULL, wechat_app = $7, wechat_openid = $8, wechat_unionid = $9 \
     WHERE id = $1 AND state = 'scanned' AND expires_at > $2 AND (phone_ref = $3 OR handshake_hash = $6) RETURNING ",
    changed!()
);

const COUNT_STRANGER: &str = concat!(
    "UPDATE qr_codes SET strangers = array_append(strangers, $3), \
     state = CASE WHEN cardinality(strangers) + 1 >= $4 THEN 'expired' ELSE state END, \
     seq = CASE WHEN cardinality(strangers) + 1 >= $4 THEN seq + 1 ELSE seq END \
     WHERE id = $1 AND state = 'scanned' AND expires_at > $2 AND phone_ref <> $3 AND $3 <> ALL (strangers) \
     RETURNING ",
    changed!()
);

const ASK: &str = concat!(
    "UPDATE qr_codes SET asking_until = $4 WHERE handshake_hash = $1 AND state = 'scanned' AND expires_at > $2 \
     AND (match_number IS NULL OR match_number = $3) AND wechat_openid IS NOT NULL AND shared_number IS NULL \
     AND (asking_until IS NULL OR asking_until <= $2) RETURNING ",
    changed!()
);

const KEEP_NUMBER: &str = concat!(
    "UPDATE qr_codes SET asking_until = NULL, shared_country = $2, shared_number = $3 \
     WHERE handshake_hash = $1 AND wechat_openid IS NOT NULL AND shared_number IS NULL \
     AND ($3::text IS NOT NULL OR asking_until = $4) RETURNING ",
    changed!()
);

const AGREE: &str = concat!(
    "UPDATE qr_codes SET state = 'confirmed', seq = seq + 1, ticket_nonce = $6, ticket_hash = $7, redeem_until = $8, \
     kept_until = $9, user_id = coalesce($10, user_id) WHERE ",
    of_phone!(),
    " AND state = 'scanned' AND expires_at > $4 AND (match_number IS NULL OR match_number = $5) \
     AND ($10::text IS NULL) = (wechat_openid IS NULL) \
     AND EXISTS (SELECT 1 FROM users WHERE users.id = coalesce($10, user_id) AND disabled_at IS NULL) RETURNING ",
    changed!()
);

const STOP_MISMATCH: &str = concat!(
    "UPDATE qr_codes SET state = 'cancelled', seq = seq + 1 WHERE ",
    of_phone!(),
    " AND state = 'scanned' AND expires_at > $4 AND match_number <> $5 RETURNING ",
    changed!()
);

const DECLINE: &str = concat!(
    "UPDATE qr_codes SET state = 'cancelled', seq = seq + 1 WHERE ",
    of_phone!(),
    " AND state = 'scanned' AND expires_at > $4 RETURNING ",
    changed!()
);

const CONSUME: &str = concat!(
    "WITH consumed AS (UPDATE qr_codes SET state = 'consumed', seq = seq + 1, consumed_at = $2, \
     kept_until = greatest(redeem_until, $4) + $5 \
     WHERE ticket_hash = $1 AND state = 'confirmed' AND redeem_until > $2 AND (challenge IS NULL OR challenge = $3) \
     RETURNING *), \
     session AS (INSERT INTO sessions (token_hash, user_id, app_id, method, created_at, expires_at) \
     SELECT $6, user_id, app_id, $7, $2, $8 FROM consumed), \
     phone AS (INSERT INTO phone_logins (handshake_hash, session_hash, ends_at) \
     SELECT handshake_hash, $6, least($8, $9) FROM consumed WHERE wechat_openid IS NOT NULL) SELECT ",
    changed!(),
    " FROM consumed"
);

const ABANDON: &str = "UPDATE qr_codes SET state = 'expired', seq = seq + 1 \
    WHERE id = $1 AND challenge = $2 AND state IN ('created', 'scanned', 'confirmed') \
    RETURNING pg_notify('guard_codes', id)";

// A row that another node is busy with is not waited for.
pub(super) const SWEEP: &str = "DELETE FROM qr_codes WHERE id IN \
    (SELECT id FROM qr_codes WHERE kept_until <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";

fn code_row(row: &Row) -> Result<Code, StoreError> {
    Ok(Code {
        id: column(row, 0)?,
        app_id: column(row, 1)?,
        challenge: column(row, 2)?,
        state: state(column(row, 3)?)?,
        seq: column::<i64>(row, 4)?.unsigned_abs(),
        origin: column(row, 5)?,
        browser: column(row, 6)?,
        os: column(row, 7)?,
        network: column(row, 8)?,
        address_ref: hash(row, 17)?,
        user_id: column(row, 9)?,
        person: person(row)?,
        shared: number(row)?,
        match_number: column(row, 10)?,
        choices: column(row, 11)?,
        ticket_nonce: column(row, 12)?,
        created_at: column(row, 13)?,
        expires_at: column(row, 14)?,
        redeem_until: column(row, 15)?,
        consumed_at: column(row, 16)?,
    })
}

fn hash(row: &Row, index: usize) -> Result<Option<Hash>, StoreError> {
    let bytes: Option<&[u8]> = column(row, index)?;
    let wrong = |_| StoreError::Failed("a hash that has not 32 bytes".to_owned());
    bytes.map(|bytes| Hash::try_from(bytes).map_err(wrong)).transpose()
}

fn person(row: &Row) -> Result<Option<WeChatPerson>, StoreError> {
    let (Some(app_id), Some(openid)) = (column(row, 18)?, column(row, 19)?) else { return Ok(None) };
    Ok(Some(WeChatPerson { app_id, openid, unionid: column(row, 20)? }))
}

fn number(row: &Row) -> Result<Option<VerifiedNumber>, StoreError> {
    let (Some(country), Some(number)) = (column(row, 21)?, column(row, 22)?) else { return Ok(None) };
    Ok(Some(VerifiedNumber { country, number }))
}

/// The columns of the person of WeChat who scans.
fn person_columns(scan: &Scan) -> (Option<&str>, Option<&str>, Option<&str>) {
    let person = scan.person.as_ref();
    let unionid = person.and_then(|person| person.unionid.as_deref());
    (person.map(|person| person.app_id.as_str()), person.map(|person| person.openid.as_str()), unionid)
}

fn state(word: &str) -> Result<CodeState, StoreError> {
    CodeState::from_word(word).ok_or_else(|| StoreError::Failed(format!("a code has the unknown state {word}")))
}

/// The parameters of [`of_phone`].
fn of_phone(selector: &Selector) -> (Option<&[u8]>, Option<&str>, Option<&str>) {
    match selector {
        Selector::Handshake(hash) => (Some(hash.as_slice()), None, None),
        Selector::Plain { id, user_id } => (None, Some(id), Some(user_id)),
    }
}

impl Postgres {
    async fn find_code(&self, sql: &str, params: Params<'_>) -> Result<Option<Code>, StoreError> {
        self.find(sql, params).await?.map(|row| code_row(&row)).transpose()
    }

    /// Makes a move; one that changes nothing reads the row that it met. That may have gone on since, as it may before
    /// the answer arrives: a code never goes back.
    async fn make_move(&self, sql: &str, params: Params<'_>, met: (&str, Params<'_>)) -> Result<Met, StoreError> {
        match self.find_code(sql, params).await? {
            Some(code) => Ok(Met { changed: true, code: Some(code) }),
            None => Ok(Met { changed: false, code: self.find_code(met.0, met.1).await? }),
        }
    }
}

#[async_trait]
impl CodeStore for Postgres {
    async fn create_code(&self, code: NewCode) -> Result<(), StoreError> {
        let NewCode { id, app_id, challenge, origin, browser, os, network, address_ref, now, expires_at } = code;
        let (kept_until, address_ref) = (expires_at + KEPT_MS, address_ref.as_slice());
        let params: Params<'_> =
            &[&id, &app_id, &challenge, &origin, &browser, &os, &network, &now, &expires_at, &kept_until, &address_ref];
        self.execute(CREATE, params).await.map(drop)
    }

    async fn code(&self, id: &str) -> Result<Option<Code>, StoreError> {
        self.find_code(BY_ID, &[&text(id)]).await
    }

    async fn code_of_phone(&self, handshake_hash: Hash) -> Result<Option<Code>, StoreError> {
        self.find_code(BY_HANDSHAKE, &[&handshake_hash.as_slice()]).await
    }

    async fn claim(&self, scan: &Scan) -> Result<Met, StoreError> {
        let id = text(&scan.id);
        let (app, openid, unionid) = person_columns(scan);
        let params: Params<'_> = &[
            &id,
            &scan.now,
            &scan.phone_ref.as_slice(),
            &scan.handshake_hash.as_slice(),
            &scan.user_id,
            &scan.number(),
            &scan.choices(),
            &(scan.now + scan.extension),
            &KEPT_MS,
            &app,
            &openid,
            &unionid,
        ];
        self.make_move(CLAIM, params, (BY_ID, &[&id])).await
    }

    async fn renew(&self, scan: &Scan) -> Result<Met, StoreError> {
        let id = text(&scan.id);
        let earlier = scan.earlier.as_ref().map(Hash::as_slice);
        let (app, openid, unionid) = person_columns(scan);
        let params: Params<'_> = &[
            &id,
            &scan.now,
            &scan.phone_ref.as_slice(),
            &scan.handshake_hash.as_slice(),
            &scan.user_id,
            &earlier,
            &app,
            &openid,
            &unionid,
        ];
        self.make_move(RENEW, params, (BY_ID, &[&id])).await
    }

    async fn count_stranger(&self, scan: &Scan) -> Result<Met, StoreError> {
        let id = text(&scan.id);
        let most = i32::try_from(MAX_STRANGERS).unwrap_or(i32::MAX);
        let params: Params<'_> = &[&id, &scan.now, &scan.phone_ref.as_slice(), &most];
        self.make_move(COUNT_STRANGER, params, (BY_ID, &[&id])).await
    }

    async fn ask(&self, ask: &AskNumber) -> Result<Met, StoreError> {
        let handshake = ask.handshake_hash.as_slice();
        let params: Params<'_> = &[&handshake, &ask.now, &ask.number.as_deref().map(text), &ask.until];
        self.make_move(ASK, params, (BY_HANDSHAKE, &[&handshake])).await
    }

    async fn keep_number(&self, keep: &KeepNumber) -> Result<Met, StoreError> {
        let handshake = keep.handshake_hash.as_slice();
        let country = keep.number.as_ref().map(|number| &number.country);
        let number = keep.number.as_ref().map(|number| &number.number);
        let params: Params<'_> = &[&handshake, &country, &number, &keep.until];
        self.make_move(KEEP_NUMBER, params, (BY_HANDSHAKE, &[&handshake])).await
    }

    async fn agree(&self, confirm: &Confirm) -> Result<Met, StoreError> {
        let (handshake, id, user_id) = of_phone(&confirm.code);
        let id = id.map(text);
        let params: Params<'_> = &[
            &handshake,
            &id,
            &user_id,
            &confirm.now,
            &confirm.number.as_deref().map(text),
            &confirm.ticket_nonce,
            &confirm.ticket_hash.as_slice(),
            &confirm.redeem_until,
            &(confirm.redeem_until + KEPT_MS),
            &confirm.user_id,
        ];
        self.make_move(AGREE, params, (BY_PHONE, &[&handshake, &id, &user_id])).await
    }

    async fn stop_mismatch(&self, confirm: &Confirm) -> Result<Met, StoreError> {
        let (handshake, id, user_id) = of_phone(&confirm.code);
        let id = id.map(text);
        let params: Params<'_> = &[&handshake, &id, &user_id, &confirm.now, &confirm.number.as_deref().map(text)];
        self.make_move(STOP_MISMATCH, params, (BY_PHONE, &[&handshake, &id, &user_id])).await
    }

    async fn decline(&self, cancel: &Cancel) -> Result<Met, StoreError> {
        let (handshake, id, user_id) = of_phone(&cancel.code);
        let id = id.map(text);
        let params: Params<'_> = &[&handshake, &id, &user_id, &cancel.now];
        self.make_move(DECLINE, params, (BY_PHONE, &[&handshake, &id, &user_id])).await
    }

    async fn consume(&self, redeem: &Redeem) -> Result<RedeemMet, StoreError> {
        let ticket = redeem.ticket_hash.as_slice();
        let session = &redeem.session;
        let params: Params<'_> = &[
            &ticket,
            &session.now,
            &redeem.challenge,
            &(session.now + REPEAT_MS),
            &KEPT_MS,
            &session.token_hash.as_slice(),
            &session.method,
            &session.expires_at,
            &(session.now + PHONE_LOGIN_MS),
        ];
        let met = self.make_move(CONSUME, params, (BY_TICKET, &[&ticket])).await?;
        // One that was changed has this very session.
        let session_ends =
            if met.changed { Some(session.expires_at) } else { sessions::ends_at(self, session.token_hash).await? };
        Ok(RedeemMet { met, session_ends })
    }

    async fn abandon(&self, id: &str, challenge: &str) -> Result<bool, StoreError> {
        Ok(self.find(ABANDON, &[&text(id), &text(challenge)]).await?.is_some())
    }
}
