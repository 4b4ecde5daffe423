//! Whose a function of a wasm module is, by its name.

use crate::demangle;

/// The owner of what links the modules of a build.
const LINKS: &str = "(calls between parts)";
/// The owner of what has no path: exports, and functions in C's manner.
const OTHER: &str = "(no path)";

/// Generic code of the standard library that belongs to the type it is made for.
const FOR_ANOTHER: &[&str] = &["core::ptr::drop_in_place<", "core::ptr::drop_in_place::<"];

/// The crate and up to two modules of it that a function is from.
pub(super) fn of(name: &str) -> Vec<String> {
    if name.ends_with(" indirect_call_shim") || name.ends_with(" local_shim") {
        return vec![LINKS.to_owned()];
    }
    let plain = demangle::plain(name);
    let inner = FOR_ANOTHER.iter().find_map(|prefix| plain.strip_prefix(prefix)).unwrap_or(&plain);
    let start = inner.trim_start_matches(['<', '&', '*', '(', '[']);
    let start = ["mut ", "const ", "dyn "].iter().fold(start, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let end = start.find(|char: char| !(char.is_alphanumeric() || "_:".contains(char))).unwrap_or(start.len());
    let mut segments: Vec<_> = start[..end].split("::").filter(|segment| !segment.is_empty()).collect();
    // The last one is the function or the type.
    segments.pop();
    let module = |segment: &&&str| !segment.starts_with(|char: char| char.is_uppercase());
    let path: Vec<_> = segments.iter().take_while(module).take(3).map(|segment| (*segment).to_owned()).collect();
    match path.is_empty() {
        // `<str>::trim`
        true if inner.starts_with('<') => vec!["core".to_owned()],
        true => vec![OTHER.to_owned()],
        false => path,
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_function_belongs_to_its_module() {
        for (name, owner) in [
            ("guard_widget::qr::machine::step::h0123456789abcdef", "guard_widget::qr::machine"),
            ("_ZN12guard_widget2qr7machine5inner4step17h0123456789abcdefE", "guard_widget::qr::machine"),
            ("guard_widget::qr::Machine::step", "guard_widget::qr"),
            ("<yew::html::component::Context<C> as core::fmt::Debug>::fmt", "yew::html::component"),
            ("<&mut dyn guard_widget::backend::Backend as x::Y>::z", "guard_widget::backend"),
            ("core::ptr::drop_in_place<guard_widget::card::Card>", "guard_widget::card"),
            ("guard_widget::qr::draw indirect_call_shim", "(calls between parts)"),
            ("<yew[971202e939c76c49]::html::Scope<guard_widget[ab621644a10cbac0]::A>>::view", "yew::html"),
            (
                "core[75d5716931084cc5]::ptr::drop_in_place::<[guard_widget[ab621644a10cbac0]::tab::Tab]>",
                "guard_widget::tab",
            ),
            ("<alloc[deedb320d2573c2]::rc::Rc<x>>::make_mut", "alloc::rc"),
            ("<[f32]>::iter", "core"),
            ("<str>::trim", "core"),
            ("memcpy", "(no path)"),
            ("__wbindgen_malloc", "(no path)"),
        ] {
            assert_eq!(of(name).join("::"), owner, "{name}");
        }
    }
}
