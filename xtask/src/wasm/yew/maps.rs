//! Maps and sets as vectors, in the place of the standard library's: the code of a hash table and of a balanced tree, once
//! for each type, is more than all that the widget draws. A box has some fifteen elements with listeners, and the
//! scheduler an entry for each box that waits; so short a list is searched as quickly as it is hashed.

use std::borrow::Borrow;

/// What yew uses of a map.
#[derive(Clone, Debug)]
pub struct Map<K, V>(Vec<(K, V)>);

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K, V> Map<K, V> {
    pub fn with_capacity(_: usize) -> Self {
        Self::default()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    fn place<Q: Eq + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        self.0.iter().position(|(own, _)| own.borrow() == key)
    }

    pub fn contains_key<Q: Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_some()
    }

    pub fn get<Q: Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.place(key).map(|place| &self.0[place].1)
    }

    pub fn get_mut<Q: Eq + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.place(key).map(|place| &mut self.0[place].1)
    }

    pub fn remove<Q: Eq + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.place(key).map(|place| self.0.remove(place).1)
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V>
    where
        K: Eq,
    {
        match self.get_mut(&key) {
            Some(own) => Some(std::mem::replace(own, value)),
            None => {
                self.0.push((key, value));
                None
            }
        }
    }

    pub fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        Entry(self, key)
    }
}

impl<K: Eq, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl<K: Eq, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::default();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The place of a key in a map.
#[derive(Debug)]
pub struct Entry<'a, K, V>(&'a mut Map<K, V>, K);

impl<'a, K: Eq, V: Default> Entry<'a, K, V> {
    pub fn or_default(self) -> &'a mut V {
        let Self(Map(entries), key) = self;
        let place = entries.iter().position(|(own, _)| *own == key).unwrap_or_else(|| {
            entries.push((key, V::default()));
            entries.len() - 1
        });
        &mut entries[place].1
    }
}

/// What yew uses of a set.
#[derive(Clone, Debug)]
pub struct Set<T>(Vec<T>);

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Set<T> {
    pub fn with_capacity(_: usize) -> Self {
        Self::default()
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }

    pub fn insert(&mut self, item: T) -> bool
    where
        T: Eq,
    {
        let is_new = !self.0.contains(&item);
        if is_new {
            self.0.push(item);
        }
        is_new
    }

    pub fn replace(&mut self, item: T) -> Option<T>
    where
        T: Eq,
    {
        match self.0.iter_mut().find(|own| **own == item) {
            Some(own) => Some(std::mem::replace(own, item)),
            None => {
                self.0.push(item);
                None
            }
        }
    }

    pub fn take<Q: Eq + ?Sized>(&mut self, item: &Q) -> Option<T>
    where
        T: Borrow<Q>,
    {
        let place = self.0.iter().position(|own| own.borrow() == item);
        place.map(|place| self.0.swap_remove(place))
    }

    pub fn retain(&mut self, keeps: impl FnMut(&T) -> bool) {
        self.0.retain(keeps);
    }

    pub fn drain(&mut self) -> std::vec::Drain<'_, T> {
        self.0.drain(..)
    }
}

/// What yew uses of a map whose entries stand in the order of their keys.
#[derive(Debug)]
pub struct Ordered<K, V>(Vec<(K, V)>);

impl<K, V> Default for Ordered<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Ordered<K, V> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let place = self.0.iter().position(|(own, _)| *own >= key).unwrap_or(self.0.len());
        match self.0.get_mut(place) {
            Some((own, before)) if *own == key => Some(std::mem::replace(before, value)),
            _ => {
                self.0.insert(place, (key, value));
                None
            }
        }
    }

    pub fn pop_first(&mut self) -> Option<(K, V)> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    pub fn into_values(self) -> impl DoubleEndedIterator<Item = V> {
        self.0.into_iter().map(|(_, value)| value)
    }
}
