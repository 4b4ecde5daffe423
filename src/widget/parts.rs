//! The seam at which a build may cut the widget into parts that are loaded when they are needed.
//!
//! The widget takes the panels of methods and factors from here alone. A Yew app has them all in its program
//! ([`Parts::WHOLE`]); the element's crate has split points behind this table.

use guard_core::{Factor, Method};

use crate::backend::Answer;
use crate::factors::{self, NewFactor};
use crate::methods::{self, NewMethod};

/// Something of a part.
pub enum Part<T> {
    /// It is here.
    Here(T),
    /// It is on its way; an error is [`BackendError::Part`](guard_core::BackendError::Part), and asking again tries
    /// again.
    Coming(Answer<T>),
}

impl<T> std::fmt::Debug for Part<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Here(_) => "Here",
            Self::Coming(_) => "Coming",
        })
    }
}

/// The way to each part.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// The constructor of a method's panel.
    pub method: fn(Method) -> Part<NewMethod>,
    /// The constructor of a factor's panel.
    pub factor: fn(Factor) -> Part<NewFactor>,
}

impl Parts {
    /// All parts in one program.
    pub const WHOLE: Self = Self {
        method: |method| Part::Here(methods::new_method(method)),
        factor: |factor| Part::Here(factors::new_factor(factor)),
    };
}
