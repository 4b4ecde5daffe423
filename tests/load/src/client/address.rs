//! Addresses of visitors: all of 127.0.0.0/8 is this machine, so each visitor can have an address of its own.

use std::net::Ipv4Addr;

/// Hosts in one /24 network, those of the network itself and of broadcasts left out.
const HOSTS: u32 = 254;
/// /16 networks that are given out: from 127.1.0.0; 127.0.0.0 is left to the servers.
const NETWORKS: u32 = 254;

/// The address of the `n`-th visitor. After sixteen millions they come again.
pub(crate) fn nth(n: u32) -> Ipv4Addr {
    let (rest, host) = (n / HOSTS, n % HOSTS + 1);
    let [.., third] = rest.to_be_bytes();
    let [.., second] = (rest / 256 % NETWORKS + 1).to_be_bytes();
    let [.., last] = host.to_be_bytes();
    Ipv4Addr::new(127, second, third, last)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_visitor_has_an_address_of_its_own() {
        let addresses: HashSet<_> = (0..200_000).map(nth).collect();
        assert_eq!(addresses.len(), 200_000);
        assert!(addresses.iter().all(|address| address.is_loopback() && address.octets()[1] > 0));
        assert_eq!(nth(0), Ipv4Addr::new(127, 1, 0, 1));
        assert_eq!(nth(u32::MAX).octets()[0], 127);
    }
}
