//! Enums whose values stand once, in one list. Used by the codes, the states of a QR code, its scenes, the languages.

/// Makes an enum of `values`, each of which is `Variant = value,` with the number or text that it has on the wire.
///
/// * `pub enum Name: number { … }` has `number()` and `from_number()`.
/// * `pub enum Name: text(function) { … }` has `function()`, which answers the text.
///
/// Both have `ALL`.
macro_rules! listed {
    ($(#[$meta:meta])* pub enum $name:ident: number { $($(#[$doc:meta])* $variant:ident = $value:literal,)+ }) => {
        $(#[$meta])*
        #[repr(i64)]
        pub enum $name { $($(#[$doc])* $variant = $value,)+ }

        impl $name {
            /// Every one, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The number on the wire.
            pub const fn number(self) -> i64 {
                self as i64
            }

            /// The one with this number.
            pub fn from_number(number: i64) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.number() == number)
            }
        }
    };
    ($(#[$meta:meta])* pub enum $name:ident: text($get:ident) {
        $($(#[$doc:meta])* $variant:ident = $value:literal,)+
    }) => {
        $(#[$meta])*
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every one, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The text on the wire.
            pub const fn $get(self) -> &'static str {
                match self { $(Self::$variant => $value,)+ }
            }
        }
    };
}
pub(crate) use listed;
