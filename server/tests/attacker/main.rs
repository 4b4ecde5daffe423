//! The attacker: whoever sees the codes on a screen, has an account and codes of their own, is among the operators of
//! an application that the victim uses, and sends what they like. Whatever field of whatever request of the QR flow they
//! leave out, repeat, reorder or replace, they never end with a token that is not theirs; the victim's browser is never
//! logged in as somebody who did not confirm; and the victim's login works, or ends clearly and the next one works.
//!
//! One of the victim's phones is a mini program of WeChat. Whatever holds of the other holds of it, and nobody but its
//! owner is told the phone number.
//!
//! For codes without a challenge (`allow_plain`) the promise is weaker, as plain v2 is: whoever sees such a code can
//! take the login. It holds that it is a login at that application alone, that it opens no session of a browser at this
//! server, and that the codes and tokens of all other applications are as safe as they are without it.
//!
//! `GUARD_ATTACK_CASES` sets how many scripts are tried, `GUARD_ATTACK_SEED` which ones, and `GUARD_ATTACK_EVERY=1`
//! tries each change of one field instead of every so-many-th.

#![allow(clippy::unwrap_used, reason = "tests")]

mod actor;
mod case;
mod oracle;
mod request;
mod script;
#[path = "../support/mod.rs"]
mod support;
mod world;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use tokio::runtime::Runtime;

use crate::actor::Step;
use crate::case::{Aim, Case, LOGIN};
use crate::script::{Chance, Ending, Script, Turn};
use crate::world::World;

/// Of the changes of one field that are not tried on every run, each so-many-th is. Primes, so that every field has its
/// turn.
const LIKELY: usize = 29;
const ODD: usize = 211;

/// A number of the environment.
fn number(name: &str, default: u32) -> u32 {
    std::env::var(name).ok().map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

async fn play(world: &World, script: Script) -> Result<(), String> {
    let mut case = Case::new(world).await;
    case.prepare(0).await?;
    for (step, turns) in script.ending.steps().into_iter().zip(script.turns) {
        for turn in turns {
            match turn {
                Turn::Wait(seconds) => {
                    world.server.pass(seconds);
                    case.is_late = true;
                }
                Turn::Send { me, step, aim, tamper, twice } => {
                    let change = tamper.of(&case.recorded(me, step, aim), &case);
                    for _ in 0..=u8::from(twice) {
                        case.attack(me, step, aim, change.clone()).await?;
                    }
                }
            }
        }
        for at in [0, 1, 2] {
            case.victim(at, step).await?;
        }
    }
    // Whoever declined or gave up is not logged in by it; `end` tries the next login.
    case.is_late |= script.ending != Ending::Login;
    case.end().await
}

#[test]
fn no_script_ends_with_a_token_of_somebody_else() {
    let runtime = Runtime::new().unwrap();
    let world = runtime.block_on(World::start());
    let config = Config {
        cases: number("GUARD_ATTACK_CASES", 32),
        failure_persistence: None,
        max_shrink_iters: 100,
        ..Config::default()
    };
    let mut seed = [7; 32];
    seed[..4].copy_from_slice(&number("GUARD_ATTACK_SEED", 9).to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let result = TestRunner::new_with_rng(config, rng)
        .run(&script::any_script(), |script| runtime.block_on(play(&world, script)).map_err(TestCaseError::fail));
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// Changes one field at a time, at the moment when the victim's codes have come to the end of `steps`.
async fn change_each_field(steps: &[Step]) {
    let world = World::start().await;
    let every = number("GUARD_ATTACK_EVERY", 1 << 16) as usize;
    let mut tried = 0_usize;
    let tries = [(0, Aim::Own), (0, Aim::Shop), (1, Aim::Kiosk), (2, Aim::Own), (2, Aim::Program), (0, Aim::Program)];
    for (me, aim) in tries {
        let mut case = Case::at(&world, steps).await;
        for step in Step::ALL {
            case.prepare(me).await.unwrap();
            for (chance, change) in script::single_changes(&case, &case.recorded(me, step, aim)) {
                tried += 1;
                let stride = match chance {
                    // About the victim's codes the same is tried by the values seen in place of the own ones.
                    Chance::Sure if aim == Aim::Own => 1,
                    Chance::Sure | Chance::Likely => LIKELY,
                    Chance::Odd => ODD,
                };
                if tried.is_multiple_of(stride.min(every)) {
                    let what = format!("{step:?} about {aim:?} with {change:?}");
                    case.attack(me, step, aim, change).await.unwrap_or_else(|why| panic!("{what}: {why}"));
                }
            }
            if case.is_disturbed().await {
                let used = std::mem::replace(&mut case, Case::at(&world, steps).await);
                used.end().await.unwrap_or_else(|why| panic!("{step:?} about {aim:?}: {why}"));
            }
        }
        case.end().await.unwrap_or_else(|why| panic!("after all about {aim:?}: {why}"));
    }
    assert!(tried > 1000, "only {tried} changes were there to try");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_change_of_one_field_helps_while_the_code_waits() {
    change_each_field(&LOGIN[..2]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_change_of_one_field_helps_while_the_phone_asks() {
    change_each_field(&LOGIN[..4]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_change_of_one_field_helps_while_the_ticket_waits() {
    change_each_field(&LOGIN[..6]).await;
}
