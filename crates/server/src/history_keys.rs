//! The files of the history's keys, beside the signing key: `history.key` is the present one, and each former
//! one is `history-ID.key`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_adapters::signing_key;
use sigillo_app::history;
use sigillo_domain::history_key::HistoryKey;
use sigillo_storage::Db;

use crate::config::Settings;

pub struct HistoryKeyFiles {
    present: PathBuf,
}

impl HistoryKeyFiles {
    pub fn of(settings: &Settings) -> Self {
        Self { present: settings.signing_key_file.with_file_name("history.key") }
    }

    /// Where a new key is from before the database names it until the change is complete.
    fn next(&self) -> PathBuf {
        self.present.with_file_name("history.key.next")
    }

    pub fn former(&self, id: &str) -> PathBuf {
        self.present.with_file_name(format!("history-{id}.key"))
    }

    /// Gives the database the key of its history, which is created for a new database.
    ///
    /// It is not derived from the signing key, which may be replaced to end all sessions: this one must last
    /// as long as the history.
    pub async fn take_up(&self, db: &Db) -> Result<()> {
        let named = history::key_id(db).await?;
        if let Some(id) = &named {
            self.complete_change(id)?;
        }
        let file = self.present.display();
        // A key made now would not be the one that the history is sealed with.
        if let Some(id) = named.filter(|_| !self.present.exists()) {
            bail!(
                "the history of this database is sealed with a key ({id}) whose file {file} is missing: bring \
                 it back from where the key was kept"
            );
        }
        let key = load_or_create(&self.present)?;
        let own = key.id().to_owned();
        db.set_history_key(key);
        if let Some(other) = history::adopt_key(db, &SystemEntropy).await? {
            bail!(
                "the history of this database is sealed with another key ({other}) than that of {file} \
                 ({own}): the file that belongs to the database is needed"
            );
        }
        Ok(())
    }

    /// Creates the key that is to replace the present one, and keeps the present one under its id too.
    pub fn prepare_change(&self, present: &HistoryKey) -> Result<HistoryKey> {
        let former = self.former(present.id());
        link(&self.present, &former).with_context(|| former.display().to_string())?;
        load_or_create(&self.next())
    }

    /// Puts the new key in the place of the former one if the database names it already. This also completes
    /// a change that was interrupted.
    pub fn complete_change(&self, named_id: &str) -> Result<()> {
        let next = self.next();
        if next.exists() && load_or_create(&next)?.id() == named_id {
            fs::rename(&next, &self.present).with_context(|| next.display().to_string())?;
        }
        Ok(())
    }

    /// The former keys whose files are there.
    pub fn load_former(&self) -> Result<Vec<Arc<HistoryKey>>> {
        let folder = self.present.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let mut keys = vec![];
        for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let id = name.strip_prefix("history-").and_then(|rest| rest.strip_suffix(".key"));
            if id.is_some() {
                keys.push(Arc::new(load_or_create(&path)?));
            }
        }
        Ok(keys)
    }
}

fn load_or_create(path: &Path) -> Result<HistoryKey> {
    let secret = signing_key::load_or_create(path, &SystemEntropy);
    let secret = secret.with_context(|| format!("the key of the history {}", path.display()))?;
    Ok(HistoryKey::derive(&secret))
}

/// Gives a file a second name, unless it has it already.
fn link(file: &Path, name: &Path) -> io::Result<()> {
    match fs::hard_link(file, name) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        outcome => outcome,
    }
}
