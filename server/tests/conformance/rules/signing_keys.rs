//! The keys that the OpenID provider signs with.

use guard_server::clock::Millis;
use guard_server::store::{SigningAlgorithm, SigningKey, Stale, Store};

use crate::fixture::START;

fn key(algorithm: SigningAlgorithm, generation: u32, kid: &str) -> SigningKey {
    SigningKey {
        algorithm,
        generation,
        kid: kid.to_owned(),
        private_key: vec![generation as u8; 3],
        created_at: START,
        signs_from: START + Millis::from(generation),
        published_until: None,
    }
}

async fn kids(store: &dyn Store) -> Vec<(String, Option<Millis>)> {
    store.signing_keys().await.unwrap().into_iter().map(|key| (key.kid, key.published_until)).collect()
}

pub(crate) async fn each_generation_is_made_once(store: &dyn Store) {
    let (rs, es) = (key(SigningAlgorithm::Rs256, 1, "r1"), key(SigningAlgorithm::Es256, 1, "e1"));
    assert!(store.add_signing_key(rs.clone(), START).await.unwrap());
    assert!(store.add_signing_key(es.clone(), START).await.unwrap());
    assert!(!store.add_signing_key(key(SigningAlgorithm::Rs256, 1, "r1b"), START).await.unwrap(), "a node was quicker");
    assert_eq!(store.signing_keys().await.unwrap(), [es, rs]);
}

pub(crate) async fn a_later_generation_ends_the_earlier(store: &dyn Store) {
    for (generation, kid, until) in [(1, "r1", START), (2, "r2", START + 50)] {
        assert!(store.add_signing_key(key(SigningAlgorithm::Rs256, generation, kid), until).await.unwrap());
    }
    assert!(store.add_signing_key(key(SigningAlgorithm::Es256, 1, "e1"), START).await.unwrap());
    let both = |r1, r2| vec![("e1".to_owned(), None), ("r1".to_owned(), r1), ("r2".to_owned(), r2)];
    assert_eq!(kids(store).await, both(Some(START + 50), None));
    assert!(store.add_signing_key(key(SigningAlgorithm::Rs256, 3, "r3"), START + 90).await.unwrap());
    let mut all = both(Some(START + 50), Some(START + 90));
    all.push(("r3".to_owned(), None));
    assert_eq!(kids(store).await, all, "what ends sooner stays so");
    assert!(store.add_signing_key(key(SigningAlgorithm::Rs256, 4, "r4"), START).await.unwrap());
    let ends: Vec<_> = kids(store).await.into_iter().map(|(_, until)| until).collect();
    assert_eq!(ends, [None, Some(START), Some(START), Some(START), None], "a leaked key ends all before it");
}

pub(crate) async fn keys_that_are_over_go(store: &dyn Store) {
    for (generation, kid) in [(1, "r1"), (2, "r2")] {
        store.add_signing_key(key(SigningAlgorithm::Rs256, generation, kid), START + 50).await.unwrap();
    }
    assert_eq!(store.sweep_slice(Stale::SigningKeys, START + 49).await.unwrap(), 0);
    assert_eq!(store.sweep_slice(Stale::SigningKeys, START + 50).await.unwrap(), 1);
    assert_eq!(kids(store).await, [("r2".to_owned(), None)]);
}
