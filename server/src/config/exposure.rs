//! Whether an address can be reached from the internet. Used by `check`: the demo lets anybody in, so it must not be.

use std::net::{IpAddr, Ipv4Addr};

use url::{Host, Url};

/// Ends of names that lead nowhere, to this machine or to this network: RFC 2606, 6761, 6762, 8375, 9476 and ICANN's
/// `.internal`.
const NEAR_NAMES: [&str; 10] = [
    "localhost",
    "local",
    "internal",
    "home.arpa",
    "test",
    "invalid",
    "example",
    "example.com",
    "example.net",
    "example.org",
];

/// Whether only this machine or its network reaches `address`.
pub(super) fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_documentation() || is_shared(v4)
        }
        IpAddr::V6(v6) => {
            let is_documentation = v6.segments()[..2] == [0x2001, 0xdb8];
            v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local() || is_documentation
        }
    }
}

/// The addresses that providers share among customers, RFC 6598. Overlay networks use them, too.
fn is_shared(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    a == 100 && (64..128).contains(&b)
}

/// Whether the host of `url` is near: an address that is, or a name that leads no further.
pub(super) fn is_near_url(url: &str) -> bool {
    let url = Url::parse(url).ok();
    match url.as_ref().and_then(Url::host) {
        Some(Host::Ipv4(v4)) => is_near(v4.into()),
        Some(Host::Ipv6(v6)) => is_near(v6.into()),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            NEAR_NAMES
                .iter()
                .any(|end| name.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_network_are_near() {
        for address in ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.20", "169.254.1.1", "100.64.0.1", "192.0.2.2"]
        {
            assert!(is_near(address.parse().unwrap()), "{address}");
        }
        for address in ["::1", "fd00::2", "fe80::1", "2001:db8::1", "::ffff:10.0.0.1"] {
            assert!(is_near(address.parse().unwrap()), "{address}");
        }
        for address in ["0.0.0.0", "8.8.8.8", "172.32.0.1", "100.128.0.1", "::", "2606:4700::1", "::ffff:8.8.8.8"] {
            assert!(!is_near(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn names_that_lead_nowhere_else_are_near() {
        for url in ["http://localhost:8080", "https://Login.example.com", "http://pc.local", "http://[::1]:1"] {
            assert!(is_near_url(url), "{url}");
        }
        for url in ["https://shop.com", "https://notlocalhost", "https://myexample.com", "http://8.8.8.8", "nonsense"] {
            assert!(!is_near_url(url), "{url}");
        }
    }
}
