//! Owners of the mail and of the files.

use std::os::unix::fs::chown;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Options;

/// A user of this machine.
#[derive(Debug, Clone)]
pub struct Owner {
    pub user: String,
    pub group: String,
    pub uid: u32,
    pub gid: u32,
    /// Whether this process runs as root.
    is_root: bool,
    /// Whether files are given to this user.
    gives_files: bool,
    gives_mail: bool,
}

impl Owner {
    pub fn find(options: &Options) -> Result<Self> {
        let user = match &options.user {
            Some(user) => user.clone(),
            None => id(&["-un"])?,
        };
        let number = |what| -> Result<u32> { Ok(id(&[what, "--", &user])?.parse()?) };
        let (uid, gid) = (number("-u")?, number("-g")?);
        let group = id(&["-gn", "--", &user])?;
        if uid == 0 {
            bail!("--user: Dovecot serves no mail as root; name the user who owns it");
        }
        let runner = id(&["-u"])?;
        let is_root = runner == "0";
        let other = runner.parse::<u32>()? != uid;
        if other && !is_root {
            bail!("only root can prepare the mail folder of another user: run this as {user}");
        }
        // When root starts Dovecot, it reads its files as root.
        Ok(Self {
            user,
            group,
            uid,
            gid,
            is_root,
            gives_files: other && options.unprivileged,
            gives_mail: other,
        })
    }

    /// The group of Postfix's processes, which may read only what is meant for them; None when this
    /// process does not run as root, who must then give them access.
    pub fn group_of_postfix(&self) -> Result<Option<u32>> {
        if !self.is_root {
            return Ok(None);
        }
        let group = id(&["-g", "--", "postfix"]).context("--postfix: install Postfix first")?;
        Ok(Some(group.parse()?))
    }

    /// The group that may read the logs.
    pub fn group_of_panel(options: &Options) -> Result<String> {
        match &options.panel_group {
            Some(group) => Ok(group.clone()),
            None => id(&["-gn"]),
        }
    }

    /// Who writes Dovecot's log: root, unless it is started by this user.
    pub fn writes_log(&self, options: &Options) -> &str {
        if options.unprivileged { &self.user } else { "root" }
    }

    /// This user as the owner of mail, whoever starts Dovecot.
    pub fn of_mail(&self) -> Self {
        Self { gives_files: self.gives_mail, ..self.clone() }
    }

    /// Gives a new log to who writes it and to the group that reads it.
    pub fn give_log(&self, path: &Path, writer: &str, group: &str) -> Result<()> {
        let group = group_number(group)?;
        // Who is not root keeps it.
        let writer = if self.is_root { Some(id(&["-u", "--", writer])?.parse()?) } else { None };
        chown(path, writer, Some(group))
            .with_context(|| format!("{} cannot be given to the group {group}", path.display()))
    }

    /// Gives a file to this user, where files are given away.
    pub fn give(&self, path: &Path) -> Result<()> {
        if !self.gives_files {
            return Ok(());
        }
        chown(path, Some(self.uid), Some(self.gid))
            .with_context(|| format!("{} cannot be given to {}", path.display(), self.user))
    }
}

/// The number of a group.
fn group_number(name: &str) -> Result<u32> {
    let asked = Command::new("getent").args(["group", "--", name]).output();
    let line = asked.context("the command `getent`")?.stdout;
    let line = String::from_utf8_lossy(&line);
    let number = line.trim().split(':').nth(2).and_then(|number| number.parse().ok());
    number.with_context(|| format!("--panel-group: there is no group {name}"))
}

/// The name of a user by their number.
pub fn name_of(uid: u32) -> Result<String> {
    id(&["-un", "--", &uid.to_string()])
}

/// Asks the system, which also knows the users of directory services.
fn id(arguments: &[&str]) -> Result<String> {
    let asked = Command::new("id").args(arguments).output().context("the command `id`")?;
    if !asked.status.success() {
        bail!("{}", String::from_utf8_lossy(&asked.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&asked.stdout).trim().to_owned())
}
