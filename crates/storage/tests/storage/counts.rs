//! The counts that the database keeps, compared with the mailboxes themselves.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sigillo_domain::id::DomainId;
use sigillo_domain::mailbox::{Mailbox, MailboxState, PasswordState};
use sigillo_storage::mailbox_counts::EntryCounts;
use sigillo_storage::mailbox_list::{Filter, count};
use sigillo_storage::{Db, mailbox_counts, mailboxes};
use sigillo_testkit::on_both_engines;
use tokio::task::JoinSet;

use crate::mailbox_fixtures::{MailboxFixtures, fixtures};

const CHANGES: usize = 200;

/// The same mailbox with another state, password state and soft limit.
fn changed(random: &mut StdRng, mailbox: Mailbox) -> Mailbox {
    let mut after = Mailbox { version: mailbox.version + 1, ..mailbox };
    after.state = *MailboxState::ALL.choose(random).unwrap();
    after.cancelled_at = (after.state == MailboxState::Cancelled).then_some(after.created_at);
    let was_active = random.random_bool(0.5);
    after.activated_at = was_active.then_some(after.created_at);
    after.password.state = *PasswordState::ALL.choose(random).unwrap();
    after.soft_limit_mb = random.random_range(1..=after.quota_mb.min(3));
    after
}

async fn save(db: &Db, mailbox: &Mailbox) {
    let mut tx = db.begin().await.unwrap();
    mailboxes::update(&mut tx, mailbox).await.unwrap();
    tx.commit().await.unwrap();
}

fn filters(fixtures: &MailboxFixtures) -> Vec<Filter> {
    let [first, second] = fixtures.domains.each_ref().map(|domain| domain.id);
    let mut filters = vec![];
    for domains in [vec![first], vec![second], vec![first, second]] {
        let all = Filter { domains, ..Filter::default() };
        let of = |state| Filter { states: vec![state], ..all.clone() };
        filters.extend(MailboxState::ALL.map(of));
        filters.push(Filter { over_soft_limit: true, ..all.clone() });
        filters.push(Filter {
            passwords: vec![PasswordState::Expired],
            states: vec![MailboxState::Active, MailboxState::Cancelled],
            ..all.clone()
        });
        filters.push(all);
    }
    filters
}

/// Counts the mailboxes that pass the filter one by one.
fn counted(mailboxes: &[Mailbox], filter: &Filter) -> usize {
    let over = |mailbox: &Mailbox| {
        let limit = mailbox.soft_limit_mb * sigillo_domain::quota::BYTES_PER_MB;
        mailbox.used_bytes.is_some_and(|used| used >= limit)
    };
    let wanted = |mailbox: &&Mailbox| {
        filter.domains.contains(&mailbox.domain_id)
            && (filter.states.is_empty() || filter.states.contains(&mailbox.state))
            && (filter.passwords.is_empty() || filter.passwords.contains(&mailbox.password.state))
            && (!filter.over_soft_limit || over(mailbox))
    };
    mailboxes.iter().filter(wanted).count()
}

/// Counts what each person has entered in these domains one by one.
fn entered(mailboxes: &[Mailbox], domains: &[DomainId]) -> Vec<EntryCounts> {
    let mut all = BTreeMap::new();
    for mailbox in mailboxes.iter().filter(|mailbox| domains.contains(&mailbox.domain_id)) {
        let counts = all.entry(mailbox.created_by.clone()).or_insert_with(|| EntryCounts {
            created_by: mailbox.created_by.clone(),
            inserted: 0,
            active: 0,
            pending: 0,
            activated_then_cancelled: 0,
        });
        let was_active = mailbox.activated_at.is_some();
        counts.inserted += 1;
        counts.active += i64::from(mailbox.state == MailboxState::Active);
        counts.pending += i64::from(mailbox.state == MailboxState::PendingActivation);
        counts.activated_then_cancelled +=
            i64::from(mailbox.state == MailboxState::Cancelled && was_active);
    }
    all.into_values().collect()
}

async fn hold(db: &Db, fixtures: &MailboxFixtures) {
    let [first, second] = fixtures.domains.each_ref().map(|domain| domain.id);
    for domains in [vec![first], vec![first, second], vec![]] {
        let mut on = db.read().await.unwrap();
        let stored = mailbox_counts::by_creator(&mut on, &domains).await.unwrap();
        assert_eq!(stored, entered(&fixtures.mailboxes, &domains), "{domains:?}");
    }
    for filter in filters(fixtures) {
        let stored = count(&mut db.read().await.unwrap(), &filter).await.unwrap();
        let expected = counted(&fixtures.mailboxes, &filter);
        assert_eq!(usize::try_from(stored).unwrap(), expected, "{filter:?}");
    }
}

on_both_engines! {
    async fn counts_follow_every_change(app: TestApp) {
        let db = &app.app.db;
        let mut fixtures = fixtures(&app).await;
        hold(db, &fixtures).await;
        let mut random = StdRng::seed_from_u64(3);
        for _ in 0..CHANGES {
            let place = random.random_range(0..fixtures.mailboxes.len());
            let after = changed(&mut random, fixtures.mailboxes[place].clone());
            save(db, &after).await;
            fixtures.mailboxes[place] = after;
        }
        hold(db, &fixtures).await;
        // A change that is rolled back is not counted.
        let mut tx = db.begin().await.unwrap();
        let after = changed(&mut random, fixtures.mailboxes[0].clone());
        mailboxes::update(&mut tx, &after).await.unwrap();
        drop(tx);
        hold(db, &fixtures).await;
    }

    async fn wrong_counts_are_found_and_made_anew(app: TestApp) {
        let db = &app.app.db;
        let fixtures = fixtures(&app).await;
        assert_eq!(mailbox_counts::check(db, false).await.unwrap(), []);
        app.execute("UPDATE mailbox_count SET mailboxes = mailboxes + 1 WHERE state = 'active'").await;
        app.execute("DELETE FROM mailbox_entry_count WHERE state = 'cancelled'").await;
        let wrong = mailbox_counts::check(db, false).await.unwrap();
        let tables: Vec<_> = wrong.iter().map(|table| table.table).collect();
        assert_eq!(tables, ["mailbox_count", "mailbox_entry_count"]);
        assert_eq!(mailbox_counts::check(db, true).await.unwrap(), wrong);
        assert_eq!(mailbox_counts::check(db, false).await.unwrap(), []);
        hold(db, &fixtures).await;
    }

    async fn gathering_changes_does_not_alter_the_counts(app: TestApp) {
        let db = &app.app.db;
        let mut fixtures = fixtures(&app).await;
        let mut random = StdRng::seed_from_u64(4);
        let mut gathered = 0;
        for part in fixtures.mailboxes.chunks_mut(50).take(10) {
            let mut together = JoinSet::new();
            for mailbox in part {
                *mailbox = changed(&mut random, mailbox.clone());
                let (db, mailbox) = (db.clone(), mailbox.clone());
                together.spawn(async move { save(&db, &mailbox).await; 0 });
            }
            for _ in 0..3 {
                let db = db.clone();
                together.spawn(async move { mailbox_counts::gather(&db, 40).await.unwrap() });
            }
            gathered += together.join_all().await.into_iter().sum::<i64>();
        }
        hold(db, &fixtures).await;
        while let left @ 1.. = mailbox_counts::gather(db, 1000).await.unwrap() {
            gathered += left;
        }
        hold(db, &fixtures).await;
        assert_eq!(gathered > 0, matches!(db, Db::Postgres { .. }));
    }
}
