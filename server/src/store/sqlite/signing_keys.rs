//! Keys to sign with in SQLite.

use async_trait::async_trait;
use rusqlite::types::Type;
use rusqlite::{Connection, Error, Result, Row, TransactionBehavior, params};

use super::Sqlite;
use crate::clock::Millis;
use crate::store::{SLICE, SigningAlgorithm, SigningKey, SigningKeyStore, StoreError};

pub(super) const ALL: &str = "SELECT algorithm, generation, kid, private_key, created_at, signs_from, published_until \
    FROM signing_keys ORDER BY algorithm, generation";
const ADD: &str = "INSERT INTO signing_keys \
    (algorithm, generation, kid, private_key, created_at, signs_from, published_until) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";
const SUPERSEDE: &str = "UPDATE signing_keys SET published_until = ?3 \
    WHERE algorithm = ?1 AND generation < ?2 AND (published_until IS NULL OR published_until > ?3)";
const SWEEP: &str = "DELETE FROM signing_keys WHERE kid IN \
    (SELECT kid FROM signing_keys WHERE published_until <= ?1 LIMIT ?2)";

pub(super) fn key_row(row: &Row<'_>) -> Result<SigningKey> {
    let name: String = row.get(0)?;
    let unknown = || Error::FromSqlConversionFailure(0, Type::Text, format!("unknown algorithm {name}").into());
    Ok(SigningKey {
        algorithm: SigningAlgorithm::of_name(&name).ok_or_else(unknown)?,
        generation: row.get(1)?,
        kid: row.get(2)?,
        private_key: row.get(3)?,
        created_at: row.get(4)?,
        signs_from: row.get(5)?,
        published_until: row.get(6)?,
    })
}

#[async_trait]
impl SigningKeyStore for Sqlite {
    async fn signing_keys(&self) -> Result<Vec<SigningKey>, StoreError> {
        self.run(|c| c.prepare_cached(ALL)?.query_map([], key_row)?.collect()).await
    }

    async fn add_signing_key(&self, key: SigningKey, earlier_until: Millis) -> Result<bool, StoreError> {
        self.run(move |c| {
            let SigningKey { algorithm, generation, kid, private_key, created_at, signs_from, published_until } = key;
            let algorithm = algorithm.name();
            let t = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let params = params![algorithm, generation, kid, private_key, created_at, signs_from, published_until];
            let added = t.prepare_cached(ADD)?.execute(params)? > 0;
            if added {
                t.prepare_cached(SUPERSEDE)?.execute(params![algorithm, generation, earlier_until])?;
            }
            t.commit()?;
            Ok(added)
        })
        .await
    }
}

/// One slice of the keys that nobody needs to know any more.
pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP)?.execute(params![now, SLICE])
}
