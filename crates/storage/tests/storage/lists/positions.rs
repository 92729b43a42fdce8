//! Positions used after the list has grown, or with another order.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;
use sigillo_domain::account::AccountSortField;
use sigillo_domain::list::Sort;
use sigillo_storage::account_list::{self, Filter, Scope};
use sigillo_storage::{ListPage, PageRequest, Position, StorageError, accounts};
use sigillo_testkit::on_both_engines;

use super::fixtures::{Fixtures, account};
use super::{first_page, models};

on_both_engines! {
    async fn a_list_that_grows_between_its_pages_shows_no_row_twice(app: TestApp) {
        let mut fixtures = Fixtures::store(&app.app.db).await;
        let filter = Filter::new(Scope::All);
        let mut random = StdRng::seed_from_u64(6);
        for field in AccountSortField::ALL {
            for sort in [Sort::ascending(field), Sort::descending(field)] {
                let before = models::accounts(&fixtures, &filter, sort);
                let mut request = first_page(sort, 7);
                let mut seen = vec![];
                loop {
                    let mut on = app.app.db.read().await.unwrap();
                    let page = account_list::page(&mut on, &filter, &request).await.unwrap();
                    drop(on);
                    seen.extend(page.items.iter().map(|named| named.account.id));
                    let Some(end) = page.end else { break };
                    request.after = Some(end);
                    // The new row may belong anywhere in this order, because it shares its values
                    // with other rows.
                    let number = fixtures.accounts.len();
                    let added = account(&mut random, &fixtures.organizations, number);
                    let mut tx = app.app.db.begin().await.unwrap();
                    accounts::insert(&mut tx, &added, "hash").await.unwrap();
                    tx.commit().await.unwrap();
                    fixtures.accounts.push(added);
                }
                let once: HashSet<_> = seen.iter().collect();
                assert_eq!(once.len(), seen.len(), "no row twice: {sort}");
                seen.retain(|id| before.contains(id));
                assert_eq!(seen, before, "no row is missing: {sort}");
            }
        }
    }

    async fn a_position_of_another_order_is_refused(app: TestApp) {
        Fixtures::store(&app.app.db).await;
        let filter = Filter::new(Scope::All);
        let mut on = app.app.db.read().await.unwrap();
        let by_name = first_page(Sort::ascending(AccountSortField::Username), 1);
        let ListPage { end, .. } = account_list::page(&mut on, &filter, &by_name).await.unwrap();
        let text = end.unwrap();
        let id = uuid::Uuid::nil();
        let position = |json: serde_json::Value| serde_json::from_value::<Position>(json).unwrap();
        let time = |time: Option<DateTime<Utc>>| {
            position(serde_json::json!({"key": {"time": time}, "id": id}))
        };
        let no_text = position(serde_json::json!({"key": {"text": null}, "id": id}));
        for (field, after) in [
            (AccountSortField::CreatedAt, text.clone()),
            (AccountSortField::LastSignInAt, text),
            (AccountSortField::Username, no_text),
            (AccountSortField::CreatedAt, time(None)),
            // A time that PostgreSQL cannot hold.
            (AccountSortField::CreatedAt, time(Some(DateTime::<Utc>::MIN_UTC))),
        ] {
            let sort = Sort::ascending(field);
            let request = PageRequest { after: Some(after), ..first_page(sort, 1) };
            let outcome = account_list::page(&mut on, &filter, &request).await;
            assert!(matches!(outcome, Err(StorageError::InvalidPosition)), "{sort}: {outcome:?}");
        }
        let request = PageRequest {
            after: Some(time(None)),
            ..first_page(Sort::ascending(AccountSortField::LastSignInAt), 1)
        };
        account_list::page(&mut on, &filter, &request).await.expect("NULL is a valid key here");
    }
}
