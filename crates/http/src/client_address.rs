//! The client's address.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::HttpRequest;

/// The peer, or behind a trusted proxy the last address in `X-Forwarded-For`.
///
/// Only the last entry was written by the proxy itself. The client may have made up those before it.
pub(crate) fn client_address(request: &HttpRequest, trusted_proxies: &[IpAddr]) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    if !trusted_proxies.contains(&peer) {
        return peer;
    }
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|list| list.rsplit(',').next());
    last.and_then(|text| text.trim().parse().ok()).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn only_a_trusted_proxy_can_set_the_address() {
        let request = TestRequest::default()
            .peer_addr("10.0.0.1:1234".parse().unwrap())
            .insert_header(("x-forwarded-for", "198.51.100.7, 203.0.113.9"))
            .to_http_request();
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        assert_eq!(client_address(&request, &[]), proxy);
        assert_eq!(client_address(&request, &[proxy]).to_string(), "203.0.113.9");
    }
}
