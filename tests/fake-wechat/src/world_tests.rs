//! The fake's rules are WeChat's.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

const APP: &str = "wx0123456789abcdef";
const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn world() -> World {
    let mut world = World::default();
    for (openid, number) in [("lin", "13800138000"), ("chen", "13800138001")] {
        world.add(Person::new(openid, number));
    }
    world
}

fn token(world: &mut World, now: Millis) -> String {
    world.stable_token(APP, SECRET, false, now).unwrap().0
}

fn picture(scene: &str, page: &str) -> PictureRequest {
    PictureRequest {
        scene: scene.to_owned(),
        page: page.to_owned(),
        check_path: true,
        env_version: release(),
        width: 430,
    }
}

#[test]
fn a_token_is_the_same_until_five_minutes_before_its_end_and_the_old_one_is_taken_for_five_more() {
    let mut world = world();
    let first = token(&mut world, 0);
    let renewal = TOKEN_LIFE - OVERLAP;
    assert_eq!(token(&mut world, renewal - 1), first);
    let second = token(&mut world, renewal);
    assert_ne!(second, first);
    let end = renewal + OVERLAP;
    assert_eq!(world.check_token(&first, end - 1), Ok(()));
    assert_eq!(world.check_token(&first, end), Err(Refusal(42001)));
    assert_eq!(world.check_token(&second, end), Ok(()));
    assert_eq!(world.check_token("made-up", end), Err(Refusal(40001)));
    assert_eq!(world.check_token("", end), Err(Refusal(41001)));
}

#[test]
fn a_forced_token_ends_the_others_and_is_rare() {
    let mut world = world();
    let first = token(&mut world, 0);
    world.stable_token(APP, SECRET, true, 1).unwrap();
    assert_eq!(world.check_token(&first, 1), Err(Refusal(40001)));
    assert_eq!(world.stable_token(APP, SECRET, true, FORCED_APART), Err(Refusal(45011)));
    for count in 1..FORCED_A_DAY as u64 {
        world.stable_token(APP, SECRET, true, 1 + count * FORCED_APART).unwrap();
    }
    assert_eq!(world.stable_token(APP, SECRET, true, DAY), Err(Refusal(45009)));
    world.stable_token(APP, SECRET, true, DAY + 1).unwrap();
}

#[test]
fn what_the_operator_has_wrong_is_told_by_its_number() {
    let mut world = world();
    assert_eq!(world.stable_token("wx1", SECRET, false, 0), Err(Refusal(40013)));
    assert_eq!(world.stable_token(APP, "s", false, 0), Err(Refusal(40125)));
    world.mini_program.address_allowed = false;
    assert_eq!(world.stable_token(APP, SECRET, false, 0), Err(Refusal(40164)));
}

#[test]
fn a_scene_has_its_length_and_alphabet_and_a_page_is_published() {
    let mut world = world();
    let token = token(&mut world, 0);
    let ask = |scene: &str, page: &str| world.code_picture(&token, &picture(scene, page), 0);
    let page = "pages/confirm/confirm";
    assert!(ask(&"a".repeat(32), page).is_ok() && ask("!#$'()*+,/:;=?@-._~", page).is_ok());
    for (scene, errcode) in [("", 40169), (&"a".repeat(33)[..], 40169), ("a%20", 40129), ("a&b", 40129), ("码", 40129)]
    {
        assert_eq!(ask(scene, page), Err(Refusal(errcode)), "{scene}");
    }
    for page in ["/pages/confirm/confirm", "pages/confirm/confirm?x=1", "pages/other"] {
        assert_eq!(ask("a", page), Err(Refusal(41030)), "{page}");
    }
    let unchecked = PictureRequest { check_path: false, ..picture("a", "pages/other") };
    assert!(world.code_picture(&token, &unchecked, 0).is_ok());
    for wrong in
        [PictureRequest { width: 279, ..unchecked.clone() }, PictureRequest { env_version: "beta".into(), ..unchecked }]
    {
        assert_eq!(world.code_picture(&token, &wrong, 0), Err(Refusal(40097)));
    }
}

#[test]
fn a_login_code_works_once_for_five_minutes() {
    let mut world = world();
    let code = world.login_code("lin", 0);
    assert_eq!(world.identity(APP, SECRET, &code, CODE_LIFE - 1).unwrap().0.openid, "lin");
    assert_eq!(world.identity(APP, SECRET, &code, CODE_LIFE - 1).unwrap_err(), Refusal(40163));
    let code = world.login_code("lin", 0);
    assert_eq!(world.identity(APP, SECRET, &code, CODE_LIFE).unwrap_err(), Refusal(40029));
    assert_eq!(world.identity(APP, SECRET, "", 0).unwrap_err(), Refusal(41008));
    for _ in 0..LOGINS_A_MINUTE - 1 {
        let code = world.login_code("lin", CODE_LIFE);
        world.identity(APP, SECRET, &code, CODE_LIFE).unwrap();
    }
    let code = world.login_code("lin", CODE_LIFE);
    assert_eq!(world.identity(APP, SECRET, &code, CODE_LIFE).unwrap_err(), Refusal(45011));
}

#[test]
fn a_phone_code_is_of_one_person_and_no_login_code() {
    let mut world = world();
    let token = token(&mut world, 0);
    let (phone, login) = (world.phone_code("lin", 0), world.login_code("lin", 0));
    assert_eq!(world.phone_number(&token, &phone, Some("chen"), 1).unwrap_err(), Refusal(40003));
    assert_eq!(world.phone_number(&token, &login, Some("lin"), 1).unwrap_err(), Refusal(40029));
    assert_eq!(world.identity(APP, SECRET, &phone, 1).unwrap_err(), Refusal(40029));
    assert_eq!(world.phone_number(&token, &phone, Some("lin"), 1).unwrap().number, "13800138000");
    assert_eq!(world.phone_number(&token, &phone, Some("lin"), 1).unwrap_err(), Refusal(40163));
    let late = world.phone_code("lin", 1);
    assert_eq!(world.phone_number(&token, &late, None, 1 + CODE_LIFE).unwrap_err(), Refusal(40029));
    world.mini_program.may_ask_numbers = false;
    assert_eq!(world.phone_number(&token, &late, None, 2).unwrap_err(), Refusal(48001));
}

#[test]
fn quotas_and_planned_errors_are_of_one_call() {
    let mut world = world();
    world.mini_program.quotas.insert(Call::CodePicture, 2);
    world.planned.entry(Call::CodePicture).or_default().push_back(-1);
    assert_eq!(world.admit(Call::CodePicture, 0), Err(Refusal(-1)));
    assert_eq!(world.admit(Call::CodePicture, 1), Ok(()));
    assert_eq!(world.admit(Call::CodePicture, 2), Err(Refusal(45009)));
    assert_eq!(world.admit(Call::Identity, 2), Ok(()));
    assert_eq!(world.admit(Call::CodePicture, MINUTE + 1), Ok(()));
    assert_eq!((world.calls(Call::CodePicture), world.calls(Call::Identity)), (4, 1));
}
