//! Who a person of WeChat is: rows that lead to one account each, and never to two persons' one.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use guard_server::store::{
    Change, Newcomer, NoAccount, Owner, PersonMet, Settled, Store, VerifiedNumber, WeChatPerson,
};

use crate::fixture::{START, add_users};

fn person(app_id: &str, openid: &str, unionid: Option<&str>) -> WeChatPerson {
    WeChatPerson { app_id: app_id.to_owned(), openid: openid.to_owned(), unionid: unionid.map(str::to_owned) }
}

fn number(digits: &str) -> VerifiedNumber {
    VerifiedNumber { country: "86".to_owned(), number: digits.to_owned() }
}

fn newcomer(person: WeChatPerson, shared: Option<&str>, user_id: &str) -> Newcomer {
    Newcomer {
        person,
        number: shared.map(number),
        may_make: true,
        user_id: user_id.to_owned(),
        nickname: Some("Lin".to_owned()),
        now: START,
    }
}

async fn come(store: &dyn Store, newcomer: Newcomer) -> Result<String, NoAccount> {
    store.find_or_make(&newcomer).await.unwrap().map(|settled| settled.user_id)
}

fn owner(user_id: &str) -> Owner {
    let user_id = user_id.to_owned();
    Owner { user_id, disabled: false, has_number: false, other_openid: false, other_unionid: false }
}

fn nothing(user_id: &str) -> Change {
    Change { user_id: user_id.to_owned(), make: None, openid: None, unionid: None, number: None, now: START }
}

fn openid(app_id: &str, openid: &str) -> Option<(String, String)> {
    Some((app_id.to_owned(), openid.to_owned()))
}

pub(crate) async fn a_person_meets_the_rows_that_lead_to_them(store: &dyn Store) {
    add_users(store).await;
    let lin = person("wx1", "o1", Some("u1"));
    assert_eq!(store.meet(&lin, Some(&number("1"))).await.unwrap(), PersonMet::default());
    assert!(store.add(&Change { openid: openid("wx1", "o1"), ..nothing("lin") }).await.unwrap());
    let by_openid = PersonMet { by_openid: Some(owner("lin")), ..PersonMet::default() };
    assert_eq!(store.meet(&lin, Some(&number("1"))).await.unwrap(), by_openid);
    for other in [person("wx2", "o1", None), person("wx1", "o2", None), person("wx1", "O1", None)] {
        assert_eq!(store.meet(&other, None).await.unwrap(), PersonMet::default(), "{other:?}");
    }
    assert!(store.add(&Change { unionid: Some("u1".to_owned()), ..nothing("lin") }).await.unwrap());
    assert!(store.add(&Change { number: Some(number("1")), ..nothing("chen") }).await.unwrap());
    let all = store.meet(&lin, Some(&number("1"))).await.unwrap();
    let chen = Owner { has_number: true, ..owner("chen") };
    let expected =
        PersonMet { by_unionid: Some(owner("lin")), by_openid: Some(owner("lin")), by_number: Some(chen.clone()) };
    assert_eq!(all, expected);
    let abroad = VerifiedNumber { country: "1".to_owned(), ..number("1") };
    assert_eq!(store.meet(&lin, Some(&abroad)).await.unwrap().by_number, None);

    store.disable_user("chen", START).await.unwrap();
    let disabled = store.meet(&lin, Some(&number("1"))).await.unwrap().by_number;
    assert_eq!(disabled, Some(Owner { disabled: true, ..chen }));
}

pub(crate) async fn a_person_is_told_of_the_names_of_others(store: &dyn Store) {
    add_users(store).await;
    let names = Change { openid: openid("wx1", "o1"), unionid: Some("u1".to_owned()), ..nothing("lin") };
    assert!(store.add(&Change { number: Some(number("1")), ..names }).await.unwrap());
    let met = async |person| {
        let owner = store.meet(&person, Some(&number("1"))).await.unwrap().by_number.unwrap();
        (owner.other_openid, owner.other_unionid)
    };
    assert_eq!(met(person("wx1", "o1", Some("u1"))).await, (false, false));
    assert_eq!(met(person("wx1", "o2", None)).await, (true, false));
    assert_eq!(met(person("wx2", "o2", None)).await, (false, false));
    assert_eq!(met(person("wx2", "o2", Some("u2"))).await, (false, true));
    assert_eq!(met(person("wx2", "o2", Some("u1"))).await, (false, false));
}

pub(crate) async fn rows_are_added_all_or_none(store: &dyn Store) {
    add_users(store).await;
    let first = Change {
        make: Some(Some("Lin".to_owned())),
        openid: openid("wx1", "o1"),
        unionid: Some("u1".to_owned()),
        number: Some(number("1")),
        ..nothing("new")
    };
    assert!(store.add(&first).await.unwrap());
    let user = store.user("new").await.unwrap().unwrap();
    assert_eq!((user.nickname.as_deref(), user.username, user.phone), (Some("Lin"), None, None));
    assert_eq!(store.account("new").await.unwrap().unwrap().created_at, START);
    assert_eq!(store.verified_number("new").await.unwrap(), Some(number("1")));
    let second = Change {
        make: Some(None),
        openid: openid("wx1", "o2"),
        unionid: Some("u2".to_owned()),
        number: Some(number("2")),
        ..nothing("other")
    };
    for taken in [
        Change { user_id: "new".to_owned(), ..second.clone() },
        Change { openid: openid("wx1", "o1"), ..second.clone() },
        Change { unionid: Some("u1".to_owned()), ..second.clone() },
        Change { number: Some(number("1")), ..second.clone() },
        Change { make: None, ..second.clone() },
    ] {
        assert!(!store.add(&taken).await.unwrap(), "{taken:?}");
        assert!(store.user("other").await.unwrap().is_none());
        let met = store.meet(&person("wx1", "o2", Some("u2")), Some(&number("2"))).await.unwrap();
        assert_eq!(met, PersonMet::default());
    }
    assert!(store.add(&second).await.unwrap());
}

pub(crate) async fn an_account_has_one_name_of_each_kind(store: &dyn Store) {
    add_users(store).await;
    let names = Change { openid: openid("wx1", "o1"), unionid: Some("u1".to_owned()), ..nothing("lin") };
    assert!(store.add(&Change { number: Some(number("1")), ..names }).await.unwrap());
    for second in [
        Change { openid: openid("wx1", "o2"), ..nothing("lin") },
        Change { unionid: Some("u2".to_owned()), ..nothing("lin") },
        Change { number: Some(number("2")), ..nothing("lin") },
    ] {
        assert!(!store.add(&second).await.unwrap(), "{second:?}");
    }
    assert!(store.add(&Change { openid: openid("wx2", "o1"), ..nothing("lin") }).await.unwrap(), "another program's");
}

pub(crate) async fn a_person_comes_again_to_the_same_account(store: &dyn Store) {
    let lin = || person("wx1", "o1", Some("u1"));
    let first = store.find_or_make(&newcomer(lin(), Some("1"), "new")).await.unwrap().unwrap();
    assert_eq!(first.user_id, "new");
    assert!(first.added.is_some_and(|added| added.make.is_some()));
    let again = store.find_or_make(&newcomer(lin(), Some("1"), "other")).await.unwrap().unwrap();
    assert_eq!(again, Settled { user_id: "new".to_owned(), added: None });
    // Of another mini program: by the unionid, then by the number.
    assert_eq!(come(store, newcomer(person("wx2", "o1", Some("u1")), None, "other")).await, Ok("new".to_owned()));
    assert_eq!(come(store, newcomer(person("wx3", "o1", None), Some("1"), "other")).await, Ok("new".to_owned()));
    assert_eq!(come(store, newcomer(person("wx3", "o1", None), None, "other")).await, Ok("new".to_owned()));
    assert_eq!(come(store, newcomer(person("wx1", "o2", None), Some("1"), "other")).await, Err(NoAccount::Conflict));
    let nobody = Newcomer { may_make: false, ..newcomer(person("wx1", "o3", None), Some("3"), "other") };
    assert_eq!(come(store, nobody).await, Err(NoAccount::LoginOnly));
    assert!(store.user("other").await.unwrap().is_none());
    store.disable_user("new", START).await.unwrap();
    assert_eq!(come(store, newcomer(lin(), None, "other")).await, Err(NoAccount::Disabled));
}

pub(crate) async fn a_number_that_was_not_verified_leads_nowhere(store: &dyn Store) {
    let lin = guard_server::store::UserRow { phone: Some("+861".to_owned()), ..crate::fixture::user("lin") };
    store.add_user(lin, None, START).await.unwrap();
    assert_eq!(come(store, newcomer(person("wx1", "o1", None), Some("1"), "new")).await, Ok("new".to_owned()));
    assert_eq!(store.verified_number("lin").await.unwrap(), None);
}

/// The ids of all accounts.
async fn accounts(store: &dyn Store) -> BTreeSet<String> {
    store.accounts(None).await.unwrap().into_iter().map(|account| account.user.id).collect()
}

pub(crate) async fn of_many_phones_of_one_person_at_once_one_makes_the_account(store: &dyn Store) {
    for round in 0..20 {
        let (openid, unionid) = (format!("o{round}"), format!("u{round}"));
        let comes = (0..8).map(|n| {
            // Half of them in another mini program: the unionid is the same.
            let app = if n % 2 == 0 { "wx1" } else { "wx2" };
            let shared = format!("{round}0{}", n / 4);
            let lin = newcomer(person(app, &openid, Some(&unionid)), Some(&shared), &format!("made-{round}-{n}"));
            come(store, lin)
        });
        let came: BTreeSet<_> = join_all(comes).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(came.len(), 1, "{came:?}");
        assert_eq!(accounts(store).await.len(), round + 1);
    }
}

pub(crate) async fn of_many_persons_who_share_a_number_at_once_one_has_it(store: &dyn Store) {
    for round in 0..20 {
        let shared = format!("1{round}");
        // Every other time the number leads to an account that none of them has.
        if round % 2 == 0 {
            let elsewhere = newcomer(person("wx9", &shared, None), Some(&shared), &format!("old-{round}"));
            come(store, elsewhere).await.unwrap();
        }
        let before = accounts(store).await.len();
        let persons: Vec<_> = (0..8).map(|n| person("wx1", &format!("o-{round}-{n}"), None)).collect();
        let comes = persons
            .iter()
            .enumerate()
            .map(|(n, person)| come(store, newcomer(person.clone(), Some(&shared), &format!("made-{round}-{n}"))));
        let came = join_all(comes).await;
        assert_eq!(came.iter().filter(|came| came.is_ok()).count(), 1, "{came:?}");
        assert_eq!(came.iter().filter(|came| **came == Err(NoAccount::Conflict)).count(), 7, "{came:?}");
        assert_eq!(accounts(store).await.len(), before + usize::from(round % 2 == 1));
    }
}

pub(crate) async fn a_removed_user_takes_identities_and_number_along(store: &dyn Store) {
    let lin = || person("wx1", "o1", Some("u1"));
    come(store, newcomer(lin(), Some("1"), "new")).await.unwrap();
    store.sweep(START * 2).await.unwrap();
    assert_eq!(come(store, newcomer(lin(), None, "other")).await, Ok("new".to_owned()), "nothing of it is swept");
    assert!(store.remove_user("new").await.unwrap());
    assert_eq!(store.meet(&lin(), Some(&number("1"))).await.unwrap(), PersonMet::default());
    assert_eq!(store.verified_number("new").await.unwrap(), None);
    assert_eq!(come(store, newcomer(lin(), Some("1"), "other")).await, Ok("other".to_owned()));
}
