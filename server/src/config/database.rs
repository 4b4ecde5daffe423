//! Where the server keeps what it keeps.

use std::fmt;
use std::path::PathBuf;

use guard_protocol::Secret;
use url::Url;

use super::setting::{Kind, Raw, Setting};

/// The text of [`Database::Memory`].
const MEMORY: &str = ":memory:";

/// A database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// SQLite in memory, gone when the server ends.
    Memory,
    /// SQLite in this file.
    File(PathBuf),
    /// Postgres.
    Postgres(PostgresUrl),
}

impl Database {
    /// The database that `text` names: a path, `:memory:`, or a `postgres:` URL with a host. `None` for anything else,
    /// URLs of other databases included.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once("://") {
            _ if text.trim().is_empty() => None,
            _ if text == MEMORY => Some(Self::Memory),
            Some(("postgres" | "postgresql", _)) => PostgresUrl::parse(text).map(Self::Postgres),
            Some(_) => None,
            None => Some(Self::File(text.into())),
        }
    }
}

/// Shows no password.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str(MEMORY),
            Self::File(path) => path.display().fmt(f),
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

impl From<PathBuf> for Database {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}

impl Setting for Database {
    const KIND: Kind = Kind::Text;
    const EXPECTED: &'static str = "a path, `:memory:`, or `postgres://USER:PASSWORD@HOST/NAME`";

    fn read(raw: Raw) -> Option<Self> {
        Self::parse(&String::read(raw)?)
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

/// The URL of a Postgres database. `Debug` and `Display` show neither its password nor its parameters, which may hold
/// one, too.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(Secret);

impl PostgresUrl {
    fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        url.host_str().is_some_and(|host| !host.is_empty()).then(|| Self(Secret::new(text)))
    }

    /// The whole URL, for the driver.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(mut url) = Url::parse(self.expose()) else { return f.write_str("postgres://…") };
        url.set_query(None);
        url.set_fragment(None);
        if url.set_password(None).is_err() {
            return f.write_str("postgres://…");
        }
        url.fmt(f)
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_names_its_database() {
        assert_eq!(Database::parse(":memory:"), Some(Database::Memory));
        assert_eq!(Database::parse("data/guard.db"), Some(Database::File("data/guard.db".into())));
        for text in ["postgres://u:p@db.example/guard", "postgresql://db.example:5433/guard?sslmode=require"] {
            let Some(Database::Postgres(url)) = Database::parse(text) else { panic!("{text}") };
            assert_eq!(url.expose(), text);
        }
        for text in ["", " ", "mysql://db.example/x", "sqlite://guard.db", "postgres://", "postgres:///guard"] {
            assert_eq!(Database::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_password_shows_nowhere() {
        let database = Database::parse("postgres://guard:s3cret@db.example/guard?password=s3cret").unwrap();
        for shown in [format!("{database:?}"), database.to_string()] {
            assert!(shown.contains("postgres://guard@db.example/guard") && !shown.contains("s3cret"), "{shown}");
        }
    }
}
