//! The address of a PostgreSQL database, on one server or on several.
//!
//! sqlx only parses addresses with one server. A list of servers as in libpq
//! (`postgres://USER@A:5432,B/NAME`) is split here, and sqlx parses the rest once for each server.

use std::net::Ipv6Addr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use sqlx::postgres::{PgConnectOptions, PgSslMode};

/// The connection options of each server of the database.
#[derive(Debug)]
pub(crate) struct PostgresAddress {
    /// In the order of the address; there is at least one.
    pub servers: Vec<PgConnectOptions>,
    /// The mode in the address; connections over a Unix socket are never encrypted.
    pub ssl_mode: PgSslMode,
    pub ssl_root_cert: Option<PathBuf>,
}

/// Whether this module parses the address.
pub(crate) fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres:") || url.starts_with("postgresql:")
}

/// The parts of the address before and after the servers.
struct Parts<'u> {
    /// `postgres://USER:PASSWORD@`.
    before: String,
    hosts: Vec<&'u str>,
    /// `/NAME`.
    path: &'u str,
    query: &'u str,
}

impl<'u> Parts<'u> {
    fn split(url: &'u str) -> Result<Self, String> {
        let (scheme, rest) = url.split_once("://").ok_or("expected postgres://USER@HOST/NAME")?;
        let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user, hosts) = match authority.rsplit_once('@') {
            Some((user, hosts)) => (format!("{user}@"), hosts),
            None => (String::new(), authority),
        };
        let before = format!("{scheme}://{user}");
        Ok(Self { before, hosts: hosts.split(',').collect(), path, query })
    }
}

impl PostgresAddress {
    /// Parses an address, or says what is wrong with it. The message repeats nothing that could be
    /// part of a password.
    pub fn parse(url: &str) -> Result<Self, String> {
        let parts = Parts::split(url)?;
        let is_list = parts.hosts.len() > 1;
        let parameters = Parameters::parse(parts.query, is_list)?;
        let mut servers = vec![];
        for (index, host) in parts.hosts.iter().enumerate() {
            let options = options(&parts, host, &parameters.kept);
            servers.push(options.map_err(|wrong| {
                if is_list { format!("host {}: {wrong}", index + 1) } else { wrong }
            })?);
        }
        let ssl_mode = servers[0].get_ssl_mode();
        if let Some(file) = &parameters.ssl_root_cert {
            check_root_certificate(file, ssl_mode)?;
        }
        let servers = servers.into_iter().map(without_tls_over_sockets).collect();
        Ok(Self { servers, ssl_mode, ssl_root_cert: parameters.ssl_root_cert })
    }
}

/// The query parameters of the address.
#[derive(Default)]
struct Parameters {
    /// The parameters that sqlx parses.
    kept: String,
    ssl_root_cert: Option<PathBuf>,
}

impl Parameters {
    fn parse(query: &str, is_list: bool) -> Result<Self, String> {
        let mut parameters = Self::default();
        for text in query.split('&').filter(|text| !text.is_empty()) {
            let Some((name, value)) = form_urlencoded::parse(text.as_bytes()).next() else {
                continue;
            };
            match &*name {
                "target_session_attrs" if value == "read-write" => continue,
                "target_session_attrs" => {
                    return Err("target_session_attrs: the panel writes, and so it looks for \
                                read-write alone"
                        .into());
                }
                "host" | "hostaddr" | "port" if is_list || value.contains(',') => {
                    let list = "several servers are named as in postgres://USER@A:5432,B:5432/NAME";
                    return Err(format!("{name}: {list}"));
                }
                "sslrootcert" | "ssl-root-cert" | "ssl-ca" => {
                    parameters.ssl_root_cert = Some(PathBuf::from(&*value));
                }
                _ => {}
            }
            if !parameters.kept.is_empty() {
                parameters.kept.push('&');
            }
            parameters.kept.push_str(text);
        }
        Ok(parameters)
    }
}

/// The connection options of one server.
fn options(parts: &Parts, host: &str, parameters: &str) -> Result<PgConnectOptions, String> {
    if host.is_empty() && parts.hosts.len() > 1 {
        return Err("its name is missing".into());
    }
    let ipv6 = check_host(host)?;
    let Parts { before, path, .. } = parts;
    let mut url = format!("{before}{host}{path}?{parameters}");
    if let Some(ipv6) = ipv6 {
        // sqlx would look up the name `[::1]`, brackets included.
        url = format!("{url}&hostaddr={ipv6}");
    }
    PgConnectOptions::from_str(&url).map_err(|error| match error {
        sqlx::Error::Configuration(wrong) => wrong.to_string(),
        other => other.to_string(),
    })
}

/// Turns TLS off for Unix sockets, as libpq does: such a connection does not leave the machine, and
/// no server encrypts it.
fn without_tls_over_sockets(options: PgConnectOptions) -> PgConnectOptions {
    if host_of(&options).starts_with('/') {
        return options.ssl_mode(PgSslMode::Disable);
    }
    options
}

/// Checks `HOST`, `HOST:PORT`, `[IPV6]` or `[IPV6]:PORT`, and returns the IPv6 address.
fn check_host(host: &str) -> Result<Option<Ipv6Addr>, String> {
    let (ipv6, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']').ok_or("its [ has no ]")?;
            let address = address.parse().map_err(|_| "no IPv6 address stands between its [ ]")?;
            (Some(address), port)
        }
        None => (None, host.find(':').map_or("", |colon| &host[colon..])),
    };
    if ipv6.is_none() && port.matches(':').count() > 1 {
        return Err("an IPv6 address is written in brackets, as in [2001:db8::1]:5432".into());
    }
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|port| port > 0);
    if matches!(port, "" | ":") || port.strip_prefix(':').is_some_and(is_port) {
        return Ok(ipv6);
    }
    Err("its port is not a number from 1 to 65535".into())
}

fn check_root_certificate(file: &Path, mode: PgSslMode) -> Result<(), String> {
    if !matches!(mode, PgSslMode::VerifyCa | PgSslMode::VerifyFull) {
        return Err("sslrootcert: certificates are checked with sslmode=verify-full or \
                    sslmode=verify-ca alone"
            .into());
    }
    let name = file.display();
    let pem = std::fs::read(file).map_err(|error| format!("sslrootcert: {name}: {error}"))?;
    let mut certificates = CertificateDer::pem_slice_iter(&pem);
    match certificates.next() {
        Some(Ok(_)) if certificates.all(|certificate| certificate.is_ok()) => Ok(()),
        _ => Err(format!("sslrootcert: {name}: expected certificates in PEM")),
    }
}

/// The name that libpq has for a mode.
pub(crate) fn ssl_mode_name(mode: PgSslMode) -> &'static str {
    match mode {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    }
}

/// The host name, the IP address, or the folder of the Unix socket.
pub(crate) fn host_of(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(folder) => folder.display().to_string(),
        None => options.get_host().to_owned(),
    }
}

pub(crate) fn database_of(options: &PgConnectOptions) -> &str {
    options.get_database().unwrap_or(options.get_username())
}

/// `HOST:PORT`, for the log and for error messages.
pub(crate) fn server_name(options: &PgConnectOptions) -> String {
    let (host, port) = (host_of(options), options.get_port());
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> PostgresAddress {
        PostgresAddress::parse(url).unwrap_or_else(|wrong| panic!("{url}: {wrong}"))
    }

    fn servers(url: &str) -> Vec<String> {
        parsed(url).servers.iter().map(server_name).collect()
    }

    #[test]
    fn servers_are_parsed() {
        for (url, expected) in [
            ("postgres://rosa@a/x", &["a:5432"][..]),
            ("postgresql://rosa@a:5433/x", &["a:5433"]),
            ("postgres://rosa@a:/x", &["a:5432"]),
            ("postgres://a,b/x", &["a:5432", "b:5432"]),
            ("postgres://rosa:a,b@c@a:5432,b:5433,c/x", &["a:5432", "b:5433", "c:5432"]),
            ("postgres://rosa@a:6543,10.0.0.2/x?sslmode=disable", &["a:6543", "10.0.0.2:5432"]),
            ("postgres://rosa@[::1]/x", &["[::1]:5432"]),
            (
                "postgres://rosa@[2001:db8::1]:6000,[::1],b/x",
                &["[2001:db8::1]:6000", "[::1]:5432", "b:5432"],
            ),
            ("postgres://rosa@%2Frun%2Fpg:6000,b/x", &["/run/pg:6000", "b:5432"]),
            ("postgres:///x?host=/run/pg&port=6000", &["/run/pg:6000"]),
            ("postgres://rosa@a/x?hostaddr=10.0.0.1", &["10.0.0.1:5432"]),
            ("postgres://rosa@a,b/x?target_session_attrs=read-write", &["a:5432", "b:5432"]),
        ] {
            assert_eq!(servers(url), expected, "{url}");
        }
    }

    #[test]
    fn all_servers_share_the_rest_of_the_address() {
        let url = "postgres://ro%20sa:pa%2Cro%40la@a,[::1]:1/na%20me?sslmode=require&application_name=x#y";
        for options in parsed(url).servers {
            assert_eq!(options.get_username(), "ro sa");
            assert_eq!(database_of(&options), "na me");
            assert_eq!(options.get_application_name(), Some("x"));
            assert!(matches!(options.get_ssl_mode(), PgSslMode::Require));
            assert!(format!("{options:?}").contains("\"pa,ro@la\""), "{options:?}");
        }
        assert_eq!(database_of(&parsed("postgres://rosa@a,b").servers[1]), "rosa");
    }

    #[test]
    fn socket_connections_are_not_encrypted() {
        let address = parsed("postgres://rosa@%2Frun%2Fpg,b/x?sslmode=require");
        let modes: Vec<_> =
            address.servers.iter().map(|options| ssl_mode_name(options.get_ssl_mode())).collect();
        assert_eq!(modes, ["disable", "require"]);
        assert_eq!(ssl_mode_name(address.ssl_mode), "require");
    }

    #[test]
    fn errors_name_the_fault_and_never_the_password() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        std::fs::write(&file, "-----BEGIN NOTHING-----").unwrap();
        let file = file.display();
        for (rest, expected) in [
            ("a:x,b/n", "host 1: its port"),
            ("a,b:0/n", "host 2: its port"),
            ("a,b:65536/n", "host 2: its port"),
            ("a:port/n", "its port"),
            ("a,/n", "host 2: its name is missing"),
            (",a/n", "host 1: its name is missing"),
            ("a,::1:5432/n", "host 2: an IPv6 address is written in brackets"),
            ("[::1,b/n", "host 1: its [ has no ]"),
            ("a,[b]/n", "host 2: no IPv6 address"),
            ("a,[::1]5432/n", "host 2: its port"),
            ("a,b/n?port=1", "port: several servers"),
            ("a,b/n?host=c", "host: several servers"),
            ("a/n?host=b,c", "host: several servers"),
            ("a/n?target_session_attrs=any", "target_session_attrs: "),
            ("a/n?sslmode=x", "unknown value \"x\""),
            ("a/n?sslrootcert=/ca.pem", "sslrootcert: certificates are checked with"),
            (
                "a/n?sslmode=require&sslrootcert=/ca.pem",
                "sslrootcert: certificates are checked with",
            ),
            (
                "a/n?sslmode=verify-full&sslrootcert=/no/ca.pem",
                "sslrootcert: /no/ca.pem: No such file",
            ),
            (&format!("a/n?sslmode=verify-ca&sslrootcert={file}"), "expected certificates in PEM"),
        ] {
            // Some passwords make the address unparsable; what follows them is not repeated either.
            for password in ["geheim", "ge,hei:m"] {
                let url = format!("postgres://rosa:{password}@{rest}");
                let wrong = PostgresAddress::parse(&url).expect_err(&url);
                assert!(wrong.contains(expected), "{url}: {wrong}");
                assert!(!wrong.contains("hei"), "{wrong}");
            }
        }
        for url in ["postgres://rosa:ge/heim@a/n", "postgres://rosa:ge?heim@a/n"] {
            let wrong = PostgresAddress::parse(url).expect_err(url);
            assert!(!wrong.contains("ge") && !wrong.contains("heim"), "{wrong}");
        }
        assert!(PostgresAddress::parse("postgres:rosa@a/n").is_err());
    }
}
