//! Sessions, and refresh tokens that can be used once.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::id::{AccountId, SessionId};
use sigillo_storage::sessions::{
    RefreshOutcome, account, add_token, end, end_all, end_others, open, purge, trade,
};
use sigillo_storage::{Db, StorageError};
use sigillo_testkit::{TestApp, on_both_engines};
use tokio::task::JoinSet;

const SESSION: SessionId = SessionId::from_u128(77);
const TOKEN: &str = "hash of a token";
const LASTS: TimeDelta = TimeDelta::hours(1);

/// Opens a session with one token and returns its account.
async fn session(app: &TestApp) -> AccountId {
    let account = app.operator("rosa").await;
    let mut tx = app.app.db.begin().await.unwrap();
    open(&mut tx, SESSION, account.id, TestApp::START, TestApp::START + LASTS).await.unwrap();
    add_token(&mut tx, SESSION, TOKEN, TestApp::START).await.unwrap();
    tx.commit().await.unwrap();
    account.id
}

async fn trade_at(db: &Db, token: &str, now: DateTime<Utc>) -> RefreshOutcome {
    let mut tx = db.begin().await.unwrap();
    let outcome = trade(&mut tx, token, now).await.unwrap();
    // The delay is long enough for a concurrent transaction to conflict.
    tokio::time::sleep(Duration::from_millis(20)).await;
    tx.commit().await.unwrap();
    outcome
}

on_both_engines! {
    async fn one_of_several_concurrent_trades_is_accepted(app: TestApp) {
        let account_id = session(&app).await;
        let mut trades = JoinSet::new();
        for _ in 0..4 {
            let db = app.app.db.clone();
            trades.spawn(async move { trade_at(&db, TOKEN, TestApp::START).await });
        }
        let outcomes = trades.join_all().await;
        let accepted = RefreshOutcome::Accepted {
            session_id: SESSION, account_id, opened_at: TestApp::START
        };
        let count = |wanted| outcomes.iter().filter(|outcome| **outcome == wanted).count();
        assert_eq!(count(accepted), 1, "{outcomes:?}");
        assert_eq!(count(RefreshOutcome::Reused { session_id: SESSION }), 3, "{outcomes:?}");
    }

    async fn an_uncommitted_trade_has_no_effect(app: TestApp) {
        session(&app).await;
        let mut tx = app.app.db.begin().await.unwrap();
        let outcome = trade(&mut tx, TOKEN, TestApp::START).await.unwrap();
        assert!(matches!(outcome, RefreshOutcome::Accepted { .. }));
        drop(tx);
        let outcome = trade_at(&app.app.db, TOKEN, TestApp::START).await;
        assert!(matches!(outcome, RefreshOutcome::Accepted { .. }));
    }

    async fn an_unknown_token_or_expired_session_is_refused(app: TestApp) {
        session(&app).await;
        let db = &app.app.db;
        assert_eq!(trade_at(db, "another hash", TestApp::START).await, RefreshOutcome::Unknown);
        assert_eq!(trade_at(db, TOKEN, TestApp::START + LASTS).await, RefreshOutcome::Unknown);
    }

    async fn an_ended_session_refuses_its_token_and_has_no_account(app: TestApp) {
        session(&app).await;
        let db = &app.app.db;
        let mut tx = db.begin().await.unwrap();
        let last = TestApp::START + LASTS - TimeDelta::microseconds(1);
        assert!(account(&mut tx, SESSION, last).await.unwrap().is_some());
        assert!(account(&mut tx, SESSION, TestApp::START + LASTS).await.unwrap().is_none());
        end(&mut tx, SESSION, TestApp::START, "test").await.unwrap();
        assert!(account(&mut tx, SESSION, TestApp::START).await.unwrap().is_none());
        tx.commit().await.unwrap();
        assert_eq!(trade_at(db, TOKEN, TestApp::START).await, RefreshOutcome::Unknown);
    }

    async fn end_others_keeps_one_session_and_end_all_none(app: TestApp) {
        let account_id = session(&app).await;
        let (other, now) = (SessionId::from_u128(78), TestApp::START);
        let mut tx = app.app.db.begin().await.unwrap();
        open(&mut tx, other, account_id, now, now + LASTS).await.unwrap();
        end_others(&mut tx, account_id, other, now, "test").await.unwrap();
        assert!(account(&mut tx, SESSION, now).await.unwrap().is_none());
        assert!(account(&mut tx, other, now).await.unwrap().is_some());
        end_all(&mut tx, account_id, now, "test").await.unwrap();
        assert!(account(&mut tx, other, now).await.unwrap().is_none());
        tx.commit().await.unwrap();
    }

    async fn a_token_cannot_be_added_twice(app: TestApp) {
        session(&app).await;
        let mut tx = app.app.db.begin().await.unwrap();
        let twice = add_token(&mut tx, SESSION, TOKEN, TestApp::START).await;
        assert!(matches!(twice, Err(StorageError::Taken)), "{twice:?}");
    }

    async fn expired_sessions_are_purged_with_their_tokens(app: TestApp) {
        session(&app).await;
        let mut tx = app.app.db.begin().await.unwrap();
        assert_eq!(purge(&mut tx, TestApp::START + LASTS).await.unwrap(), 0);
        let after = TestApp::START + LASTS + TimeDelta::microseconds(1);
        assert_eq!(purge(&mut tx, after).await.unwrap(), 1, "only the expired session is purged");
        tx.commit().await.unwrap();
        assert_eq!(trade_at(&app.app.db, TOKEN, TestApp::START).await, RefreshOutcome::Unknown);
    }
}
