//! Who asks for a code, as far as the server saw it: the phone shows it for the person to judge.

use std::net::IpAddr;

/// Who asks, as the server saw it.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The address.
    pub address: IpAddr,
    /// The origin of the page, as its browser sent it.
    pub origin: Option<String>,
    /// The header `User-Agent`.
    pub user_agent: String,
}

/// The network of an address: the first 24 bits of IPv4, 48 of IPv6, the rest hidden.
pub(super) fn masked(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.*")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:*")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_network_is_shown() {
        assert_eq!(masked("203.0.113.77".parse().unwrap()), "203.0.113.*");
        assert_eq!(masked("2001:db8:5:6::1".parse().unwrap()), "2001:db8:5:*");
    }
}
