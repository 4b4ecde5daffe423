//! The hosted login page.
fn main() {}
