//! Grants in Postgres.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::users::{user, user_row};
use super::{Postgres, column, text};
use crate::store::{EndedGrant, Grant, GrantStore, NewGrant, NewTokens, RefreshToken, StoreError};
use crate::tokens::Hash;

const ADD: &str = "INSERT INTO grants (id, user_id, app_id, sid, scope, auth_time, amr, nonce, redirect_uri, challenge, \
    code_hash, code_expires_at, created_at, kept_until) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12)";
/// The columns of a [`Grant`], as [`grant_row`] reads them.
macro_rules! grant {
    () => {
        concat!(
            "SELECT ",
            user!(),
            ", grants.id, app_id, sid, scope, auth_time, amr, nonce, redirect_uri, challenge, code_expires_at, \
             code_used_at"
        )
    };
}
const BY_CODE: &str = concat!(
    grant!(),
    " FROM grants JOIN users ON users.id = grants.user_id WHERE code_hash = $1 AND disabled_at IS NULL"
);
const BY_REFRESH_TOKEN: &str = concat!(
    grant!(),
    ", used_at, expires_at FROM refresh_tokens JOIN grants ON grants.id = grant_id \
     JOIN users ON users.id = grants.user_id WHERE token_hash = $1 AND disabled_at IS NULL"
);
/// Keeps the tokens of an exchange beside the rows `used`, which name their grant.
macro_rules! and_keep {
    () => {
        "kept AS (UPDATE grants SET kept_until = greatest(kept_until, $3), \
         code_used_at = CASE WHEN code_hash = $1 THEN $2 ELSE code_used_at END \
         FROM used WHERE grants.id = used.grant_id RETURNING grants.id, user_id, app_id), \
         access AS (INSERT INTO sessions (token_hash, user_id, app_id, method, created_at, expires_at, grant_id, scope) \
         SELECT $4, user_id, app_id, $5, $2, $6, id, $7 FROM kept), \
         refresh AS (INSERT INTO refresh_tokens (token_hash, grant_id, expires_at) \
         SELECT $8::bytea, id, $9::bigint FROM kept WHERE $8::bytea IS NOT NULL) \
         SELECT count(*) FROM kept"
    };
}
// The row is locked before it is judged, so that of two at once the second finds it used.
const USE_CODE: &str = concat!(
    "WITH used AS (SELECT id AS grant_id FROM grants \
     WHERE code_hash = $1 AND code_used_at IS NULL AND code_expires_at > $2::bigint FOR UPDATE), ",
    and_keep!()
);
const USE_REFRESH_TOKEN: &str = concat!(
    "WITH used AS (UPDATE refresh_tokens SET used_at = $2::bigint \
     WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING grant_id), ",
    and_keep!()
);
const ADD_ACCESS: &str = concat!(
    "WITH used AS (SELECT id AS grant_id FROM grants WHERE id = convert_from($1::bytea, 'UTF8') AND $2::bigint > 0 \
     FOR UPDATE), ",
    and_keep!()
);
/// What is its own goes with it: see the schema.
const END: &str = "DELETE FROM grants WHERE id = $1 RETURNING app_id, user_id, sid";
const END_OF: &str = "DELETE FROM grants WHERE sid = $1 RETURNING app_id, user_id, sid";
// A row that another node is busy with is not waited for.
pub(super) const SWEEP: &str = "DELETE FROM grants WHERE id IN \
    (SELECT id FROM grants WHERE kept_until <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";
// A row that another node is busy with is not waited for.
pub(super) const SWEEP_REFRESH: &str = "DELETE FROM refresh_tokens WHERE token_hash IN \
    (SELECT token_hash FROM refresh_tokens WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";

fn grant_row(row: &Row) -> Result<Grant, StoreError> {
    Ok(Grant {
        user: user_row(row)?,
        id: column(row, 6)?,
        app_id: column(row, 7)?,
        sid: column(row, 8)?,
        scope: column(row, 9)?,
        auth_time: column(row, 10)?,
        amr: column(row, 11)?,
        nonce: column(row, 12)?,
        redirect_uri: column(row, 13)?,
        challenge: column(row, 14)?,
        code_expires_at: column(row, 15)?,
        code_used_at: column(row, 16)?,
    })
}

fn ended(row: &Row) -> Result<EndedGrant, StoreError> {
    Ok(EndedGrant { app_id: column(row, 0)?, user_id: column(row, 1)?, sid: column(row, 2)? })
}

impl Postgres {
    /// Marks what `sql` finds by `key` as used, and keeps the tokens that it is exchanged for.
    async fn exchange(&self, sql: &str, key: &[u8], tokens: NewTokens) -> Result<bool, StoreError> {
        let end = tokens.end();
        let NewTokens { access, scope, refresh } = tokens;
        let (refresh_hash, refresh_end) = refresh.map(|new| (new.token_hash.to_vec(), new.expires_at)).unzip();
        let row = self
            .find(
                sql,
                &[
                    &key,
                    &access.now,
                    &end,
                    &access.token_hash.as_slice(),
                    &access.method,
                    &access.expires_at,
                    &scope,
                    &refresh_hash,
                    &refresh_end,
                ],
            )
            .await?;
        Ok(row.map(|row| column::<i64>(&row, 0)).transpose()?.unwrap_or(0) > 0)
    }
}

#[async_trait]
impl GrantStore for Postgres {
    async fn add_grant(&self, grant: NewGrant) -> Result<(), StoreError> {
        let nonce = grant.nonce.as_deref().map(text);
        self.execute(
            ADD,
            &[
                &grant.id,
                &grant.user_id,
                &grant.app_id,
                &grant.sid,
                &grant.scope,
                &grant.auth_time,
                &grant.amr,
                &nonce,
                &grant.redirect_uri,
                &grant.challenge,
                &grant.code_hash.as_slice(),
                &grant.code_expires_at,
                &grant.now,
            ],
        )
        .await
        .map(drop)
    }

    async fn grant_of_code(&self, code_hash: Hash) -> Result<Option<Grant>, StoreError> {
        self.find(BY_CODE, &[&code_hash.as_slice()]).await?.as_ref().map(grant_row).transpose()
    }

    async fn use_code(&self, code_hash: Hash, tokens: NewTokens) -> Result<bool, StoreError> {
        self.exchange(USE_CODE, &code_hash, tokens).await
    }

    async fn refresh_token(&self, token_hash: Hash) -> Result<Option<RefreshToken>, StoreError> {
        let row = self.find(BY_REFRESH_TOKEN, &[&token_hash.as_slice()]).await?;
        row.map(|row| {
            Ok(RefreshToken { grant: grant_row(&row)?, used_at: column(&row, 17)?, expires_at: column(&row, 18)? })
        })
        .transpose()
    }

    async fn use_refresh_token(&self, token_hash: Hash, tokens: NewTokens) -> Result<bool, StoreError> {
        self.exchange(USE_REFRESH_TOKEN, &token_hash, tokens).await
    }

    async fn add_access_token(&self, grant_id: &str, tokens: NewTokens) -> Result<bool, StoreError> {
        self.exchange(ADD_ACCESS, grant_id.as_bytes(), tokens).await
    }

    async fn end_grant(&self, id: &str) -> Result<Option<EndedGrant>, StoreError> {
        self.find(END, &[&id]).await?.as_ref().map(ended).transpose()
    }

    async fn end_grants_of(&self, sid: &str) -> Result<Vec<EndedGrant>, StoreError> {
        self.rows(END_OF, &[&sid]).await?.iter().map(ended).collect()
    }
}
