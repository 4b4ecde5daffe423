//! Limits per address.

use std::fmt::Debug;
use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZero;

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use super::{Network, TooFrequent};
use crate::config::Limits;

/// How many addresses are told apart. Beyond that some share a place, so that an attacker with many of them cannot
/// fill the memory: a full table takes some 4 MiB. Which ones share it differs with each start.
const PLACES: u64 = 1 << 17;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Asking for a QR code.
    Create,
    /// Logging in with a password.
    LogIn,
    /// Scanning a code.
    Scan,
    /// Agreeing or declining.
    Confirm,
    /// Exchanging a ticket.
    Redeem,
    /// Asking for a code of the OpenID provider.
    Authorize,
    /// Calling an endpoint of the OpenID provider that is for programs.
    Token,
}

type Limiter<C> = RateLimiter<u64, HashMapStateStore<u64>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// Counts what each address does. A limit of 60 a minute lets 60 pass at once, and then one each second.
pub struct AddressLimits<C: Clock = MonotonicClock> {
    clock: C,
    places: RandomState,
    create: Limiter<C>,
    log_in: Limiter<C>,
    scan: Limiter<C>,
    confirm: Limiter<C>,
    redeem: Limiter<C>,
    authorize: Limiter<C>,
    token: Limiter<C>,
}

impl<C: Clock> Debug for AddressLimits<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AddressLimits(…)")
    }
}

impl AddressLimits {
    /// The limits of `limits`, by the machine's monotonic clock: setting the time neither locks out nor lets in.
    pub fn new(limits: &Limits) -> Self {
        Self::with_clock(limits, MonotonicClock)
    }
}

impl<C: Clock + Clone> AddressLimits<C> {
    fn with_clock(limits: &Limits, clock: C) -> Self {
        let limiter = |per_minute: u32| {
            let quota = Quota::per_minute(NonZero::new(per_minute).unwrap_or(NonZero::<u32>::MIN));
            Limiter::new(quota, HashMapStateStore::default(), clock.clone())
        };
        Self {
            create: limiter(limits.codes_per_minute),
            log_in: limiter(limits.logins_per_minute),
            scan: limiter(limits.scans_per_minute),
            confirm: limiter(limits.confirms_per_minute),
            redeem: limiter(limits.redeems_per_minute),
            authorize: limiter(limits.authorizations_per_minute),
            token: limiter(limits.tokens_per_minute),
            places: RandomState::new(),
            clock,
        }
    }

    /// Counts that `network` does `action`.
    ///
    /// # Errors
    /// [`TooFrequent`] when it must not yet.
    pub fn admit(&self, action: Action, network: Network) -> Result<(), TooFrequent> {
        let place = self.places.hash_one(network) % PLACES;
        self.limiter(action)
            .check_key(&place)
            .map_err(|early| TooFrequent { retry_after: early.wait_time_from(self.clock.now()) })
    }

    /// Forgets whoever could do all again at once, and gives the memory back.
    pub fn tidy(&self) {
        let all = [
            Action::Create,
            Action::LogIn,
            Action::Scan,
            Action::Confirm,
            Action::Redeem,
            Action::Authorize,
            Action::Token,
        ];
        for action in all {
            let limiter = self.limiter(action);
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }

    fn limiter(&self, action: Action) -> &Limiter<C> {
        match action {
            Action::Create => &self.create,
            Action::LogIn => &self.log_in,
            Action::Scan => &self.scan,
            Action::Confirm => &self.confirm,
            Action::Redeem => &self.redeem,
            Action::Authorize => &self.authorize,
            Action::Token => &self.token,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    fn address(number: u32) -> Network {
        IpAddr::from(Ipv4Addr::from(number)).into()
    }

    fn limits(clock: &FakeRelativeClock) -> AddressLimits<FakeRelativeClock> {
        AddressLimits::with_clock(&Limits { logins_per_minute: 2, ..Limits::default() }, clock.clone())
    }

    #[test]
    fn who_waits_as_long_as_told_is_let_in() {
        let clock = FakeRelativeClock::default();
        let limits = limits(&clock);
        let log_in = |number| limits.admit(Action::LogIn, address(number));
        assert_eq!([log_in(1), log_in(1)], [Ok(()), Ok(())]);
        let Err(TooFrequent { retry_after }) = log_in(1) else { panic!("a third was let in") };
        assert_eq!(retry_after, Duration::from_secs(30));
        assert_eq!(log_in(2), Ok(()), "another address");
        assert_eq!(limits.admit(Action::Redeem, address(1)), Ok(()), "another action");
        clock.advance(retry_after - Duration::from_millis(1));
        assert!(log_in(1).is_err());
        clock.advance(Duration::from_millis(1));
        assert_eq!(log_in(1), Ok(()));
        assert!(log_in(1).is_err());
    }

    #[test]
    fn however_many_addresses_come_the_memory_is_bounded_and_given_back() {
        let clock = FakeRelativeClock::default();
        let limits = limits(&clock);
        for number in 0..400_000 {
            // Where two share a place the second may be refused.
            let _ = limits.admit(Action::LogIn, address(number));
        }
        assert!(limits.log_in.len() as u64 <= PLACES, "{}", limits.log_in.len());
        clock.advance(Duration::from_secs(91));
        limits.tidy();
        assert_eq!(limits.log_in.len(), 0);
    }
}
