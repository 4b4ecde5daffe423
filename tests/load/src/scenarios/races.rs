//! Phones and browsers that race for the same codes, over all nodes: one wins.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use guard_protocol::phone::PhoneReply;
use guard_protocol::qrcode::QrStatus;
use guard_protocol::{Code as Refusal, Secret};
use tokio::task::JoinSet;

use crate::client::{CallError, Client, Code, Patience, Phone, Phones, Site};
use crate::files;
use crate::measure::{Errors, Report};
use crate::scenarios::{Run, judge_logs};
use crate::server::{Cluster, Lifetimes};

/// How many race for one code.
const RACERS: usize = 8;
/// Sessions that race at the same time.
const AT_ONCE: usize = 4;
/// What goes wrong is seen at once.
const PATIENCE: Patience = Patience::None;

/// The scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Races {
    /// How many sessions.
    pub(crate) sessions: u32,
}

/// What the sessions share.
#[derive(Debug)]
struct Track {
    site: Arc<Site>,
    phones: Phones,
    /// Races with no winner, or more than one.
    wrong: Errors,
    /// How races ended.
    ends: Errors,
}

/// What a racer is told.
type Told<T> = Result<T, CallError>;

impl Races {
    /// Lives through it.
    pub(crate) async fn run(self, run: &Run) -> Result<Report> {
        files::allow(1_000)?;
        let cluster = Cluster::start(&run.plan, Lifetimes::Default, "warn").await?;
        let mut report = run.report("Races", &cluster);
        let lifetime = Duration::from_secs(Lifetimes::Default.session().into());
        let track = Arc::new(Track {
            site: Arc::clone(&cluster.site),
            phones: Phones::new(&cluster.site, lifetime, PATIENCE),
            wrong: Errors::default(),
            ends: Errors::default(),
        });
        let mut sessions = JoinSet::new();
        for _ in 0..self.sessions {
            if sessions.len() >= AT_ONCE {
                sessions.join_next().await;
            }
            let track = Arc::clone(&track);
            sessions.spawn(async move {
                for result in [track.scans().await, track.decisions().await] {
                    track.wrong.of("a call of the race", result);
                }
            });
        }
        while sessions.join_next().await.is_some() {}

        report.fact("sessions", format!("{}, each with {RACERS} racers for scan, decision and redeem", self.sessions));
        track.ends.lines().into_iter().for_each(|line| report.fact("ended", line));
        let redeemed = track.ends.lines().iter().any(|line| line.contains("redeem"));
        report.promise("races were run to the redeem", "some", if redeemed { "some" } else { "none" }, redeemed);
        report.none("races without exactly one winner", &track.wrong.lines());
        judge_logs(&mut report, &cluster)?;
        Ok(report)
    }
}

impl Track {
    /// A racer at the `n`-th node.
    fn racer(&self, n: usize) -> Client {
        Client::at(&self.site, n % self.site.nodes.len(), PATIENCE)
    }

    /// Phones of all accounts scan the same code: one account has it.
    async fn scans(self: &Arc<Self>) -> Told<()> {
        let code = self.racer(0).create().await?;
        let phones = [self.phones.nth(0).await?, self.phones.nth(1).await?];
        let told = self.race(|n, mut client| {
            let (random, phone) = (code.random.clone(), phones[n / self.site.nodes.len() % Phones::COUNT].clone());
            async move { (phone.user_id, client.scanned(&random, &phone.token).await) }
        });
        let mut winners = BTreeSet::new();
        for (user, told) in told.await {
            match told {
                Ok(_) => drop(winners.insert(user)),
                // The last of several strangers kills the code.
                Err(error) if matches!(error.refusal(), Some(Refusal::QrCodeTaken | Refusal::QrCodeGone)) => {}
                Err(error) => return Err(error),
            }
        }
        if winners.len() == 1 {
            self.ends.add("scan: one account won");
        } else {
            self.wrong.add(format_args!("scan: {} accounts won", winners.len()));
        }
        Ok(())
    }

    /// The phone confirms and cancels at once: one counts, and everybody is told the same.
    async fn decisions(self: &Arc<Self>) -> Told<()> {
        let (code, phone, handshake, number) = self.scanned_code().await?;
        let told: Vec<(bool, Told<PhoneReply>)> = self
            .race(|n, mut client| {
                let (handshake, number, confirms) = (handshake.clone(), number.clone(), n / 2 % 2 == 0);
                async move {
                    let told = if confirms {
                        client.confirm(&handshake, number).await
                    } else {
                        client.cancel(&handshake).await
                    };
                    (confirms, told)
                }
            })
            .await;
        let won = |confirms| told.iter().filter(|(what, told)| *what == confirms && told.is_ok()).count();
        let lost = told.iter().filter_map(|(_, told)| told.as_ref().err());
        let odd = lost.filter(|e| !matches!(e.refusal(), Some(Refusal::QrCodeTaken | Refusal::QrCodeGone))).count();
        // Every confirm of a confirmed code says so, and every cancel of a cancelled one.
        let expected = match (won(true), won(false)) {
            (4, 0) => QrStatus::Authorized,
            (0, 4) => QrStatus::Cancelled,
            (confirmed, cancelled) => {
                self.wrong.add(format_args!("decision: {confirmed} of 4 confirmed and {cancelled} of 4 cancelled"));
                return Ok(());
            }
        };
        if odd > 0 {
            self.wrong.add(format_args!("decision: {odd} losers were not told that it is taken or over"));
        }
        for node in 0..self.site.nodes.len() {
            let reply = self.racer(node).check(&code, 0, 0).await?;
            if reply.status != expected || reply.ticket.is_some() != (expected == QrStatus::Authorized) {
                self.wrong.add(format_args!("decision: status {} after it", reply.status.number()));
            }
        }
        if expected == QrStatus::Cancelled {
            self.ends.add("decision: the cancel won");
            let (code, phone, handshake, number) = self.scanned_code().await?;
            self.racer(1).confirm(&handshake, number).await?;
            return self.redeems(&code, &phone).await;
        }
        self.ends.add("decision: the confirm won");
        self.redeems(&code, &phone).await
    }

    /// Browsers redeem the same ticket, one of them without the proof: all others are given the same token.
    async fn redeems(self: &Arc<Self>, code: &Code, phone: &Phone) -> Told<()> {
        let reply = self.racer(0).check(code, 0, 0).await?;
        let ticket = reply.ticket.ok_or(CallError::Odd("a confirmed code has no ticket"))?;
        let thief = rand::random_range(0..RACERS);
        let told = self.race(|n, mut client| {
            let (ticket, verifier) = (ticket.clone(), code.verifier.clone());
            let verifier = if n == thief { Secret::new("not the verifier") } else { verifier };
            async move { (n == thief, client.redeem(&ticket, &verifier).await) }
        });
        let mut token = None;
        for (thief, told) in told.await {
            match told {
                Ok(_) if thief => self.wrong.add("redeem: somebody without the verifier was given a token"),
                Err(error) if thief && error.refusal() == Some(Refusal::VerifierWrong) => {}
                Ok(user) if user.id != phone.user_id => self.wrong.add("redeem: the token is another user's"),
                Ok(user) if token.is_none() => token = user.token,
                Ok(user) if user.token == token => {}
                Ok(_) => self.wrong.add("redeem: two tokens for one ticket"),
                Err(error) => self.wrong.add(format_args!("redeem: {error}")),
            }
        }
        let token = token.ok_or(CallError::Odd("nobody was given a token"))?;
        for node in 0..self.site.nodes.len() {
            if self.racer(node).me(&token).await?.id != phone.user_id {
                self.wrong.add("redeem: the token is another user's");
            }
        }
        self.ends.add("redeem: one token");
        Ok(())
    }

    /// A code that a phone has scanned, with the phone, its handshake and the number on the screen.
    async fn scanned_code(&self) -> Told<(Code, Phone, Secret, Option<String>)> {
        let code = self.racer(0).create().await?;
        let phone = self.phones.any().await?;
        let reply = self.racer(1).scanned(&code.random, &phone.token).await?;
        let handshake = reply.handshake.ok_or(CallError::Odd("a scan gave no handshake"))?;
        let number = self.racer(0).check(&code, 0, 0).await?.match_number;
        Ok((code, phone, handshake, number))
    }

    /// Starts all racers on lines that are there already, and waits for all.
    async fn race<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
        &self,
        racer: impl Fn(usize, Client) -> F,
    ) -> Vec<T> {
        let mut clients = Vec::new();
        for n in 0..RACERS {
            let mut client = self.racer(n);
            // Connects; a node that does not answer is told of by the race.
            let _ = client.health().await;
            clients.push(client);
        }
        let mut racers = JoinSet::new();
        for (n, client) in clients.into_iter().enumerate() {
            racers.spawn(racer(n, client));
        }
        racers.join_all().await
    }
}
