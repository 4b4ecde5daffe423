//! Which key does what now: plain functions of the keys that are kept and the time, so that every node decides alike.
//!
//! A key is published [`AHEAD`] before it signs, so that each node and each client that keeps the published keys for a
//! while knows it by then; the one before it stays published for [`RETIRED`], until its last token is over. A node whose
//! clock or memory lags goes on signing with the older key meanwhile, which everybody still knows.

use crate::clock::Millis;
use crate::store::{SigningAlgorithm, SigningKey};

const MINUTE: Millis = 60_000;
/// How long a node goes by the keys that it has read.
pub const RELOAD: Millis = MINUTE / 2;
/// How long a client may keep the published keys, in s.
pub const KEPT_BY_CLIENTS_S: u32 = 15 * 60;
/// How long a key is published before it signs: many times what nodes and clients remember.
pub const AHEAD: Millis = 120 * MINUTE;
/// How long a key is published after the next one signs: the longest life of a token (a day), and an hour for clocks.
pub const RETIRED: Millis = 25 * 60 * MINUTE;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is published, and will sign.
    Next,
    /// It signs.
    Active,
    /// It signs no more; tokens that it signed are still about.
    Old,
    /// It is nobody's business any more.
    Over,
}

impl Role {
    /// A word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Active => "active",
            Self::Old => "old",
            Self::Over => "over",
        }
    }
}

/// A key to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// What it is to sign with.
    pub algorithm: SigningAlgorithm,
    /// Its number.
    pub generation: u32,
    /// When it begins to sign.
    pub signs_from: Millis,
    /// How long earlier ones are published.
    pub earlier_until: Millis,
}

/// How the next key takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Unnoticed: after [`AHEAD`].
    Planned,
    /// At once, because a key has leaked: tokens of earlier keys count no more.
    AtOnce,
}

/// Whether a key is published at `now`.
pub fn is_published(key: &SigningKey, now: Millis) -> bool {
    key.published_until.is_none_or(|end| end > now)
}

/// The key of `algorithm` that signs at `now`: of those that may, the newest. On a node whose clock is behind that of the
/// node that made the first key, that one all the same.
pub fn active(keys: &[SigningKey], algorithm: SigningAlgorithm, now: Millis) -> Option<&SigningKey> {
    let of_algorithm = || keys.iter().filter(|key| key.algorithm == algorithm && is_published(key, now));
    let may_sign = of_algorithm().filter(|key| key.signs_from <= now);
    may_sign.max_by_key(|key| key.generation).or_else(|| of_algorithm().min_by_key(|key| key.generation))
}

/// What `key` of `keys` does at `now`.
pub fn role(keys: &[SigningKey], key: &SigningKey, now: Millis) -> Role {
    if !is_published(key, now) {
        return Role::Over;
    }
    match active(keys, key.algorithm, now) {
        Some(active) if active.generation == key.generation => Role::Active,
        Some(active) if active.generation > key.generation => Role::Old,
        _ => Role::Next,
    }
}

/// The keys that are to be made at `now`, when each signs for `lifetime`.
pub fn due(keys: &[SigningKey], now: Millis, lifetime: Millis) -> Vec<Due> {
    let due = SigningAlgorithm::ALL.into_iter().filter_map(|algorithm| match newest(keys, algorithm) {
        None => Some(next(keys, algorithm, now, now)),
        Some(newest) => {
            let end = newest.signs_from + lifetime;
            let is_due = newest.signs_from <= now && now >= end - AHEAD;
            is_due.then(|| next(keys, algorithm, end.max(now + AHEAD), now))
        }
    });
    due.collect()
}

/// The keys to be made because somebody asks for it; of an algorithm whose next key waits already there is none, unless
/// it must be at once.
pub fn asked_for(keys: &[SigningKey], now: Millis, rotation: Rotation) -> Vec<Due> {
    let waits = |algorithm| newest(keys, algorithm).is_some_and(|newest| newest.signs_from > now);
    let asked = SigningAlgorithm::ALL.into_iter().filter_map(|algorithm| match rotation {
        Rotation::Planned => (!waits(algorithm)).then(|| next(keys, algorithm, now + AHEAD, now)),
        Rotation::AtOnce => Some(Due { earlier_until: now, ..next(keys, algorithm, now, now) }),
    });
    asked.collect()
}

fn newest(keys: &[SigningKey], algorithm: SigningAlgorithm) -> Option<&SigningKey> {
    keys.iter().filter(|key| key.algorithm == algorithm).max_by_key(|key| key.generation)
}

fn next(keys: &[SigningKey], algorithm: SigningAlgorithm, signs_from: Millis, now: Millis) -> Due {
    let newest = newest(keys, algorithm);
    let generation = newest.map_or(1, |key| key.generation + 1);
    // The first key of all has nobody to wait for.
    let signs_from = if newest.is_none() { now } else { signs_from };
    Due { algorithm, generation, signs_from, earlier_until: signs_from + RETIRED }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFETIME: Millis = 90 * 24 * 60 * MINUTE;
    const ES: SigningAlgorithm = SigningAlgorithm::Es256;

    /// What a store has after `due` of one node.
    fn add(keys: &mut Vec<SigningKey>, due: &[Due], now: Millis) {
        for due in due {
            let earlier = keys.iter_mut().filter(|key| key.algorithm == due.algorithm);
            earlier.for_each(|key| {
                key.published_until =
                    Some(key.published_until.map_or(due.earlier_until, |end| end.min(due.earlier_until)));
            });
            keys.push(SigningKey {
                algorithm: due.algorithm,
                generation: due.generation,
                kid: format!("{}-{}", due.algorithm.name(), due.generation),
                private_key: Vec::new(),
                created_at: now,
                signs_from: due.signs_from,
                published_until: None,
            });
        }
    }

    fn roles(keys: &[SigningKey], now: Millis) -> Vec<Role> {
        keys.iter().filter(|key| key.algorithm == ES).map(|key| role(keys, key, now)).collect()
    }

    #[test]
    fn a_key_is_known_before_it_signs_and_after() {
        let mut keys = Vec::new();
        let first = due(&keys, 0, LIFETIME);
        assert_eq!(first.len(), 2, "one of each algorithm");
        add(&mut keys, &first, 0);
        assert_eq!(roles(&keys, 0), [Role::Active], "the first signs at once");
        let change = LIFETIME;
        assert_eq!(due(&keys, change - AHEAD - 1, LIFETIME), []);
        let second = due(&keys, change - AHEAD, LIFETIME);
        add(&mut keys, &second, change - AHEAD);
        assert_eq!(due(&keys, change - 1, LIFETIME), [], "the next waits");
        for (now, expected) in [
            (change - 1, vec![Role::Active, Role::Next]),
            (change, vec![Role::Old, Role::Active]),
            (change + RETIRED - 1, vec![Role::Old, Role::Active]),
            (change + RETIRED, vec![Role::Over, Role::Active]),
        ] {
            assert_eq!(roles(&keys, now), expected, "{now}");
        }
    }

    #[test]
    fn whoever_lags_signs_with_what_everybody_knows() {
        let mut keys = Vec::new();
        add(&mut keys, &due(&[], 1000, LIFETIME), 1000);
        // A node whose clock is behind that of the one that made the first key.
        assert_eq!(active(&keys, ES, 0).unwrap().generation, 1);
        // Nobody was there when the key's time was over.
        let late = 3 * LIFETIME;
        let second = due(&keys, late, LIFETIME);
        assert!(second.iter().all(|due| due.signs_from == late + AHEAD), "clients have not heard of it");
        add(&mut keys, &second, late);
        assert_eq!(roles(&keys, late), [Role::Active, Role::Next]);
        // At every moment what signs was published as long as anybody remembers.
        for step in 0..40 {
            let now = late - LIFETIME + step * LIFETIME / 10;
            let made = due(&keys, now, LIFETIME);
            add(&mut keys, &made, now);
            let key = active(&keys, ES, now).unwrap();
            let known_for = Millis::from(KEPT_BY_CLIENTS_S) * 1000 + RELOAD;
            assert!(key.generation == 1 || now - key.created_at > known_for, "{now}: {key:?}");
        }
    }

    #[test]
    fn whoever_asks_gets_a_next_key_once_and_at_once_if_need_be() {
        let mut keys = Vec::new();
        add(&mut keys, &due(&[], 0, LIFETIME), 0);
        let asked = asked_for(&keys, MINUTE, Rotation::Planned);
        assert_eq!((asked.len(), asked[0].signs_from), (2, MINUTE + AHEAD));
        add(&mut keys, &asked, MINUTE);
        assert_eq!(asked_for(&keys, 2 * MINUTE, Rotation::Planned), [], "one waits");
        let leaked = asked_for(&keys, 3 * MINUTE, Rotation::AtOnce);
        add(&mut keys, &leaked, 3 * MINUTE);
        assert_eq!(roles(&keys, 3 * MINUTE), [Role::Over, Role::Over, Role::Active]);
    }
}
