//! The key that signs access tokens. It has a file of its own, outside the database.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sigillo_app::Entropy;

/// Length of the key, in bytes.
pub const LENGTH: usize = 32;

/// Reads the key, or creates it on the first start. Only its owner may read the file: a file that
/// others could read is refused.
pub fn load_or_create(path: &Path, entropy: &dyn Entropy) -> io::Result<[u8; LENGTH]> {
    match load(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => create(path, entropy),
        outcome => outcome,
    }
}

/// Reads a key that must be there.
pub fn load(path: &Path) -> io::Result<[u8; LENGTH]> {
    let mut file = File::open(path)?;
    let wrong = |reason| Err(io::Error::new(io::ErrorKind::InvalidData, reason));
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        return wrong("others than its owner may read the file (chmod 600 is expected)");
    }
    let mut content = Vec::new();
    file.read_to_end(&mut content)?;
    match content.try_into() {
        Ok(key) => Ok(key),
        Err(_) => wrong("the file is not a key of 32 bytes"),
    }
}

fn create(path: &Path, entropy: &dyn Entropy) -> io::Result<[u8; LENGTH]> {
    let mut key = [0; LENGTH];
    entropy.fill(&mut key);
    // The key is written to a temporary file that is linked into place, so that two servers that
    // start together end up with one key, and nobody ever reads half of it.
    let aside = write_aside(path, &key, entropy)?;
    let linked = std::fs::hard_link(&aside, path);
    std::fs::remove_file(&aside)?;
    match linked {
        Ok(()) => Ok(key),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => load(path),
        Err(error) => Err(error),
    }
}

/// Writes a file beside another, for its owner only. Its name is random: servers in containers have the same
/// process id, and must not write into each other's file.
pub(crate) fn write_aside(
    path: &Path,
    content: &[u8],
    entropy: &dyn Entropy,
) -> io::Result<PathBuf> {
    let mut random = [0; 8];
    entropy.fill(&mut random);
    let aside = path.with_extension(format!("new-{}", hex::encode(random)));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&aside)?;
    file.write_all(content)?;
    file.sync_all()?;
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn of_keys_that_are_created_at_once_one_holds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signing.key");
        let create = || load_or_create(&path, &SystemEntropy).unwrap();
        let made: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..16).map(|_| scope.spawn(create)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let kept = load_or_create(&path, &SystemEntropy).unwrap();
        assert!(made.iter().all(|key| *key == kept));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_key_is_created_once_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signing.key");
        let made = load_or_create(&path, &SystemEntropy).unwrap();
        assert_eq!(load_or_create(&path, &SystemEntropy).unwrap(), made);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_key_that_others_could_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signing.key");
        std::fs::write(&path, [1; LENGTH]).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(load_or_create(&path, &SystemEntropy).is_err());
    }

    #[test]
    fn a_truncated_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signing.key");
        std::fs::write(&path, [1; 5]).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(load_or_create(&path, &SystemEntropy).is_err());
    }
}
