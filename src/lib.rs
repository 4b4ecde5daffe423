//! The login box.
