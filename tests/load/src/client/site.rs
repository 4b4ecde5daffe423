//! The site under load, as its visitors see it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::client::address;

/// The site: one name, and the nodes that stand behind it.
#[derive(Debug)]
pub(crate) struct Site {
    /// Where the nodes listen.
    pub(crate) nodes: Vec<SocketAddr>,
    /// The site's own name for itself: every node has the same.
    pub(crate) public_url: String,
    /// The application that visitors log in to.
    pub(crate) app_id: &'static str,
    visitors: AtomicU32,
}

impl Site {
    pub(crate) fn new(nodes: Vec<SocketAddr>, public_url: String, app_id: &'static str) -> Self {
        Self { nodes, public_url, app_id, visitors: AtomicU32::new(0) }
    }

    /// The address of a visitor who has not been here before.
    pub(crate) fn new_address(&self) -> Ipv4Addr {
        address::nth(self.visitors.fetch_add(1, Ordering::Relaxed))
    }

    /// A node, as a balancer without memory chooses it.
    pub(crate) fn any_node(&self) -> usize {
        rand::random_range(0..self.nodes.len())
    }
}
