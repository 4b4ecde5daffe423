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
    let twice = Some(Owner { other_openid: true, ..owner("lin") });
    assert_eq!(decide(&met(twice, None, None), &newcomer()), Decision::Settled("lin".into()));
}
