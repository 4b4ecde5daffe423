//! A person as WeChat knows them. Debug output hides what tells who it is.

use std::fmt;

/// Who sent a login code. The session key that comes with it is never kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// The person in this mini program.
    pub openid: String,
    /// The person in all that belongs to one account of WeChat's open platform; there when the mini program belongs to
    /// one.
    pub unionid: Option<String>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.unionid.is_some() { "Identity(openid, unionid)" } else { "Identity(openid)" })
    }
}

/// A phone number that WeChat has verified.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    /// The code of its country, digits alone, as in `86`.
    pub country: String,
    /// The number in that country, digits alone.
    pub number: String,
}

impl PhoneNumber {
    /// The number as it is called from anywhere, as in `+8613800138000`.
    pub fn e164(&self) -> String {
        format!("+{}{}", self.country, self.number)
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber(+{} …)", self.country)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_tells_nobody_s_number_or_name() {
        let number = PhoneNumber { country: "86".into(), number: "13800138000".into() };
        assert_eq!(number.e164(), "+8613800138000");
        assert!(!format!("{number:?}").contains("138"));
        let identity = Identity { openid: "oAbc".into(), unionid: Some("uDef".into()) };
        let shown = format!("{identity:?}");
        assert!(!shown.contains("oAbc") && !shown.contains("uDef"), "{shown}");
    }
}
