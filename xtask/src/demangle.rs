//! Names of functions as the source has them.

/// The name of a function of a wasm module, without what tells crates and functions of the same name apart.
pub(crate) fn plain(name: &str) -> String {
    without_hashes(&format!("{:#}", rustc_demangle::demangle(name)))
}

/// `yew[971202e939c76c49]::html` → `yew::html`
fn without_hashes(name: &str) -> String {
    let is_hash = |text: &str| text.len() <= 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let name = match name.rsplit_once("::h") {
        Some((plain, hash)) if is_hash(hash) && hash.len() == 16 => plain,
        _ => name,
    };
    let mut pieces = name.split('[');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        // After a name; elsewhere it is a slice.
        let named = plain.ends_with(|char: char| char.is_alphanumeric() || char == '_');
        match piece.split_once(']') {
            Some((hash, rest)) if named && is_hash(hash) => plain += rest,
            _ => plain = plain + "[" + piece,
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn hashes_are_left_out_and_slices_stay() {
        for (name, wanted) in [
            ("_ZN12guard_widget2qr7machine5inner4step17h0123456789abcdefE", "guard_widget::qr::machine::inner::step"),
            ("<alloc[deedb320d2573c2]::rc::Rc<x>>::make_mut", "<alloc::rc::Rc<x>>::make_mut"),
            ("<[f32]>::iter", "<[f32]>::iter"),
            ("memcpy", "memcpy"),
        ] {
            assert_eq!(plain(name), wanted);
        }
    }
}
