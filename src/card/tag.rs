//! Elements of the card, drawn from tables.
//!
//! `html!` writes out how each element and each of its attributes is made, wherever one stands. These are in every
//! visitor's first load, where tables of attributes and one function for all elements are 2 KB less.

use std::fmt;
use std::rc::Rc;

use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, VList, VNode, VTag};
use yew::{AttrValue, Html, NodeRef};

/// Attributes that are always the same.
pub(crate) type Fixed = &'static [(&'static str, &'static str)];

/// An element that is being put together.
pub(crate) struct Tag(Box<Parts>);

struct Parts {
    name: &'static str,
    attributes: Vec<(AttrValue, AttributeOrProperty)>,
    children: Vec<Html>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    node: Option<NodeRef>,
    key: Option<Key>,
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tag").field(&self.0.name).finish()
    }
}

/// Begins an element.
#[inline(never)]
pub(crate) fn tag(name: &'static str, fixed: Fixed) -> Tag {
    let fixed = fixed.iter().map(|(name, value)| (AttrValue::Static(name), AttributeOrProperty::Static(value)));
    let (attributes, children, listeners) = (fixed.collect(), Vec::new(), Vec::new());
    Tag(Box::new(Parts { name, attributes, children, listeners, node: None, key: None }))
}

impl Tag {
    /// Sets an attribute.
    #[inline(never)]
    pub(crate) fn set(mut self, name: &'static str, value: AttrValue) -> Self {
        self.0.attributes.push((AttrValue::Static(name), AttributeOrProperty::Attribute(value)));
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
    #[inline(never)]
    pub(crate) fn flag(self, name: &'static str, is_set: bool) -> Self {
        self.set_if(name, is_set.then_some(AttrValue::Static("true")))
    }

    /// Another key is another element.
    #[inline(never)]
    pub(crate) fn key(mut self, key: &str) -> Self {
        self.0.key = Some(key.into());
        self
    }

    /// Notes the element once it is in the page.
    #[inline(never)]
    pub(crate) fn node(mut self, node: &NodeRef) -> Self {
        self.0.node = Some(node.clone());
        self
    }

    /// Has a listener.
    pub(crate) fn on(mut self, listener: impl Listener + 'static) -> Self {
        self.0.listeners.push(Some(Rc::new(listener)));
        self
    }

    /// Has this in it, after what is in it already.
    #[inline(never)]
    pub(crate) fn with(mut self, child: Html) -> Self {
        self.0.children.push(child);
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
        let Parts { name, attributes, children, listeners, node, key } = *self.0;
        let mut tag = VTag::new(name);
        tag.attributes = Attributes::IndexMap(Rc::new(attributes.into_iter().collect()));
        if !listeners.is_empty() {
            tag.set_listeners(listeners.into());
        }
        tag.node_ref = node.unwrap_or_default();
        tag.key = key;
        if let Some(inner) = tag.children_mut() {
            *inner = VNode::VList(Rc::new(VList::with_children(children, None)));
        }
        tag.into()
    }
}
