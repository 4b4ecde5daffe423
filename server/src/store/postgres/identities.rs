//! Identities and verified phone numbers in Postgres.

use async_trait::async_trait;

use super::{Params, Postgres, column, text};
use crate::store::identities::provider::{WECHAT, WECHAT_UNION};
use crate::store::{Change, IdentityStore, Owner, PersonMet, StoreError, VerifiedNumber, WeChatPerson};

/// The accounts that the person with the AppID `$1`, openid `$2` and unionid `$3`, and the number `$4`, lead to.
const MEET: &str = "SELECT found.by, users.id, disabled_at IS NOT NULL, \
    EXISTS (SELECT 1 FROM verified_phones WHERE user_id = users.id), \
    EXISTS (SELECT 1 FROM identities \
        WHERE user_id = users.id AND provider = 'wechat' AND realm = $1 AND subject <> $2), \
    EXISTS (SELECT 1 FROM identities WHERE user_id = users.id AND provider = 'wechat_union' AND subject <> $3) \
    FROM (SELECT 'unionid' AS by, user_id FROM identities \
            WHERE provider = 'wechat_union' AND realm = '' AND subject = $3 \
        UNION ALL SELECT 'openid', user_id FROM identities \
            WHERE provider = 'wechat' AND realm = $1 AND subject = $2 \
        UNION ALL SELECT 'number', user_id FROM verified_phones WHERE phone = $4) AS found \
    JOIN users ON users.id = found.user_id";
const ADD: &str = "WITH made AS (INSERT INTO users (id, nickname, created_at) SELECT $1, $2, $3 WHERE $4), \
    names AS (INSERT INTO identities (provider, realm, subject, user_id, created_at) \
        SELECT provider, realm, subject, $1, $3 \
        FROM unnest($5::text[], $6::text[], $7::text[]) AS new (provider, realm, subject)) \
    INSERT INTO verified_phones (user_id, phone, country, verified_by, verified_at) \
        SELECT $1, phone, country, 'wechat', $3 FROM unnest($8::text[], $9::text[]) AS new (phone, country)";
const NUMBER: &str = "SELECT phone, country FROM verified_phones WHERE user_id = $1";

#[async_trait]
impl IdentityStore for Postgres {
    async fn meet(&self, person: &WeChatPerson, number: Option<&VerifiedNumber>) -> Result<PersonMet, StoreError> {
        let phone = number.map(VerifiedNumber::e164);
        let unionid = person.unionid.as_deref().map(text);
        let params: Params<'_> = &[&text(&person.app_id), &text(&person.openid), &unionid, &phone];
        let mut met = PersonMet::default();
        for row in self.rows(MEET, params).await? {
            let owner = Owner {
                user_id: column(&row, 1)?,
                disabled: column(&row, 2)?,
                has_number: column(&row, 3)?,
                other_openid: column(&row, 4)?,
                other_unionid: column(&row, 5)?,
            };
            match column(&row, 0)? {
                "unionid" => met.by_unionid = Some(owner),
                "openid" => met.by_openid = Some(owner),
                _ => met.by_number = Some(owner),
            }
        }
        Ok(met)
    }

    async fn add(&self, change: &Change) -> Result<bool, StoreError> {
        let Change { user_id, make, openid, unionid, number, now } = change;
        let mut identities = Vec::new();
        if let Some(unionid) = unionid {
            identities.push((WECHAT_UNION, "".into(), text(unionid)));
        }
        if let Some((app_id, openid)) = openid {
            identities.push((WECHAT, text(app_id), text(openid)));
        }
        let providers: Vec<_> = identities.iter().map(|(provider, ..)| *provider).collect();
        let realms: Vec<_> = identities.iter().map(|(_, realm, _)| realm).collect();
        let subjects: Vec<_> = identities.iter().map(|(.., subject)| subject).collect();
        let phones: Vec<_> = number.iter().map(VerifiedNumber::e164).collect();
        let countries: Vec<_> = number.iter().map(|number| number.country.as_str()).collect();
        let nickname = make.as_ref().and_then(Option::as_deref).map(text);
        let params: Params<'_> =
            &[user_id, &nickname, now, &make.is_some(), &providers, &realms, &subjects, &phones, &countries];
        self.execute_unless_taken(ADD, params).await
    }

    async fn verified_number(&self, user_id: &str) -> Result<Option<VerifiedNumber>, StoreError> {
        let Some(row) = self.find(NUMBER, &[&user_id]).await? else { return Ok(None) };
        Ok(VerifiedNumber::of_e164(column(&row, 0)?, column(&row, 1)?))
    }
}
