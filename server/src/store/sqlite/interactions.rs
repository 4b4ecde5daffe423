//! Requests that wait for a person, in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Result, params};

use super::Sqlite;
use crate::clock::Millis;
use crate::store::{Interaction, InteractionStore, SLICE, StoreError};

const ADD: &str = "INSERT INTO interactions (id, secret_hash, request, chosen, created_at, expires_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const BY_ID: &str = "SELECT id, secret_hash, request, chosen, created_at, expires_at FROM interactions \
    WHERE id = ?1 AND expires_at > ?2";
const CHOOSE: &str = "UPDATE interactions SET chosen = ?2 WHERE id = ?1 AND expires_at > ?3";
const END: &str = "DELETE FROM interactions WHERE id = ?1 AND expires_at > ?2";
const SWEEP: &str = "DELETE FROM interactions WHERE id IN \
    (SELECT id FROM interactions WHERE expires_at <= ?1 LIMIT ?2)";

#[async_trait]
impl InteractionStore for Sqlite {
    async fn add_interaction(&self, interaction: Interaction) -> Result<(), StoreError> {
        self.run(move |c| {
            let Interaction { id, secret_hash, request, chosen, created_at, expires_at } = interaction;
            c.prepare_cached(ADD)?.execute(params![id, secret_hash, request, chosen, created_at, expires_at]).map(drop)
        })
        .await
    }

    async fn interaction(&self, id: &str, now: Millis) -> Result<Option<Interaction>, StoreError> {
        let id = id.to_owned();
        self.run(move |c| {
            let mut statement = c.prepare_cached(BY_ID)?;
            let found = statement.query_row(params![id, now], |row| {
                Ok(Interaction {
                    id: row.get(0)?,
                    secret_hash: row.get(1)?,
                    request: row.get(2)?,
                    chosen: row.get(3)?,
                    created_at: row.get(4)?,
                    expires_at: row.get(5)?,
                })
            });
            found.optional()
        })
        .await
    }

    async fn choose(&self, id: &str, sid: &str, now: Millis) -> Result<bool, StoreError> {
        let (id, sid) = (id.to_owned(), sid.to_owned());
        self.run(move |c| Ok(c.prepare_cached(CHOOSE)?.execute(params![id, sid, now])? > 0)).await
    }

    async fn end_interaction(&self, id: &str, now: Millis) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.run(move |c| Ok(c.prepare_cached(END)?.execute(params![id, now])? > 0)).await
    }
}

/// One slice of those that are over.
pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    c.prepare_cached(SWEEP)?.execute(params![now, SLICE])
}
