//! Writes the configuration of a mail host for the database in use.

mod canary;
mod facts;
mod files;
mod options;
mod owner;

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::config::Settings;
use facts::Facts;
use files::File;
pub use options::Options;
use owner::Owner;

/// Writes every file, or none if one exists and may not be replaced. Returns the paths, the main
/// file first.
pub fn write(options: &Options, settings: &Settings) -> Result<Vec<PathBuf>> {
    let owner = Owner::find(options)?;
    let dir = make_folder(&options.dir, &owner)?;
    let facts = Facts::gather(options, settings, &owner, &dir)?;
    let files = files::all(&facts)?;
    for file in files.iter().filter(|file| !file.is_kept) {
        let path = dir.join(file.name);
        if path.exists() && !options.force {
            bail!("{} is there already: --force writes it anew", path.display());
        }
    }
    make_folder(Path::new(&facts.mail_dir), &owner.of_mail())?;
    let run_dir = Path::new(&facts.run_dir);
    if !run_dir.exists() {
        make_folder(run_dir, &owner)?;
        // Otherwise Dovecot would open the folder to everybody and warn.
        fs::set_permissions(run_dir, Permissions::from_mode(0o755))?;
    }
    if facts.postfix {
        make_way_for_postfix(&dir)?;
    }
    // Dovecot's processes read what the panel may do as other users.
    let_through(&dir)?;
    if let Some(canary) = &facts.canary {
        make_folder(Path::new(&canary.home), &owner.of_mail())?;
    }
    make_logs(&facts, &owner)?;
    files.iter().map(|file| write_file(&dir, file, &owner, facts.postfix_group)).collect()
}

/// Creates a folder that only its owner can enter, and its parents, if they are missing; returns
/// the whole path.
fn make_folder(path: &Path, owner: &Owner) -> Result<PathBuf> {
    let context = || format!("the folder {}", path.display());
    if !path.exists() {
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).with_context(context)?;
        }
        DirBuilder::new().mode(0o700).create(path).with_context(context)?;
        owner.give(path)?;
    }
    path.canonicalize().with_context(context)
}

/// Lets other users pass through a folder to what is theirs in it.
fn let_through(dir: &Path) -> Result<()> {
    let context = || format!("the folder {}", dir.display());
    let mode = fs::metadata(dir).with_context(context)?.permissions().mode();
    fs::set_permissions(dir, Permissions::from_mode(mode | 0o011)).with_context(context)
}

/// Lets Postfix's processes pass through the folder to their own in it.
fn make_way_for_postfix(dir: &Path) -> Result<()> {
    let own = dir.join("postfix");
    let context = || format!("the folder {}", own.display());
    let_through(dir)?;
    fs::create_dir_all(&own).with_context(context)?;
    fs::set_permissions(&own, Permissions::from_mode(0o755)).with_context(context)
}

/// Creates the logs that messages are counted in, if they are missing: whoever writes a new one would let nobody else
/// read it.
fn make_logs(facts: &Facts, owner: &Owner) -> Result<()> {
    let logs = &facts.logs;
    let folder = make_folder(Path::new(&logs.dir), owner)?;
    fs::set_permissions(&folder, Permissions::from_mode(0o755))?;
    let of_postfix = facts.postfix.then_some((&logs.postfix, "root"));
    for (path, writer) in [(&logs.dovecot, logs.owner.as_str())].into_iter().chain(of_postfix) {
        let mut new = OpenOptions::new();
        match new.append(true).create_new(true).mode(0o640).open(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(|| format!("the log {path}")),
            Ok(_) => owner.give_log(Path::new(path), writer, &logs.group)?,
        }
    }
    Ok(())
}

/// Replaces a file atomically, so that a mail host that reloads meanwhile never reads half of it.
fn write_file(
    dir: &Path,
    file: &File,
    owner: &Owner,
    postfix_group: Option<u32>,
) -> Result<PathBuf> {
    let path = dir.join(file.name);
    let context = || format!("the file {}", path.display());
    let aside = path.with_extension("new");
    let mode = if file.is_secret { 0o600 } else { 0o644 };
    // A file left by an earlier attempt could have been readable by anybody.
    let _ = fs::remove_file(&aside);
    let mut new = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(&aside)
        .with_context(context)?;
    new.write_all(file.text.as_bytes()).with_context(context)?;
    new.sync_all().with_context(context)?;
    if !file.is_of_postfix() {
        owner.give(&aside)?;
    } else if let Some(group) = postfix_group.filter(|_| file.is_secret) {
        chown(&aside, None, Some(group)).with_context(context)?;
        fs::set_permissions(&aside, Permissions::from_mode(0o640)).with_context(context)?;
    }
    fs::rename(&aside, &path).with_context(context)?;
    Ok(path)
}
