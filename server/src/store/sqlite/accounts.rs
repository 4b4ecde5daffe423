//! Keys, users, wrong passwords and sessions in SQLite.

use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};

use crate::clock::Millis;
use crate::store::{Credentials, NewSession, UserRow};
use crate::tokens::Hash;

const USER: &str = "users.id, username, email, phone, nickname, photo";
/// How long a count of wrong passwords may matter at most, in ms.
const FAILURES_KEPT_MS: Millis = 7 * 24 * 3600 * 1000;

fn user_row(row: &Row<'_>) -> Result<UserRow> {
    Ok(UserRow {
        id: row.get(0)?,
        username: row.get(1)?,
        email: row.get(2)?,
        phone: row.get(3)?,
        nickname: row.get(4)?,
        photo: row.get(5)?,
    })
}

pub(super) fn key(c: &Connection, name: &str) -> Result<Option<Vec<u8>>> {
    c.prepare_cached("SELECT value FROM keys WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()
}

pub(super) fn keep_key(c: &Connection, name: &str, value: Vec<u8>) -> Result<Vec<u8>> {
    c.execute("INSERT INTO keys (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING", params![name, value])?;
    Ok(key(c, name)?.unwrap_or(value))
}

pub(super) fn add_user(c: &Connection, user: &UserRow, password_hash: Option<String>, now: Millis) -> Result<()> {
    c.execute(
        "INSERT INTO users (id, username, email, phone, nickname, photo, password_hash, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        params![user.id, user.username, user.email, user.phone, user.nickname, user.photo, password_hash, now],
    )?;
    Ok(())
}

pub(super) fn credentials(c: &Connection, account: &str) -> Result<Option<Credentials>> {
    c.prepare_cached(&format!(
        "SELECT {USER}, password_hash FROM users WHERE username = ?1 OR email = ?1 OR phone = ?1 LIMIT 1"
    ))?
    .query_row([account], |row| Ok(Credentials { user: user_row(row)?, password_hash: row.get(6)? }))
    .optional()
}

pub(super) fn user(c: &Connection, id: &str) -> Result<Option<UserRow>> {
    c.prepare_cached(&format!("SELECT {USER} FROM users WHERE id = ?1"))?.query_row([id], user_row).optional()
}

pub(super) fn failures(c: &Connection, account: Hash, since: Millis) -> Result<u32> {
    let count = c
        .prepare_cached("SELECT failures FROM login_failures WHERE account = ?1 AND last_at > ?2")?
        .query_row(params![account, since], |row| row.get(0))
        .optional()?;
    Ok(count.unwrap_or(0))
}

pub(super) fn add_failure(c: &Connection, account: Hash, since: Millis, now: Millis) -> Result<u32> {
    c.prepare_cached(
        "INSERT INTO login_failures (account, failures, last_at) VALUES (?1, 1, ?3)
         ON CONFLICT (account) DO UPDATE SET
             failures = CASE WHEN last_at > ?2 THEN failures + 1 ELSE 1 END,
             last_at = ?3
         RETURNING failures",
    )?
    .query_row(params![account, since, now], |row| row.get(0))
}

pub(super) fn clear_failures(c: &Connection, account: Hash) -> Result<()> {
    c.prepare_cached("DELETE FROM login_failures WHERE account = ?1")?.execute([account])?;
    Ok(())
}

pub(super) fn add_session(c: &Connection, user_id: &str, session: &NewSession) -> Result<()> {
    c.prepare_cached(
        "INSERT INTO sessions (token_hash, user_id, app_id, method, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        session.token_hash,
        user_id,
        session.app_id,
        session.method,
        session.now,
        session.expires_at
    ])?;
    Ok(())
}

/// When the session whose token has this hash ends, if it is still there.
pub(super) fn session_end(c: &Connection, token_hash: Hash) -> Result<Option<Millis>> {
    c.prepare_cached("SELECT expires_at FROM sessions WHERE token_hash = ?1")?
        .query_row([token_hash], |row| row.get(0))
        .optional()
}

pub(super) fn session_user(c: &Connection, token_hash: Hash, now: Millis) -> Result<Option<UserRow>> {
    c.prepare_cached(&format!(
        "SELECT {USER} FROM sessions JOIN users ON users.id = sessions.user_id
         WHERE token_hash = ?1 AND expires_at > ?2"
    ))?
    .query_row(params![token_hash, now], user_row)
    .optional()
}

pub(super) fn end_session(c: &Connection, token_hash: Hash) -> Result<bool> {
    Ok(c.prepare_cached("DELETE FROM sessions WHERE token_hash = ?1")?.execute([token_hash])? > 0)
}

pub(super) fn sweep(c: &Connection, now: Millis) -> Result<usize> {
    let sessions = c.execute("DELETE FROM sessions WHERE expires_at <= ?1", [now])?;
    let failures = c.execute("DELETE FROM login_failures WHERE last_at <= ?1", [now - FAILURES_KEPT_MS])?;
    Ok(sessions + failures)
}
