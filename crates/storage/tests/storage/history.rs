//! Appending to a chain.

use sigillo_domain::history::{Action, Actor, ActorKind, FieldChange};
use sigillo_domain::id::MailboxId;
use sigillo_domain::subject::{SubjectKind, SubjectRef};
use sigillo_storage::history::{Filter, NewRecord, append, chains, list, whole};
use sigillo_storage::{Db, Tx};
use sigillo_testkit::{TestApp, history_key, on_both_engines};
use tokio::task::JoinSet;
use uuid::Uuid;

const SUBJECT: SubjectRef = MailboxId::from_u128(5).subject();

async fn append_to(tx: &mut Tx, subject: SubjectRef, name: &str) {
    let actor = Actor { kind: ActorKind::Assistant, id: Some(Uuid::max()), name: name.into() };
    let changes = [FieldChange::new("name", name.into(), "perché \u{1F4EE} \"'\\".into())];
    let record = NewRecord {
        subject,
        at: TestApp::START,
        actor: &actor,
        action: Action::Updated,
        changes: &changes,
    };
    append(tx, record).await.unwrap();
}

async fn append_and_commit(db: &Db, subject: SubjectRef, name: &str) {
    let mut tx = db.begin().await.unwrap();
    append_to(&mut tx, subject, name).await;
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn concurrent_appends_make_one_chain(app: TestApp) {
        let mut writers = JoinSet::new();
        for number in 0..20 {
            let db = app.app.db.clone();
            writers.spawn(async move {
                append_and_commit(&db, SUBJECT, &number.to_string()).await;
            });
        }
        writers.join_all().await;
        let mut on = app.app.db.read().await.unwrap();
        let records = whole(&mut on, SUBJECT).await.unwrap();
        let mut previous = String::new();
        for (sealed, seq) in records.iter().zip(1..) {
            assert_eq!(sealed.record.seq, seq);
            // Every field that is read back is what was sealed.
            assert_eq!(sealed.record.seal(&previous, &history_key()), sealed.hash);
            previous.clone_from(&sealed.hash);
        }
        let [chain] = chains(&mut on, Uuid::nil(), 5).await.unwrap().try_into().unwrap();
        assert_eq!((chain.subject, chain.length, chain.head), (SUBJECT, 20, previous));
    }

    async fn a_record_is_rolled_back_with_its_transaction(app: TestApp) {
        append_and_commit(&app.app.db, SUBJECT, "kept").await;
        let mut tx = app.app.db.begin().await.unwrap();
        append_to(&mut tx, SUBJECT, "dropped").await;
        drop(tx);
        append_and_commit(&app.app.db, SUBJECT, "kept too").await;
        let mut on = app.app.db.read().await.unwrap();
        let records = whole(&mut on, SUBJECT).await.unwrap();
        let found: Vec<_> =
            records.iter().map(|one| (one.record.seq, one.record.actor.name.as_str())).collect();
        assert_eq!(found, [(1, "kept"), (2, "kept too")]);
    }

    async fn a_chain_is_read_newest_first_in_pages(app: TestApp) {
        let mut tx = app.app.db.begin().await.unwrap();
        for name in ["a", "b", "c", "d", "e"] {
            append_to(&mut tx, SUBJECT, name).await;
            append_to(&mut tx, MailboxId::from_u128(6).subject(), name).await;
        }
        tx.commit().await.unwrap();
        let mut on = app.app.db.read().await.unwrap();
        let mut seen = vec![];
        let mut before = None;
        loop {
            let page = list(&mut on, SUBJECT, &Filter::default(), before, 2).await.unwrap();
            before = page.last().map(|one| one.record.seq);
            if before.is_none() { break }
            seen.extend(page.into_iter().map(|one| one.record.seq));
        }
        assert_eq!(seen, [5, 4, 3, 2, 1]);
        assert!(list(&mut on, SUBJECT, &Filter::default(), Some(i64::MIN), 2).await.unwrap().is_empty());
    }

    async fn chains_are_read_in_batches(app: TestApp) {
        let mut tx = app.app.db.begin().await.unwrap();
        // Some ids have high bits set: ids are ordered as bytes, not as signed numbers.
        let ids = [1, 7, 1 << 100, 1 << 127, u128::MAX - 1].map(Uuid::from_u128);
        for id in ids {
            append_to(&mut tx, SubjectKind::Mailbox.with_id(id), "a").await;
        }
        tx.commit().await.unwrap();
        let mut on = app.app.db.read().await.unwrap();
        let (mut seen, mut after) = (vec![], Uuid::nil());
        while let batch = chains(&mut on, after, 2).await.unwrap() && !batch.is_empty() {
            after = batch.last().unwrap().subject.id;
            seen.extend(batch.into_iter().map(|chain| chain.subject.id));
        }
        assert_eq!(seen, ids);
    }
}
