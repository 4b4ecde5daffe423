//! A request as data, so that each of its fields can be left out, repeated or replaced.

use guard_protocol::headers::{APP_ID, AUTHORIZATION, CONTENT_TYPE};
use reqwest::Method;
use serde_json::Value;

/// A request of the flow, field by field.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) body: Option<Body>,
}

/// What goes into a body.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// An object; its keys may come more than once.
    Fields(Vec<(String, Value)>),
    /// Anything.
    Text(String),
}

/// A field of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Field {
    Query(usize),
    Header(usize),
    Cookie(usize),
    Body(usize),
    /// The last part of the path.
    Path,
}

/// What is done to a request.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Nothing,
    LeaveOut(Field),
    Replace(Field, Value),
    /// The field a second time: before itself or after.
    Repeat(Field, Value, bool),
    Method(Method),
    Body(String),
}

impl Request {
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), query: Vec::new(), headers: Vec::new(), cookies: Vec::new(), body: None }
    }

    pub(crate) fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn token(self, token: &str) -> Self {
        self.header(AUTHORIZATION, &format!("Bearer {token}"))
    }

    pub(crate) fn cookies<'a>(mut self, cookies: impl IntoIterator<Item = (&'a String, &'a String)>) -> Self {
        self.cookies = cookies.into_iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        self
    }

    pub(crate) fn json(mut self, fields: Vec<(&str, Value)>) -> Self {
        self.body = Some(Body::Fields(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()));
        self.header(CONTENT_TYPE, "application/json")
    }

    /// Every field, in order.
    pub(crate) fn fields(&self) -> Vec<Field> {
        let body = match &self.body {
            Some(Body::Fields(fields)) => fields.len(),
            _ => 0,
        };
        let mut all = vec![Field::Path];
        all.extend((0..self.query.len()).map(Field::Query));
        all.extend((0..self.headers.len()).map(Field::Header));
        all.extend((0..self.cookies.len()).map(Field::Cookie));
        all.extend((0..body).map(Field::Body));
        all
    }

    /// Whether a field says who somebody is or what they may do.
    pub(crate) fn may_identify(&self, field: Field) -> bool {
        match field {
            Field::Header(at) => [AUTHORIZATION, APP_ID].contains(&self.headers[at].0.as_str()),
            Field::Path | Field::Query(_) | Field::Cookie(_) | Field::Body(_) => true,
        }
    }

    pub(crate) fn changed(mut self, change: Change) -> Self {
        match change {
            Change::Nothing => {}
            Change::Method(method) => self.method = method,
            Change::Body(text) => self.body = Some(Body::Text(text)),
            Change::LeaveOut(field) => self.put(field, &[]),
            Change::Replace(field, value) => self.put(field, &[Some(value)]),
            Change::Repeat(field, value, true) => self.put(field, &[Some(value), None]),
            Change::Repeat(field, value, false) => self.put(field, &[None, Some(value)]),
        }
        self
    }

    /// Puts these values in the place of a field; `None` is the one that it has.
    fn put(&mut self, field: Field, values: &[Option<Value>]) {
        match field {
            Field::Path => {
                let start = self.path.rfind('/').map_or(0, |at| at + 1);
                let (parent, last) = self.path.split_at(start);
                let parts: Vec<_> =
                    values.iter().map(|value| value.as_ref().map_or(last.to_owned(), in_path)).collect();
                self.path = format!("{parent}{}", parts.join("/"));
            }
            Field::Query(at) => put_text(&mut self.query, at, values),
            Field::Header(at) => put_text(&mut self.headers, at, values),
            Field::Cookie(at) => put_text(&mut self.cookies, at, values),
            Field::Body(at) => {
                if let Some(Body::Fields(fields)) = &mut self.body {
                    put(fields, at, values, Value::clone);
                }
            }
        }
    }

    /// Every text that the sender put into the request.
    pub(crate) fn texts(&self) -> Vec<String> {
        let pairs = self.query.iter().chain(&self.headers).chain(&self.cookies);
        let mut texts: Vec<_> = pairs.map(|(_, value)| value.clone()).collect();
        if let Some(Body::Fields(fields)) = &self.body {
            texts.extend(fields.iter().filter_map(|(_, value)| value.as_str().map(str::to_owned)));
        }
        texts
    }

    /// The token that it is sent with.
    pub(crate) fn sent_token(&self) -> Option<&str> {
        let value = self.headers.iter().find(|(name, _)| name == AUTHORIZATION).map(|(_, value)| value.as_str())?;
        Some(value.strip_prefix("Bearer ").unwrap_or(value))
    }

    /// The application that it names.
    pub(crate) fn app_id(&self) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name == APP_ID).map(|(_, value)| value.as_str())
    }
}

impl Body {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Fields(fields) => {
                let fields: Vec<_> =
                    fields.iter().map(|(name, value)| format!("{}:{value}", Value::from(name.as_str()))).collect();
                format!("{{{}}}", fields.join(","))
            }
        }
    }
}

/// A value as a header, cookie or query says it.
fn in_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value as a part of a path.
fn in_path(value: &Value) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    in_text(value).bytes().take(4000).map(encode).collect()
}

fn put_text(pairs: &mut Vec<(String, String)>, at: usize, values: &[Option<Value>]) {
    put(pairs, at, values, in_text);
}

fn put<T: Clone>(pairs: &mut Vec<(String, T)>, at: usize, values: &[Option<Value>], convert: impl Fn(&Value) -> T) {
    // A cookie may have gone since the change was thought of.
    if at >= pairs.len() {
        return;
    }
    let (name, old) = pairs.remove(at);
    let new = values.iter().map(|value| (name.clone(), value.as_ref().map_or_else(|| old.clone(), &convert)));
    pairs.splice(at..at, new.collect::<Vec<_>>());
}
