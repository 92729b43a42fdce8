//! Configuration: a flag and an environment variable for each value, validated before anything is
//! opened.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use chrono::TimeDelta;
use clap::{Args, ValueEnum};
use sigillo_adapters::mail::{self, Writer};
use sigillo_adapters::preserved_mail::MasterImap;
use sigillo_adapters::ticket_mail::ImapInbox;
use sigillo_adapters::{clamd, objects, seal, sms};
use sigillo_app::ReplyAddresses;
use sigillo_domain::mail_host::MailLogKind;
use sigillo_domain::name::Email;
use sigillo_storage::Db;
use url::{Host, Url};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Args)]
pub struct Config {
    /// Folder of the signing key and, by default, of the database
    #[arg(long, env = "SIGILLO_DATA_DIR", default_value = "data", global = true)]
    data_dir: PathBuf,
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME`; defaults to `sqlite:DATA_DIR/sigillo.db`. Of several
    /// hosts (`postgres://USER@A,B:5433/NAME`) the first that takes writes is used. `?sslmode=require`
    /// encrypts; `?sslmode=verify-full&sslrootcert=FILE` also checks the certificate
    #[arg(long, env = "SIGILLO_DATABASE_URL", global = true, hide_env_values = true)]
    database_url: Option<String>,
    /// Address and port to serve on
    #[arg(long, env = "SIGILLO_LISTEN", default_value = "127.0.0.1:8080", global = true)]
    listen: String,
    /// Public address of the panel, when it is behind a proxy
    #[arg(long, env = "SIGILLO_PUBLIC_URL", global = true)]
    public_url: Option<String>,
    /// File of the key that signs sessions; servers that share a database must share it. Defaults
    /// to `DATA_DIR/signing.key`
    #[arg(long, env = "SIGILLO_SIGNING_KEY_FILE", global = true)]
    signing_key_file: Option<PathBuf>,
    /// Mail server for outgoing messages: `smtp://HOST:25`, with `?tls=required` for STARTTLS, or
    /// `smtps://USER:PASSWORD@HOST`; without it messages are written as files under
    /// `DATA_DIR/outbox`. A password needs TLS, except on the loopback or with `?tls=none`
    #[arg(long, env = "SIGILLO_SMTP_URL", global = true, hide_env_values = true)]
    smtp_url: Option<String>,
    /// Sender of outgoing messages: an address, or a name and an address in angle brackets.
    /// Defaults to `Sigillo <no-reply@HOST>`, with the host of the public address
    #[arg(long, env = "SIGILLO_MAIL_FROM", global = true)]
    mail_from: Option<String>,
    /// The mail host's doveadm API, `http://HOST:24080`; without it nothing is measured or applied
    /// there. `sigillo mailhost config` writes panel.env, which sets this and the next two
    #[arg(long, env = "SIGILLO_MAILHOST_URL", global = true)]
    mailhost_url: Option<String>,
    /// PEM file of the certificates that an https API is trusted by, in place of the system's
    #[arg(long, env = "SIGILLO_MAILHOST_CA_FILE", global = true)]
    mailhost_ca_file: Option<PathBuf>,
    /// File of the API's key
    #[arg(long, env = "SIGILLO_MAILHOST_KEY_FILE", global = true)]
    mailhost_key_file: Option<PathBuf>,
    /// Mail folder on the mail host
    #[arg(long, env = "SIGILLO_MAILHOST_MAIL_DIR", global = true)]
    mailhost_mail_dir: Option<PathBuf>,
    /// Seconds between measurements of the space in use
    #[arg(long, env = "SIGILLO_MAILHOST_POLL", default_value = "60", global = true)]
    mailhost_poll: String,
    /// Dovecot's log on this machine, from which messages received and sign-ins are counted; without it nobody knows
    /// of them. `panel.env` sets this and the next one
    #[arg(long, env = "SIGILLO_MAILHOST_DOVECOT_LOG", global = true)]
    mailhost_dovecot_log: Option<PathBuf>,
    /// Postfix's log on this machine, from which messages sent are counted
    #[arg(long, env = "SIGILLO_MAILHOST_POSTFIX_LOG", global = true)]
    mailhost_postfix_log: Option<PathBuf>,
    /// The mail host over IMAP with the user who may read every mailbox, `imap://USER@127.0.0.1:24143` or
    /// `imaps://USER@HOST`; without it no receipts are preserved. `panel.env` sets this and the next one
    #[arg(long, env = "SIGILLO_PRESERVATION_IMAP_URL", global = true)]
    preservation_imap_url: Option<String>,
    /// File of that user's password
    #[arg(long, env = "SIGILLO_PRESERVATION_IMAP_PASSWORD_FILE", global = true)]
    preservation_imap_password_file: Option<PathBuf>,
    /// Seconds after which everything in a preserved mailbox is looked at again
    #[arg(long, env = "SIGILLO_PRESERVATION_RECONCILE", default_value = "900", global = true)]
    preservation_reconcile: String,
    /// Gateway of text messages, `https://USER:PASSWORD@HOST/PATH`, which gets a POST with `{"to", "text"}`;
    /// without it the codes that sign contracts are sent by e-mail
    #[arg(long, env = "SIGILLO_SMS_URL", global = true, hide_env_values = true)]
    sms_url: Option<String>,
    /// Timestamp service (RFC 3161) that confirms when a document was sealed, `https://HOST/PATH`, with
    /// USER:PASSWORD@ before the host where it asks for them
    #[arg(long, env = "SIGILLO_TSA_URL", global = true, hide_env_values = true)]
    tsa_url: Option<String>,
    /// Where the content of documents is kept: a bucket, `s3://BUCKET/PREFIX`, with the variables `AWS_…` for its
    /// keys, region and endpoint. Defaults to the folder `DATA_DIR/objects`
    #[arg(long, env = "SIGILLO_OBJECTS_URL", global = true)]
    objects_url: Option<String>,
    /// clamd, which looks for viruses in uploaded documents: `HOST:PORT`, or the path of its socket. Without it
    /// documents are taken as they are
    #[arg(long, env = "SIGILLO_CLAMD", global = true)]
    clamd: Option<String>,
    /// Folder of the authorities, in PEM, that the signatures of documents are verified against; `sigillo trust import`
    /// adds those of a national trusted list. Defaults to `DATA_DIR/trust`
    #[arg(long, env = "SIGILLO_TRUST_DIR", global = true)]
    trust_dir: Option<PathBuf>,
    /// The panel as its users reach it, with an account that only measures it, `https://USER:PASSWORD@HOST/`: once a
    /// minute a server signs in and reads. Without it the panel is not measured
    #[arg(long, env = "SIGILLO_PROBE_WEB_URL", global = true, hide_env_values = true)]
    probe_web_url: Option<String>,
    /// The submission of the mail host, with a mailbox that only measures it,
    /// `smtp://USER:PASSWORD@HOST:587?tls=required` or `smtps://USER:PASSWORD@HOST`; an @ in USER is written %40
    #[arg(long, env = "SIGILLO_PROBE_SUBMISSION_URL", global = true, hide_env_values = true)]
    probe_submission_url: Option<String>,
    /// That mailbox over IMAP, `imaps://USER:PASSWORD@HOST` or `imap://USER:PASSWORD@HOST?tls=required`. With both
    /// delivery is measured too
    #[arg(long, env = "SIGILLO_PROBE_IMAP_URL", global = true, hide_env_values = true)]
    probe_imap_url: Option<String>,
    /// Address of the mailbox that answers to tickets come to; whatever follows a + in it must reach it too. It needs
    /// the next setting. Without both, tickets are answered in the panel alone
    #[arg(long, env = "SIGILLO_TICKET_MAIL_ADDRESS", global = true)]
    ticket_mail_address: Option<String>,
    /// That mailbox over IMAP, `imaps://USER:PASSWORD@HOST` or `imap://USER:PASSWORD@HOST?tls=required`; an @ in USER is
    /// written %40. What was read is moved into its folder "Sigillo"
    #[arg(long, env = "SIGILLO_TICKET_MAIL_IMAP_URL", global = true, hide_env_values = true)]
    ticket_mail_imap_url: Option<String>,
    /// Addresses of trusted proxies, whose X-Forwarded-For is believed, separated by commas
    #[arg(long, env = "SIGILLO_TRUSTED_PROXIES", value_delimiter = ',', global = true)]
    trusted_proxies: Vec<String>,
    /// File, or folder, to which checkpoints of the history are appended: `sigillo history verify` compares
    /// the log with them. It belongs where the owner of the database cannot rewrite it. Defaults to
    /// `DATA_DIR/checkpoints.jsonl`
    #[arg(long, env = "SIGILLO_CHECKPOINTS", global = true)]
    checkpoints: Option<PathBuf>,
    /// E-mail address to which a checkpoint of the history is sent once a day: a mailbox that the owner of
    /// the database cannot write to
    #[arg(long, env = "SIGILLO_CHECKPOINT_EMAIL", global = true)]
    checkpoint_email: Option<String>,
    /// Telephone number of support, shown on the sign-in page
    #[arg(long, env = "SIGILLO_SUPPORT_PHONE", global = true)]
    support_phone: Option<String>,
    /// Support hours, as a short text
    #[arg(long, env = "SIGILLO_SUPPORT_HOURS", global = true)]
    support_hours: Option<String>,
    /// Format of the log
    #[arg(long, env = "SIGILLO_LOG", default_value = "text", global = true)]
    log: LogFormat,
}

/// Connection to the mail host.
#[derive(Debug, Clone)]
pub struct MailHostSettings {
    pub url: String,
    pub key_file: PathBuf,
    /// The certificates to trust; None for those of the system.
    pub ca_file: Option<PathBuf>,
    pub mail_dir: PathBuf,
    /// Interval between measurements.
    pub poll_every: TimeDelta,
    /// The logs that messages are counted from, as far as they are on this machine.
    pub logs: Vec<(MailLogKind, PathBuf)>,
}

/// How mailboxes are read for their receipts.
#[derive(Debug, Clone)]
pub struct PreservationSettings {
    pub imap_url: String,
    pub password_file: PathBuf,
    /// How often everything is looked at again.
    pub reconcile_every: TimeDelta,
}

/// The addresses by which the service is measured; None for each part that is not.
#[derive(Debug, Clone, Default)]
pub struct ProbeSettings {
    pub web: Option<String>,
    pub submission: Option<String>,
    pub imap: Option<String>,
}

/// The mailbox that answers to tickets come to.
#[derive(Debug, Clone)]
pub struct TicketMailSettings {
    pub address: String,
    pub imap_url: String,
}

/// A validated configuration.
#[derive(Debug)]
pub struct Settings {
    pub data_dir: PathBuf,
    pub database_url: String,
    pub listen: SocketAddr,
    /// The address that messages and start-up output show to people.
    pub address: String,
    /// Whether cookies are marked `Secure`.
    pub secure_cookie: bool,
    /// Whether the panel would not know that a proxy before it speaks TLS.
    pub is_bare_loopback: bool,
    pub signing_key_file: PathBuf,
    /// None when messages are written as files.
    pub smtp_url: Option<String>,
    pub mail_from: String,
    /// None where no mail host is configured.
    pub mail_host: Option<MailHostSettings>,
    /// None where no receipts are preserved.
    pub preservation: Option<PreservationSettings>,
    /// None where codes are sent by e-mail.
    pub sms_url: Option<String>,
    /// None where seals have no timestamp.
    pub tsa_url: Option<Url>,
    /// The bucket of documents; None where they are kept in a folder.
    pub objects_url: Option<String>,
    /// None where nothing looks for viruses.
    pub clamd: Option<String>,
    /// The folder of trusted authorities.
    pub trust_dir: PathBuf,
    /// The file of the history's checkpoints.
    pub checkpoints: PathBuf,
    /// Who is sent a checkpoint each day.
    pub checkpoint_email: Option<String>,
    pub probes: ProbeSettings,
    /// None where tickets are answered in the panel alone.
    pub ticket_mail: Option<TicketMailSettings>,
    pub trusted_proxies: Vec<IpAddr>,
    pub support_phone: Option<String>,
    pub support_hours: Option<String>,
    pub log: LogFormat,
}

impl Config {
    /// The validated settings, or one line that says which value is wrong and what is expected.
    pub fn check(&self) -> Result<Settings, String> {
        let listen: SocketAddr = self.listen.parse().map_err(|_| {
            format!(
                "SIGILLO_LISTEN: {:?} is not an address and port, such as 127.0.0.1:8080",
                self.listen
            )
        })?;
        let public_url = self.public_url.as_deref().map(check_public_url).transpose()?;
        let trusted_proxies = self.trusted_proxies.iter().map(|text| {
            let address = text.trim().parse().map(|address: IpAddr| address.to_canonical());
            address.map_err(|_| format!("SIGILLO_TRUSTED_PROXIES: {text:?} is not an IP address"))
        });
        let address =
            public_url.as_ref().map_or_else(|| format!("http://{listen}/"), Url::to_string);
        let present = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        Ok(Settings {
            database_url: self.check_database_url()?,
            data_dir: self.data_dir.clone(),
            listen,
            smtp_url: self.check_smtp_url()?,
            sms_url: self.check_sms_url()?,
            mail_host: self.check_mail_host()?,
            preservation: self.check_preservation()?,
            tsa_url: self.check_tsa_url()?,
            objects_url: self.check_objects_url()?,
            clamd: self.check_clamd()?,
            probes: self.check_probes()?,
            ticket_mail: self.check_ticket_mail()?,
            mail_from: self.check_mail_from(public_url.as_ref(), &address)?,
            address,
            secure_cookie: secure_cookie(public_url.as_ref(), listen),
            is_bare_loopback: public_url.is_none() && listen.ip().is_loopback(),
            signing_key_file: self
                .signing_key_file
                .clone()
                .unwrap_or_else(|| self.data_dir.join("signing.key")),
            trust_dir: self.trust_dir.clone().unwrap_or_else(|| self.data_dir.join("trust")),
            checkpoints: self.checkpoint_file(),
            checkpoint_email: self.check_checkpoint_email()?,
            trusted_proxies: trusted_proxies.collect::<Result<_, _>>()?,
            support_phone: present(&self.support_phone),
            support_hours: present(&self.support_hours),
            log: self.log,
        })
    }

    fn checkpoint_file(&self) -> PathBuf {
        const NAME: &str = "checkpoints.jsonl";
        match &self.checkpoints {
            Some(place) if place.is_dir() => place.join(NAME),
            Some(place) if !place.as_os_str().is_empty() => place.clone(),
            _ => self.data_dir.join(NAME),
        }
    }

    fn check_checkpoint_email(&self) -> Result<Option<String>, String> {
        let Some(text) = self.checkpoint_email.as_deref().filter(|text| !text.trim().is_empty())
        else {
            return Ok(None);
        };
        let email = Email::parse(text.trim());
        let email = email
            .map_err(|_| format!("SIGILLO_CHECKPOINT_EMAIL: {text:?} is not an e-mail address"))?;
        Ok(Some(email.as_str().to_owned()))
    }

    fn check_smtp_url(&self) -> Result<Option<String>, String> {
        let url = self.smtp_url.clone().filter(|url| !url.trim().is_empty());
        if let Some(url) = &url {
            mail::check_url(url).map_err(|wrong| format!("SIGILLO_SMTP_URL: {wrong}"))?;
        }
        Ok(url)
    }

    fn check_tsa_url(&self) -> Result<Option<Url>, String> {
        let url = self.tsa_url.as_deref().filter(|url| !url.trim().is_empty());
        let url = url.map(seal::parse_url).transpose();
        url.map_err(|wrong| format!("SIGILLO_TSA_URL: {wrong}"))
    }

    fn check_objects_url(&self) -> Result<Option<String>, String> {
        let url = self.objects_url.clone().filter(|url| !url.trim().is_empty());
        if let Some(url) = &url {
            objects::check_url(url).map_err(|wrong| format!("SIGILLO_OBJECTS_URL: {wrong}"))?;
        }
        Ok(url)
    }

    fn check_clamd(&self) -> Result<Option<String>, String> {
        let place = self.clamd.clone().filter(|place| !place.trim().is_empty());
        if let Some(place) = &place {
            clamd::check_place(place).map_err(|wrong| format!("SIGILLO_CLAMD: {wrong}"))?;
        }
        Ok(place)
    }

    fn check_probes(&self) -> Result<ProbeSettings, String> {
        let present = |url: &Option<String>| url.clone().filter(|url| !url.trim().is_empty());
        let probes = ProbeSettings {
            web: present(&self.probe_web_url),
            submission: present(&self.probe_submission_url),
            imap: present(&self.probe_imap_url),
        };
        crate::probes::of(&probes).map(|_| probes)
    }

    fn check_ticket_mail(&self) -> Result<Option<TicketMailSettings>, String> {
        let present = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let (address, url) =
            (present(&self.ticket_mail_address), present(&self.ticket_mail_imap_url));
        let (address, imap_url) = match (address, url) {
            (Some(address), Some(url)) => (address.trim().to_owned(), url),
            (None, None) => return Ok(None),
            (Some(_), None) => {
                let name = "SIGILLO_TICKET_MAIL_IMAP_URL";
                return Err(format!("{name}: missing, with SIGILLO_TICKET_MAIL_ADDRESS set"));
            }
            (None, Some(_)) => {
                let name = "SIGILLO_TICKET_MAIL_ADDRESS";
                return Err(format!("{name}: missing, with SIGILLO_TICKET_MAIL_IMAP_URL set"));
            }
        };
        ReplyAddresses::check(&address)
            .map_err(|wrong| format!("SIGILLO_TICKET_MAIL_ADDRESS: {wrong}"))?;
        ImapInbox::new(&imap_url, None)
            .map_err(|wrong| format!("SIGILLO_TICKET_MAIL_IMAP_URL: {wrong}"))?;
        Ok(Some(TicketMailSettings { address, imap_url }))
    }

    fn check_sms_url(&self) -> Result<Option<String>, String> {
        let url = self.sms_url.clone().filter(|url| !url.trim().is_empty());
        if let Some(url) = &url {
            sms::check_url(url).map_err(|wrong| format!("SIGILLO_SMS_URL: {wrong}"))?;
        }
        Ok(url)
    }

    fn check_mail_host(&self) -> Result<Option<MailHostSettings>, String> {
        let poll_every = self.check_mailhost_poll()?;
        let logs = self.check_mailhost_logs()?;
        let Some(url) = self.mailhost_url.clone().filter(|url| !url.trim().is_empty()) else {
            return Ok(None);
        };
        let parsed = Url::parse(&url).ok();
        let scheme = parsed.filter(|url| url.path() == "/").map(|url| url.scheme().to_owned());
        if !matches!(scheme.as_deref(), Some("http" | "https")) {
            let expected = "is not an address such as https://mail.example.it:24080";
            return Err(format!("SIGILLO_MAILHOST_URL: {url:?} {expected}"));
        }
        let ca_file = self.mailhost_ca_file.clone();
        if ca_file.is_some() && scheme.as_deref() == Some("http") {
            return Err("SIGILLO_MAILHOST_CA_FILE: SIGILLO_MAILHOST_URL is not https://".to_owned());
        }
        let missing = |name: &str| format!("{name}: missing, with SIGILLO_MAILHOST_URL set");
        let key_file =
            self.mailhost_key_file.clone().ok_or_else(|| missing("SIGILLO_MAILHOST_KEY_FILE"))?;
        let mail_dir =
            self.mailhost_mail_dir.clone().ok_or_else(|| missing("SIGILLO_MAILHOST_MAIL_DIR"))?;
        if !mail_dir.is_absolute() {
            let expected = "is not a path from the root, as the mail host sees it";
            return Err(format!("SIGILLO_MAILHOST_MAIL_DIR: {} {expected}", mail_dir.display()));
        }
        Ok(Some(MailHostSettings { url, key_file, ca_file, mail_dir, poll_every, logs }))
    }

    fn check_preservation(&self) -> Result<Option<PreservationSettings>, String> {
        let seconds = self.preservation_reconcile.parse().ok();
        let seconds = seconds.filter(|seconds| (1..=86_400).contains(seconds)).ok_or_else(|| {
            let text = &self.preservation_reconcile;
            format!("SIGILLO_PRESERVATION_RECONCILE: {text:?} is not a number of seconds, 1 to 86400")
        })?;
        let url = self.preservation_imap_url.clone().filter(|url| !url.trim().is_empty());
        let Some(imap_url) = url else { return Ok(None) };
        MasterImap::new(&imap_url, "checked later", None)
            .map_err(|wrong| format!("SIGILLO_PRESERVATION_IMAP_URL: {wrong}"))?;
        let missing = "SIGILLO_PRESERVATION_IMAP_PASSWORD_FILE: missing, with SIGILLO_PRESERVATION_IMAP_URL set";
        let password_file = self.preservation_imap_password_file.clone().ok_or(missing)?;
        let reconcile_every = TimeDelta::seconds(seconds);
        Ok(Some(PreservationSettings { imap_url, password_file, reconcile_every }))
    }

    fn check_mailhost_logs(&self) -> Result<Vec<(MailLogKind, PathBuf)>, String> {
        let asked = [
            (MailLogKind::Dovecot, "SIGILLO_MAILHOST_DOVECOT_LOG", &self.mailhost_dovecot_log),
            (MailLogKind::Postfix, "SIGILLO_MAILHOST_POSTFIX_LOG", &self.mailhost_postfix_log),
        ];
        let mut logs = vec![];
        for (kind, name, path) in asked {
            let Some(path) = path.clone().filter(|path| !path.as_os_str().is_empty()) else {
                continue;
            };
            if self.mailhost_url.is_none() {
                return Err(format!("{name}: SIGILLO_MAILHOST_URL is missing"));
            }
            if !path.is_absolute() || path.is_dir() {
                let expected = "is not the path of a file from the root";
                return Err(format!("{name}: {} {expected}", path.display()));
            }
            logs.push((kind, path));
        }
        Ok(logs)
    }

    fn check_mailhost_poll(&self) -> Result<TimeDelta, String> {
        let seconds =
            self.mailhost_poll.parse().ok().filter(|seconds| (1..=86_400).contains(seconds));
        seconds.map(TimeDelta::seconds).ok_or_else(|| {
            let text = &self.mailhost_poll;
            format!("SIGILLO_MAILHOST_POLL: {text:?} is not a number of seconds, 1 to 86400")
        })
    }

    fn check_mail_from(&self, public_url: Option<&Url>, address: &str) -> Result<String, String> {
        let host = match public_url.and_then(Url::host) {
            Some(Host::Domain(name)) => name.to_owned(),
            // An IP address cannot be the host of a sender.
            Some(_) | None => "localhost".to_owned(),
        };
        let from = self.mail_from.clone().filter(|from| !from.trim().is_empty());
        let from = from.unwrap_or_else(|| format!("Sigillo <no-reply@{host}>"));
        Writer::new(&from, address).map_err(|wrong| format!("SIGILLO_MAIL_FROM: {wrong}"))?;
        Ok(from)
    }

    fn check_database_url(&self) -> Result<String, String> {
        let Some(url) = &self.database_url else {
            return Ok(format!("sqlite:{}", self.data_dir.join("sigillo.db").display()));
        };
        let path = url.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//"));
        let known = match path {
            Some(path) => !path.is_empty(),
            None => ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)),
        };
        // The value is not shown, since it may hold a password.
        if !known {
            let expected = "expected sqlite:PATH or postgres://USER@HOST/NAME";
            return Err(format!("SIGILLO_DATABASE_URL: {expected}"));
        }
        Db::check_url(url).map_err(|wrong| format!("SIGILLO_DATABASE_URL: {wrong}"))?;
        Ok(url.clone())
    }
}

fn check_public_url(text: &str) -> Result<Url, String> {
    let wrong =
        || format!("SIGILLO_PUBLIC_URL: {text:?} is not an address such as https://pec.example.it");
    let url = Url::parse(text).map_err(|_| wrong())?;
    let plain =
        matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.query().is_none();
    if plain { Ok(url) } else { Err(wrong()) }
}

/// Cookies without `Secure` are allowed on the loopback interface only.
fn secure_cookie(public_url: Option<&Url>, listen: SocketAddr) -> bool {
    match public_url {
        Some(url) if url.scheme() == "https" => true,
        Some(url) => !match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        },
        None => !listen.ip().is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        config: Config,
    }

    fn check(arguments: &[&str]) -> Result<Settings, String> {
        Line::parse_from([&["sigillo"], arguments].concat()).config.check()
    }

    #[test]
    fn the_database_lies_in_the_data_folder_by_default() {
        let settings = check(&["--data-dir", "/srv/sigillo"]).unwrap();
        assert_eq!(settings.database_url, "sqlite:/srv/sigillo/sigillo.db");
        assert_eq!(settings.signing_key_file, PathBuf::from("/srv/sigillo/signing.key"));
    }

    #[test]
    fn cookies_are_for_https_outside_the_loopback() {
        let secure = |arguments: &[&str]| check(arguments).unwrap().secure_cookie;
        assert!(!secure(&[]));
        assert!(!secure(&["--public-url", "http://localhost:8080"]));
        assert!(secure(&["--listen", "0.0.0.0:8080"]));
        assert!(secure(&["--public-url", "https://pec.example.it"]));
        assert!(secure(&["--public-url", "http://pec.example.it"]));
    }

    #[test]
    fn a_wrong_value_is_one_line_that_names_it() {
        for (arguments, name) in [
            (["--listen", "8080"], "SIGILLO_LISTEN"),
            (["--public-url", "pec.example.it"], "SIGILLO_PUBLIC_URL"),
            (["--database-url", "mysql://u:secret@h/d"], "SIGILLO_DATABASE_URL"),
            (["--database-url", "sqlite:"], "SIGILLO_DATABASE_URL"),
            (["--trusted-proxies", "10.0.0.1,proxy"], "SIGILLO_TRUSTED_PROXIES"),
            (["--smtp-url", "http://u:secret@h"], "SIGILLO_SMTP_URL"),
            (["--smtp-url", "smtp://u:secret@mail.example.it"], "SIGILLO_SMTP_URL"),
            (["--mail-from", "Sigillo"], "SIGILLO_MAIL_FROM"),
            (["--mailhost-url", "127.0.0.1:24080"], "SIGILLO_MAILHOST_URL"),
            (["--mailhost-url", "ftp://mail.example.it:24080"], "SIGILLO_MAILHOST_URL"),
            (["--mailhost-url", "https://mail.example.it:24080"], "SIGILLO_MAILHOST_KEY_FILE"),
            (["--mailhost-url", "http://127.0.0.1:24080"], "SIGILLO_MAILHOST_KEY_FILE"),
            (["--tsa-url", "tsa:secret@example.it"], "SIGILLO_TSA_URL"),
            (["--tsa-url", "ldap://u:secret@tsa.example.it"], "SIGILLO_TSA_URL"),
            (["--objects-url", "https://documenti"], "SIGILLO_OBJECTS_URL"),
            (["--clamd", "clamd"], "SIGILLO_CLAMD"),
            (["--probe-web-url", "https://pec.example.it"], "SIGILLO_PROBE_WEB_URL"),
            (
                ["--probe-submission-url", "smtp://u:secret@mail.example.it"],
                "SIGILLO_PROBE_SUBMISSION_URL",
            ),
            (["--probe-imap-url", "imap://u:secret@mail.example.it"], "SIGILLO_PROBE_IMAP_URL"),
            (["--mailhost-poll", "0"], "SIGILLO_MAILHOST_POLL"),
            (
                ["--preservation-imap-url", "imap://u:secret@127.0.0.1"],
                "SIGILLO_PRESERVATION_IMAP_URL",
            ),
            (
                ["--preservation-imap-url", "imap://u@127.0.0.1"],
                "SIGILLO_PRESERVATION_IMAP_PASSWORD_FILE",
            ),
            (["--preservation-reconcile", "0"], "SIGILLO_PRESERVATION_RECONCILE"),
        ] {
            let line = check(&arguments).unwrap_err();
            assert!(
                line.starts_with(name) && !line.contains('\n') && !line.contains("secret"),
                "{line}"
            );
        }
    }
}
