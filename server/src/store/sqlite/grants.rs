//! Grants in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Result, Row, TransactionBehavior, params};

use super::Sqlite;
use super::users::{user, user_row};
use crate::clock::Millis;
use crate::store::{EndedGrant, Grant, GrantStore, NewGrant, NewTokens, RefreshToken, SLICE, StoreError};
use crate::tokens::Hash;

const ADD: &str = "INSERT INTO grants (id, user_id, app_id, sid, scope, auth_time, amr, nonce, redirect_uri, challenge, \
    code_hash, code_expires_at, created_at, kept_until) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?12)";
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
    " FROM grants JOIN users ON users.id = grants.user_id WHERE code_hash = ?1 AND disabled_at IS NULL"
);
const BY_REFRESH_TOKEN: &str = concat!(
    grant!(),
    ", used_at, expires_at FROM refresh_tokens JOIN grants ON grants.id = grant_id \
     JOIN users ON users.id = grants.user_id WHERE token_hash = ?1 AND disabled_at IS NULL"
);
const USE_CODE: &str = "UPDATE grants SET code_used_at = ?2 \
    WHERE code_hash = ?1 AND code_used_at IS NULL AND code_expires_at > ?2 RETURNING id";
const USE_REFRESH_TOKEN: &str = "UPDATE refresh_tokens SET used_at = ?2 \
    WHERE token_hash = ?1 AND used_at IS NULL AND expires_at > ?2 RETURNING grant_id";
const KEEP: &str = "UPDATE grants SET kept_until = max(kept_until, ?2) WHERE id = ?1";
const ADD_ACCESS: &str = "INSERT INTO sessions (token_hash, user_id, app_id, method, created_at, expires_at, grant_id, \
    scope) SELECT ?2, user_id, app_id, ?3, ?4, ?5, id, ?6 FROM grants WHERE id = ?1";
const ADD_REFRESH: &str = "INSERT INTO refresh_tokens (token_hash, grant_id, expires_at) VALUES (?2, ?1, ?3)";
/// What is its own goes with it: see the schema.
const END: &str = "DELETE FROM grants WHERE id = ?1 RETURNING app_id, user_id, sid";
const END_OF: &str = "DELETE FROM grants WHERE sid = ?1 RETURNING app_id, user_id, sid";
const SWEEP: &str = "DELETE FROM grants WHERE id IN (SELECT id FROM grants WHERE kept_until <= ?1 LIMIT ?2)";
const SWEEP_REFRESH: &str = "DELETE FROM refresh_tokens WHERE token_hash IN \
    (SELECT token_hash FROM refresh_tokens WHERE expires_at <= ?1 LIMIT ?2)";

fn grant_row(row: &Row<'_>) -> Result<Grant> {
    Ok(Grant {
        user: user_row(row)?,
        id: row.get(6)?,
        app_id: row.get(7)?,
        sid: row.get(8)?,
        scope: row.get(9)?,
        auth_time: row.get(10)?,
        amr: row.get(11)?,
        nonce: row.get(12)?,
        redirect_uri: row.get(13)?,
        challenge: row.get(14)?,
        code_expires_at: row.get(15)?,
        code_used_at: row.get(16)?,
    })
}

fn ended(row: &Row<'_>) -> Result<EndedGrant> {
    Ok(EndedGrant { app_id: row.get(0)?, user_id: row.get(1)?, sid: row.get(2)? })
}

/// Keeps the tokens of an exchange; answers whether the grant is there.
fn add_tokens(c: &Connection, grant_id: &str, tokens: &NewTokens) -> Result<bool> {
    let NewTokens { access, scope, refresh } = tokens;
    let params = params![grant_id, access.token_hash, access.method, access.now, access.expires_at, scope];
    if c.prepare_cached(ADD_ACCESS)?.execute(params)? == 0 {
        return Ok(false);
    }
    if let Some(refresh) = refresh {
        c.prepare_cached(ADD_REFRESH)?.execute(params![grant_id, refresh.token_hash, refresh.expires_at])?;
    }
    c.prepare_cached(KEEP)?.execute(params![grant_id, tokens.end()])?;
    Ok(true)
}

impl Sqlite {
    /// Marks what `sql` names as used, and keeps the tokens that it is exchanged for.
    async fn exchange(&self, sql: &'static str, hash: Hash, tokens: NewTokens) -> Result<bool, StoreError> {
        self.run(move |c| {
            let t = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let params = params![hash, tokens.access.now];
            let grant: Option<String> = t.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?;
            let Some(grant) = grant else { return Ok(false) };
            let kept = add_tokens(&t, &grant, &tokens)?;
            t.commit()?;
            Ok(kept)
        })
        .await
    }
}

#[async_trait]
impl GrantStore for Sqlite {
    async fn add_grant(&self, grant: NewGrant) -> Result<(), StoreError> {
        self.run(move |c| {
            let params = params![
                grant.id,
                grant.user_id,
                grant.app_id,
                grant.sid,
                grant.scope,
                grant.auth_time,
                grant.amr,
                grant.nonce,
                grant.redirect_uri,
                grant.challenge,
                grant.code_hash,
                grant.code_expires_at,
                grant.now
            ];
            c.prepare_cached(ADD)?.execute(params).map(drop)
        })
        .await
    }

    async fn grant_of_code(&self, code_hash: Hash) -> Result<Option<Grant>, StoreError> {
        self.run(move |c| c.prepare_cached(BY_CODE)?.query_row([code_hash], grant_row).optional()).await
    }

    async fn use_code(&self, code_hash: Hash, tokens: NewTokens) -> Result<bool, StoreError> {
        self.exchange(USE_CODE, code_hash, tokens).await
    }

    async fn refresh_token(&self, token_hash: Hash) -> Result<Option<RefreshToken>, StoreError> {
        let read = |row: &Row<'_>| {
            Ok(RefreshToken { grant: grant_row(row)?, used_at: row.get(17)?, expires_at: row.get(18)? })
        };
        self.run(move |c| c.prepare_cached(BY_REFRESH_TOKEN)?.query_row([token_hash], read).optional()).await
    }

    async fn use_refresh_token(&self, token_hash: Hash, tokens: NewTokens) -> Result<bool, StoreError> {
        self.exchange(USE_REFRESH_TOKEN, token_hash, tokens).await
    }

    async fn add_access_token(&self, grant_id: &str, tokens: NewTokens) -> Result<bool, StoreError> {
        let grant_id = grant_id.to_owned();
        self.run(move |c| {
            let t = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let kept = add_tokens(&t, &grant_id, &tokens)?;
            t.commit()?;
            Ok(kept)
        })
        .await
    }

    async fn end_grant(&self, id: &str) -> Result<Option<EndedGrant>, StoreError> {
        let id = id.to_owned();
        self.run(move |c| c.prepare_cached(END)?.query_row([id], ended).optional()).await
    }

    async fn end_grants_of(&self, sid: &str) -> Result<Vec<EndedGrant>, StoreError> {
        let sid = sid.to_owned();
        self.run(move |c| c.prepare_cached(END_OF)?.query_map([sid], ended)?.collect()).await
    }
}

/// One slice of the grants of which nothing lasts.
pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP)?.execute(params![now, SLICE])
}

/// One slice of the refresh tokens that are over.
pub(super) fn sweep_refresh_tokens(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP_REFRESH)?.execute(params![now, SLICE])
}
