//! The client's address.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use actix_web::HttpRequest;

/// The peer, or behind trusted proxies the last address in `X-Forwarded-For` that none of them has.
///
/// A proxy writes its entry after what the client sent, in the same line or in one of its own. So
/// only the last entries count: the client may have made up those before them.
pub(crate) fn client_address(request: &HttpRequest, trusted_proxies: &[IpAddr]) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let peer = peer.to_canonical();
    if !trusted_proxies.contains(&peer) {
        return peer;
    }
    let lines: Vec<_> = request.headers().get_all("x-forwarded-for").collect();
    let entries = lines.iter().rev().flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    let mut last = peer;
    for entry in entries.map(<[u8]>::trim_ascii).filter(|entry| !entry.is_empty()) {
        // What cannot be understood was not written by a trusted proxy, or hides the client.
        let Some(address) = parse(entry) else { return last };
        if !trusted_proxies.contains(&address) {
            return address;
        }
        last = address;
    }
    last
}

/// An address with or without quotes, brackets and a port. An IPv4 address that is written as IPv6
/// is the same address.
fn parse(entry: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(entry).ok()?.trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address =
        bare.parse().or_else(|_| text.parse().map(|with_port: SocketAddr| with_port.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    /// The address of a request that a peer sends with these lines of `X-Forwarded-For`.
    fn address(peer: &str, lines: &[&str], trusted: &[&str]) -> String {
        let mut request = TestRequest::default().peer_addr(peer.parse().unwrap());
        for line in lines {
            request = request.append_header(("x-forwarded-for", *line));
        }
        let trusted: Vec<IpAddr> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        client_address(&request.to_http_request(), &trusted).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_can_set_the_address() {
        let lines = ["198.51.100.7, 203.0.113.9"];
        assert_eq!(address("10.0.0.1:1234", &lines, &[]), "10.0.0.1");
        assert_eq!(address("10.0.0.1:1234", &lines, &["10.0.0.1"]), "203.0.113.9");
    }

    #[test]
    fn the_last_of_all_lines_counts() {
        let lines = ["198.51.100.7", "198.51.100.8", " 203.0.113.9 "];
        assert_eq!(address("10.0.0.1:1234", &lines, &["10.0.0.1"]), "203.0.113.9");
        let lines = ["198.51.100.7", "203.0.113.9,"];
        assert_eq!(address("10.0.0.1:1234", &lines, &["10.0.0.1"]), "203.0.113.9");
    }

    #[test]
    fn a_chain_of_trusted_proxies_is_followed() {
        let lines = ["198.51.100.7, 203.0.113.9, 10.0.0.2"];
        assert_eq!(address("10.0.0.1:1234", &lines, &["10.0.0.1", "10.0.0.2"]), "203.0.113.9");
    }

    #[test]
    fn ports_brackets_and_mapped_addresses_are_understood() {
        for (line, expected) in [
            ("203.0.113.9:4711", "203.0.113.9"),
            ("[2001:db8::7]:4711", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("2001:db8::7", "2001:db8::7"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("\"203.0.113.9\"", "203.0.113.9"),
            ("unknown", "10.0.0.1"),
            ("", "10.0.0.1"),
        ] {
            assert_eq!(address("10.0.0.1:1234", &[line], &["10.0.0.1"]), expected, "{line}");
        }
        // The proxy itself may connect over a socket that takes both kinds of addresses.
        let mapped = "[::ffff:10.0.0.1]:1234";
        assert_eq!(address(mapped, &["203.0.113.9"], &["10.0.0.1"]), "203.0.113.9");
        assert_eq!(address("[::ffff:203.0.113.9]:1234", &[], &[]), "203.0.113.9");
    }
}
