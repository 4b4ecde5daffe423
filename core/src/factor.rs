//! Factors: further steps that a login may ask for after its first one.

use guard_protocol::{Refusal, Secret};

macro_rules! factors {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A kind of further step.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Factor {
            $($(#[$doc])* $name,)*
        }

        impl Factor {
            /// Every factor.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in events and style hooks.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

// The one list of factors: a new one is a line here, a folder in `src/factors/`, and a line in that folder's list.
factors! {
    /// A code of six digits, as an authenticator app or a text message has it.
    Code = "code",
}

/// A further step as the backend asks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorChallenge {
    /// The kind of step.
    pub factor: Factor,
    /// The backend's handle of this login, sent back with the answer. Never shown.
    pub handle: Secret,
    /// Where the code went to, or which device has it, as far as the person may see it (`138****0000`).
    pub hint: Option<String>,
}

/// A login that needs a further step.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorNeeded {
    /// The server's answer, with the data and the handle to go on with.
    pub refusal: Refusal,
    /// The step, if the backend can take it; else the page must ask.
    pub challenge: Option<FactorChallenge>,
}
