//! Command-line options of the mail host's configuration.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Dovecot {
    #[value(name = "2.3")]
    V2_3,
    #[value(name = "2.4")]
    V2_4,
}

impl Dovecot {
    pub const fn as_str(self) -> &'static str {
        match self {
            Dovecot::V2_3 => "2.3",
            Dovecot::V2_4 => "2.4",
        }
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[derive(Debug, Args)]
pub struct Options {
    /// Version of Dovecot: 2.3 (Debian 12) or 2.4 (Debian 13)
    #[arg(long, value_enum)]
    pub dovecot: Dovecot,
    /// Folder to write into; created if missing
    #[arg(long)]
    pub dir: PathBuf,
    /// Also write Postfix's configuration
    #[arg(long)]
    pub postfix: bool,
    /// Replace existing files; secrets in them are kept
    #[arg(long)]
    pub force: bool,
    /// Owner of the mail; defaults to the user who runs this command
    #[arg(long)]
    pub user: Option<String>,
    /// Dovecot is started by that user instead of root; on `SQLite` it must be the user that the
    /// panel runs as
    #[arg(long)]
    pub unprivileged: bool,
    /// Folder of the mail: `/srv/mail`, or `DIR/mail` when unprivileged
    #[arg(long)]
    pub mail_dir: Option<PathBuf>,
    /// Folder of Dovecot's sockets, with a short path: `/run/dovecot`, or `DIR/run` when unprivileged
    #[arg(long)]
    pub run_dir: Option<PathBuf>,
    /// File of Dovecot's log: the system's log, or `DIR/dovecot.log` when unprivileged
    #[arg(long)]
    pub log_file: Option<PathBuf>,
    /// Group whose members may read the logs that messages are counted in: one of the user that the panel runs as.
    /// Defaults to the group of the user who runs this command
    #[arg(long)]
    pub panel_group: Option<String>,
    /// Mailbox that only measures the service, in a domain of its own that the panel does not know, such as
    /// `canarino@sonda.example.it`: its probes are in `DIR/probes.env`
    #[arg(long)]
    pub canary: Option<String>,
    /// Name of this mail host in its certificate, by which the probes connect; required with one
    #[arg(long, requires = "canary")]
    pub canary_host: Option<String>,
    /// Address that mail clients connect to; must be a loopback address unless there is a
    /// certificate
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub imap_listen: IpAddr,
    /// Certificate (PEM) shown to mail clients
    #[arg(long, requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Key (PEM) of the certificate
    #[arg(long, requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Port of IMAP without a certificate
    #[arg(long, default_value_t = 143)]
    pub imap_port: u16,
    /// Port of IMAP over TLS
    #[arg(long, default_value_t = 993)]
    pub imaps_port: u16,
    /// Port of LMTP, on the loopback
    #[arg(long, default_value_t = 24)]
    pub lmtp_port: u16,
    /// Port of the doveadm API, on the loopback
    #[arg(long, default_value_t = 24080)]
    pub doveadm_port: u16,
    /// Port where Postfix has sign-ins verified, on the loopback
    #[arg(long, default_value_t = 12345)]
    pub sasl_port: u16,
    /// Port where Postfix asks whether a message fits the quota, on the loopback
    #[arg(long, default_value_t = 12340)]
    pub policy_port: u16,
    /// Port where the panel reads receipts to preserve, on the loopback
    #[arg(long, default_value_t = 24143)]
    pub preservation_port: u16,
    /// Answer wrong passwords without delay: only for tests, since it helps attackers
    #[arg(long)]
    pub no_auth_penalty: bool,
    /// PostgreSQL role of the mail host, to be created with DIR/reader.sql
    #[arg(long, default_value = "sigillo_mailhost")]
    pub database_role: String,
}
