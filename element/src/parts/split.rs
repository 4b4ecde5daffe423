//! Split points: where the build cuts the module into parts that are loaded on their own.
//!
//! `cargo xtask dist` finds the two ends of a split point by their names, moves what only the inner end reaches into a
//! file of its own, and has the outer end call it through the function table. Before the part is there that call traps.

#[cfg(target_family = "wasm")]
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[cfg(target_family = "wasm")]
#[wasm_bindgen(module = "guard-parts")]
extern "C" {
    /// Loads a part into the module that has these exports, unless it is there already.
    #[wasm_bindgen(catch, js_name = load)]
    async fn load(name: &str, exports: JsValue) -> Result<JsValue, JsValue>;
}

/// A part could not be loaded. Asking again tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PartError;

impl std::fmt::Display for PartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a part of the widget could not be loaded")
    }
}

impl std::error::Error for PartError {}

/// Waits until a part is there.
#[cfg(target_family = "wasm")]
pub(crate) async fn loaded(part: &str) -> Result<(), PartError> {
    load(part, wasm_bindgen::exports()).await.map(drop).map_err(|_| PartError)
}

/// There are no parts where nothing is loaded.
#[cfg(not(target_family = "wasm"))]
pub(crate) async fn loaded(_part: &str) -> Result<(), PartError> {
    Ok(())
}

/// An asynchronous function that loads a part and hands over its entry: a function pointer, or a `&'static` struct of
/// them. Each part has one.
macro_rules! point {
    ($(#[$attribute:meta])* $visible:vis fn $name:ident as $part:literal -> $entry:ty { $value:expr }) => {
        $(#[$attribute])*
        #[cfg_attr(
            target_family = "wasm",
            expect(unsafe_code, reason = "the build knows the two ends by their names in the module")
        )]
        $visible async fn $name() -> Result<$entry, $crate::parts::split::PartError> {
            #[cfg(target_family = "wasm")]
            #[link(wasm_import_module = "__wasm_split_placeholder__")]
            // Both ends are compiled together, so that their types agree whatever their layout is.
            #[allow(improper_ctypes)]
            unsafe extern "C" {
                #[link_name = concat!("__wasm_split_00", $part, "00_import_00000000000000000000000000000000")]
                safe fn outer() -> $entry;
            }

            #[cfg_attr(
                target_family = "wasm",
                unsafe(export_name = concat!("__wasm_split_00", $part, "00_export_00000000000000000000000000000000"))
            )]
            #[allow(improper_ctypes_definitions)]
            extern "C" fn inner() -> $entry {
                $value
            }

            #[cfg(not(target_family = "wasm"))]
            use inner as outer;

            $crate::parts::split::loaded($part).await?;
            Ok(outer())
        }
    };
}

pub(crate) use point;
