//! The values for the templates, validated.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use minijinja::context;
use minijinja::value::Value;
use sha2::{Digest, Sha256};
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_app::Entropy;
use sigillo_storage::{Db, Place, PostgresServer};

use super::Options;
use super::canary::Canary;
use super::options::Dovecot;
use super::owner::{Owner, name_of};
use crate::config::Settings;

/// A socket's path may have 107 bytes, of which the longest socket name takes about thirty.
const LONGEST_RUN_DIR: usize = 75;
pub const API_KEY_FILE: &str = "doveadm.key";
/// The password of the user by whom the panel reads receipts.
pub const PRESERVATION_PASSWORD_FILE: &str = "preservation.password";
pub const ROLE_PASSWORD_FILE: &str = "reader.password";

pub struct Facts {
    pub dovecot: Dovecot,
    pub postfix: bool,
    /// The group that may read Postfix's secrets.
    pub postfix_group: Option<u32>,
    pub is_sqlite: bool,
    pub mail_dir: String,
    pub run_dir: String,
    pub logs: Logs,
    pub canary: Option<Canary>,
    pub api_key: String,
    pub role_password: String,
    pub preservation_password: String,
    /// Every value, for the templates.
    pub values: Value,
}

impl Facts {
    pub fn gather(
        options: &Options,
        settings: &Settings,
        owner: &Owner,
        dir: &Path,
    ) -> Result<Self> {
        let or = |path: &Option<PathBuf>, other: PathBuf| path.clone().unwrap_or(other);
        let dir_text = plain("--dir", dir)?;
        let (mail_dir, run_dir) = if options.unprivileged {
            (dir.join("mail"), dir.join("run"))
        } else {
            (PathBuf::from("/srv/mail"), PathBuf::from("/run/dovecot"))
        };
        let mail_dir = plain("--mail-dir", &absolute(&or(&options.mail_dir, mail_dir))?)?;
        let run_dir = plain("--run-dir", &absolute(&or(&options.run_dir, run_dir))?)?;
        if run_dir.len() > LONGEST_RUN_DIR {
            bail!(
                "--run-dir: {run_dir} is too long for the sockets in it; at most {LONGEST_RUN_DIR} bytes"
            );
        }
        let log_file =
            options.log_file.clone().or(options.unprivileged.then(|| dir.join("dovecot.log")));
        let log_file = log_file.map(|path| plain("--log-file", &absolute(&path)?)).transpose()?;
        let logs = Logs::of(options, owner, &dir_text, log_file.as_deref())?;
        let canary = Canary::of(options, dir, &dir_text)?;
        let database = Database::of(options, settings, owner)?;
        let api_key = secret(&dir.join(API_KEY_FILE))?;
        let role_password = secret(&dir.join(ROLE_PASSWORD_FILE))?;
        let preservation_password = secret(&dir.join(PRESERVATION_PASSWORD_FILE))?;
        let has_secrets = options.postfix && database.postgres.is_some();
        let postfix_group = if has_secrets { owner.group_of_postfix()? } else { None };
        let values = context! {
            version => options.dovecot.as_str(),
            dir => dir_text,
            postfix => options.postfix,
            unprivileged => options.unprivileged,
            auth_penalty => !options.no_auth_penalty,
            user => &owner.user, group => &owner.group, uid => owner.uid, gid => owner.gid,
            mail_dir => &mail_dir, run_dir => &run_dir, log_file,
            log_dir => &logs.dir, dovecot_log => &logs.dovecot, postfix_log => &logs.postfix,
            canary => canary.as_ref().map(Canary::values),
            log_owner => &logs.owner, log_group => &logs.group,
            api_key => &api_key, role_password => &role_password,
            role => role(&options.database_role)?,
            listen => options.imap_listen.to_string(),
            tls => tls(options)?,
            imap_port => options.imap_port,
            imaps_port => options.imaps_port,
            lmtp_port => options.lmtp_port,
            doveadm_port => options.doveadm_port,
            sasl_port => options.sasl_port,
            policy_port => options.policy_port,
            preservation_port => options.preservation_port,
            preservation_hash => hex::encode(Sha256::digest(&preservation_password)),
            reader => &database.reader,
            sqlite => &database.sqlite,
            postgres => &database.postgres,
            map => if database.sqlite.is_some() { "proxy:sqlite" } else { "proxy:pgsql" },
        };
        Ok(Self {
            dovecot: options.dovecot,
            postfix: options.postfix,
            postfix_group,
            is_sqlite: database.sqlite.is_some(),
            mail_dir,
            run_dir,
            logs,
            canary,
            api_key,
            role_password,
            preservation_password,
            values,
        })
    }
}

/// The logs that messages are counted in.
pub struct Logs {
    pub dir: String,
    pub dovecot: String,
    pub postfix: String,
    /// Who writes that of Dovecot; that of Postfix is root's.
    pub owner: String,
    /// Who may read them.
    pub group: String,
}

impl Logs {
    fn of(options: &Options, owner: &Owner, dir: &str, log_file: Option<&str>) -> Result<Self> {
        let dir = format!("{dir}/log");
        Ok(Self {
            dovecot: log_file.map_or_else(|| format!("{dir}/dovecot.log"), str::to_owned),
            postfix: format!("{dir}/postfix.log"),
            owner: owner.writes_log(options).to_owned(),
            group: plain("--panel-group", Path::new(&Owner::group_of_panel(options)?))?,
            dir,
        })
    }
}

/// How the mail host opens the database: exactly one of the fields is set.
struct Database {
    sqlite: Option<String>,
    postgres: Option<Value>,
    /// The user that opens it.
    reader: String,
}

impl Database {
    fn of(options: &Options, settings: &Settings, owner: &Owner) -> Result<Self> {
        match Db::place(&settings.database_url)? {
            Place::Sqlite(file) => {
                let file = file.canonicalize().context("the database's file")?;
                let about = fs::metadata(&file)?;
                // Reading an SQLite database in WAL mode also creates files beside it. Created by
                // another user, the panel could not open them. Dovecot started by root therefore
                // reads as the panel's user.
                let shared = about.mode() & 0o022 != 0;
                if options.unprivileged && about.uid() != owner.uid && !shared {
                    bail!(
                        "{} is not {}'s: an unprivileged Dovecot reads the database as the user \
                         that the panel runs as (--user)",
                        file.display(),
                        owner.user
                    );
                }
                let reader =
                    if options.unprivileged { owner.user.clone() } else { name_of(about.uid())? };
                let sqlite = Some(plain("the database's file", &file)?);
                Ok(Self { sqlite, postgres: None, reader })
            }
            Place::Postgres { servers, database, ssl_mode, ssl_root_cert } => {
                let certificates = authorities(ssl_mode, ssl_root_cert.as_deref())?;
                let database = plain("the database's name", Path::new(&database))?;
                let mut hosts = vec![];
                for PostgresServer { host, port } in &servers {
                    hosts.push((plain("the database's host", Path::new(host))?, *port));
                }
                let list = |texts: Vec<String>, between| texts.join(between);
                let postgres = context! {
                    // libpq tries them in order, and one of either kind serves: these only read.
                    host => list(hosts.iter().map(|(host, _)| host.clone()).collect(), ","),
                    port => list(hosts.iter().map(|(_, port)| port.to_string()).collect(), ","),
                    postfix_hosts => list(hosts.iter().map(postfix_host).collect(), " "),
                    // Of a socket; the other hosts have theirs beside them.
                    postfix_port => servers[0].port,
                    database,
                    tls => ssl_mode,
                    certificates,
                };
                Ok(Self { sqlite: None, postgres: Some(postgres), reader: owner.user.clone() })
            }
        }
    }
}

fn postfix_host((host, port): &(String, u16)) -> String {
    if host.starts_with('/') { format!("unix:{host}") } else { format!("inet:{host}:{port}") }
}

/// The file of the authorities that the mail host trusts: its library does not know the machine's.
fn authorities(ssl_mode: &str, ssl_root_cert: Option<&Path>) -> Result<Option<String>> {
    match ssl_root_cert {
        Some(file) => {
            let file = file.canonicalize().context("the database's sslrootcert")?;
            Ok(Some(plain("the database's sslrootcert", &file)?))
        }
        None if ssl_mode.starts_with("verify") => bail!(
            "the database's address: with sslmode={ssl_mode} a mail host needs sslrootcert=FILE too, such \
             as /etc/ssl/certs/ca-certificates.crt"
        ),
        None => Ok(None),
    }
}

fn tls(options: &Options) -> Result<Option<Value>> {
    let Some((cert, key)) = options.tls_cert.as_ref().zip(options.tls_key.as_ref()) else {
        if !options.imap_listen.is_loopback() {
            bail!(
                "--imap-listen {}: outside the loopback passwords travel under TLS alone (--tls-cert, --tls-key)",
                options.imap_listen
            );
        }
        return Ok(None);
    };
    let file = |option, path: &Path| {
        let whole = path.canonicalize().with_context(|| format!("{option} {}", path.display()))?;
        plain(option, &whole)
    };
    Ok(Some(context! { cert => file("--tls-cert", cert)?, key => file("--tls-key", key)? }))
}

fn absolute(path: &Path) -> Result<PathBuf> {
    Ok(std::path::absolute(path)?)
}

/// Refuses texts that would need quoting in Dovecot's settings, its queries, SQL or Postfix's
/// files.
pub(super) fn plain(what: &str, path: &Path) -> Result<String> {
    let good = |c: char| c.is_ascii_alphanumeric() || "/._-:".contains(c);
    match path.to_str() {
        Some(text) if !text.is_empty() && text.chars().all(good) => Ok(text.to_owned()),
        _ => {
            bail!("{what}: {} holds signs other than letters, digits and / . _ - :", path.display())
        }
    }
}

fn role(name: &str) -> Result<&str> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty()
        || name.len() > 63
        || !name.chars().all(good)
        || name.starts_with(|c: char| c.is_ascii_digit())
    {
        bail!("--database-role: {name:?} is not a name of lowercase letters, digits and _");
    }
    Ok(name)
}

/// The secret that an earlier run wrote, so that those who know it need no new one; otherwise a new
/// secret.
pub(super) fn secret(path: &Path) -> Result<String> {
    if path.exists() {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let text = text.trim();
        if text.len() < 32 || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            bail!("{} is not a secret that this command wrote: remove it", path.display());
        }
        return Ok(text.to_owned());
    }
    let mut bytes = [0; 32];
    SystemEntropy.fill(&mut bytes);
    Ok(hex::encode(bytes))
}
