//! Reads values from the file and the environment, and notes where each was set and what is wrong with it.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::environment::Environment;
use super::error::{Fault, Place};
use super::key::{Key, env_name, join, range_text};
use super::setting::{Kind, Raw, Setting};

/// How far a name may be from a known one to be taken for a slip of the pen, in changed characters.
const SLIP: usize = 2;

/// A place in the file, and what stands there.
pub(super) struct At<'a> {
    /// Path of the key or section.
    pub(super) path: String,
    /// What the file has there.
    pub(super) value: Option<&'a Spanned<DeValue<'a>>>,
    /// Whether the environment may win; it can't name one of several sections.
    in_environment: bool,
}

impl<'a> At<'a> {
    fn table(&self) -> Option<&'a DeTable<'a>> {
        self.value.and_then(|value| value.get_ref().as_table())
    }
}

/// Reads one configuration.
pub(super) struct Reader<'a> {
    file: &'a Path,
    text: &'a str,
    environment: &'a Environment,
    keys: &'a [Key],
    places: BTreeMap<String, Place>,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    /// A reader of the file at `file` with this text; `keys` are all that there are.
    pub(super) fn new(file: &'a Path, text: &'a str, environment: &'a Environment, keys: &'a [Key]) -> Self {
        Self { file, text, environment, keys, places: BTreeMap::new(), faults: Vec::new() }
    }

    /// The beginning of the file.
    pub(super) fn root(&self, value: &'a Spanned<DeValue<'a>>) -> At<'a> {
        At { path: String::new(), value: Some(value), in_environment: true }
    }

    /// The entry `name` of the section `at`.
    pub(super) fn entry<'b>(&mut self, at: &At<'b>, name: &str) -> At<'b> {
        let path = join(&at.path, name);
        let found = at.table().and_then(|table| table.get_key_value(name));
        if let Some((key, _)) = found {
            self.places.insert(path.clone(), self.line(key.span().start));
        }
        At { path, value: found.map(|(_, value)| value), in_environment: at.in_environment }
    }

    /// One of several sections of a kind.
    pub(super) fn element<'b>(&mut self, at: &At<'b>, index: usize, value: &'b Spanned<DeValue<'b>>) -> At<'b> {
        let path = format!("{}[{index}]", at.path);
        self.places.insert(path.clone(), self.line(value.span().start));
        At { path, value: Some(value), in_environment: false }
    }

    /// Whether the environment sets the key at `path`.
    pub(super) fn is_in_environment(&self, path: &str) -> bool {
        self.environment.get(&env_name(path)).is_some()
    }

    /// The value of a key, if it is set and fits.
    pub(super) fn value<T: Setting>(&mut self, at: &At<'_>, range: Option<RangeInclusive<u32>>) -> Option<T> {
        let name = env_name(&at.path);
        let raw = if let Some(value) = self.environment.get(&name).filter(|_| at.in_environment) {
            self.places.insert(at.path.clone(), Place::Environment(name));
            let Some(text) = value.to_str() else {
                self.refuse(at, "must be valid UTF-8");
                return None;
            };
            Raw::of_text(T::KIND, text)
        } else {
            let value = at.value?.get_ref();
            if let (Kind::List, Some(entries)) = (T::KIND, value.as_array()) {
                for (index, entry) in entries.iter().enumerate() {
                    self.element(at, index, entry);
                }
            }
            Raw::of_toml(value)
        };
        let value = raw.and_then(T::read);
        if value.is_none() {
            let range = range.map(|range| format!(", {}", range_text(&range))).unwrap_or_default();
            self.refuse(at, format!("must be {}{range}", T::EXPECTED));
        }
        value
    }

    /// Notes what is wrong with the value `at`.
    pub(super) fn refuse(&mut self, at: &At<'_>, problem: impl Into<String>) {
        self.faults.push(Fault::new(&at.path, problem));
    }

    /// Notes the entries of a section whose names are not among `known`.
    pub(super) fn refuse_unknown(&mut self, at: &At<'_>, known: &[&str]) {
        let Some(value) = at.value else { return };
        let Some(table) = value.get_ref().as_table() else {
            self.refuse(at, format!("must be a table: write [{}] above its keys", at.path));
            return;
        };
        let names = table.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
        for key in names.collect::<Vec<_>>() {
            let at = self.entry(at, key.get_ref());
            self.refuse(&at, format!("is no key. {}", instead(key.get_ref(), known, self.keys)));
        }
    }

    /// Notes the variables that are no key but look like one. Others are not ours: a service manager has `GUARD_…`
    /// variables of its own for a service of that name.
    pub(super) fn refuse_slips(&mut self) {
        let known: Vec<_> = self.keys.iter().map(Key::env).collect();
        let names: Vec<_> = known.iter().map(String::as_str).collect();
        for name in self.environment.names().filter(|name| !names.contains(name)) {
            if let Some((distance, meant)) = nearest(name, &names)
                && distance <= SLIP
            {
                self.faults.push(Fault::new("", format!("{name} is no key. Write {meant}, or unset it")));
            }
        }
    }

    /// Where the key at `path` was set, else the section round it.
    pub(super) fn place(&self, path: &str) -> Place {
        let mut path = path;
        loop {
            if let Some(place) = self.places.get(path) {
                return place.clone();
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => return Place::Nowhere,
            }
        }
    }

    /// Whether the key at `path` was set.
    pub(super) fn is_set(&self, path: &str) -> bool {
        self.places.contains_key(path)
    }

    /// What was wrong, with its places, and what `checks` found on keys that could be read.
    pub(super) fn finish(self, checks: Vec<Fault>) -> Vec<Fault> {
        let unread: Vec<_> = self.faults.iter().map(|fault| fault.key.as_str()).collect();
        let is_read = |check: &Fault| !unread.iter().any(|unread| is_within(&check.key, unread));
        let mut faults: Vec<_> = checks.into_iter().filter(is_read).chain(self.faults.iter().cloned()).collect();
        for fault in &mut faults {
            fault.place = self.place(&fault.key);
        }
        faults.sort_by(|a, b| a.place.cmp(&b.place));
        faults
    }

    /// The place of a byte of the file.
    pub(super) fn line(&self, at: usize) -> Place {
        let before = self.text.as_bytes().iter().take(at);
        Place::File { path: self.file.to_owned(), line: 1 + before.filter(|byte| **byte == b'\n').count() }
    }
}

/// Whether the key at `path` is the one at `outer` or in it.
fn is_within(path: &str, outer: &str) -> bool {
    let rest = path.strip_prefix(outer).filter(|_| !outer.is_empty());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What to write instead of an unknown name in a section of these names.
fn instead(name: &str, siblings: &[&str], all: &[Key]) -> String {
    if let Some((distance, meant)) = nearest(name, siblings)
        && distance <= SLIP.max(name.len() / 3)
    {
        return format!("Write `{meant}`");
    }
    let elsewhere: Vec<_> = all
        .iter()
        .filter(|key| key.path.rsplit('.').next() == Some(name))
        .map(|key| format!("`{}`", key.path))
        .collect();
    if elsewhere.is_empty() {
        format!("Leave it out, or write one of {}", siblings.join(", "))
    } else {
        format!("Write it as {}", elsewhere.join(" or "))
    }
}

fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<(usize, &'a str)> {
    known.iter().map(|known| (strsim::damerau_levenshtein(name, known), *known)).min()
}
