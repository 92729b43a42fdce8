//! Who may read an `SQLite` database: its owner, and a group if the file was shared with one. The
//! mail host's processes may be such a group.

use std::fs::{OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::error::StorageError;

/// Everybody but the owner and the group.
const OTHERS: u32 = 0o007;
const OWNER_ONLY: u32 = 0o600;

/// Creates the file if it is missing, for its owner only, and closes one that everybody could read.
/// `SQLite` gives the files beside it (`-wal`, `-shm`) the same permissions. A folder that everybody
/// may enter is refused: whoever may write there could replace the file.
pub(crate) fn close_to_others(file: &Path) -> Result<(), StorageError> {
    if is_in_memory(file) {
        return Ok(());
    }
    let wrong = |error: io::Error| StorageError::Unavailable(error.into());
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mode = std::fs::metadata(folder).map_err(wrong)?.permissions().mode();
    if mode & OTHERS != 0 {
        let mode = mode & 0o777;
        return Err(StorageError::Broken(format!(
            "everybody may enter {} (mode {mode:o}), where the database lies: close it with chmod o-rwx",
            folder.display()
        )));
    }
    let created =
        OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(file).map(drop);
    match created {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => close(file).map_err(wrong),
        created => created.map_err(wrong),
    }
}

/// Takes the file from everybody but its owner, if others could read it. A file that was shared with
/// a group alone stays shared.
fn close(file: &Path) -> io::Result<()> {
    for end in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        let path = Path::new(&name);
        match std::fs::metadata(path) {
            Ok(found) if found.permissions().mode() & OTHERS != 0 => {
                std::fs::set_permissions(path, Permissions::from_mode(OWNER_ONLY))?;
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// sqlx names a database in memory `file:sqlx-in-memory-…`.
fn is_in_memory(file: &Path) -> bool {
    let name = file.as_os_str().as_encoded_bytes();
    name == b":memory:" || name.starts_with(b"file:")
}
