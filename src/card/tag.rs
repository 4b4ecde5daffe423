//! Elements of the card, drawn from tables.
//!
//! `html!` writes out how each element and each of its attributes is made, wherever one stands. These are in every
//! visitor's first load, where a table of attributes and one function for all elements are 2 KB less.

use std::rc::Rc;

use yew::virtual_dom::{Key, Listener, VTag};
use yew::{AttrValue, Html, NodeRef};

/// Attributes that are always the same.
pub(crate) type Fixed = &'static [(&'static str, &'static str)];

/// An element that is being put together.
#[derive(Debug)]
pub(crate) struct Tag(Box<VTag>);

/// Begins an element.
#[inline(never)]
pub(crate) fn tag(name: &'static str, fixed: Fixed) -> Tag {
    let mut tag = VTag::new(name);
    for (name, value) in fixed {
        tag.add_attribute(name, *value);
    }
    Tag(Box::new(tag))
}

impl Tag {
    /// Sets an attribute.
    #[inline(never)]
    pub(crate) fn set(mut self, name: &'static str, value: AttrValue) -> Self {
        self.0.add_attribute(name, value);
        self
    }

    /// Sets an attribute that may be missing.
    #[inline(never)]
    pub(crate) fn set_if(self, name: &'static str, value: Option<AttrValue>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Sets an attribute to `true`, or leaves it out.
    pub(crate) fn flag(self, name: &'static str, is_set: bool) -> Self {
        self.set_if(name, is_set.then_some(AttrValue::Static("true")))
    }

    /// Another key is another element.
    pub(crate) fn key(mut self, key: impl Into<Key>) -> Self {
        self.0.key = Some(key.into());
        self
    }

    /// Notes the element once it is in the page.
    #[inline(never)]
    pub(crate) fn node(mut self, node: &NodeRef) -> Self {
        self.0.node_ref = node.clone();
        self
    }

    /// Has a listener.
    pub(crate) fn on(mut self, listener: impl Listener + 'static) -> Self {
        self.0.add_listener(Rc::new(listener));
        self
    }

    /// Has this in it, after what is in it already.
    #[inline(never)]
    pub(crate) fn with(mut self, child: Html) -> Self {
        self.0.add_child(child);
        self
    }

    /// Has this element in it.
    #[inline(never)]
    pub(crate) fn with_tag(self, child: Self) -> Self {
        self.with(child.html())
    }

    /// The drawing.
    #[inline(never)]
    pub(crate) fn html(self) -> Html {
        (*self.0).into()
    }
}
