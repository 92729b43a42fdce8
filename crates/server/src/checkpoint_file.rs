//! The file of the history's checkpoints: one JSON object a line, which is only ever appended to.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};
use sigillo_app::history::{self, Checkpoint};
use sigillo_app::{App, AppError};

#[derive(Debug)]
pub struct CheckpointFile {
    path: PathBuf,
    /// The position of the last checkpoint that this server has written.
    last_position: Mutex<i64>,
}

impl CheckpointFile {
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), last_position: Mutex::new(0) }
    }

    /// Appends a checkpoint, unless the log has not grown since the one before.
    fn append(&self, checkpoint: &Checkpoint) -> io::Result<()> {
        let mut last = self.last_position.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if *last == checkpoint.position {
            return Ok(());
        }
        let mut line = serde_json::to_string(checkpoint)?;
        line.push('\n');
        if ends_within_a_line(&self.path)? {
            line.insert(0, '\n');
        }
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.path)?;
        // One write, so that the lines of two servers do not mix.
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        *last = checkpoint.position;
        Ok(())
    }
}

/// Whether the last line was cut off, by a crash or a full disk.
fn ends_within_a_line(path: &Path) -> io::Result<bool> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// Writes a checkpoint of the log as it is. A file that cannot be written holds up nothing else.
pub async fn write_checkpoint(app: &App, file: &CheckpointFile) -> Result<(), AppError> {
    if let Some(checkpoint) = history::checkpoint(app).await?
        && let Err(error) = file.append(&checkpoint)
    {
        tracing::error!(%error, file = %file.path.display(), "a checkpoint cannot be written");
    }
    Ok(())
}

/// Seals everything that was recorded, and writes a checkpoint of it.
pub async fn seal_and_write_checkpoint(app: &App, file: &CheckpointFile) -> Result<(), AppError> {
    while history::seal_log(app).await? > 0 {}
    write_checkpoint(app, file).await
}

fn is_beginning(line: &str) -> bool {
    line.trim_start().starts_with('{')
}

fn is_cut_off(object: &str) -> bool {
    is_beginning(object) && !object.ends_with('}')
}

/// What a file of checkpoints holds.
#[derive(Debug, Default)]
pub struct Kept {
    /// Oldest first.
    pub checkpoints: Vec<Checkpoint>,
    /// The lines that are no checkpoints, such as one that a crash cut off: the file and the number.
    pub unreadable: Vec<String>,
}

impl Kept {
    /// Adds what another file holds.
    pub fn add(&mut self, path: &Path) -> Result<()> {
        let name = path.display();
        let text = std::fs::read_to_string(path);
        let text = text.with_context(|| format!("the checkpoints of {name}"))?;
        let mut lines =
            text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()).peekable();
        while let Some((line, number)) = lines.next() {
            // A mail program may have broken the line of a checkpoint, which has no blanks, over several.
            let mut object = line.trim().to_owned();
            while is_cut_off(&object) && lines.peek().is_some_and(|(next, _)| !is_beginning(next)) {
                object.extend(lines.next().map(|(next, _)| next.trim()));
            }
            match serde_json::from_str(&object) {
                Ok(checkpoint) => self.checkpoints.push(checkpoint),
                Err(_) => self.unreadable.push(format!("{name}, line {number}")),
            }
        }
        Ok(())
    }

    pub fn read(path: &Path) -> Result<Self> {
        let mut kept = Self::default();
        kept.add(path)?;
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_a_mail_program_has_broken_is_read() {
        let line = r#"{"log":"0f4b1a6c-8f3e-4b53-9a61-2f2f6f0c7d11","position":3,"block":"00","at":"2026-02-23T08:05:12Z","public_key":"00","signature":"00"}"#;
        let (begin, end) = line.split_at(60);
        let text = format!("Gentile amministratore,\n{begin}\n  {end}\n{{\"log\":\"cut\n{line}\n");
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let Kept { checkpoints, unreadable } = Kept::read(file.path()).unwrap();
        assert_eq!((checkpoints.len(), unreadable.len()), (2, 2), "{unreadable:?}");
        assert!(checkpoints.iter().all(|checkpoint| checkpoint.position == 3));
    }
}
