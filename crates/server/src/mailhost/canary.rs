//! The canary: a mailbox of the mail host that only measures it, and that the panel does not know.

use std::path::Path;

use anyhow::{Context, Result, bail};
use minijinja::context;
use minijinja::value::Value;
use sha2::{Digest, Sha256};
use sigillo_domain::name::Email;

use super::Options;
use super::facts::{plain, secret};

pub const PASSWORD_FILE: &str = "canary.password";
const SUBMISSION_PORT: u16 = 587;

pub struct Canary {
    address: String,
    domain: String,
    /// The folder of its mail.
    pub home: String,
    pub password: String,
    imap: String,
    /// None where nobody can sign in to send.
    submission: Option<String>,
}

impl Canary {
    pub fn of(options: &Options, dir: &Path, dir_text: &str) -> Result<Option<Self>> {
        let Some(address) = &options.canary else { return Ok(None) };
        let parsed = Email::parse(address).ok();
        let address = parsed.with_context(|| format!("--canary: {address:?} is not an address"))?;
        let address = address.as_str().to_lowercase();
        let (name, domain) = address.split_once('@').unwrap_or_default();
        for part in [name, domain] {
            plain("--canary", Path::new(part))?;
        }
        let has_tls = options.tls_cert.is_some();
        let host = match (&options.canary_host, has_tls) {
            (Some(host), _) => plain("--canary-host", Path::new(host))?,
            (None, false) => "127.0.0.1".to_owned(),
            (None, true) => bail!("--canary-host: missing, with a certificate"),
        };
        let password = secret(&dir.join(PASSWORD_FILE))?;
        let user = format!("{name}%40{domain}:{password}");
        let imap = if has_tls {
            format!("imaps://{user}@{host}:{}", options.imaps_port)
        } else {
            format!("imap://{user}@{host}:{}", options.imap_port)
        };
        let submission = (options.postfix && has_tls)
            .then(|| format!("smtp://{user}@{host}:{SUBMISSION_PORT}?tls=required"));
        let (domain, home) = (domain.to_owned(), format!("{dir_text}/canary"));
        Ok(Some(Self { address, domain, home, password, imap, submission }))
    }

    /// What the templates have of it.
    pub fn values(&self) -> Value {
        context! {
            address => &self.address,
            domain => &self.domain,
            home => &self.home,
            hash => hex::encode(Sha256::digest(&self.password)),
            imap => &self.imap,
            submission => &self.submission,
        }
    }
}
