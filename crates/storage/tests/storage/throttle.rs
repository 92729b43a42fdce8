//! Counting sign-in attempts in the database.

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_storage::{Db, throttle};
use sigillo_testkit::{TestApp, on_both_engines};
use tokio::task::JoinSet;

const SUBJECT: &str = "account:rosa";
const WINDOW: TimeDelta = TimeDelta::minutes(15);

async fn count_at(db: &Db, now: DateTime<Utc>) -> Result<i64, DateTime<Utc>> {
    let mut tx = db.begin().await.unwrap();
    let counted = throttle::count(&mut tx, SUBJECT, now, now + WINDOW).await.unwrap();
    tx.commit().await.unwrap();
    counted
}

async fn block_until(db: &Db, until: DateTime<Utc>) {
    let mut tx = db.begin().await.unwrap();
    throttle::block(&mut tx, SUBJECT, until, until + WINDOW).await.unwrap();
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn a_window_ends_on_time_and_a_new_one_starts(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        assert_eq!(count_at(db, start).await, Ok(1));
        let last = start + WINDOW - TimeDelta::microseconds(1);
        assert_eq!(count_at(db, last).await, Ok(2));
        assert_eq!(count_at(db, start + WINDOW).await, Ok(1));
        // The new window starts at its own first attempt.
        assert_eq!(count_at(db, start + WINDOW + WINDOW / 2).await, Ok(2));
    }

    async fn attempts_of_a_blocked_subject_return_the_end_and_do_not_count(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        let until = start + TimeDelta::minutes(1);
        assert_eq!(count_at(db, start).await, Ok(1));
        block_until(db, until).await;
        for seconds in [0, 30, 59] {
            assert_eq!(count_at(db, start + TimeDelta::seconds(seconds)).await, Err(until));
        }
        assert_eq!(count_at(db, until).await, Ok(2));
    }

    async fn a_block_outlasts_its_window(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        count_at(db, start).await.unwrap();
        let until = start + WINDOW * 2;
        block_until(db, until).await;
        assert_eq!(count_at(db, start + WINDOW).await, Err(until));
        assert_eq!(count_at(db, until).await, Ok(2), "earlier attempts still count");
    }

    async fn attempts_can_be_forgotten(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        for expected in 1..=3 {
            assert_eq!(count_at(db, start).await, Ok(expected));
        }
        let mut tx = db.begin().await.unwrap();
        throttle::forget(&mut tx, SUBJECT).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count_at(db, start).await, Ok(1));
    }

    async fn a_block_can_be_looked_up_until_it_ends(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        let blocked = async |now| {
            throttle::blocked_until(&mut db.read().await.unwrap(), SUBJECT, now).await.unwrap()
        };
        assert_eq!(blocked(start).await, None);
        count_at(db, start).await.unwrap();
        assert_eq!(blocked(start).await, None);
        let until = start + TimeDelta::minutes(1);
        block_until(db, until).await;
        assert_eq!(blocked(until - TimeDelta::microseconds(1)).await, Some(until));
        assert_eq!(blocked(until).await, None);
    }

    async fn each_concurrent_attempt_gets_its_own_number(app: TestApp) {
        let mut attempts = JoinSet::new();
        for _ in 0..20 {
            let db = app.app.db.clone();
            attempts.spawn(async move { count_at(&db, TestApp::START).await.unwrap() });
        }
        let mut numbers = attempts.join_all().await;
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(1..=20));
    }

    async fn only_ended_windows_are_purged(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        count_at(db, start).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(throttle::purge(&mut tx, start + WINDOW).await.unwrap(), 0);
        let after = start + WINDOW + TimeDelta::microseconds(1);
        assert_eq!(throttle::purge(&mut tx, after).await.unwrap(), 1);
        tx.commit().await.unwrap();
    }
}
