//! Scripts of an attacker: what is sent between the steps of the victim's logins.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use reqwest::Method;
use serde_json::{Value, json};

use crate::actor::Step;
use crate::case::{Aim, Case};
use crate::request::{Body, Change, Request};

/// How the victim's logins end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Login,
    Cancel,
    Abandon,
}

impl Ending {
    /// The victim's steps.
    pub(crate) fn steps(self) -> Vec<Step> {
        use Step::*;
        let start = [Config, Gene, Picture, Look, Watch, Scan, Watch, Outcome];
        let end: &[Step] = match self {
            Self::Login => &[Confirm, Watch, Look, Redeem, OpenBrowser, Me, MeByCookie, Outcome],
            Self::Cancel => &[Cancel, Watch, Outcome],
            Self::Abandon => &[Abandon, Watch, Outcome],
        };
        start.iter().chain(end).copied().collect()
    }
}

/// What the attacker does with a field.
#[derive(Clone, Debug)]
pub(crate) enum Tamper {
    Nothing,
    LeaveOut(Index),
    Replace(Index, Content),
    Repeat(Index, Content, bool),
    Method(Method),
    Body(String),
}

/// What they put there.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Something of the victim's that they have seen.
    Seen(Index),
    /// Something of their own.
    Own(Index),
    /// Something odd.
    Odd(Index),
}

/// Something that the attacker does.
#[derive(Clone, Debug)]
pub(crate) enum Turn {
    /// Sends a request, perhaps twice.
    Send { me: usize, step: Step, aim: Aim, tamper: Tamper, twice: bool },
    /// Waits, in s.
    Wait(i64),
}

/// A script: what the attacker does before each step of the victim.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) ending: Ending,
    pub(crate) turns: Vec<Vec<Turn>>,
}

/// Values that no honest client sends.
pub(crate) fn odd_values() -> Vec<Value> {
    let nested = (0..60).fold(json!(1), |inner, _| json!([inner]));
    vec![
        json!(""),
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!([]),
        json!({}),
        nested,
        json!("null"),
        json!("*"),
        json!("%"),
        json!("' OR '1'='1"),
        json!("\u{0}\u{feff}\u{202e}"),
        json!("../../x"),
        json!("A".repeat(43)),
        json!("A".repeat(15_000)),
        json!("A".repeat(40_000)),
        json!("https://evil.example"),
        json!("same-origin"),
        json!("cross-site"),
        json!("text/plain"),
        json!("application/x-www-form-urlencoded"),
    ]
}

/// Bodies that are no request.
pub(crate) const ODD_BODIES: [&str; 8] =
    ["", "null", "[]", "7", "{", "{}", "{\"random\":", "{\"random\":\"a\",\"verifier\":\"b\"}{\"random\":\"c\"}"];

fn methods() -> Vec<Method> {
    vec![Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::HEAD, Method::OPTIONS]
}

fn content() -> impl Strategy<Value = Content> {
    prop_oneof![
        4 => any::<Index>().prop_map(Content::Seen),
        2 => any::<Index>().prop_map(Content::Own),
        1 => any::<Index>().prop_map(Content::Odd),
    ]
}

fn tamper() -> impl Strategy<Value = Tamper> {
    prop_oneof![
        6 => Just(Tamper::Nothing),
        3 => any::<Index>().prop_map(Tamper::LeaveOut),
        6 => (any::<Index>(), content()).prop_map(|(at, content)| Tamper::Replace(at, content)),
        2 => (any::<Index>(), content(), any::<bool>()).prop_map(|(at, content, before)| Tamper::Repeat(at, content, before)),
        1 => select(methods()).prop_map(Tamper::Method),
        1 => select(&ODD_BODIES[..]).prop_map(|body| Tamper::Body(body.to_owned())),
    ]
}

fn turn() -> impl Strategy<Value = Turn> {
    let aim = prop_oneof![2 => Just(Aim::Own), 2 => Just(Aim::Shop), 2 => Just(Aim::Program), 1 => Just(Aim::Kiosk)];
    let me = prop_oneof![4 => Just(0_usize), 1 => Just(1), 3 => Just(2)];
    let send = (me, select(&Step::ALL[..]), aim, tamper(), any::<bool>());
    let send = send.prop_map(|(me, step, aim, tamper, twice)| Turn::Send { me, step, aim, tamper, twice });
    prop_oneof![60 => send, 1 => select(vec![1, 29, 130]).prop_map(Turn::Wait)]
}

/// Any script. Its steps come in any order.
pub(crate) fn any_script() -> impl Strategy<Value = Script> {
    let ending = prop_oneof![4 => Just(Ending::Login), 1 => Just(Ending::Cancel), 1 => Just(Ending::Abandon)];
    ending.prop_flat_map(|ending| {
        let steps = ending.steps().len();
        vec(vec(turn(), 0..4), steps..=steps).prop_map(move |turns| Script { ending, turns })
    })
}

impl Tamper {
    /// What it comes to for this request.
    pub(crate) fn of(&self, request: &Request, case: &Case<'_>) -> Change {
        let fields = request.fields();
        let field = |at: &Index| *at.get(&fields);
        let (seen, own, odd) = (case.seen(), case.own(), odd_values());
        let value = |content: &Content| match content {
            Content::Seen(at) => seen.get(at.index(seen.len().max(1))).cloned().unwrap_or_default(),
            Content::Own(at) => at.get(&own).clone(),
            Content::Odd(at) => at.get(&odd).clone(),
        };
        match self {
            Self::Nothing => Change::Nothing,
            Self::LeaveOut(at) => Change::LeaveOut(field(at)),
            Self::Replace(at, content) => Change::Replace(field(at), value(content)),
            Self::Repeat(at, content, before) => Change::Repeat(field(at), value(content), *before),
            Self::Method(method) => Change::Method(method.clone()),
            Self::Body(text) => Change::Body(text.clone()),
        }
    }
}

/// Whether a change of one field is tried on every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chance {
    /// Always.
    Sure,
    /// Each so-many-th.
    Likely,
    /// Each so-many-th, of many.
    Odd,
}

/// Every change of one field of a request: left out, and each value that the attacker has or that is odd, in its place
/// and beside it.
pub(crate) fn single_changes(case: &Case<'_>, request: &Request) -> Vec<(Chance, Change)> {
    let (seen, own, odd) = (case.seen(), case.own(), odd_values());
    let mut all = vec![(Chance::Sure, Change::Nothing)];
    for field in request.fields() {
        all.push((Chance::Sure, Change::LeaveOut(field)));
        let (seen, own) = if request.may_identify(field) { (&seen[..], &own[..]) } else { (&[][..], &[][..]) };
        for (chance, values) in [(Chance::Sure, seen), (Chance::Likely, own), (Chance::Odd, &odd)] {
            all.extend(values.iter().map(|value| (chance, Change::Replace(field, value.clone()))));
            let beside = |value: &Value| [true, false].map(|before| Change::Repeat(field, value.clone(), before));
            all.extend(values.iter().flat_map(beside).map(|change| (Chance::Odd, change)));
        }
    }
    let others = methods().into_iter().filter(|method| *method != request.method);
    all.extend(others.map(|method| (Chance::Odd, Change::Method(method))));
    if let Some(Body::Fields(_)) = request.body {
        all.extend(ODD_BODIES.map(|body| (Chance::Odd, Change::Body(body.to_owned()))));
    }
    all
}
