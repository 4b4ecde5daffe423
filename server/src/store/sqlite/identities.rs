//! Identities and verified phone numbers in SQLite.

use async_trait::async_trait;
use rusqlite::{Connection, Error, ErrorCode, OptionalExtension as _, Result, Row, TransactionBehavior, params};

use super::Sqlite;
use crate::store::identities::provider::{WECHAT, WECHAT_UNION};
use crate::store::{Change, IdentityStore, Owner, PersonMet, StoreError, VerifiedNumber, WeChatPerson};

/// The account of a user with the id `?1`, as the person `?2` (AppID), `?3` (openid), `?4` (unionid) sees it.
const OWNER: &str = "SELECT id, disabled_at IS NOT NULL, \
    EXISTS (SELECT 1 FROM verified_phones WHERE user_id = users.id), \
    EXISTS (SELECT 1 FROM identities \
        WHERE user_id = users.id AND provider = 'wechat' AND realm = ?2 AND subject <> ?3), \
    EXISTS (SELECT 1 FROM identities WHERE user_id = users.id AND provider = 'wechat_union' AND subject <> ?4) \
    FROM users WHERE id = ?1";
const BY_IDENTITY: &str = "SELECT user_id FROM identities WHERE provider = ?1 AND realm = ?2 AND subject = ?3";
const BY_NUMBER: &str = "SELECT user_id FROM verified_phones WHERE phone = ?1";
const MAKE: &str = "INSERT INTO users (id, nickname, created_at) VALUES (?1, ?2, ?3)";
const ADD_IDENTITY: &str = "INSERT INTO identities (provider, realm, subject, user_id, created_at) \
    VALUES (?1, ?2, ?3, ?4, ?5)";
const ADD_NUMBER: &str = "INSERT INTO verified_phones (user_id, phone, country, verified_by, verified_at) \
    VALUES (?1, ?2, ?3, 'wechat', ?4)";
const NUMBER: &str = "SELECT phone, country FROM verified_phones WHERE user_id = ?1";

/// The account that a row leads to, if there is such a row.
fn owner(c: &Connection, person: &WeChatPerson, user_id: Result<String>) -> Result<Option<Owner>> {
    let Some(user_id) = user_id.optional()? else { return Ok(None) };
    let read = |row: &Row<'_>| {
        Ok(Owner {
            user_id: row.get(0)?,
            disabled: row.get(1)?,
            has_number: row.get(2)?,
            other_openid: row.get(3)?,
            other_unionid: row.get(4)?,
        })
    };
    let params = params![user_id, person.app_id, person.openid, person.unionid];
    c.prepare_cached(OWNER)?.query_row(params, read).optional()
}

fn meet(c: &Connection, person: &WeChatPerson, number: Option<&VerifiedNumber>) -> Result<PersonMet> {
    let by_identity = |provider, realm: &str, subject: &str| {
        let found = c.prepare_cached(BY_IDENTITY)?.query_row([provider, realm, subject], |row| row.get(0));
        owner(c, person, found)
    };
    let by_number = |number: &VerifiedNumber| {
        let found = c.prepare_cached(BY_NUMBER)?.query_row([number.e164()], |row| row.get(0));
        owner(c, person, found)
    };
    Ok(PersonMet {
        by_unionid: person.unionid.as_ref().map_or(Ok(None), |unionid| by_identity(WECHAT_UNION, "", unionid))?,
        by_openid: by_identity(WECHAT, &person.app_id, &person.openid)?,
        by_number: number.map_or(Ok(None), by_number)?,
    })
}

fn add(c: &Connection, change: &Change) -> Result<()> {
    let Change { user_id, make, openid, unionid, number, now } = change;
    if let Some(nickname) = make {
        c.prepare_cached(MAKE)?.execute(params![user_id, nickname, now])?;
    }
    if let Some(unionid) = unionid {
        c.prepare_cached(ADD_IDENTITY)?.execute(params![WECHAT_UNION, "", unionid, user_id, now])?;
    }
    if let Some((app_id, openid)) = openid {
        c.prepare_cached(ADD_IDENTITY)?.execute(params![WECHAT, app_id, openid, user_id, now])?;
    }
    if let Some(number) = number {
        c.prepare_cached(ADD_NUMBER)?.execute(params![user_id, number.e164(), number.country, now])?;
    }
    Ok(())
}

#[async_trait]
impl IdentityStore for Sqlite {
    async fn meet(&self, person: &WeChatPerson, number: Option<&VerifiedNumber>) -> Result<PersonMet, StoreError> {
        let (person, number) = (person.clone(), number.cloned());
        self.run(move |c| {
            let t = c.transaction()?;
            meet(&t, &person, number.as_ref())
        })
        .await
    }

    async fn add(&self, change: &Change) -> Result<bool, StoreError> {
        let change = change.clone();
        self.run(move |c| {
            let t = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            match add(&t, &change) {
                Ok(()) => t.commit().map(|()| true),
                Err(Error::SqliteFailure(error, _)) if error.code == ErrorCode::ConstraintViolation => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
    }

    async fn verified_number(&self, user_id: &str) -> Result<Option<VerifiedNumber>, StoreError> {
        let user_id = user_id.to_owned();
        let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
        let found = self.run(move |c| c.prepare_cached(NUMBER)?.query_row([user_id], read).optional()).await?;
        Ok(found.and_then(|(phone, country)| VerifiedNumber::of_e164(&phone, &country)))
    }
}
