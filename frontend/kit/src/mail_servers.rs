//! The servers of a domain as texts.

use sigillo_domain::client_servers::{ClientServers, MailServer};

use crate::i18n::texts;

/// A server as one text: `imap.example.it, porta 993, TLS`.
fn server_in_words(server: &MailServer) -> String {
    let words = texts().servers();
    words.server(&server.host, &server.port.to_string(), words.security_name(server.security))
}

/// Each server that mail programs can connect to, by the name of its protocol.
pub fn program_servers(servers: &ClientServers) -> Vec<(&'static str, String)> {
    let words = texts().servers();
    let all =
        [(words.imap(), &servers.imap), (words.pop(), &servers.pop), (words.smtp(), &servers.smtp)];
    let offered = all.into_iter().filter(|(_, server)| server.is_offered());
    offered.map(|(name, server)| (name, server_in_words(server))).collect()
}

/// The webmail, and each server that mail programs can connect to.
pub fn all_servers(servers: &ClientServers) -> Vec<(&'static str, String)> {
    let webmail = (texts().servers().webmail(), servers.webmail_url.clone());
    let webmail = std::iter::once(webmail).filter(|(_, url)| !url.is_empty());
    webmail.chain(program_servers(servers)).collect()
}

#[cfg(test)]
mod tests {
    use sigillo_domain::client_servers::ServerSecurity;

    use super::*;

    #[test]
    fn what_is_not_offered_is_not_named() {
        assert_eq!(all_servers(&ClientServers::default()), []);
        let servers = ClientServers {
            webmail_url: "https://webmail.example.it/".into(),
            smtp: MailServer {
                host: "smtp.example.it".into(),
                port: 587,
                security: ServerSecurity::StartTls,
            },
            ..ClientServers::default()
        };
        let smtp = ("SMTP", "smtp.example.it, porta 587, STARTTLS".to_owned());
        assert_eq!(program_servers(&servers), std::slice::from_ref(&smtp));
        let webmail = ("Webmail", "https://webmail.example.it/".to_owned());
        assert_eq!(all_servers(&servers), [webmail, smtp]);
    }
}
