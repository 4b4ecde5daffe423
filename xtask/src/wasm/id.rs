//! Names made from contents.

use sha2::{Digest as _, Sha256};

/// The first eight hexadecimal digits of a hash of all these contents.
pub(super) fn of<'a>(contents: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for content in contents {
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(content);
    }
    hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn every_content_and_where_it_ends_counts() {
        let all = [of([]), of([&b""[..]]), of([&b"ab"[..]]), of([&b"a"[..], b"b"]), of([&b"b"[..], b"a"])];
        assert!(all.iter().all(|id| id.len() == 8), "{all:?}");
        assert!(all.iter().enumerate().all(|(at, id)| !all[at + 1..].contains(id)), "{all:?}");
    }
}
