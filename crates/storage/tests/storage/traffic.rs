//! Messages by mailbox and day, the sums of domains, and the mailboxes that nobody opens.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sigillo_domain::id::{DomainId, MailboxId};
use sigillo_storage::mailbox_traffic::{self, Traffic};
use sigillo_storage::{Db, mailbox_openings, mailboxes};
use sigillo_testkit::{TestApp, on_both_engines};

const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2026, 2, 25).unwrap();
const DAYS: i64 = 10;

type Counted = BTreeMap<(MailboxId, NaiveDate), (DomainId, Traffic)>;

fn day(number: i64) -> NaiveDate {
    FIRST + TimeDelta::days(number)
}

/// Six mailboxes in two domains.
async fn panel(app: &TestApp) -> Vec<(MailboxId, DomainId)> {
    let mut all = vec![];
    for domain in ["pec.example.it", "cert.example.org"] {
        let domain_id = app.domain(domain).await.id;
        for name in ["anna", "bruno", "carla"] {
            all.push((app.mailbox(domain, name).await.id, domain_id));
        }
    }
    all
}

async fn add(db: &Db, counted: &Counted) {
    let mut tx = db.begin().await.unwrap();
    mailbox_traffic::add(&mut tx, counted).await.unwrap();
    tx.commit().await.unwrap();
}

/// Adds random messages in many steps; returns them all.
async fn random_traffic(app: &TestApp, mailboxes: &[(MailboxId, DomainId)]) -> Counted {
    let mut random = StdRng::seed_from_u64(19);
    let mut all = Counted::new();
    for _ in 0..40 {
        let mut step = Counted::new();
        for _ in 0..random.random_range(1..5) {
            let (mailbox, domain) = mailboxes[random.random_range(0..mailboxes.len())];
            let place = (mailbox, day(random.random_range(0..DAYS)));
            let traffic =
                Traffic { received: random.random_range(0..4), sent: random.random_range(0..3) };
            for counted in [&mut step, &mut all] {
                counted.entry(place).or_insert((domain, Traffic::default())).1 += traffic;
            }
        }
        add(&app.app.db, &step).await;
    }
    all
}

/// The sum of what passes.
fn sum(all: &Counted, passes: impl Fn(MailboxId, NaiveDate, DomainId) -> bool) -> Traffic {
    let mut sum = Traffic::default();
    for ((mailbox, day), (domain, traffic)) in all {
        if passes(*mailbox, *day, *domain) {
            sum += *traffic;
        }
    }
    sum
}

fn messages(traffic: Traffic) -> i64 {
    traffic.received + traffic.sent
}

async fn open(db: &Db, mailbox: MailboxId, at: DateTime<Utc>) {
    let mut tx = db.begin().await.unwrap();
    mailbox_openings::opened(&mut tx, mailbox, at).await.unwrap();
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn every_report_is_the_sum_of_what_was_counted(app: TestApp) {
        let mailboxes = panel(&app).await;
        let all = random_traffic(&app, &mailboxes).await;
        let mut on = app.app.db.read().await.unwrap();
        let domains = [mailboxes[0].1, mailboxes[3].1];
        for (from, to) in [(0, DAYS), (2, 4), (5, 5), (7, 6)] {
            let (from, to) = (day(from), day(to));
            for some in [&domains[..], &domains[..1], &[]] {
                let passes = |at: NaiveDate, of: DomainId| at >= from && at <= to && some.contains(&of);
                let total = mailbox_traffic::total(&mut on, some, from, to).await.unwrap();
                assert_eq!(total, sum(&all, |_, at, of| passes(at, of)));
                let by_day = mailbox_traffic::by_day(&mut on, some, from, to).await.unwrap();
                assert!(by_day.is_sorted_by_key(|row| row.day));
                for number in 0..DAYS {
                    let expected = sum(&all, |_, at, of| passes(at, of) && at == day(number));
                    let found = by_day.iter().find(|row| row.day == day(number));
                    assert_eq!(found.map(|row| row.traffic).unwrap_or_default(), expected);
                }
                let by_domain = mailbox_traffic::by_domain(&mut on, some, from, to).await.unwrap();
                assert!(by_domain.is_sorted_by_key(|row| -messages(row.traffic)));
                for row in &by_domain {
                    assert_eq!(row.traffic, sum(&all, |_, at, of| passes(at, of) && of == row.domain_id));
                }
                assert_eq!(by_domain.iter().map(|row| messages(row.traffic)).sum::<i64>(), messages(total));
                let by_mailbox = mailbox_traffic::by_mailbox(&mut on, some, from, to, 100).await.unwrap();
                assert!(by_mailbox.is_sorted_by_key(|row| -messages(row.traffic)));
                for row in &by_mailbox {
                    let own = |at: NaiveDate, id: MailboxId| at >= from && at <= to && id == row.mailbox_id;
                    assert_eq!(row.traffic, sum(&all, |id, at, _| own(at, id)));
                    let alone = mailbox_traffic::of_mailbox(&mut on, row.mailbox_id, from, to).await;
                    assert_eq!(alone.unwrap(), row.traffic);
                }
                assert_eq!(by_mailbox.iter().map(|row| messages(row.traffic)).sum::<i64>(), messages(total));
                let two = mailbox_traffic::by_mailbox(&mut on, some, from, to, 2).await.unwrap();
                assert_eq!(two[..], by_mailbox[..by_mailbox.len().min(2)]);
            }
        }
    }

    async fn sums_of_domains_that_are_wrong_are_found_and_made_anew(app: TestApp) {
        let mailboxes = panel(&app).await;
        random_traffic(&app, &mailboxes).await;
        let db = &app.app.db;
        assert_eq!(mailbox_traffic::check(db, false).await.unwrap(), None);
        app.tamper("UPDATE domain_traffic SET sent = sent + 1 WHERE day = (SELECT MIN(day) FROM domain_traffic)").await;
        app.tamper("DELETE FROM domain_traffic WHERE day = (SELECT MAX(day) FROM domain_traffic)").await;
        let wrong = mailbox_traffic::check(db, false).await.unwrap().unwrap();
        assert!(wrong.classes >= 2, "{wrong:?}");
        assert_eq!(mailbox_traffic::check(db, true).await.unwrap(), Some(wrong));
        assert_eq!(mailbox_traffic::check(db, false).await.unwrap(), None);
    }

    async fn mailboxes_that_nobody_opens_are_those_with_a_store_that_were_active_before(app: TestApp) {
        let mailboxes = panel(&app).await;
        let db = &app.app.db;
        let domains = [mailboxes[0].1, mailboxes[3].1];
        let ids: Vec<_> = mailboxes.iter().map(|(id, _)| *id).collect();
        let activated = app.app.clock.now();
        let [early, late] = [activated + TimeDelta::days(1), activated + TimeDelta::days(50)];
        open(db, ids[0], early).await;
        open(db, ids[1], late).await;
        // An earlier sign-in that is read later changes nothing.
        open(db, ids[1], early).await;
        app.tamper("UPDATE mailbox SET state = 'cancelled', cancelled_at = created_at WHERE address = 'carla@pec.example.it'").await;
        app.tamper("UPDATE mailbox SET state = 'suppressed' WHERE address = 'anna@cert.example.org'").await;
        // Those never opened come first, in the order of their ids.
        let mut never = ids[3..].to_vec();
        never.sort();
        let mut on = db.read().await.unwrap();
        for (before, expected) in [
            (activated, vec![]),
            (early, never.clone()),
            (late, [&never[..], &ids[..1]].concat()),
            (late + TimeDelta::days(1), [&never[..], &ids[..2]].concat()),
        ] {
            let found = mailbox_openings::unopened(&mut on, &domains, before, None, 100).await.unwrap();
            assert_eq!(found.iter().map(|row| row.mailbox_id).collect::<Vec<_>>(), expected, "{before}");
            let count = mailbox_openings::count_unopened(&mut on, &domains, before).await.unwrap();
            assert_eq!(usize::try_from(count), Ok(expected.len()));
            // Page by page it is the same list.
            let (mut paged, mut after) = (vec![], None);
            loop {
                let page = mailbox_openings::unopened(&mut on, &domains, before, after, 2).await.unwrap();
                let Some(last) = page.last() else { break };
                after = Some((last.since, last.mailbox_id));
                paged.extend(page);
            }
            assert_eq!(paged, found);
        }
        let one = mailbox_openings::unopened(&mut on, &domains[..1], late, None, 100).await.unwrap();
        assert_eq!(one.iter().map(|row| (row.mailbox_id, row.last_opened_at)).collect::<Vec<_>>(), [(ids[0], Some(early))]);
        assert_eq!(mailboxes::find(&mut on, ids[0]).await.unwrap().unwrap().version, 1);
    }
}
