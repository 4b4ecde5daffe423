//! The visitor's address, and how much of it the phone may show. Used when a code is created.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

/// The visitor's address: the peer's, or behind a trusted proxy the one that the proxy saw.
pub fn visitor(peer: SocketAddr, headers: &HeaderMap, trust_proxy: bool) -> IpAddr {
    let forwarded = || {
        // The last entry is the one that the trusted proxy wrote; those before it may be made up.
        let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?;
        last.trim().parse::<IpAddr>().ok()
    };
    let address = if trust_proxy { forwarded() } else { None };
    address.unwrap_or(peer.ip()).to_canonical()
}

/// The network of an address: the first 24 bits of IPv4, 48 of IPv6, the rest hidden.
pub fn masked(address: IpAddr) -> String {
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

    #[test]
    fn a_forwarded_address_counts_only_behind_a_trusted_proxy() {
        let peer = "[::ffff:10.0.0.1]:5".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "6.6.6.6, 203.0.113.7".parse().unwrap());
        assert_eq!(visitor(peer, &headers, false).to_string(), "10.0.0.1");
        assert_eq!(visitor(peer, &headers, true).to_string(), "203.0.113.7");
    }
}
