//! The server's keys.

use guard_server::store::Store;

pub(crate) async fn the_first_key_stays(store: &dyn Store) {
    store.ping().await.unwrap();
    assert_eq!(store.key("derive").await.unwrap(), None);
    assert_eq!(store.keep_key("derive", b"one").await.unwrap(), b"one");
    assert_eq!(store.keep_key("derive", b"two").await.unwrap(), b"one", "every node has the same");
    assert_eq!(store.key("derive").await.unwrap(), Some(b"one".to_vec()));
    assert_eq!(store.keep_key("rsa", b"two").await.unwrap(), b"two");
}
