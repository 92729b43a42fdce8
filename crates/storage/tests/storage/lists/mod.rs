//! Lists of ordinary resources compared with a simple model of their contract.

mod fixtures;
mod folded_texts;
mod holders;
mod models;
mod positions;

use std::fmt::Debug;

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sigillo_domain::list::Sort;
use sigillo_domain::text_enum::TextEnum;
use sigillo_storage::{
    ListPage, PageRequest, Position, access_log, account_list, company_list, decode_cursor,
    domain_list, encode_cursor, export_list, holder_list, job_list, organization_list, plan_list,
    reseller_list, saved_view_list,
};
use sigillo_testkit::on_both_engines;
use uuid::Uuid;

use fixtures::Fixtures;

/// Number of requests to each list.
const REQUESTS: usize = 60;

/// A sort key of the model. None comes before every value, as NULL does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Text(String),
    Int(i64),
    Time(Option<DateTime<Utc>>),
    Id(Uuid),
}

/// The ids of the rows that pass, in order.
fn model<'r, R: 'r, I: Ord>(
    rows: &'r [R],
    passes: impl Fn(&R) -> bool,
    key: impl Fn(&R) -> (Key, I),
    descending: bool,
) -> Vec<I> {
    let mut keys: Vec<_> = rows.iter().filter(|row| passes(row)).map(key).collect();
    keys.sort();
    if descending {
        keys.reverse();
    }
    keys.into_iter().map(|(_, id)| id).collect()
}

fn some_sort<F: TextEnum>(random: &mut StdRng) -> Sort<F> {
    Sort { field: *F::VARIANTS.choose(random).unwrap(), descending: random.random() }
}

fn first_page<F>(sort: Sort<F>, limit: usize) -> PageRequest<F> {
    PageRequest { sort, after: None, limit, count: false }
}

/// A position as a client sends it back.
fn sent_back(position: &Position) -> Position {
    let read: Position =
        decode_cursor(&encode_cursor(position)).expect("an encoded cursor can be decoded");
    assert_eq!(&read, position);
    read
}

/// Reads a list from its first page to its last, and compares it with the model.
async fn check<F: TextEnum, T, I: Debug + PartialEq>(
    expected: &[I],
    (sort, limit): (Sort<F>, usize),
    filter: &impl Debug,
    mut page: impl AsyncFnMut(&PageRequest<F>) -> ListPage<T>,
    id: impl Fn(&T) -> I,
) {
    let what = format!("{filter:?} {sort} by {limit}");
    let count = i64::try_from(expected.len()).unwrap();
    let mut request = PageRequest { count: true, ..first_page(sort, limit) };
    let mut found = vec![];
    loop {
        let ListPage { items, end, total } = page(&request).await;
        assert_eq!(total, request.count.then_some(count), "{what}");
        assert!(items.len() == limit || end.is_none(), "only the last page is short: {what}");
        found.extend(items.iter().map(&id));
        let Some(end) = end else { break };
        assert!(!items.is_empty(), "{what}");
        request = PageRequest { after: Some(sent_back(&end)), count: false, ..request };
    }
    assert_eq!(found, expected, "{what}");
}

on_both_engines! {
    async fn random_lists_of_accounts_match_the_model(app: TestApp) {
        let fixtures = Fixtures::store(&app.app.db).await;
        let mut random = StdRng::seed_from_u64(1);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = models::some_accounts(&mut random, &fixtures);
            let sort = some_sort(&mut random);
            let expected = models::accounts(&fixtures, &filter, sort);
            let order = (sort, random.random_range(1..=12));
            let page = async |request: &PageRequest<_>| {
                account_list::page(&mut on, &filter, request).await.unwrap()
            };
            check(&expected, order, &filter, page, |named| named.account.id).await;
        }
    }

    async fn random_lists_of_organisations_match_the_model(app: TestApp) {
        let fixtures = Fixtures::store(&app.app.db).await;
        let mut random = StdRng::seed_from_u64(2);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = models::some_organizations(&mut random);
            let sort = some_sort(&mut random);
            let expected = models::organizations(&fixtures, &filter, sort);
            let order = (sort, random.random_range(1..=4));
            let page = async |request: &PageRequest<_>| {
                organization_list::page(&mut on, &filter, request).await.unwrap()
            };
            check(&expected, order, &filter, page, |organization| organization.id).await;
        }
    }

    async fn random_lists_of_domains_match_the_model(app: TestApp) {
        let fixtures = Fixtures::store(&app.app.db).await;
        let mut random = StdRng::seed_from_u64(3);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = models::some_domains(&mut random, &fixtures);
            let sort = some_sort(&mut random);
            let expected = models::domains(&fixtures, &filter, sort);
            let order = (sort, random.random_range(1..=12));
            let page = async |request: &PageRequest<_>| {
                domain_list::page(&mut on, &filter, request).await.unwrap()
            };
            check(&expected, order, &filter, page, |owned| owned.domain.id).await;
        }
    }

    async fn random_lists_of_exports_match_the_model(app: TestApp) {
        let fixtures = Fixtures::store(&app.app.db).await;
        let mut random = StdRng::seed_from_u64(4);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = models::some_exports(&mut random, &fixtures);
            let sort = some_sort(&mut random);
            let expected = models::exports(&fixtures, &filter, sort);
            let order = (sort, random.random_range(1..=12));
            let page = async |request: &PageRequest<_>| {
                export_list::page(&mut on, &filter, request).await.unwrap()
            };
            check(&expected, order, &filter, page, |record| record.id).await;
        }
    }

    async fn random_lists_of_accesses_match_the_model(app: TestApp) {
        let fixtures = Fixtures::store(&app.app.db).await;
        let mut random = StdRng::seed_from_u64(9);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = models::some_accesses(&mut random, &fixtures);
            let sort = some_sort(&mut random);
            let expected = models::accesses(&fixtures, &filter, sort);
            let order = (sort, random.random_range(1..=12));
            let page = async |request: &PageRequest<_>| {
                access_log::page(&mut on, &filter, request).await.unwrap()
            };
            check(&expected, order, &filter, page, |record| record.id).await;
        }
    }

    async fn random_lists_of_jobs_match_the_model(app: TestApp) {
        let fixtures = Fixtures::store(&app.app.db).await;
        let mut random = StdRng::seed_from_u64(5);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = models::some_jobs(&mut random, &fixtures);
            let sort = some_sort(&mut random);
            let expected = models::jobs(&fixtures, &filter, sort);
            let order = (sort, random.random_range(1..=12));
            let page = async |request: &PageRequest<_>| {
                job_list::page(&mut on, &filter, request).await.unwrap()
            };
            check(&expected, order, &filter, page, |job| job.id).await;
        }
    }

    async fn random_lists_of_views_match_the_model(app: TestApp) {
        let fixtures = Fixtures::store(&app.app.db).await;
        let mut random = StdRng::seed_from_u64(6);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = models::some_views(&mut random, &fixtures);
            let sort = some_sort(&mut random);
            let expected = models::views(&fixtures, &filter, sort);
            let order = (sort, random.random_range(1..=12));
            let page = async |request: &PageRequest<_>| {
                saved_view_list::page(&mut on, &filter, request).await.unwrap()
            };
            check(&expected, order, &filter, page, |owned| owned.view.id).await;
        }
    }

    async fn random_lists_of_holders_match_the_model(app: TestApp) {
        let fixtures = Fixtures::store(&app.app.db).await;
        let mut random = StdRng::seed_from_u64(7);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = models::some_holders(&mut random, &fixtures);
            let sort = some_sort(&mut random);
            let expected = models::holders(&fixtures, &filter, sort);
            let order = (sort, random.random_range(1..=12));
            let page = async |request: &PageRequest<_>| {
                holder_list::page(&mut on, &filter, request).await.unwrap()
            };
            check(&expected, order, &filter, page, |holder| holder.id).await;
        }
    }

    async fn random_lists_of_companies_match_the_model(app: TestApp) {
        let fixtures = Fixtures::store(&app.app.db).await;
        let mut random = StdRng::seed_from_u64(8);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = models::some_companies(&mut random, &fixtures);
            let sort = some_sort(&mut random);
            let expected = models::companies(&fixtures, &filter, sort);
            let order = (sort, random.random_range(1..=12));
            // Few companies with a text are sorted, many are looked for in the order of the list.
            let many = random.random_range(1..=30);
            let page = async |request: &PageRequest<_>| {
                company_list::page_sorting(&mut on, &filter, request, many).await.unwrap()
            };
            check(&expected, order, &filter, page, |company| company.id).await;
        }
    }

    async fn random_lists_of_plans_match_the_model(app: TestApp) {
        let fixtures = Fixtures::store(&app.app.db).await;
        let mut random = StdRng::seed_from_u64(7);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = models::some_plans(&mut random);
            let sort = some_sort(&mut random);
            let expected = models::plans(&fixtures, &filter, sort);
            let order = (sort, random.random_range(1..=12));
            let page = async |request: &PageRequest<_>| {
                plan_list::page(&mut on, &filter, request).await.unwrap()
            };
            check(&expected, order, &filter, page, |plan| plan.id).await;
        }
    }

    async fn random_lists_of_resellers_match_the_model(app: TestApp) {
        let fixtures = Fixtures::store(&app.app.db).await;
        let mut random = StdRng::seed_from_u64(8);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = models::some_resellers(&mut random, &fixtures);
            let sort = some_sort(&mut random);
            let expected = models::resellers(&fixtures, &filter, sort);
            let order = (sort, random.random_range(1..=12));
            let page = async |request: &PageRequest<_>| {
                reseller_list::page(&mut on, &filter, request).await.unwrap()
            };
            check(&expected, order, &filter, page, |named| named.reseller.id).await;
        }
    }
}
