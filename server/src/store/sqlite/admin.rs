//! The operator's view of SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Result, Row, TransactionBehavior, params};

use super::Sqlite;
use super::users::{user, user_row};
use crate::clock::Millis;
use crate::store::{Account, AdminStore, SLICE, SessionEntry, SessionKind, SessionRef, StoreError};
use crate::tokens::Hash;

macro_rules! account {
    () => {
        concat!("SELECT ", user!(), ", created_at, disabled_at FROM users WHERE ")
    };
}
const ACCOUNTS: &str = concat!(account!(), "id > ?1 ORDER BY id LIMIT ?2");
const ACCOUNT: &str = concat!(account!(), "id = ?1");
const DISABLE: &str = "UPDATE users SET disabled_at = coalesce(disabled_at, ?2) WHERE id = ?1";
const ENABLE: &str = "UPDATE users SET disabled_at = NULL WHERE id = ?1";
const SET_PASSWORD: &str = "UPDATE users SET password_hash = ?2 WHERE id = ?1";
/// Sessions and codes go with it: see the schema.
const REMOVE: &str = "DELETE FROM users WHERE id = ?1";
const CANCEL_CODES: &str = "UPDATE qr_codes SET state = 'cancelled', seq = seq + 1 \
    WHERE user_id = ?1 AND state IN ('scanned', 'confirmed')";
const APPLICATION_SESSIONS: &str = "SELECT token_hash, user_id, app_id, method, created_at, expires_at FROM sessions \
    WHERE token_hash > ?1 AND expires_at > ?2 AND (?3 IS NULL OR user_id = ?3) ORDER BY token_hash LIMIT ?4";
const BROWSER_SESSIONS: &str = "SELECT cookie_hash, user_id, NULL, NULL, created_at, expires_at FROM browsers \
    WHERE cookie_hash > ?1 AND expires_at > ?2 AND (?3 IS NULL OR user_id = ?3) ORDER BY cookie_hash LIMIT ?4";
/// The children of a browser's session go first, so that they are counted, too.
const END_ALL: [&str; 2] = ["DELETE FROM sessions WHERE user_id = ?1", "DELETE FROM browsers WHERE user_id = ?1"];
/// Of them only what is no session is left: codes and refresh tokens.
const END_GRANTS: &str = "DELETE FROM grants WHERE user_id = ?1";
const REVOKE_GRANT: &str = "DELETE FROM grants WHERE id IN \
    (SELECT grant_id FROM sessions WHERE token_hash BETWEEN ?1 AND ?2) RETURNING user_id";
const REVOKE_GRANTS_OF_BROWSER: &str = "DELETE FROM grants WHERE sid IN \
    (SELECT sid FROM browsers WHERE cookie_hash BETWEEN ?1 AND ?2)";
const REVOKE: [&str; 3] = [
    REVOKE_GRANT,
    "DELETE FROM sessions WHERE token_hash BETWEEN ?1 AND ?2 RETURNING user_id",
    "DELETE FROM browsers WHERE cookie_hash BETWEEN ?1 AND ?2 RETURNING user_id",
];

fn account(row: &Row<'_>) -> Result<Account> {
    Ok(Account { user: user_row(row)?, created_at: row.get(6)?, disabled_at: row.get(7)? })
}

fn entry(row: &Row<'_>) -> Result<SessionEntry> {
    Ok(SessionEntry {
        reference: SessionRef::of(&row.get::<_, Hash>(0)?),
        user_id: row.get(1)?,
        app_id: row.get(2)?,
        method: row.get(3)?,
        created_at: row.get(4)?,
        expires_at: row.get(5)?,
    })
}

fn end_all(c: &Connection, user_id: &str) -> Result<u32> {
    let mut ended = 0;
    for sql in END_ALL {
        ended += c.prepare_cached(sql)?.execute([user_id])?;
    }
    c.prepare_cached(END_GRANTS)?.execute([user_id])?;
    Ok(u32::try_from(ended).unwrap_or(u32::MAX))
}

impl Sqlite {
    /// Changes a user, and ends all its sessions, in one transaction; answers whether there is such a user.
    async fn change_and_end(
        &self,
        id: &str,
        change: impl FnOnce(&Connection, &str) -> Result<usize> + Send + 'static,
    ) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.run(move |c| {
            let t = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let found = change(&t, &id)? > 0;
            end_all(&t, &id)?;
            t.commit()?;
            Ok(found)
        })
        .await
    }
}

#[async_trait]
impl AdminStore for Sqlite {
    async fn accounts(&self, after: Option<&str>) -> Result<Vec<Account>, StoreError> {
        let after = after.unwrap_or_default().to_owned();
        self.run(move |c| c.prepare_cached(ACCOUNTS)?.query_map(params![after, SLICE], account)?.collect()).await
    }

    async fn account(&self, id: &str) -> Result<Option<Account>, StoreError> {
        let id = id.to_owned();
        self.run(move |c| c.prepare_cached(ACCOUNT)?.query_row([id], account).optional()).await
    }

    async fn disable_user(&self, id: &str, now: Millis) -> Result<bool, StoreError> {
        self.change_and_end(id, move |c, id| {
            c.prepare_cached(CANCEL_CODES)?.execute([id])?;
            c.prepare_cached(DISABLE)?.execute(params![id, now])
        })
        .await
    }

    async fn enable_user(&self, id: &str) -> Result<bool, StoreError> {
        self.change_and_end(id, |c, id| c.prepare_cached(ENABLE)?.execute([id])).await
    }

    async fn set_password(&self, id: &str, password_hash: String) -> Result<bool, StoreError> {
        self.change_and_end(id, move |c, id| c.prepare_cached(SET_PASSWORD)?.execute(params![id, password_hash])).await
    }

    async fn remove_user(&self, id: &str) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.run(move |c| Ok(c.prepare_cached(REMOVE)?.execute([id])? > 0)).await
    }

    async fn sessions(
        &self,
        kind: SessionKind,
        user_id: Option<&str>,
        after: Option<SessionRef>,
        now: Millis,
    ) -> Result<Vec<SessionEntry>, StoreError> {
        let sql = match kind {
            SessionKind::Application => APPLICATION_SESSIONS,
            SessionKind::Browser => BROWSER_SESSIONS,
        };
        let user_id = user_id.map(str::to_owned);
        let after = after.map_or_else(Vec::new, |after| after.range().1.to_vec());
        self.run(move |c| c.prepare_cached(sql)?.query_map(params![after, now, user_id, SLICE], entry)?.collect()).await
    }

    async fn revoke(&self, session: SessionRef) -> Result<Option<String>, StoreError> {
        let (least, greatest) = session.range();
        self.run(move |c| {
            let t = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            t.prepare_cached(REVOKE_GRANTS_OF_BROWSER)?.execute([least, greatest])?;
            let mut owner = None;
            for sql in REVOKE {
                let mut statement = t.prepare_cached(sql)?;
                let owners: Result<Vec<String>> = statement.query_map([least, greatest], |row| row.get(0))?.collect();
                owner = owners?.into_iter().next();
                if owner.is_some() {
                    break;
                }
            }
            t.commit()?;
            Ok(owner)
        })
        .await
    }

    async fn revoke_all(&self, user_id: &str) -> Result<u32, StoreError> {
        let user_id = user_id.to_owned();
        self.run(move |c| {
            let t = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let ended = end_all(&t, &user_id)?;
            t.commit()?;
            Ok(ended)
        })
        .await
    }
}
