//! The bare statements that a request cannot do without, run like the product's (same text, same
//! values, kept prepared) on one connection: no HTTP, no session, no domain.

use std::time::Duration;

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_app::{Clock, Entropy};
use sigillo_domain::history::{Action, Actor, ActorKind, FieldChange};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::storage_key::StorageKey;
use sigillo_storage::history::{NewRecord, append};
use sigillo_storage::{Conn, Db, history, mailbox_list, mailboxes};

use crate::measure::timed;
use crate::read::{List, PAGE, Read};
use crate::subjects::Subjects;

pub async fn read(
    on: &mut Conn,
    what: &Read,
    subjects: &Subjects,
    round: usize,
) -> Result<Duration> {
    match what {
        Read::List(list) => timed(page(on, list)).await,
        Read::Mailbox => {
            timed(async { Ok(mailboxes::find(on, subjects.mailbox(round).id).await?) }).await
        }
        Read::History => {
            let subject = subjects.mailbox(round).subject();
            let all = history::Filter::default();
            timed(async { Ok(history::list(on, subject, &all, None, PAGE + 1).await?) }).await
        }
    }
}

async fn page(on: &mut Conn, list: &List) -> Result<()> {
    let limit = usize::try_from(PAGE)?;
    mailbox_list::page(on, &list.filter, list.sort, list.after.as_ref(), limit).await?;
    if list.counted {
        mailbox_list::count(on, &list.filter).await?;
    }
    Ok(())
}

fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemEntropy.fill(&mut bytes);
    bytes
}

/// Inserts a copy of a mailbox and commits.
pub async fn insert(db: &Db, like: &Mailbox) -> Result<Duration> {
    let now = SystemClock.now();
    let millis = u64::try_from(now.timestamp_millis())?;
    let uuid = uuid::Builder::from_unix_timestamp_millis(millis, &bytes()).into_uuid();
    let id = MailboxId::from_uuid(uuid);
    let local_part = format!("nuda.{}", uuid.simple());
    let address = like.address.replacen(&like.local_part, &local_part, 1);
    let mailbox = Mailbox { id, address, local_part, created_at: now, version: 1, ..like.clone() };
    let key = StorageKey::from_random(bytes());
    let time = timed(async {
        let mut tx = db.begin().await?;
        mailboxes::insert(&mut tx, &mailbox, &key).await?;
        Ok(tx.commit().await?)
    });
    let time = time.await?;
    let history_key = db.history_key()?;
    let mut changes = mailbox.recorded_changes(None, &history_key);
    let digest = mailbox.storage_key_digest(&key, &history_key);
    changes.extend(FieldChange::between(None, vec![digest]));
    append_history(db, id, now, Action::Created, &changes).await?;
    Ok(time)
}

/// Changes a mailbox's quota and commits.
pub async fn update(db: &Db, id: MailboxId) -> Result<Duration> {
    let before = mailboxes::find(&mut db.read().await?, id).await?.context("it is there")?;
    let mut after = before.clone();
    after.quota_mb += 1;
    after.version += 1;
    let time = timed(async {
        let mut tx = db.begin().await?;
        mailboxes::update(&mut tx, &after).await?;
        Ok(tx.commit().await?)
    });
    let time = time.await?;
    let changes = after.recorded_changes(Some(&before), &*db.history_key()?);
    append_history(db, id, SystemClock.now(), Action::Updated, &changes).await?;
    Ok(time)
}

/// Not measured; it keeps the history consistent.
async fn append_history(
    db: &Db,
    id: MailboxId,
    at: DateTime<Utc>,
    action: Action,
    changes: &[FieldChange],
) -> Result<()> {
    let actor = Actor { kind: ActorKind::System, id: None, name: "bench".into() };
    let subject = id.subject();
    let mut tx = db.begin().await?;
    append(&mut tx, NewRecord { subject, at, actor: &actor, action, changes }).await?;
    Ok(tx.commit().await?)
}
