//! The operator's view of Postgres.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::users::{user, user_row};
use super::{Postgres, column};
use crate::clock::Millis;
use crate::store::{Account, AdminStore, SLICE, SessionEntry, SessionKind, SessionRef, StoreError};
use crate::tokens::Hash;

macro_rules! account {
    () => {
        concat!("SELECT ", user!(), ", created_at, disabled_at FROM users WHERE ")
    };
}
const ACCOUNTS: &str = concat!(account!(), "id COLLATE \"C\" > $1 ORDER BY id COLLATE \"C\" LIMIT $2");
const ACCOUNT: &str = concat!(account!(), "id = $1");
/// Ends all sessions of the user `$1`, in the statement that changes the user.
macro_rules! and_end {
    () => {
        "children AS (DELETE FROM sessions WHERE user_id = $1), own AS (DELETE FROM browsers WHERE user_id = $1), grants AS (DELETE FROM grants WHERE user_id = $1) \
         SELECT count(*) FROM changed"
    };
}
const DISABLE: &str = concat!(
    "WITH changed AS (UPDATE users SET disabled_at = coalesce(disabled_at, $2) WHERE id = $1 RETURNING id), \
     codes AS (UPDATE qr_codes SET state = 'cancelled', seq = seq + 1 \
     WHERE user_id = $1 AND state IN ('scanned', 'confirmed')), ",
    and_end!()
);
const ENABLE: &str =
    concat!("WITH changed AS (UPDATE users SET disabled_at = NULL WHERE id = $1 RETURNING id), ", and_end!());
const SET_PASSWORD: &str =
    concat!("WITH changed AS (UPDATE users SET password_hash = $2 WHERE id = $1 RETURNING id), ", and_end!());
/// Sessions and codes go with it: see the schema.
const REMOVE: &str = "DELETE FROM users WHERE id = $1";
const APPLICATION_SESSIONS: &str = "SELECT token_hash, user_id, app_id, method, created_at, expires_at FROM sessions \
    WHERE token_hash > $1 AND expires_at > $2 AND ($3::text IS NULL OR user_id = $3) ORDER BY token_hash LIMIT $4";
const BROWSER_SESSIONS: &str = "SELECT cookie_hash, user_id, NULL::text, NULL::text, created_at, expires_at \
    FROM browsers \
    WHERE cookie_hash > $1 AND expires_at > $2 AND ($3::text IS NULL OR user_id = $3) ORDER BY cookie_hash LIMIT $4";
const END_ALL: &str = "WITH children AS (DELETE FROM sessions WHERE user_id = $1 RETURNING 1), \
    own AS (DELETE FROM browsers WHERE user_id = $1 RETURNING 1), \
    grants AS (DELETE FROM grants WHERE user_id = $1) \
    SELECT (SELECT count(*) FROM children) + (SELECT count(*) FROM own)";
const REVOKE: [&str; 3] = [
    "DELETE FROM grants WHERE id IN (SELECT grant_id FROM sessions WHERE token_hash BETWEEN $1 AND $2) RETURNING user_id",
    "DELETE FROM sessions WHERE token_hash BETWEEN $1 AND $2 RETURNING user_id",
    "WITH gone AS (DELETE FROM browsers WHERE cookie_hash BETWEEN $1 AND $2 RETURNING user_id, sid), \
     own AS (DELETE FROM grants WHERE sid IN (SELECT sid FROM gone)) SELECT user_id FROM gone",
];

fn account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account { user: user_row(row)?, created_at: column(row, 6)?, disabled_at: column(row, 7)? })
}

fn entry(row: &Row) -> Result<SessionEntry, StoreError> {
    let hash: &[u8] = column(row, 0)?;
    let hash = Hash::try_from(hash).map_err(|_| StoreError::Failed("a hash that has not 32 bytes".to_owned()))?;
    Ok(SessionEntry {
        reference: SessionRef::of(&hash),
        user_id: column(row, 1)?,
        app_id: column(row, 2)?,
        method: column(row, 3)?,
        created_at: column(row, 4)?,
        expires_at: column(row, 5)?,
    })
}

/// The count that a statement answers.
fn count(row: Option<Row>) -> Result<i64, StoreError> {
    Ok(row.map(|row| column(&row, 0)).transpose()?.unwrap_or(0))
}

#[async_trait]
impl AdminStore for Postgres {
    async fn accounts(&self, after: Option<&str>) -> Result<Vec<Account>, StoreError> {
        let rows = self.rows(ACCOUNTS, &[&after.unwrap_or_default(), &i64::from(SLICE)]).await?;
        rows.iter().map(account).collect()
    }

    async fn account(&self, id: &str) -> Result<Option<Account>, StoreError> {
        self.find(ACCOUNT, &[&id]).await?.as_ref().map(account).transpose()
    }

    async fn disable_user(&self, id: &str, now: Millis) -> Result<bool, StoreError> {
        Ok(count(self.find(DISABLE, &[&id, &now]).await?)? > 0)
    }

    async fn enable_user(&self, id: &str) -> Result<bool, StoreError> {
        Ok(count(self.find(ENABLE, &[&id]).await?)? > 0)
    }

    async fn set_password(&self, id: &str, password_hash: String) -> Result<bool, StoreError> {
        Ok(count(self.find(SET_PASSWORD, &[&id, &password_hash]).await?)? > 0)
    }

    async fn remove_user(&self, id: &str) -> Result<bool, StoreError> {
        Ok(self.execute(REMOVE, &[&id]).await? > 0)
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
        let after = after.map_or_else(Vec::new, |after| after.range().1.to_vec());
        let rows = self.rows(sql, &[&after, &now, &user_id, &i64::from(SLICE)]).await?;
        rows.iter().map(entry).collect()
    }

    async fn revoke(&self, session: SessionRef) -> Result<Option<String>, StoreError> {
        let (least, greatest) = session.range();
        for sql in REVOKE {
            if let Some(row) = self.rows(sql, &[&least.as_slice(), &greatest.as_slice()]).await?.first() {
                return column(row, 0).map(Some);
            }
        }
        Ok(None)
    }

    async fn revoke_all(&self, user_id: &str) -> Result<u32, StoreError> {
        Ok(u32::try_from(count(self.find(END_ALL, &[&user_id]).await?)?).unwrap_or(u32::MAX))
    }
}
