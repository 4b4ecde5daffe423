use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::store::{VerifiedNumber, WeChatPerson};

fn number() -> VerifiedNumber {
    VerifiedNumber { country: "86".to_owned(), number: "13800138000".to_owned() }
}

/// A person with a unionid, who shares a number.
fn newcomer() -> Newcomer {
    Newcomer {
        person: WeChatPerson { app_id: "wx1".into(), openid: "o1".into(), unionid: Some("u1".into()) },
        number: Some(number()),
        may_make: true,
        user_id: "new".to_owned(),
        nickname: Some("Lin".to_owned()),
        now: 7,
    }
}

fn without_number() -> Newcomer {
    Newcomer { number: None, ..newcomer() }
}

fn owner(user_id: &str) -> Owner {
    Owner { user_id: user_id.to_owned(), disabled: false, has_number: true, other_openid: false, other_unionid: false }
}

fn met(by_unionid: Option<Owner>, by_openid: Option<Owner>, by_number: Option<Owner>) -> PersonMet {
    PersonMet { by_unionid, by_openid, by_number }
}

fn nothing(user_id: &str) -> Change {
    Change { user_id: user_id.to_owned(), make: None, openid: None, unionid: None, number: None, now: 7 }
}

fn openid() -> Option<(String, String)> {
    Some(("wx1".to_owned(), "o1".to_owned()))
}

fn unionid() -> Option<String> {
    Some("u1".to_owned())
}

const CONFLICT: Decision = Decision::Refused(NoAccount::Conflict);
const DISABLED: Decision = Decision::Refused(NoAccount::Disabled);

#[test]
fn somebody_whom_nobody_knows_gets_an_account_with_all_that_is_known_of_them() {
    let made = Change {
        make: Some(Some("Lin".to_owned())),
        openid: openid(),
        unionid: unionid(),
        number: Some(number()),
        ..nothing("new")
    };
    assert_eq!(decide(&PersonMet::default(), &newcomer()), Decision::Add(made));
}

#[test]
fn no_account_is_made_where_none_may_be() {
    let refused = Decision::Refused(NoAccount::LoginOnly);
    assert_eq!(decide(&PersonMet::default(), &Newcomer { may_make: false, ..newcomer() }), refused);
    let by_number = met(None, None, Some(owner("lin")));
    let linked = Change { openid: openid(), unionid: unionid(), ..nothing("lin") };
    let decision = decide(&by_number, &Newcomer { may_make: false, ..newcomer() });
    assert_eq!(decision, Decision::Add(linked), "an identity is no account");
}

#[test]
fn the_unionid_comes_before_the_openid_and_the_openid_before_the_number() {
    let lin = Some(owner("lin"));
    assert_eq!(decide(&met(lin.clone(), lin.clone(), None), &without_number()), Decision::Settled("lin".into()));
    let two = met(lin.clone(), Some(owner("chen")), None);
    assert_eq!(decide(&two, &without_number()), Decision::Settled("lin".into()));
    let by_unionid = Change { openid: openid(), ..nothing("lin") };
    assert_eq!(decide(&met(lin.clone(), None, None), &without_number()), Decision::Add(by_unionid));
    let by_openid = Change { unionid: unionid(), ..nothing("lin") };
    assert_eq!(decide(&met(None, lin.clone(), None), &without_number()), Decision::Add(by_openid));
    let by_number = Change { openid: openid(), unionid: unionid(), ..nothing("lin") };
    assert_eq!(decide(&met(None, None, lin), &newcomer()), Decision::Add(by_number));
}

#[test]
fn a_known_person_s_first_number_is_kept_and_a_second_one_is_not() {
    let lin = |has_number| Some(Owner { has_number, ..owner("lin") });
    let first = Change { number: Some(number()), ..nothing("lin") };
    assert_eq!(decide(&met(lin(false), lin(false), None), &newcomer()), Decision::Add(first));
    assert_eq!(decide(&met(lin(true), lin(true), None), &newcomer()), Decision::Settled("lin".into()));
    assert_eq!(decide(&met(lin(true), lin(true), lin(true)), &newcomer()), Decision::Settled("lin".into()));
}

#[test]
fn a_number_of_somebody_else_is_a_conflict() {
    let (lin, chen) = (Some(owner("lin")), Some(owner("chen")));
    assert_eq!(decide(&met(lin.clone(), None, chen.clone()), &newcomer()), CONFLICT);
    assert_eq!(decide(&met(None, lin, chen), &newcomer()), CONFLICT);
    for other in [Owner { other_openid: true, ..owner("chen") }, Owner { other_unionid: true, ..owner("chen") }] {
        assert_eq!(decide(&met(None, None, Some(other)), &newcomer()), CONFLICT);
    }
}

#[test]
fn who_is_shut_out_stays_out_whatever_leads_to_them() {
    let out = Some(Owner { disabled: true, ..owner("lin") });
    assert_eq!(decide(&met(out.clone(), None, None), &newcomer()), DISABLED);
    assert_eq!(decide(&met(None, out.clone(), None), &newcomer()), DISABLED);
    assert_eq!(decide(&met(None, None, out), &newcomer()), DISABLED);
    let another_s = Owner { disabled: true, other_openid: true, ..owner("lin") };
    assert_eq!(decide(&met(None, None, Some(another_s)), &newcomer()), CONFLICT, "and nothing of another's account");
}

#[test]
fn an_account_keeps_the_openid_and_the_unionid_that_it_has() {
    let moved = Some(Owner { other_unionid: true, ..owner("lin") });
    assert_eq!(decide(&met(None, moved, None), &newcomer()), Decision::Settled("lin".into()));
}

#[test]
fn a_unionid_leads_to_no_account_that_another_of_the_same_mini_program_has() {
    let another_s = Some(Owner { other_openid: true, ..owner("lin") });
    assert_eq!(decide(&met(another_s.clone(), None, None), &without_number()), CONFLICT);
    let own = Some(owner("chen"));
    assert_eq!(decide(&met(another_s, own, None), &without_number()), Decision::Settled("chen".into()));
}

/// The rows as a store keeps them: each leads to one account, and an account has one of each kind and realm.
#[derive(Debug, Default)]
struct Rows {
    openids: BTreeMap<(String, String), String>,
    unionids: BTreeMap<String, String>,
    numbers: BTreeMap<String, String>,
    accounts: BTreeSet<String>,
    disabled: BTreeSet<String>,
}

impl Rows {
    fn owner(&self, id: &String, person: &WeChatPerson) -> Owner {
        let is_other_openid = |((app, openid), owner): (&(String, String), &String)| {
            owner == id && *app == person.app_id && *openid != person.openid
        };
        let unionid = person.unionid.as_ref();
        Owner {
            user_id: id.clone(),
            disabled: self.disabled.contains(id),
            has_number: self.numbers.values().any(|owner| owner == id),
            other_openid: self.openids.iter().any(is_other_openid),
            other_unionid: unionid.is_some_and(|own| self.unionids.iter().any(|(other, o)| o == id && other != own)),
        }
    }

    fn meet(&self, newcomer: &Newcomer) -> PersonMet {
        let person = &newcomer.person;
        let owner = |id: &String| self.owner(id, person);
        PersonMet {
            by_unionid: person.unionid.as_ref().and_then(|unionid| self.unionids.get(unionid)).map(owner),
            by_openid: self.openids.get(&(person.app_id.clone(), person.openid.clone())).map(owner),
            by_number: newcomer.number.as_ref().and_then(|number| self.numbers.get(&number.e164())).map(owner),
        }
    }

    /// Adds the rows of a change; one that is there already is a bug of the decision, since nobody else adds any.
    fn add(&mut self, change: Change) {
        let id = change.user_id;
        if change.make.is_some() {
            assert!(self.accounts.insert(id.clone()), "an account is made once");
        }
        assert!(self.accounts.contains(&id), "a row leads to an account");
        if let Some((app, openid)) = change.openid {
            assert!(
                !self.openids.iter().any(|((of, _), owner)| *of == app && *owner == id),
                "one openid of each program"
            );
            assert_eq!(self.openids.insert((app, openid), id.clone()), None);
        }
        if let Some(unionid) = change.unionid {
            assert!(!self.unionids.values().any(|owner| *owner == id), "one unionid");
            assert_eq!(self.unionids.insert(unionid, id.clone()), None);
        }
        if let Some(number) = change.number {
            assert!(!self.numbers.values().any(|owner| *owner == id), "one number");
            assert_eq!(self.numbers.insert(number.e164(), id), None);
        }
    }

    fn find_or_make(&mut self, newcomer: &Newcomer) -> Result<String, NoAccount> {
        for _ in 0..3 {
            match decide(&self.meet(newcomer), newcomer) {
                Decision::Settled(id) => return Ok(id),
                Decision::Refused(why) => return Err(why),
                Decision::Add(change) => self.add(change),
            }
        }
        panic!("what was added is not met");
    }
}

/// Of whom, of which mini program, with the unionid or without, sharing which number; and whether accounts are made.
type Coming = (u8, u8, bool, Option<u8>, bool, bool);

fn any_coming() -> impl Strategy<Value = Coming> {
    (0..4_u8, 0..2_u8, any::<bool>(), proptest::option::of(0..4_u8), any::<bool>(), proptest::bool::weighted(0.1))
}

proptest! {
    /// Four persons of two mini programs come in any order and share numbers that may be each other's.
    #[test]
    fn no_openid_has_two_accounts_and_no_two_persons_one(comings in proptest::collection::vec(any_coming(), 1..40)) {
        let mut rows = Rows::default();
        for (n, (who, app, tells_unionid, number, may_make, shuts_out)) in comings.into_iter().enumerate() {
            let person = WeChatPerson {
                app_id: format!("wx{app}"),
                openid: format!("o{who}"),
                unionid: tells_unionid.then(|| format!("u{who}")),
            };
            let newcomer = Newcomer {
                number: number.map(|n| VerifiedNumber { country: "86".to_owned(), number: format!("1380000{n}") }),
                person,
                may_make,
                user_id: format!("account-{n}"),
                nickname: None,
                now: 7,
            };
            let (openids, accounts) = (rows.openids.clone(), rows.accounts.len());
            let came = rows.find_or_make(&newcomer);
            for (openid, owner) in &openids {
                prop_assert_eq!(rows.openids.get(openid), Some(owner), "an openid stays with its account");
            }
            prop_assert!(may_make || rows.accounts.len() == accounts, "no account where none may be made");
            if let Ok(id) = came {
                prop_assert!(!rows.disabled.contains(&id));
                for ((of, openid), owner) in &rows.openids {
                    let is_other = *of == newcomer.person.app_id && *openid != newcomer.person.openid;
                    prop_assert!(!(is_other && *owner == id), "two persons of one mini program have one account");
                }
                if let Some(unionid) = &newcomer.person.unionid {
                    let other = rows.unionids.iter().any(|(other, owner)| other != unionid && *owner == id);
                    let own = openids.get(&(newcomer.person.app_id.clone(), newcomer.person.openid.clone()));
                    prop_assert!(!other || own == Some(&id), "an account of another unionid, which was not theirs before");
                }
                if let Some(number) = &newcomer.number {
                    let owner = rows.numbers.get(&number.e164());
                    prop_assert!(owner.is_none_or(|owner| *owner == id), "logged in with the number of another account");
                }
                let again = Newcomer { user_id: format!("again-{n}"), may_make: false, ..newcomer };
                prop_assert_eq!(rows.find_or_make(&again), Ok(id.clone()), "the same again");
                if shuts_out {
                    rows.disabled.insert(id);
                    prop_assert_eq!(rows.find_or_make(&again), Err(NoAccount::Disabled));
                }
            }
        }
    }
}
