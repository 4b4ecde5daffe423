//! Users in Postgres.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::{Postgres, column, text};
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
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
const BY_ID: &str = concat!("SELECT ", user!(), " FROM users WHERE id = $1");
const BY_ACCOUNT: &str = concat!(
    "SELECT ",
    user!(),
    ", CASE WHEN disabled_at IS NULL THEN password_hash END FROM users WHERE lower(username COLLATE \"C\") = lower($1 COLLATE \"C\") \
     OR lower(email COLLATE \"C\") = lower($1 COLLATE \"C\") OR phone = $1 LIMIT 1"
);

pub(super) fn user_row(row: &Row) -> Result<UserRow, StoreError> {
    Ok(UserRow {
        id: column(row, 0)?,
        username: column(row, 1)?,
        email: column(row, 2)?,
        phone: column(row, 3)?,
        nickname: column(row, 4)?,
        photo: column(row, 5)?,
    })
}

#[async_trait]
impl UserStore for Postgres {
    async fn add_user(&self, user: UserRow, password_hash: Option<String>, now: Millis) -> Result<(), StoreError> {
        let UserRow { id, username, email, phone, nickname, photo } = user;
        self.execute(ADD, &[&id, &username, &email, &phone, &nickname, &photo, &password_hash, &now]).await.map(drop)
    }

    async fn credentials(&self, account: &str) -> Result<Option<Credentials>, StoreError> {
        let row = self.find(BY_ACCOUNT, &[&text(account)]).await?;
        row.map(|row| Ok(Credentials { user: user_row(&row)?, password_hash: column(&row, 6)? })).transpose()
    }

    async fn user(&self, id: &str) -> Result<Option<UserRow>, StoreError> {
        self.find(BY_ID, &[&text(id)]).await?.map(|row| user_row(&row)).transpose()
    }
}
