//! One victim who logs in at three applications, and one attacker who sends what they like meanwhile.

use std::collections::BTreeSet;

use guard_protocol::paths;
use serde_json::{Value, json};

use crate::actor::{Actor, NOTHING, Step};
use crate::request::{Change, Request};
use crate::support::Answer;
use crate::world::{ATTACKER, KIOSK, OTHER, PROGRAM, SHOP, VICTIM, World};

/// Whose code a request of the attacker is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// The one of the attacker's own browser.
    Own,
    /// The victim's at the hardened application.
    Shop,
    /// The victim's at the one that takes plain codes.
    Kiosk,
    /// The victim's at the one whose phone is a mini program.
    Program,
}

pub(crate) struct Case<'a> {
    world: &'a World,
    /// The victim at the hardened application, at the plain one, and with a mini program.
    pub(crate) victims: [Actor; 3],
    /// The attacker at the same.
    pub(crate) attackers: [Actor; 3],
    /// The victim's token at a third application, which the attacker has.
    known_token: String,
    /// The codes that the attacker has confirmed.
    confirmed: BTreeSet<String>,
    /// Which codes a phone of the victim has scanned, confirmed.
    scanned: [bool; 3],
    agreed: [bool; 3],
    redeemed: [bool; 3],
    /// How often each code of the victim had changed.
    undisturbed: [Option<u64>; 3],
    /// So much time has passed that codes may be over.
    pub(crate) is_late: bool,
}

impl<'a> Case<'a> {
    pub(crate) async fn new(world: &'a World) -> Self {
        let mut actors = Vec::new();
        for user in [VICTIM, ATTACKER] {
            for (app, hardened) in [(SHOP, true), (KIOSK, false), (PROGRAM, true)] {
                let token = world.log_in(user, app).await;
                actors.push(Actor::new(user, app, hardened, &world.server.url, token));
            }
        }
        let [shop, kiosk, program, own_shop, own_kiosk, own_program] = actors.try_into().unwrap();
        Self {
            world,
            victims: [shop, kiosk, program],
            attackers: [own_shop, own_kiosk, own_program],
            known_token: world.log_in(VICTIM, OTHER).await,
            confirmed: BTreeSet::new(),
            scanned: [false; 3],
            agreed: [false; 3],
            redeemed: [false; 3],
            undisturbed: [None; 3],
            is_late: false,
        }
    }

    /// A case in which the victim has come to the end of `steps`.
    pub(crate) async fn at(world: &'a World, steps: &[Step]) -> Self {
        let mut case = Self::new(world).await;
        for step in steps {
            for at in [0, 1, 2] {
                case.victim(at, *step).await.unwrap();
            }
        }
        case.undisturbed = case.states().await;
        case
    }

    /// The attacker goes through a login of their own, and has a second code that waits for the number.
    pub(crate) async fn prepare(&mut self, me: usize) -> Result<(), String> {
        for step in LOGIN.into_iter().chain([Step::OpenBrowser, Step::Gene, Step::Scan, Step::Watch]) {
            self.attack(me, step, Aim::Own, Change::Nothing).await?;
        }
        Ok(())
    }

    /// Whether the victim's codes are no longer as [`at`](Self::at) left them.
    pub(crate) async fn is_disturbed(&self) -> bool {
        self.states().await != self.undisturbed
    }

    async fn states(&self) -> [Option<u64>; 3] {
        let mut states = [None; 3];
        for (state, victim) in states.iter_mut().zip(&self.victims) {
            *state = self.world.store.code(&victim.random).await.unwrap().map(|code| code.seq);
        }
        states
    }

    /// What the attacker has seen of the victim: the codes on the screen with their numbers, what the network or a log
    /// could have shown of them, and the token of an application that the attacker runs.
    pub(crate) fn seen(&self) -> Vec<Value> {
        let mut seen = vec![json!(self.known_token)];
        for victim in &self.victims {
            // Not the verifier, the handshake, a token or a cookie. Without them the ticket is worth nothing.
            let texts = [&victim.random, &victim.number, &victim.challenge, &victim.ticket];
            seen.extend(texts.map(|text| json!(text)));
        }
        seen.retain(|value| value != NOTHING);
        seen
    }

    /// What is the attacker's own, and what everybody knows.
    pub(crate) fn own(&self) -> Vec<Value> {
        let mut own: Vec<_> = self.attackers.iter().flat_map(Actor::values).collect();
        own.extend([SHOP, KIOSK, PROGRAM, OTHER, VICTIM].map(Value::from));
        own.retain(|value| value != NOTHING);
        own
    }

    /// The request that the attacker sends before it is changed.
    pub(crate) fn recorded(&self, me: usize, step: Step, aim: Aim) -> Request {
        let attacker = &self.attackers[me];
        let random = match aim {
            Aim::Own => &attacker.random,
            Aim::Shop => &self.victims[0].random,
            Aim::Kiosk => &self.victims[1].random,
            Aim::Program => &self.victims[2].random,
        };
        attacker.request(step, random)
    }

    /// The attacker sends a changed request.
    pub(crate) async fn attack(&mut self, me: usize, step: Step, aim: Aim, change: Change) -> Result<(), String> {
        let request = self.recorded(me, step, aim).changed(change);
        let Some(answer) = self.world.send(&request).await else { return Ok(()) };
        let judged = self.world.judge(&request, &answer, &self.victims).await;
        judged.map_err(|why| format!("{why}\n  for {request:?}\n  {answer:?}"))?;
        let agrees = [paths::QRCODE_CONFIRM, paths::MINI_PROGRAM_CONFIRM];
        if answer.status == 200 && agrees.contains(&request.path.as_str()) {
            self.confirmed.extend(answer.body["data"]["random"].as_str().map(str::to_owned));
        }
        self.attackers[me].take(step, &answer, aim == Aim::Own);
        Ok(())
    }

    /// The victim does the next thing.
    pub(crate) async fn victim(&mut self, at: usize, step: Step) -> Result<(), String> {
        let needs = match step {
            Step::Confirm | Step::Cancel => self.scanned[at],
            Step::Redeem => self.victims[at].ticket != NOTHING,
            Step::OpenBrowser | Step::Me | Step::MeByCookie => self.redeemed[at],
            _ => true,
        };
        if !needs {
            return Ok(());
        }
        let victim = &mut self.victims[at];
        let request = victim.request(step, &victim.random);
        let answer = self.world.send(&request).await.ok_or("the victim cannot speak")?;
        victim.take(step, &answer, true);
        let failed = |why: &str| Err(format!("{why}\n  for {request:?}\n  {answer:?}"));
        if answer.status >= 500 {
            return failed("the server failed");
        }
        let is_well = matches!(answer.status, 200 | 204) && answer.body.get("code").is_none_or(|code| code == 200);
        let is_own = |answer: &Answer| answer.body["data"]["id"] == VICTIM;
        match step {
            Step::Scan => self.scanned[at] = is_well,
            Step::Confirm => {
                self.agreed[at] = is_well;
                if !is_well && !self.is_late {
                    return failed("somebody kept the victim's phone from confirming");
                }
            }
            Step::Redeem => {
                self.redeemed[at] = is_well;
                let random = &self.victims[at].random;
                let agreed = if is_own(&answer) { self.agreed[at] } else { self.confirmed.contains(random) };
                if is_well && !agreed {
                    return failed("the victim's browser is logged in as somebody who did not confirm");
                }
                // A plain ticket may be taken by whoever sees the code.
                if !is_well && self.victims[at].hardened && !self.is_late {
                    return failed("somebody else had the login");
                }
            }
            Step::OpenBrowser | Step::Me | Step::MeByCookie if self.victims[at].hardened && !is_well => {
                return failed("the victim's login does not last");
            }
            _ => {}
        }
        Ok(())
    }

    /// A code of the victim ends clearly, and the next one works.
    pub(crate) async fn end(mut self) -> Result<(), String> {
        for at in [0, 1, 2] {
            let seen_by_its_own = if self.victims[at].hardened { Step::Watch } else { Step::Look };
            if self.scanned[at] && !self.is_late {
                for step in [seen_by_its_own, Step::Confirm, seen_by_its_own, Step::Redeem] {
                    self.victim(at, step).await?;
                }
                if self.victims[at].hardened && !self.redeemed[at] {
                    return Err("the victim scanned and confirmed and is not logged in".to_owned());
                }
            }
        }
        let mut next = Case::new(self.world).await;
        for step in LOGIN {
            next.victim(0, step).await?;
            next.victim(2, step).await?;
        }
        if next.redeemed[0] && next.redeemed[2] { Ok(()) } else { Err("the next login of the victim fails".to_owned()) }
    }
}

/// A login that nobody disturbs.
pub(crate) const LOGIN: [Step; 8] =
    [Step::Gene, Step::Watch, Step::Scan, Step::Watch, Step::Confirm, Step::Watch, Step::Redeem, Step::Me];
