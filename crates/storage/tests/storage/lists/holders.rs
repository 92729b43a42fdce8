//! The searches for holders compared with a model.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sigillo_domain::holder::{HolderSortField, HolderState};
use sigillo_domain::holder_search::HolderSearchField;
use sigillo_domain::id::HolderId;
use sigillo_domain::list::Sort;
use sigillo_domain::search_text::fold;
use sigillo_storage::holder_list::{Filter, Scope, Search, page_sorting};
use sigillo_storage::{PageRequest, holder_addresses, holders};
use sigillo_testkit::on_both_engines;

use super::{check, first_page, some_sort};
use crate::registry_fixtures::{Person, Registry, registry};

const REQUESTS: usize = 150;

/// The texts of a person that a search looks into, written as an office would compare them by hand.
fn texts(person: &Person, field: HolderSearchField) -> Vec<String> {
    let unspaced = |text: &str| fold(text).replace(' ', "");
    let addresses = person.addresses.iter();
    let held: Vec<_> = person.mailboxes.iter().filter(|mailbox| mailbox.holder.is_some()).collect();
    let digits = |text: &String| {
        let digits = text.replace(|c: char| !c.is_ascii_digit(), "");
        let without_zeros = digits.strip_prefix("00").filter(|_| !text.starts_with('+'));
        let is_international = text.starts_with('+') || without_zeros.is_some();
        let digits = without_zeros.unwrap_or(&digits);
        digits.strip_prefix("39").filter(|_| is_international).unwrap_or(digits).to_owned()
    };
    match field {
        HolderSearchField::GivenName => vec![unspaced(&person.holder.given_name)],
        HolderSearchField::FamilyName => vec![unspaced(&person.holder.family_name)],
        HolderSearchField::TaxCode => vec![person.holder.tax_code.clone()],
        HolderSearchField::Email => {
            let of_mailboxes =
                held.iter().filter_map(|mailbox| mailbox.communication_email.clone());
            let emails = addresses.map(|address| address.email.clone()).chain(of_mailboxes);
            emails.map(|email| email.to_lowercase()).collect()
        }
        HolderSearchField::Phone => addresses
            .flat_map(|address| [digits(&address.phone), digits(&address.mobile)])
            .collect(),
        HolderSearchField::Fax => addresses.map(|address| digits(&address.fax)).collect(),
        HolderSearchField::CompanyName => {
            person.companies.iter().map(|company| unspaced(&company.legal_name)).collect()
        }
        HolderSearchField::VatNumber => {
            person.companies.iter().map(|company| company.vat_number.clone()).collect()
        }
        HolderSearchField::Mailbox => held.iter().map(|mailbox| mailbox.address.clone()).collect(),
    }
}

/// Whether a text of the person has the searched one; None if not, true at the beginning.
fn found(person: &Person, search: &Search) -> Option<bool> {
    let texts = texts(person, search.field);
    let searched = search.text.as_str();
    if texts.iter().any(|text| text.starts_with(searched)) {
        return Some(true);
    }
    let of_mailbox = search.field == HolderSearchField::Mailbox;
    let name = if of_mailbox { searched.split('@').next().unwrap() } else { searched };
    let contains = |text: &String| {
        let end = text.find('@').filter(|_| of_mailbox && !searched.contains('@'));
        text[..end.unwrap_or(text.len())].contains(searched)
    };
    (name.chars().count() >= 3 && texts.iter().any(contains)).then_some(false)
}

fn model(registry: &Registry, filter: &Filter, sort: Sort<HolderSortField>) -> Vec<HolderId> {
    let mut ranks = [vec![], vec![]];
    for person in &registry.people {
        let holder = &person.holder;
        let in_scope = match filter.scope {
            Scope::All => true,
            Scope::Of(id) => holder.organization_id == id,
        };
        let passes = in_scope
            && filter.organization_id.is_none_or(|id| holder.organization_id == id)
            && (filter.states.is_empty() || filter.states.contains(&holder.state));
        let found: Option<Vec<bool>> =
            filter.searches.iter().map(|search| found(person, search)).collect();
        if let Some(found) = found.filter(|_| passes) {
            let unspaced = |text: &str| fold(text).replace(' ', "");
            let (family, given) = (unspaced(&holder.family_name), unspaced(&holder.given_name));
            let key = match sort.field {
                HolderSortField::FamilyName => format!("{family} {given}"),
                HolderSortField::GivenName => given,
                HolderSortField::CreatedAt => holder.created_at.to_rfc3339(),
            };
            ranks[usize::from(found.contains(&false))].push((key, holder.id));
        }
    }
    for rank in &mut ranks {
        rank.sort();
        if sort.descending {
            rank.reverse();
        }
    }
    ranks.concat().into_iter().map(|(_, id)| id).collect()
}

/// A part of a text that somebody has, or of none.
fn some_search(random: &mut StdRng, registry: &Registry) -> Search {
    let field = *HolderSearchField::ALL.choose(random).unwrap();
    loop {
        let texts = texts(registry.people.choose(random).unwrap(), field);
        let Some(text) = texts.choose(random) else { continue };
        let letters: Vec<char> = text.chars().collect();
        if letters.is_empty() {
            continue;
        }
        let start = if random.random() { 0 } else { random.random_range(0..letters.len()) };
        let length = random.random_range(1..=letters.len() - start);
        let mut part: String = letters[start..start + length].iter().collect();
        if random.random_ratio(1, 20) {
            part.push_str("9z");
        }
        if let Ok(Some(text)) = field.parse_text(&part) {
            return Search { field, text };
        }
    }
}

fn some_filter(random: &mut StdRng, registry: &Registry) -> Filter {
    let organization = registry.domains[0].organization_id;
    let mut filter =
        Filter::new(if random.random() { Scope::All } else { Scope::Of(organization) });
    if random.random() {
        filter.states = vec![HolderState::Registered];
    }
    if random.random_ratio(1, 4) {
        filter.organization_id = Some(organization);
    }
    let searches = *[0, 1, 1, 1, 2, 2, 3].choose(random).unwrap();
    filter.searches = (0..searches).map(|_| some_search(random, registry)).collect();
    filter
}

on_both_engines! {
    async fn random_searches_for_holders_match_the_model(app: TestApp) {
        let registry = registry(&app).await;
        let mut random = StdRng::seed_from_u64(7);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let filter = some_filter(&mut random, &registry);
            let sort = some_sort(&mut random);
            let expected = model(&registry, &filter, sort);
            // Few holders of a text are sorted, many are looked for in the order of the list.
            let many = *[5, 40, 10_000].choose(&mut random).unwrap();
            let order = (sort, random.random_range(1..=60));
            let page = async |request: &PageRequest<_>| {
                page_sorting(&mut on, &filter, request, many).await.unwrap()
            };
            check(&expected, order, &(&filter, many), page, |holder| holder.id).await;
        }
    }

    async fn changed_texts_are_found_and_former_ones_are_not(app: TestApp) {
        let registry = registry(&app).await;
        let person = registry.people.iter().find(|person| !person.addresses.is_empty()).unwrap();
        let found = async |field, text: &str| {
            let search = Search { field, text: text.to_owned() };
            let filter = Filter { searches: vec![search], ..Filter::new(Scope::All) };
            let request = first_page(Sort::ascending(HolderSortField::FamilyName), 5);
            let mut on = app.app.db.read().await.unwrap();
            let found = page_sorting(&mut on, &filter, &request, 10_000).await.unwrap();
            found.items.iter().any(|holder| holder.id == person.holder.id)
        };
        let mut holder = person.holder.clone();
        holder.family_name = "Van Qwertz".into();
        holder.version += 1;
        let mut address = person.addresses[0].clone();
        address.fax = "02 777888".into();
        address.version += 1;
        let mut tx = app.app.db.begin().await.unwrap();
        holders::update(&mut tx, &holder).await.unwrap();
        holder_addresses::update(&mut tx, &address).await.unwrap();
        tx.commit().await.unwrap();
        assert!(found(HolderSearchField::FamilyName, "qwert").await);
        assert!(found(HolderSearchField::Fax, "77788").await);

        holder.family_name = "Altro".into();
        holder.version += 1;
        let mut tx = app.app.db.begin().await.unwrap();
        holders::update(&mut tx, &holder).await.unwrap();
        holder_addresses::delete(&mut tx, address.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!found(HolderSearchField::FamilyName, "qwert").await);
        assert!(!found(HolderSearchField::Fax, "77788").await);
        assert!(found(HolderSearchField::FamilyName, "altro").await);
    }
}
