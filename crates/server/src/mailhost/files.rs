//! The files of a mail host's configuration, from their templates.

use anyhow::{Context, Result};
use minijinja::{Environment, UndefinedBehavior, context};

use super::canary;
use super::facts::{API_KEY_FILE, Facts, PRESERVATION_PASSWORD_FILE, ROLE_PASSWORD_FILE};
use super::options::Dovecot;

pub struct File {
    /// Path within the folder.
    pub name: &'static str,
    pub text: String,
    pub is_secret: bool,
    /// Whether the file holds values chosen by an earlier run, and may already exist.
    pub is_kept: bool,
}

macro_rules! template {
    ($name:literal) => {
        include_str!(concat!("../../templates/mailhost/", $name))
    };
}

/// Name, purpose and query of each of Postfix's lookups.
const LOOKUPS: [(&str, &str, &str); 4] = [
    (
        "postfix/domains.cf",
        "The domains whose mail is taken in.",
        "SELECT name FROM postfix_domain WHERE name = lower('%s')",
    ),
    (
        "postfix/recipients.cf",
        "The mailboxes that a message may be for, those whose mail waits among them.",
        "SELECT address FROM dovecot_userdb WHERE address = lower('%s') AND delivery <> 'refuse'",
    ),
    (
        "postfix/deferred.cf",
        "The disabled mailboxes: their mail waits at the sender's.",
        "SELECT '450 4.2.1 Mailbox disabled' FROM dovecot_userdb WHERE address = lower('%s') AND delivery = 'defer'",
    ),
    (
        "postfix/senders.cf",
        "Who may send with an address: its own mailbox.",
        "SELECT address FROM dovecot_passdb WHERE address = lower('%s') AND nologin IS NULL",
    ),
];

impl File {
    /// Whether Postfix reads the file: its files belong to root, and its processes run as a user of
    /// their own.
    pub fn is_of_postfix(&self) -> bool {
        self.name.starts_with("postfix/")
    }
}

/// Every file, Dovecot's main file first.
pub fn all(facts: &Facts) -> Result<Vec<File>> {
    let (dovecot, secrets) = match facts.dovecot {
        Dovecot::V2_3 => (template!("dovecot-2.3.conf"), template!("secrets-2.3.conf")),
        Dovecot::V2_4 => (template!("dovecot-2.4.conf"), template!("secrets-2.4.conf")),
    };
    let open = |name, text| File { name, text, is_secret: false, is_kept: false };
    let secret = |name, text| File { name, text, is_secret: true, is_kept: false };
    let kept =
        |name, text: &str| File { name, text: text.to_owned(), is_secret: true, is_kept: true };
    let fill = |text| fill(text, facts, context! {});
    let mut files =
        vec![open("dovecot.conf", fill(dovecot)?), secret("secrets.conf", fill(secrets)?)];
    if facts.dovecot == Dovecot::V2_3 {
        files.push(secret("dovecot-sql.conf.ext", fill(template!("dovecot-sql.conf.ext"))?));
        let preservation = fill(template!("preservation-sql.conf.ext"))?;
        files.push(secret("preservation-sql.conf.ext", preservation));
        files.push(open("preservation.acl", fill(template!("preservation.acl"))?));
    }
    files.push(open("preservation.passwd", fill(template!("preservation.passwd"))?));
    files.push(kept(PRESERVATION_PASSWORD_FILE, &facts.preservation_password));
    files.push(kept(API_KEY_FILE, &facts.api_key));
    files.push(open("panel.env", fill(template!("panel.env"))?));
    files.push(open("logrotate.conf", fill(template!("logrotate.conf"))?));
    if let Some(canary) = &facts.canary {
        files.push(open("canary.passwd", fill(template!("canary.passwd"))?));
        files.push(kept(canary::PASSWORD_FILE, &canary.password));
        files.push(secret("probes.env", fill(template!("probes.env"))?));
    }
    if !facts.is_sqlite {
        files.push(secret("reader.sql", fill(template!("reader.sql"))?));
        files.push(kept(ROLE_PASSWORD_FILE, &facts.role_password));
    }
    if facts.postfix {
        files.push(open("postfix/main.cf", fill(template!("postfix/main.cf"))?));
        files.push(open("postfix/master.cf", fill(template!("postfix/master.cf"))?));
        for (name, purpose, query) in LOOKUPS {
            let text = self::fill(template!("postfix/map.cf"), facts, context! { purpose, query })?;
            files.push(File { name, text, is_secret: !facts.is_sqlite, is_kept: false });
        }
    }
    Ok(files)
}

fn fill(text: &str, facts: &Facts, more: minijinja::Value) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let values = context! { ..more, ..facts.values.clone() };
    let filled = environment.render_str(text, values).context("a template cannot be filled in")?;
    // The template engine drops the last line feed.
    Ok(format!("{}\n", filled.trim_end()))
}
