//! Who sends a request, as far as the server can see.

use std::net::{IpAddr, SocketAddr};
use std::sync::Once;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use tracing::warn;

use super::error::ApiError;
use super::extract::text_of;
use crate::limits::Network;
use crate::services::qr_logins::Visitor;
use crate::state::Shared;

/// Where a proxy writes whom it saw.
const FORWARDED_FOR: &str = "x-forwarded-for";

impl FromRequestParts<Shared> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        let address = address_of(parts, app).await?;
        let text = |name: header::HeaderName| text_of(&parts.headers, name.as_str());
        Ok(Self {
            address,
            origin: text(header::ORIGIN).map(str::to_owned),
            user_agent: text(header::USER_AGENT).unwrap_or_default().to_owned(),
        })
    }
}

impl FromRequestParts<Shared> for Network {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        address_of(parts, app).await.map(Self::from)
    }
}

async fn address_of(parts: &mut Parts, app: &Shared) -> Result<IpAddr, ApiError> {
    let peer = ConnectInfo::<SocketAddr>::from_request_parts(parts, app).await;
    let ConnectInfo(peer) = peer.map_err(|_| ApiError::malformed("connection", "it has no address"))?;
    if !app.config.trust_proxy && parts.headers.contains_key(FORWARDED_FOR) {
        static TOLD: Once = Once::new();
        TOLD.call_once(|| {
            warn!(
                "a request came with X-Forwarded-For; if a proxy of yours sent it, set trust_proxy, or all visitors \
                 share the limits of one address"
            );
        });
    }
    Ok(address(peer, &parts.headers, app.config.trust_proxy))
}

/// The visitor's address: the peer's, or behind a trusted proxy the one that the proxy saw.
pub(super) fn address(peer: SocketAddr, headers: &HeaderMap, trust_proxy: bool) -> IpAddr {
    let forwarded = || {
        // The last entry is the one that the trusted proxy wrote; those before it may be made up.
        let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?.rsplit(',').next()?;
        last.trim().parse::<IpAddr>().ok()
    };
    let address = if trust_proxy { forwarded() } else { None };
    address.unwrap_or(peer.ip()).to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_address_counts_only_behind_a_trusted_proxy() {
        let peer = "[::ffff:10.0.0.1]:5".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "6.6.6.6, 203.0.113.7".parse().unwrap());
        assert_eq!(address(peer, &headers, false).to_string(), "10.0.0.1");
        assert_eq!(address(peer, &headers, true).to_string(), "203.0.113.7");
    }
}
