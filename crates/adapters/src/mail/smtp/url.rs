//! Parsing the URL of the mail server.

use std::net::IpAddr;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT};
use percent_encoding::percent_decode_str;
use url::{Host, Url};

/// A parsed URL.
pub(crate) struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub credentials: Option<Credentials>,
    /// Who signs in; empty for nobody.
    pub user: String,
    /// The name for EHLO.
    pub hello: ClientId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Security {
    /// Plain text without TLS.
    Plain,
    /// TLS from the first byte.
    Tls,
    /// Plain text at first; TLS is negotiated before credentials or messages are sent (RFC 3207).
    StartTls,
}

/// Validates a URL without connecting. The error never repeats the URL, which may contain a
/// password.
pub fn check_url(url: &str) -> Result<(), String> {
    parse(url).map(|_| ())
}

/// Parses `smtp://host`, `smtp://host?tls=required` or `smtps://host`. `user:password@` signs in,
/// `:port` is optional, and `/name` sets a name for EHLO other than the machine's. A password is sent
/// without TLS only within this machine, or with `?tls=none`.
pub(crate) fn parse(text: &str) -> Result<Server, String> {
    let url = Url::parse(text).map_err(|_| {
        "expected smtp://HOST:PORT, smtp://HOST:PORT?tls=required or smtps://HOST:PORT; \
         in USER:PASSWORD@HOST write special letters in percent-encoding"
    })?;
    let security = security(&url)?;
    if url.fragment().is_some() {
        return Err("a # in it must be written %23".to_owned());
    }
    // Brackets belong to the URL: name resolution and certificate checks need the address without
    // them.
    let (host, is_loopback) = match url.host() {
        Some(Host::Ipv6(address)) => (address.to_string(), address.is_loopback()),
        // In a URL of this scheme an IPv4 address is a name like any other.
        Some(host) => {
            let host = host.to_string();
            let address = host.parse::<IpAddr>();
            let is_loopback = host == "localhost" || address.is_ok_and(|ip| ip.is_loopback());
            (host, is_loopback)
        }
        None => (String::new(), false),
    };
    if host.is_empty() {
        return Err("it names no host".to_owned());
    }
    let credentials = credentials(&url)?;
    let is_clear = security == Security::Plain && !is_loopback && url.query().is_none();
    if credentials.is_some() && is_clear {
        return Err("the password would be sent without TLS: use smtps://, or ?tls=required for \
                    STARTTLS, or ?tls=none if that is what you want"
            .to_owned());
    }
    let port = url.port().unwrap_or(match security {
        Security::Plain => SMTP_PORT,
        Security::StartTls => SUBMISSION_PORT,
        Security::Tls => SUBMISSIONS_PORT,
    });
    let user = percent_decode_str(url.username()).decode_utf8_lossy().into_owned();
    Ok(Server { host, port, security, credentials, user, hello: hello(&url)? })
}

fn security(url: &Url) -> Result<Security, String> {
    let mut options = url.query_pairs();
    match (url.scheme(), options.next(), options.next()) {
        ("smtp", None, None) => Ok(Security::Plain),
        ("smtps", None, None) => Ok(Security::Tls),
        ("smtp", Some((key, value)), None) if key == "tls" && value == "required" => {
            Ok(Security::StartTls)
        }
        ("smtp", Some((key, value)), None) if key == "tls" && value == "none" => {
            Ok(Security::Plain)
        }
        ("smtp", ..) => Err("after the ? only tls=required or tls=none may stand".to_owned()),
        ("smtps", ..) => Err("smtps:// is TLS already: nothing may follow a ?".to_owned()),
        _ => Err("it must begin with smtp:// or smtps://".to_owned()),
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, String> {
    let decoded = |text: &str| {
        let decoded = percent_decode_str(text).decode_utf8();
        decoded.map(String::from).map_err(|_| "user and password must be UTF-8".to_owned())
    };
    match (decoded(url.username())?, url.password()) {
        (user, None) if user.is_empty() => Ok(None),
        (user, Some(password)) if !user.is_empty() && !password.is_empty() => {
            Ok(Some(Credentials::new(user, decoded(password)?)))
        }
        _ => Err("a user goes with a password, and a password with a user".to_owned()),
    }
}

fn hello(url: &Url) -> Result<ClientId, String> {
    let name = url.path().trim_matches('/');
    if name.is_empty() {
        return Ok(ClientId::default());
    }
    if name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')) {
        return Ok(ClientId::Domain(name.to_owned()));
    }
    Err("after the / only the name of this machine may stand".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_gives_host_port_and_security() {
        for (url, host, port, security) in [
            ("smtp://mail.example.it", "mail.example.it", 25, Security::Plain),
            ("smtp://127.0.0.1:2525/", "127.0.0.1", 2525, Security::Plain),
            ("smtp://mail.example.it?tls=required", "mail.example.it", 587, Security::StartTls),
            ("smtps://mail.example.it", "mail.example.it", 465, Security::Tls),
            ("smtps://[::1]:4650", "::1", 4650, Security::Tls),
        ] {
            let server = parse(url).unwrap();
            assert_eq!(
                (server.host.as_str(), server.port, server.security),
                (host, port, security),
                "{url}"
            );
            assert!(server.credentials.is_none());
        }
    }

    #[test]
    fn user_and_password_are_decoded() {
        let server = parse("smtps://pec%40example.it:a%2Fb%3A%C3%A8@mail.example.it").unwrap();
        let expected = Credentials::new("pec@example.it".into(), "a/b:è".into());
        assert_eq!(server.credentials, Some(expected));
    }

    #[test]
    fn the_name_for_ehlo_can_be_set() {
        let server = parse("smtp://mail.example.it/panel.example.it").unwrap();
        assert_eq!(server.hello, ClientId::Domain("panel.example.it".into()));
        assert!(parse("smtp://mail.example.it/a%0d%0ab").is_err());
    }

    #[test]
    fn a_password_goes_in_clear_only_on_this_machine_or_where_that_is_asked_for() {
        for url in ["smtp://anna:segreta@mail.example.it", "smtp://anna:segreta@10.0.0.1:25"] {
            let wrong = check_url(url).expect_err(url);
            assert!(wrong.contains("tls=required") && !wrong.contains("segreta"), "{wrong}");
        }
        for url in [
            "smtp://anna:segreta@127.0.0.1",
            "smtp://anna:segreta@[::1]:2525",
            "smtp://anna:segreta@localhost",
            "smtp://anna:segreta@mail.example.it?tls=required",
            "smtps://anna:segreta@mail.example.it",
            "smtp://anna:segreta@mail.example.it?tls=none",
            "smtp://mail.example.it",
        ] {
            assert_eq!(check_url(url), Ok(()), "{url}");
        }
        assert_eq!(parse("smtp://mail.example.it?tls=none").unwrap().security, Security::Plain);
    }

    #[test]
    fn errors_do_not_reveal_the_password() {
        for url in [
            "",
            "mail.example.it:25",
            "http://anna:segreta@mail.example.it",
            "smtp://anna:segreta@",
            "smtp:///segreta",
            "smtp:segreta",
            "smtp://anna:segreta@mail.example.it:port",
            "smtp://anna:segreta@mail.example.it:99999",
            "smtp://anna:segreta@mail.example.it?tls=opportunistic",
            "smtp://anna:segreta@mail.example.it?tls=required&segreta=1",
            "smtps://anna:segreta@mail.example.it?tls=required",
            "smtp://anna:seg#reta@mail.example.it",
            "smtp://anna:segreta/segreta@mail.example.it",
            "smtp://:segreta@mail.example.it",
            "smtp://segreta@mail.example.it",
            "smtp://anna:segreta%ff@mail.example.it",
        ] {
            let wrong = check_url(url).expect_err(url);
            assert!(!wrong.contains("seg") && !wrong.contains("reta"), "{url}: {wrong}");
        }
    }
}
