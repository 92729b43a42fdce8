use sigillo_domain::client_servers::ServerSecurity;

texts! {
/// How webmail and mail programs reach the mailboxes of a domain.
Servers {
    webmail: "Webmail", "Webmail";
    imap: "IMAP", "IMAP";
    pop: "POP", "POP";
    smtp: "SMTP", "SMTP";
    tls: "TLS", "TLS";
    start_tls: "STARTTLS", "STARTTLS";
    server(host: &str, port: &str, security: &str): format!("{host}, porta {port}, {security}"), format!("{host}, port {port}, {security}");
}}

impl Servers {
    pub const fn security_name(self, security: ServerSecurity) -> &'static str {
        match security {
            ServerSecurity::Tls => self.tls(),
            ServerSecurity::StartTls => self.start_tls(),
        }
    }
}
