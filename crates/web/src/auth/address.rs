//! Where a request comes from.

use std::net::{IpAddr, SocketAddr};

use app::origin::is_loopback;
use axum::extract::ConnectInfo;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{Extensions, HeaderMap, Uri};

/// The network of an address: the first 24 bits of IPv4, the first 56 of IPv6. A household or an office, not a person.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{:x}::/56", d & 0xff00)
        }
    }
}

/// The network that a request comes from; empty when nobody can tell.
pub(crate) fn network_of(extensions: &Extensions, headers: &HeaderMap, behind_proxy: bool) -> String {
    let forwarded = || {
        let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        line.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let peer = || extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = if behind_proxy { forwarded().or_else(peer) } else { peer() };
    address.map(network).unwrap_or_default()
}

/// What proxies add to what they pass on.
const FORWARDED: [&str; 5] =
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/// Whether somebody passed the request on.
pub(crate) fn was_forwarded(headers: &HeaderMap) -> bool {
    FORWARDED.iter().any(|name| headers.contains_key(*name))
}

/// The host that a browser asks for, as it says itself.
pub(crate) fn host_of<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    uri.authority().map(Authority::as_str).or_else(|| headers.get(HOST)?.to_str().ok())
}

/// Whether it comes from this very machine, to a name of this very machine, and nobody passed it on.
pub(crate) fn is_local(extensions: &Extensions, headers: &HeaderMap, uri: &Uri) -> bool {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    peer.is_some_and(|peer| peer.is_loopback())
        && host_of(headers, uri).is_some_and(is_loopback)
        && !was_forwarded(headers)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn neighbours_share_a_network() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("192.0.2.7"), "192.0.2.0/24");
        assert_eq!(of("::ffff:192.0.2.9"), "192.0.2.0/24");
        assert_eq!(of("2001:db8:1:2ff::1"), "2001:db8:1:200::/56");
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 5))));
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.9, 198.51.100.4"));
        assert_eq!(network_of(&extensions, &headers, false), "10.0.0.0/24");
        assert_eq!(network_of(&extensions, &headers, true), "198.51.100.0/24", "what the proxy itself added");
    }

    #[test]
    fn the_machine_itself_comes_from_itself_to_itself_and_directly() {
        let local = |peer: [u8; 4], lines: &[(&'static str, &'static str)]| {
            let mut extensions = Extensions::new();
            extensions.insert(ConnectInfo(SocketAddr::from((peer, 5))));
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            is_local(&extensions, &headers, &Uri::from_static("/first-run"))
        };
        assert!(local([127, 0, 0, 1], &[("host", "localhost:8080")]));
        assert!(!local([10, 0, 0, 9], &[("host", "localhost:8080")]), "another machine");
        assert!(!local([127, 0, 0, 1], &[("host", "vitrina.example.com")]), "by a proxy that keeps the name");
        assert!(!local([127, 0, 0, 1], &[]), "to nobody");
        for forwarded in FORWARDED {
            assert!(!local([127, 0, 0, 1], &[("host", "localhost"), (forwarded, "x")]), "{forwarded}");
        }
    }
}
