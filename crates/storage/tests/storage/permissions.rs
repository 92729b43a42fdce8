//! Who may read an SQLite database.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sigillo_storage::Db;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

async fn open(file: &Path) -> Result<Db, String> {
    let db = Db::open(&format!("sqlite:{}", file.display())).await;
    db.map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_new_database_is_its_owners_alone() {
    let folder = sigillo_testkit::private_folder();
    let file = folder.path().join("sigillo.db");
    let db = open(&file).await.unwrap();
    db.migrate().await.unwrap();
    for end in ["", "-wal", "-shm"] {
        let path = folder.path().join(format!("sigillo.db{end}"));
        assert_eq!(mode(&path), 0o600, "{end}");
    }
    db.close().await;
}

#[tokio::test]
async fn a_database_that_everybody_could_read_is_closed() {
    let folder = sigillo_testkit::private_folder();
    let file = folder.path().join("sigillo.db");
    open(&file).await.unwrap().close().await;
    set_mode(&file, 0o644);
    open(&file).await.unwrap().close().await;
    assert_eq!(mode(&file), 0o600);
    // One that was shared with a group, such as the mail host's, stays so.
    set_mode(&file, 0o660);
    set_mode(folder.path(), 0o770);
    open(&file).await.unwrap().close().await;
    assert_eq!(mode(&file), 0o660);
}

#[tokio::test]
async fn a_folder_that_everybody_may_enter_is_refused() {
    let folder = sigillo_testkit::private_folder();
    let file = folder.path().join("sigillo.db");
    for loose in [0o755, 0o777, 0o701] {
        set_mode(folder.path(), loose);
        let refused = open(&file).await.unwrap_err();
        assert!(refused.contains("chmod o-rwx"), "{refused}");
        assert!(!file.exists());
    }
}
