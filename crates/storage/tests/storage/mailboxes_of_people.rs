//! Lists of mailboxes filtered by people, time and creator (B8) compared with a model.

use chrono::TimeDelta;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sigillo_domain::holder_search::HolderSearchField;
use sigillo_domain::identification::RemReadiness;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::mailbox_list::{Sort, SortField};
use sigillo_domain::search_text::fold;
use sigillo_domain::service_term::ServiceRequest;
use sigillo_storage::Conn;
use sigillo_storage::holder_list::Search;
use sigillo_storage::mailbox_list::{Bounds, Filter, count, page};
use sigillo_storage::mailbox_reader::Reader;
use sigillo_testkit::{TestApp, on_both_engines};

use crate::registry_fixtures::{Person, Registry, registry};

const REQUESTS: usize = 150;

const FIELDS: [HolderSearchField; 5] = [
    HolderSearchField::GivenName,
    HolderSearchField::FamilyName,
    HolderSearchField::TaxCode,
    HolderSearchField::Email,
    HolderSearchField::CompanyName,
];

/// The texts of a mailbox that a filter looks into.
fn texts(person: &Person, mailbox: &Mailbox, field: HolderSearchField) -> Vec<String> {
    let unspaced = |text: &str| fold(text).replace(' ', "");
    let held = mailbox.holder.is_some();
    let of_holder = |text: String| if held { vec![text] } else { vec![] };
    match field {
        HolderSearchField::GivenName => of_holder(unspaced(&person.holder.given_name)),
        HolderSearchField::FamilyName => of_holder(unspaced(&person.holder.family_name)),
        HolderSearchField::TaxCode => of_holder(person.holder.tax_code.clone()),
        HolderSearchField::Email => {
            let addresses = person.addresses.iter().filter(|_| held);
            let emails = addresses.map(|address| address.email.clone());
            emails
                .chain(mailbox.communication_email.clone())
                .map(|email| email.to_lowercase())
                .collect()
        }
        _ => {
            let tie = mailbox.holder.and_then(|held| held.tie_id);
            let ties = person.ties.iter().zip(&person.companies);
            let tied = ties.filter(|(one, _)| Some(one.id) == tie);
            tied.map(|(_, company)| unspaced(&company.legal_name)).collect()
        }
    }
}

fn passes(person: &Person, mailbox: &Mailbox, filter: &Filter) -> bool {
    let found = |search: &Search| {
        texts(person, mailbox, search.field).iter().any(|text| {
            let long = search.text.chars().count() >= 3;
            text.starts_with(&search.text) || (long && text.contains(&search.text))
        })
    };
    filter.domains.contains(&mailbox.domain_id)
        && (filter.states.is_empty() || filter.states.contains(&mailbox.state))
        && filter.people.iter().all(found)
        && filter.search.as_ref().is_none_or(|text| mailbox.local_part.starts_with(text))
        && filter.created_from.is_none_or(|from| mailbox.created_at >= from)
        && filter.created_to.is_none_or(|to| mailbox.created_at < to)
        && (filter.created_by.is_empty() || filter.created_by.contains(&mailbox.created_by))
        && (filter.rem_readiness.is_empty()
            || filter.rem_readiness.contains(&mailbox.rem_readiness()))
        && (filter.requests.is_empty() || filter.requests.contains(&mailbox.service.request))
        && filter
            .expires_before
            .is_none_or(|before| mailbox.expires_at.is_some_and(|at| at < before))
}

fn model(registry: &Registry, filter: &Filter, sort: Sort) -> Vec<String> {
    let mut rows: Vec<_> = registry
        .people
        .iter()
        .flat_map(|person| person.mailboxes.iter().map(move |mailbox| (person, mailbox)))
        .filter(|(person, mailbox)| passes(person, mailbox, filter))
        .map(|(_, mailbox)| {
            let key = match sort.field {
                SortField::LocalPart => mailbox.local_part.clone(),
                SortField::CreatedAt => mailbox.created_at.to_rfc3339(),
                SortField::State => mailbox.state.to_string(),
                _ => String::new(),
            };
            (key, mailbox.address.clone())
        })
        .collect();
    rows.sort();
    if sort.descending {
        rows.reverse();
    }
    rows.into_iter().map(|(_, address)| address).collect()
}

fn some_search(random: &mut StdRng, registry: &Registry) -> Search {
    loop {
        let field = *FIELDS.choose(random).unwrap();
        let person = registry.people.choose(random).unwrap();
        let Some(mailbox) = person.mailboxes.choose(random) else { continue };
        let texts = texts(person, mailbox, field);
        let Some(text) = texts.choose(random).filter(|text| !text.is_empty()) else { continue };
        let letters: Vec<char> = text.chars().collect();
        let start = if random.random() { 0 } else { random.random_range(0..letters.len()) };
        let length = random.random_range(1..=letters.len() - start);
        let part: String = letters[start..start + length].iter().collect();
        if let Ok(Some(text)) = field.parse_text(&part) {
            return Search { field, text };
        }
    }
}

fn some_filter(random: &mut StdRng, registry: &Registry) -> Filter {
    let domains = registry.domains.iter().map(|domain| domain.id);
    let mut filter = Filter { domains: domains.collect(), ..Filter::default() };
    if random.random_ratio(1, 3) {
        filter.domains.truncate(1);
    }
    // Few mailboxes and holders are sorted, many are looked for in the order of the list.
    let bound = |random: &mut StdRng| *[1, 20, 10_000].choose(random).unwrap();
    filter.bounds = Bounds { mailboxes: bound(random), holders: bound(random) };
    let searches = *[0, 1, 1, 2].choose(random).unwrap();
    filter.people = (0..searches).map(|_| some_search(random, registry)).collect();
    if random.random_ratio(1, 5) {
        filter.search = Some("mc-".to_owned());
    }
    if random.random_ratio(1, 4) {
        filter.states = vec![MailboxState::Active, MailboxState::Disabled];
    }
    let seconds =
        |random: &mut StdRng| TestApp::START + TimeDelta::seconds(random.random_range(0..9));
    filter.created_from = random.random_ratio(1, 4).then(|| seconds(random));
    filter.created_to = random.random_ratio(1, 4).then(|| seconds(random));
    if random.random_ratio(1, 4) {
        filter.created_by = vec!["rosa".to_owned(), "nessuno".to_owned()];
    }
    if random.random_ratio(1, 4) {
        filter.requests = ServiceRequest::ALL.to_vec();
        filter.requests.retain(|_| random.random());
    }
    if random.random_ratio(1, 4) {
        filter.rem_readiness = RemReadiness::ALL.to_vec();
        filter.rem_readiness.retain(|_| random.random());
    }
    let days = random.random_range(0..4);
    filter.expires_before =
        random.random_ratio(1, 4).then(|| TestApp::START + TimeDelta::days(days));
    filter
}

async fn walked(on: &mut Conn, filter: &Filter, sort: Sort, limit: usize) -> Vec<String> {
    let (mut all, mut after) = (vec![], None);
    loop {
        let (rows, end) = page(on, filter, sort, after.as_ref(), limit).await.unwrap();
        all.extend(rows.into_iter().map(|mailbox| mailbox.address));
        after = end;
        if after.is_none() {
            return all;
        }
    }
}

on_both_engines! {
    async fn random_lists_of_mailboxes_by_people_match_the_model(app: TestApp) {
        let registry = registry(&app).await;
        let mut random = StdRng::seed_from_u64(22);
        let mut on = app.app.db.read().await.unwrap();
        let fields =
            [SortField::Address, SortField::LocalPart, SortField::CreatedAt, SortField::State];
        for _ in 0..REQUESTS {
            let filter = some_filter(&mut random, &registry);
            let sort = Sort { field: *fields.choose(&mut random).unwrap(), descending: random.random() };
            let expected = model(&registry, &filter, sort);
            let limit = random.random_range(3..=60);
            let found = walked(&mut on, &filter, sort, limit).await;
            assert_eq!(found, expected, "{filter:?} {sort} by {limit}");
            let counted = count(&mut on, &filter).await.unwrap();
            assert_eq!(usize::try_from(counted).unwrap(), expected.len(), "{filter:?}");
            let mut reader = Reader::new(filter.clone(), sort);
            let mut read = vec![];
            loop {
                let rows = reader.next(&mut on, limit).await.unwrap();
                if rows.is_empty() {
                    break;
                }
                read.extend(rows.into_iter().map(|row| row.address));
            }
            assert_eq!(read, expected, "{filter:?} {sort}");
        }
    }
}
