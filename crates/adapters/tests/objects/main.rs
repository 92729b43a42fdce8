//! Objects in a folder, and in a bucket where the environment names one.

use std::fs;
use std::path::Path;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use sigillo_adapters::objects::Objects;
use sigillo_app::{ObjectError, ObjectStore};

/// The address of a bucket of a server for tests, `s3://BUCKET/PREFIX`.
const BUCKET: &str = "SIGILLO_TEST_OBJECTS_URL";
/// The same, with object lock.
const LOCKED_BUCKET: &str = "SIGILLO_TEST_LOCKED_OBJECTS_URL";
const KEY: &str = "ab12-1";

fn long_ago() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

fn in_the_future() -> DateTime<Utc> {
    DateTime::from_timestamp(32_503_680_000, 0).unwrap()
}

async fn put(store: &Objects, key: &str, pieces: &[Bytes]) {
    let mut upload = store.upload().await.unwrap();
    for piece in pieces {
        upload.write(piece.clone()).await.unwrap();
    }
    let uploaded = upload.finish().await.unwrap();
    store.place(uploaded, key).await.unwrap();
}

async fn get(store: &Objects, key: &str, start: u64) -> Result<Vec<u8>, ObjectError> {
    let pieces: Vec<Bytes> = store.read(key, start).await?.try_collect().await?;
    Ok(pieces.concat())
}

/// What every store does.
async fn keeps_objects(store: &Objects) {
    assert_eq!(get(store, KEY, 0).await, Err(ObjectError::Missing));
    assert_eq!(store.size(KEY).await, Ok(None));
    // Larger than a part of a bucket.
    let pieces: Vec<_> = (0..120_u8).map(|n| Bytes::from(vec![n; 64 * 1024])).collect();
    put(store, KEY, &pieces).await;
    assert_eq!(store.size(KEY).await, Ok(Some(120 * 64 * 1024)));
    let content = pieces.concat();
    assert_eq!(get(store, KEY, 0).await.unwrap(), content);
    assert_eq!(get(store, KEY, 1_000_000).await.unwrap(), &content[1_000_000..]);

    put(store, "ab99-2", &[Bytes::from_static(b"%PDF")]).await;
    put(store, "cd00-3", &[Bytes::from_static(b"%PDF")]).await;
    let mut keys = store.list(0xab, in_the_future()).await.unwrap();
    keys.sort_unstable();
    assert_eq!(keys, [KEY, "ab99-2"]);
    assert_eq!(store.list(0xab, long_ago()).await, Ok(vec![]));
    assert_eq!(store.list(0x01, in_the_future()).await, Ok(vec![]));

    for key in [KEY, "ab99-2", "cd00-3"] {
        store.delete(key).await.unwrap();
        // What is gone can be deleted again.
        store.delete(key).await.unwrap();
        assert_eq!(store.size(key).await, Ok(None));
    }
}

/// A finished upload that nobody has placed is swept, and one that is given up leaves nothing.
async fn sweeps_uploads(store: &Objects) {
    let mut upload = store.upload().await.unwrap();
    upload.write(Bytes::from_static(b"%PDF")).await.unwrap();
    let waiting = upload.finish().await.unwrap();
    let mut upload = store.upload().await.unwrap();
    upload.write(Bytes::from_static(b"%PDF")).await.unwrap();
    upload.abort().await;
    assert_eq!(store.sweep_uploads(long_ago()).await, Ok(0));
    assert_eq!(store.sweep_uploads(in_the_future()).await, Ok(1));
    assert_eq!(store.place(waiting, KEY).await, Err(ObjectError::Missing));
    let uploaded = store.upload().await.unwrap().finish().await.unwrap();
    store.discard(uploaded.clone()).await.unwrap();
    assert_eq!(store.place(uploaded, KEY).await, Err(ObjectError::Missing));
}

#[tokio::test]
async fn a_folder_keeps_objects() {
    let folder = tempfile::tempdir().unwrap();
    let store = Objects::in_folder(&folder.path().join("objects")).unwrap();
    keeps_objects(&store).await;
    sweeps_uploads(&store).await;
}

#[tokio::test]
async fn what_a_killed_server_has_written_of_an_upload_is_swept() {
    let folder = tempfile::tempdir().unwrap();
    let store = Objects::in_folder(folder.path()).unwrap();
    let mut upload = store.upload().await.unwrap();
    upload.write(Bytes::from(vec![7; 1024 * 1024])).await.unwrap();
    // As after a kill: nothing of the upload runs any more.
    std::mem::forget(upload);
    assert_eq!(files_in(&folder.path().join("uploads")), 1);
    assert_eq!(store.sweep_uploads(in_the_future()).await, Ok(1));
    assert_eq!(files_in(&folder.path().join("uploads")), 0);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let store = Objects::in_folder(folder.path()).unwrap();
    // A file stands where the folder of uploads would be.
    fs::write(folder.path().join("uploads"), b"").unwrap();
    let refused = store.upload().await.err();
    assert!(matches!(refused, Some(ObjectError::Unavailable(_))), "{refused:?}");
}

#[tokio::test]
async fn a_bucket_keeps_objects() {
    let Ok(url) = std::env::var(BUCKET) else {
        eprintln!("skipped: {BUCKET} names no bucket");
        return;
    };
    let store = Objects::in_bucket(&url).unwrap();
    keeps_objects(&store).await;
    sweeps_uploads(&store).await;
}

#[tokio::test]
async fn a_bucket_with_object_lock_keeps_objects() {
    let Ok(url) = std::env::var(LOCKED_BUCKET) else {
        eprintln!("skipped: {LOCKED_BUCKET} names no bucket");
        return;
    };
    let store = Objects::in_bucket(&url).unwrap();
    keeps_objects(&store).await;
    sweeps_uploads(&store).await;
}

fn files_in(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}
