//! Users in SQLite.

use async_trait::async_trait;
use rusqlite::{OptionalExtension as _, Result, Row, params};

use super::Sqlite;
use crate::clock::Millis;
use crate::store::{Credentials, StoreError, UserRow, UserStore};

/// The columns of a [`UserRow`], as [`user_row`] reads them.
macro_rules! user {
    () => {
        "users.id, username, email, phone, nickname, photo"
    };
}
pub(super) use user;

const ADD: &str = "INSERT INTO users (id, username, email, phone, nickname, photo, password_hash, created_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING";
const BY_ID: &str = concat!("SELECT ", user!(), " FROM users WHERE id = ?1");
// The columns compare without case.
const BY_ACCOUNT: &str = concat!(
    "SELECT ",
    user!(),
    ", CASE WHEN disabled_at IS NULL THEN password_hash END FROM users \
     WHERE username = ?1 OR email = ?1 OR phone = ?1 LIMIT 1"
);

pub(super) fn user_row(row: &Row<'_>) -> Result<UserRow> {
    Ok(UserRow {
        id: row.get(0)?,
        username: row.get(1)?,
        email: row.get(2)?,
        phone: row.get(3)?,
        nickname: row.get(4)?,
        photo: row.get(5)?,
    })
}

#[async_trait]
impl UserStore for Sqlite {
    async fn add_user(&self, user: UserRow, password_hash: Option<String>, now: Millis) -> Result<(), StoreError> {
        self.run(move |c| {
            let UserRow { id, username, email, phone, nickname, photo } = user;
            c.execute(ADD, params![id, username, email, phone, nickname, photo, password_hash, now])?;
            Ok(())
        })
        .await
    }

    async fn credentials(&self, account: &str) -> Result<Option<Credentials>, StoreError> {
        let account = account.to_owned();
        self.run(move |c| {
            c.prepare_cached(BY_ACCOUNT)?
                .query_row([account], |row| Ok(Credentials { user: user_row(row)?, password_hash: row.get(6)? }))
                .optional()
        })
        .await
    }

    async fn user(&self, id: &str) -> Result<Option<UserRow>, StoreError> {
        let id = id.to_owned();
        self.run(move |c| c.prepare_cached(BY_ID)?.query_row([id], user_row).optional()).await
    }
}
