//! Keys to sign with in Postgres.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::{Postgres, column};
use crate::clock::Millis;
use crate::store::{SigningAlgorithm, SigningKey, SigningKeyStore, StoreError};

const ALL: &str = "SELECT algorithm, generation, kid, private_key, created_at, signs_from, published_until \
    FROM signing_keys ORDER BY algorithm COLLATE \"C\", generation";
const ADD: &str = "WITH added AS (INSERT INTO signing_keys \
    (algorithm, generation, kid, private_key, created_at, signs_from, published_until) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING algorithm, generation), \
    earlier AS (UPDATE signing_keys SET published_until = $8 FROM added \
    WHERE signing_keys.algorithm = added.algorithm AND signing_keys.generation < added.generation \
    AND (published_until IS NULL OR published_until > $8)) SELECT count(*) FROM added";
// A row that another node is busy with is not waited for.
pub(super) const SWEEP: &str = "DELETE FROM signing_keys WHERE kid IN \
    (SELECT kid FROM signing_keys WHERE published_until <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";

fn key_row(row: &Row) -> Result<SigningKey, StoreError> {
    let name: String = column(row, 0)?;
    let unknown = || StoreError::Failed(format!("unknown algorithm {name}"));
    let generation: i64 = column(row, 1)?;
    Ok(SigningKey {
        algorithm: SigningAlgorithm::of_name(&name).ok_or_else(unknown)?,
        generation: u32::try_from(generation).map_err(|_| StoreError::Failed("a generation below 0".to_owned()))?,
        kid: column(row, 2)?,
        private_key: column(row, 3)?,
        created_at: column(row, 4)?,
        signs_from: column(row, 5)?,
        published_until: column(row, 6)?,
    })
}

#[async_trait]
impl SigningKeyStore for Postgres {
    async fn signing_keys(&self) -> Result<Vec<SigningKey>, StoreError> {
        self.rows(ALL, &[]).await?.iter().map(key_row).collect()
    }

    async fn add_signing_key(&self, key: SigningKey, earlier_until: Millis) -> Result<bool, StoreError> {
        let SigningKey { algorithm, generation, kid, private_key, created_at, signs_from, published_until } = key;
        let (algorithm, generation) = (algorithm.name(), i64::from(generation));
        let row = self
            .find(
                ADD,
                &[
                    &algorithm,
                    &generation,
                    &kid,
                    &private_key,
                    &created_at,
                    &signs_from,
                    &published_until,
                    &earlier_until,
                ],
            )
            .await?;
        Ok(row.map(|row| column::<i64>(&row, 0)).transpose()?.unwrap_or(0) > 0)
    }
}
