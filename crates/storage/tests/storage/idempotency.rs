//! Only one of several concurrent identical requests is carried out.

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::organization::Organization;
use sigillo_storage::idempotency::{
    Claimed, Known, KnownState, claim, find, keep, purge, release, renew,
};
use sigillo_storage::{Db, StorageError, carry_out, organizations};
use sigillo_testkit::{TestApp, on_both_engines};
use tokio::task::JoinSet;
use uuid::Uuid;

const NAME: &str = "a name";
const PRINT: &str = "a print";
const LASTS: TimeDelta = TimeDelta::hours(24);
const LEASE: TimeDelta = TimeDelta::seconds(30);
const MOMENT: TimeDelta = TimeDelta::microseconds(1);
const FIRST: Uuid = Uuid::from_u128(1);
const SECOND: Uuid = Uuid::from_u128(2);

async fn claim_at(db: &Db, lease: Uuid, print: &str, now: DateTime<Utc>) -> bool {
    let mut tx = db.begin().await.unwrap();
    let claimed = Claimed { name: NAME, print, lease, until: now + LEASE, expires_at: now + LASTS };
    let is_mine = claim(&mut tx, claimed, now).await.unwrap();
    tx.commit().await.unwrap();
    is_mine
}

async fn state_at(db: &Db, now: DateTime<Utc>) -> Option<KnownState> {
    let known = find(&mut db.read().await.unwrap(), NAME, now).await.unwrap();
    known.map(|Known { state, .. }| state)
}

async fn keep_as(db: &Db, lease: Uuid, reply: &str) -> bool {
    let mut tx = db.begin().await.unwrap();
    let kept = keep(&mut tx, NAME, lease, reply).await.unwrap();
    tx.commit().await.unwrap();
    kept
}

/// Does the work of a claimed request, which adds an organisation.
async fn add(db: &Db, lease: Uuid, name: &str) -> Result<(), StorageError> {
    let organization = Organization {
        id: lease.into(),
        name: name.into(),
        created_at: TestApp::START,
        version: 1,
    };
    carry_out(NAME, lease, async {
        let mut tx = db.begin().await?;
        organizations::insert(&mut tx, &organization).await?;
        tx.commit().await
    })
    .await
}

async fn is_there(db: &Db, name: &str) -> bool {
    let mut on = db.read().await.unwrap();
    organizations::find_by_name(&mut on, name).await.unwrap().is_some()
}

on_both_engines! {
    async fn a_request_is_carried_out_until_its_reply_is_kept(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        assert!(claim_at(db, FIRST, PRINT, start).await);
        add(db, FIRST, "ente").await.unwrap();
        let until = start + LEASE;
        assert_eq!(state_at(db, start).await, Some(KnownState::CarriedOut { until }));
        assert!(!claim_at(db, SECOND, PRINT, until).await, "nobody carries it out again");
        assert!(keep_as(db, FIRST, "reply").await);
        assert_eq!(state_at(db, start).await, Some(KnownState::Answered("reply".into())));
        // Once the name has expired, another request can claim it.
        assert!(claim_at(db, SECOND, "another", start + LASTS).await);
        let until = start + LASTS + LEASE;
        assert_eq!(state_at(db, start + LASTS).await, Some(KnownState::UnderWay { until }));
    }

    async fn an_abandoned_request_is_carried_out_once(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        assert!(claim_at(db, FIRST, PRINT, start).await);
        let mut tx = db.begin().await.unwrap();
        assert!(renew(&mut tx, NAME, FIRST, start).await.unwrap());
        tx.commit().await.unwrap();
        assert!(claim_at(db, SECOND, PRINT, start).await);
        add(db, SECOND, "ente").await.unwrap();
        let mut tx = db.begin().await.unwrap();
        assert!(renew(&mut tx, NAME, SECOND, start).await.unwrap());
        tx.commit().await.unwrap();
        assert!(!claim_at(db, FIRST, PRINT, start).await);
    }

    async fn a_server_that_was_considered_lost_cannot_commit(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        assert!(claim_at(db, FIRST, PRINT, start).await);
        assert!(claim_at(db, SECOND, PRINT, start + LEASE).await);
        let late = add(db, FIRST, "in ritardo").await;
        assert!(matches!(late, Err(StorageError::TakenOver)), "{late:?}");
        assert!(!is_there(db, "in ritardo").await);
        add(db, SECOND, "in tempo").await.unwrap();
        assert!(is_there(db, "in tempo").await);
    }

    async fn one_of_many_concurrent_claims_succeeds(app: TestApp) {
        let mut claims = JoinSet::new();
        for number in 0..12 {
            let db = app.app.db.clone();
            let lease = Uuid::from_u128(number);
            claims.spawn(async move { claim_at(&db, lease, PRINT, TestApp::START).await });
        }
        let outcomes = claims.join_all().await;
        assert_eq!(outcomes.iter().filter(|is_mine| **is_mine).count(), 1);
    }

    async fn an_expired_lease_can_only_be_claimed_by_the_same_request(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        assert!(claim_at(db, FIRST, PRINT, start).await);
        assert!(!claim_at(db, SECOND, PRINT, start + LEASE - MOMENT).await);
        assert!(!claim_at(db, SECOND, "another", start + LEASE).await);
        assert!(claim_at(db, SECOND, PRINT, start + LEASE).await);
        // The holder of the lost lease can neither keep a reply nor release the request.
        assert!(!keep_as(db, FIRST, "late").await);
        let mut tx = db.begin().await.unwrap();
        assert!(!renew(&mut tx, NAME, FIRST, start + LASTS).await.unwrap());
        release(&mut tx, NAME, FIRST).await.unwrap();
        tx.commit().await.unwrap();
        let until = start + LEASE + LEASE;
        assert_eq!(state_at(db, start).await, Some(KnownState::UnderWay { until }));
    }

    async fn a_renewed_lease_stays_valid(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        claim_at(db, FIRST, PRINT, start).await;
        let mut tx = db.begin().await.unwrap();
        assert!(renew(&mut tx, NAME, FIRST, start + LEASE + LEASE).await.unwrap());
        tx.commit().await.unwrap();
        assert!(!claim_at(db, SECOND, PRINT, start + LEASE).await);
    }

    async fn a_reply_is_kept_until_it_expires(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        claim_at(db, FIRST, PRINT, start).await;
        assert!(keep_as(db, FIRST, "reply").await);
        let answered = Some(KnownState::Answered("reply".into()));
        assert_eq!(state_at(db, start + LASTS - MOMENT).await, answered);
        assert!(!claim_at(db, SECOND, PRINT, start + LASTS - MOMENT).await);
        assert_eq!(state_at(db, start + LASTS).await, None);
        assert!(claim_at(db, SECOND, "another", start + LASTS).await);
    }

    async fn a_released_name_can_be_claimed_by_another_request(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        claim_at(db, FIRST, PRINT, start).await;
        let mut tx = db.begin().await.unwrap();
        release(&mut tx, NAME, FIRST).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(state_at(db, start).await, None);
        assert!(claim_at(db, SECOND, "another", start).await);
    }

    async fn purging_is_bounded(app: TestApp) {
        let (db, start) = (&app.app.db, TestApp::START);
        let mut tx = db.begin().await.unwrap();
        for number in 0..5 {
            let (name, lease) = (format!("name {number}"), Uuid::from_u128(number));
            let expires_at = start + TimeDelta::seconds(i64::try_from(number).unwrap());
            let claimed = Claimed { name: &name, print: PRINT, lease, until: start, expires_at };
            assert!(claim(&mut tx, claimed, start).await.unwrap());
        }
        let now = start + TimeDelta::seconds(3);
        assert_eq!(purge(&mut tx, now, 3).await.unwrap(), 3);
        assert_eq!(purge(&mut tx, now, 3).await.unwrap(), 1);
        assert_eq!(purge(&mut tx, now, 3).await.unwrap(), 0);
        tx.commit().await.unwrap();
        assert_eq!(app.row_counts().await["kept_reply"], 1);
    }
}
