//! How webmail and mail programs reach the mailboxes of a domain (B14).

use serde::{Deserialize, Serialize};

use crate::fault::{FaultCode, Faults};
use crate::name::DomainName;

/// The servers of a domain. An empty host means that the domain does not offer the service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClientServers {
    /// The address of the webmail, or an empty text.
    #[serde(default)]
    pub webmail_url: String,
    #[serde(default)]
    pub imap: MailServer,
    #[serde(default)]
    pub pop: MailServer,
    #[serde(default)]
    pub smtp: MailServer,
}

/// A server that mail programs connect to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MailServer {
    /// The name of the host, or an empty text.
    #[serde(default)]
    pub host: String,
    /// The port; 0 without a host.
    #[serde(default)]
    pub port: i64,
    #[serde(default)]
    pub security: ServerSecurity,
}

text_enum! {
    /// How a connection to a server is protected.
    #[derive(Default)]
    pub enum ServerSecurity {
        /// TLS from the beginning.
        #[default]
        Tls = "tls",
        /// TLS after STARTTLS.
        StartTls = "starttls",
    }
}

/// The longest address of a webmail, in characters.
const WEBMAIL_URL_MAX: usize = 254;

impl ClientServers {
    pub fn is_empty(&self) -> bool {
        self.webmail_url.is_empty()
            && ![&self.imap, &self.pop, &self.smtp].into_iter().any(MailServer::is_offered)
    }

    /// Whether a mail program can be set up with them: it reads from one server and sends by another.
    pub fn suit_mail_programs(&self) -> bool {
        (self.imap.is_offered() || self.pop.is_offered()) && self.smtp.is_offered()
    }

    /// The servers, validated; faults are reported below `at`.
    pub fn validate(&self, at: &str, faults: &mut Faults) -> Option<Self> {
        let webmail = faults.check(&format!("{at}/webmail_url"), check_webmail(&self.webmail_url));
        let mut server =
            |name, server: &MailServer| server.validate(&format!("{at}/{name}"), faults);
        let (imap, pop, smtp) =
            (server("imap", &self.imap), server("pop", &self.pop), server("smtp", &self.smtp));
        Some(Self { webmail_url: webmail?, imap: imap?, pop: pop?, smtp: smtp? })
    }
}

impl MailServer {
    pub fn is_offered(&self) -> bool {
        !self.host.is_empty()
    }

    fn validate(&self, at: &str, faults: &mut Faults) -> Option<Self> {
        let host = self.host.trim().to_ascii_lowercase();
        if host.is_empty() {
            return Some(Self::default());
        }
        let is_host = DomainName::parse(&host).map(|_| host);
        let host = faults.check(&format!("{at}/host"), is_host);
        let port = (1..=65535).contains(&self.port).then_some(self.port);
        let port = faults.check(&format!("{at}/port"), port.ok_or(FaultCode::OutOfRange));
        Some(Self { host: host?, port: port?, security: self.security })
    }
}

/// An address that begins with `https://`, or none.
fn check_webmail(url: &str) -> Result<String, FaultCode> {
    let url = url.trim();
    if url.is_empty() {
        return Ok(String::new());
    }
    if url.chars().count() > WEBMAIL_URL_MAX {
        return Err(FaultCode::TooLong);
    }
    let host = url.strip_prefix("https://").map(|rest| rest.split(['/', ':', '?', '#']).next());
    let is_named = host.flatten().is_some_and(|host| DomainName::parse(host).is_ok());
    let is_plain =
        url.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\\'));
    if is_named && is_plain { Ok(url.to_owned()) } else { Err(FaultCode::InvalidUrl) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_needs_a_host_name_and_a_port() {
        let faults = |server: MailServer| {
            let mut faults = Faults::default();
            server.validate("/imap", &mut faults);
            faults.into_vec().into_iter().map(|fault| fault.pointer).collect::<Vec<_>>()
        };
        let server =
            |host: &str, port| MailServer { host: host.into(), port, ..MailServer::default() };
        assert_eq!(faults(server("", 0)), Vec::<String>::new());
        assert_eq!(faults(server("imap.example.it", 993)), Vec::<String>::new());
        assert_eq!(faults(server("imap.example.it", 0)), ["/imap/port"]);
        assert_eq!(faults(server("due nomi", 99_999)), ["/imap/host", "/imap/port"]);
    }

    #[test]
    fn a_mail_program_reads_from_one_server_and_sends_by_another() {
        let server = || MailServer { host: "mail.example.it".into(), ..MailServer::default() };
        let servers = |imap, pop, smtp| {
            let given = |given: bool| if given { server() } else { MailServer::default() };
            ClientServers {
                imap: given(imap),
                pop: given(pop),
                smtp: given(smtp),
                ..ClientServers::default()
            }
        };
        for (imap, pop, smtp, suit) in [
            (true, true, true, true),
            (true, false, true, true),
            (false, true, true, true),
            (true, true, false, false),
            (false, false, true, false),
            (false, false, false, false),
        ] {
            assert_eq!(servers(imap, pop, smtp).suit_mail_programs(), suit, "{imap} {pop} {smtp}");
        }
    }

    #[test]
    fn a_webmail_is_reached_over_https() {
        assert_eq!(
            check_webmail(" https://webmail.example.it/ "),
            Ok("https://webmail.example.it/".into())
        );
        for url in [
            "http://webmail.example.it",
            "webmail.example.it",
            "javascript:alert(1)",
            "https://<b>",
            "https://",
        ] {
            assert_eq!(check_webmail(url), Err(FaultCode::InvalidUrl), "{url}");
        }
    }
}
