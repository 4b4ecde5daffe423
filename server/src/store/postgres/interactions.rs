//! Requests that wait for a person, in Postgres.

use async_trait::async_trait;

use super::{Postgres, column, text};
use crate::clock::Millis;
use crate::store::{Interaction, InteractionStore, StoreError};

const ADD: &str = "INSERT INTO interactions (id, secret_hash, request, chosen, created_at, expires_at) \
    VALUES ($1, $2, $3, $4, $5, $6)";
const BY_ID: &str = "SELECT id, secret_hash, request, chosen, created_at, expires_at FROM interactions \
    WHERE id = $1 AND expires_at > $2";
const CHOOSE: &str = "UPDATE interactions SET chosen = $2 WHERE id = $1 AND expires_at > $3";
const END: &str = "DELETE FROM interactions WHERE id = $1 AND expires_at > $2";
// A row that another node is busy with is not waited for.
pub(super) const SWEEP: &str = "DELETE FROM interactions WHERE id IN \
    (SELECT id FROM interactions WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)";

#[async_trait]
impl InteractionStore for Postgres {
    async fn add_interaction(&self, interaction: Interaction) -> Result<(), StoreError> {
        let Interaction { id, secret_hash, request, chosen, created_at, expires_at } = interaction;
        let secret_hash = secret_hash.as_slice();
        self.execute(ADD, &[&id, &secret_hash, &text(&request), &chosen, &created_at, &expires_at]).await.map(drop)
    }

    async fn interaction(&self, id: &str, now: Millis) -> Result<Option<Interaction>, StoreError> {
        let Some(row) = self.find(BY_ID, &[&text(id), &now]).await? else { return Ok(None) };
        let damaged = |_| StoreError::Failed("a hash has not 32 bytes".to_owned());
        Ok(Some(Interaction {
            id: column(&row, 0)?,
            secret_hash: column::<Vec<u8>>(&row, 1)?.try_into().map_err(damaged)?,
            request: column(&row, 2)?,
            chosen: column(&row, 3)?,
            created_at: column(&row, 4)?,
            expires_at: column(&row, 5)?,
        }))
    }

    async fn choose(&self, id: &str, sid: &str, now: Millis) -> Result<bool, StoreError> {
        Ok(self.execute(CHOOSE, &[&text(id), &sid, &now]).await? > 0)
    }

    async fn end_interaction(&self, id: &str, now: Millis) -> Result<bool, StoreError> {
        Ok(self.execute(END, &[&text(id), &now]).await? > 0)
    }
}
