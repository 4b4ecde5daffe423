//! The parameters of a request, each of which counts once.

use std::fmt;

/// What came in the query or the form of a request, in order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// A parameter came more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Twice;

impl Params {
    /// The parameters in `text`, which is `application/x-www-form-urlencoded`. One without a value counts as left out
    /// (RFC 6749, section 3.1).
    pub fn parse(text: &[u8]) -> Self {
        let pairs = url::form_urlencoded::parse(text).into_owned();
        Self(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// The value of `name`.
    ///
    /// # Errors
    /// [`Twice`]: whoever stands before this server may have looked at the other one.
    pub fn one(&self, name: &str) -> Result<Option<&str>, Twice> {
        let mut values = self.0.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() { Err(Twice) } else { Ok(first) }
    }

    /// The value of `name`, if it came once.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.one(name).ok().flatten()
    }

    /// The first name that came more than once (RFC 6749, section 3.1).
    pub fn repeated(&self) -> Option<&str> {
        let before = |index: usize, name: &str| self.0.iter().take(index).any(|(earlier, _)| earlier == name);
        self.0.iter().enumerate().find(|(index, (name, _))| before(*index, name)).map(|(_, (name, _))| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_counts_once_and_an_empty_one_not_at_all() {
        let params = Params::parse(b"a=1&b=&c=x%20y+z&b=2&d=1&d=1");
        assert_eq!((params.get("a"), params.get("b"), params.get("c")), (Some("1"), Some("2"), Some("x y z")));
        assert_eq!((params.one("d"), params.get("d"), params.get("e")), (Err(Twice), None, None));
        assert_eq!(params.repeated(), Some("d"));
        assert_eq!(Params::parse(b"a=1&b=&b=").repeated(), None);
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(format!("{:?}", Params::parse(b"state=s3cret")), r#"["state"]"#);
    }
}
