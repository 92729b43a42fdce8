//! Lists of mailboxes compared with a simple model of their contract.

use std::cmp::Ordering;

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sigillo_domain::mailbox::{Mailbox, MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{
    SearchField, Sort, SortField, parse_email_filter, parse_note_filter, parse_search,
};
use sigillo_domain::quota::BYTES_PER_MB;
use sigillo_domain::search_text::fold;
use sigillo_storage::mailbox_list::{Filter, Position, best_matches, count, count_by_state, page};
use sigillo_storage::mailbox_reader::Reader;
use sigillo_storage::{Conn, decode_cursor, encode_cursor, mailboxes};
use sigillo_testkit::on_both_engines;

use crate::mailbox_fixtures::{
    FREQUENT, FREQUENT_EMAIL, FREQUENT_NOTE, MailboxFixtures, fixtures, letters,
};

const REQUESTS: usize = 200;
/// Maximum number of pages in which a list is read; more would test nothing new.
const MOST_PAGES: usize = 25;

/// A simple model of the contract of a list.
fn model(fixtures: &MailboxFixtures, filter: &Filter, sort: Sort) -> Vec<String> {
    let rank = |mailbox: &Mailbox| {
        let Some(text) = filter.search.as_deref() else { return Some(0) };
        let searches = |field| filter.search_in.contains(&field);
        let by_name = filter.search_in.is_empty() || searches(SearchField::Address);
        let long = text.chars().count() >= 3;
        let by_email = long && searches(SearchField::CommunicationEmail) && in_email(mailbox, text);
        let folded = fold(text);
        let by_note = folded.chars().count() >= 3
            && searches(SearchField::Note)
            && in_notes(fixtures, mailbox, &folded);
        let by_text = if by_email { Some(3) } else { by_note.then_some(4) };
        name_rank(mailbox, text).filter(|_| by_name).or(by_text)
    };
    let wanted = |mailbox: &&Mailbox| {
        filter.domains.contains(&mailbox.domain_id)
            && (filter.states.is_empty() || filter.states.contains(&mailbox.state))
            && (filter.passwords.is_empty() || filter.passwords.contains(&mailbox.password.state))
            && (!filter.over_soft_limit || is_over_soft_limit(mailbox))
            && filter.communication_email.as_ref().is_none_or(|text| in_email(mailbox, text))
            && filter.note.as_ref().is_none_or(|text| in_notes(fixtures, mailbox, text))
            && is_managed_by(mailbox, &filter.managed_by)
            && filter.activated.is_none_or(|it| mailbox.activated_at.is_some() == it)
            && filter.not_opened_since.is_none_or(|since| is_unopened(fixtures, mailbox, since))
            && is_among(&filter.plans, mailbox.plan)
            && is_among(&filter.resellers, mailbox.reseller)
            && filter.holder.is_none_or(|id| mailbox.holder.is_some_and(|it| it.holder_id == id))
    };
    let by_key = |one: &Mailbox, other: &Mailbox| match sort.field {
        SortField::Address => Ordering::Equal,
        SortField::LocalPart => one.local_part.cmp(&other.local_part),
        SortField::CreatedAt => one.created_at.cmp(&other.created_at),
        SortField::State => one.state.as_str().cmp(other.state.as_str()),
        SortField::Quota => one.quota_mb.cmp(&other.quota_mb),
        SortField::Fill => one.fill().cmp(&other.fill()),
    };
    let mut rows: Vec<_> = fixtures
        .mailboxes
        .iter()
        .filter(wanted)
        .filter_map(|mailbox| Some((rank(mailbox)?, mailbox)))
        .collect();
    rows.sort_by(|(rank, one), (other_rank, other)| {
        let order = by_key(one, other).then_with(|| one.address.cmp(&other.address));
        let order = if sort.descending { order.reverse() } else { order };
        rank.cmp(other_rank).then(order)
    });
    rows.into_iter().map(|(_, mailbox)| mailbox.address.clone()).collect()
}

fn name_rank(mailbox: &Mailbox, text: &str) -> Option<u8> {
    let name = if text.contains('@') { &mailbox.address } else { &mailbox.local_part };
    let inside = name.contains(text) && !text.contains('@');
    match name {
        name if name == text => Some(0),
        name if name.starts_with(text) => Some(1),
        _ => inside.then_some(2),
    }
}

fn in_email(mailbox: &Mailbox, text: &str) -> bool {
    mailbox.communication_email.as_ref().is_some_and(|email| email.to_lowercase().contains(text))
}

fn in_notes(fixtures: &MailboxFixtures, mailbox: &Mailbox, text: &str) -> bool {
    fixtures.notes[&mailbox.id].iter().any(|note| fold(note).contains(text))
}

fn is_over_soft_limit(mailbox: &Mailbox) -> bool {
    mailbox.used_bytes.is_some_and(|used| used >= mailbox.soft_limit_mb * BYTES_PER_MB)
}

/// Reads the whole list page by page, encoding and decoding each cursor as for a client.
async fn walk(on: &mut Conn, filter: &Filter, sort: Sort, limit: usize) -> Vec<Mailbox> {
    let (mut all, mut after) = (vec![], None::<Position>);
    loop {
        let (rows, end) = page(on, filter, sort, after.as_ref(), limit).await.unwrap();
        assert!(rows.len() == limit || end.is_none(), "only the last page is short");
        all.extend(rows);
        let Some(end) = end else { return all };
        let read: Position =
            decode_cursor(&encode_cursor(&end)).expect("an encoded cursor can be decoded");
        assert_eq!(read, end);
        assert!(read.belongs_to(sort));
        after = Some(read);
    }
}

/// Reads the whole list as an export does.
async fn read_whole(on: &mut Conn, filter: &Filter, sort: Sort, batch: usize) -> Vec<String> {
    let mut reader = Reader::new(filter.clone(), sort);
    let mut all = vec![];
    loop {
        let rows = reader.next(on, batch).await.unwrap();
        if rows.is_empty() {
            return all;
        }
        all.extend(rows.into_iter().map(|row| row.address));
    }
}

/// Texts that resemble a pattern, a quotation, a letter of the alphabet or part of an address, but
/// must be searched for literally.
const ODD: [&str; 20] = [
    "%",
    "_",
    "__",
    "a_",
    "%%%",
    "\\",
    "a\\_b",
    "\"",
    "a\"b\"",
    "'",
    "''",
    "*",
    "uff*",
    "^uf",
    "a b",
    "ſſſ",
    "uﬀicio",
    "@",
    "@pec",
    "\u{10FFFF}",
];

fn some_sort(random: &mut StdRng) -> Sort {
    Sort { field: *SortField::ALL.choose(random).unwrap(), descending: random.random() }
}

fn some_filter(random: &mut StdRng, fixtures: &MailboxFixtures) -> Filter {
    let [first, second] = fixtures.domains.each_ref().map(|domain| domain.id);
    let domains = [vec![first], vec![first], vec![second], vec![first, second]];
    let states = *[0, 0, 1, 2, 5].choose(random).unwrap();
    let passwords = *[0, 0, 0, 1, 2].choose(random).unwrap();
    let search = if random.random_ratio(1, 4) { None } else { some_search(random, fixtures) };
    let fields = *[0, 0, 1, 2, 3].choose(random).unwrap();
    let communication_email =
        if random.random_ratio(1, 5) { some_email(random, fixtures) } else { None };
    let note = if random.random_ratio(1, 5) { some_note(random, fixtures) } else { None };
    let holder = random.random_ratio(1, 5).then(|| *fixtures.holders.choose(random).unwrap());
    Filter {
        holder,
        search_in: SearchField::ALL.sample(random, fields).copied().collect(),
        communication_email,
        note,
        domains: domains.choose(random).unwrap().clone(),
        states: MailboxState::ALL.sample(random, states).copied().collect(),
        passwords: PasswordState::ALL.sample(random, passwords).copied().collect(),
        over_soft_limit: random.random_ratio(1, 5),
        search,
        managed_by: match random.random_range(0..10) {
            0 => vec!["ugo".into()],
            1 => vec!["rosa".into(), "nobody".into()],
            _ => vec![],
        },
        activated: random.random_ratio(1, 5).then(|| random.random()),
        not_opened_since: random.random_ratio(1, 5).then(|| {
            let created_at = fixtures.mailboxes.choose(random).unwrap().created_at;
            created_at + TimeDelta::days(random.random_range(-10..50))
        }),
        plans: some_ids(random, fixtures.plans),
        resellers: some_ids(random, fixtures.resellers),
        ..Filter::default()
    }
}

fn is_unopened(fixtures: &MailboxFixtures, mailbox: &Mailbox, since: DateTime<Utc>) -> bool {
    let last = fixtures.opened.get(&mailbox.id).copied().or(mailbox.activated_at);
    mailbox.has_store() && last.is_some_and(|last| last < since)
}

fn is_managed_by(mailbox: &Mailbox, names: &[String]) -> bool {
    let manager = mailbox.managed_by.as_ref().unwrap_or(&mailbox.created_by);
    names.is_empty() || names.contains(manager)
}

fn is_among<I: PartialEq>(wanted: &[I], id: Option<I>) -> bool {
    wanted.is_empty() || id.is_some_and(|id| wanted.contains(&id))
}

/// Mostly no filter; else one that many rows pass, or few, or both.
fn some_ids<I: Copy>(random: &mut StdRng, [frequent, rare]: [I; 2]) -> Vec<I> {
    match random.random_range(0..12) {
        0 => vec![frequent],
        1 => vec![rare],
        2 => vec![frequent, rare],
        _ => vec![],
    }
}

/// Parts of existing e-mails, frequent ones and rare ones.
fn some_email(random: &mut StdRng, fixtures: &MailboxFixtures) -> Option<String> {
    let email = fixtures.mailboxes.choose(random).unwrap().communication_email.clone();
    let text = match random.random_range(0..4) {
        0 => FREQUENT_EMAIL.into(),
        1 => "rara.ex".into(),
        2 => "b@rara.example.net".into(),
        _ => some_part(random, &email?),
    };
    parse_email_filter(&text).ok().flatten()
}

/// Parts of existing notes, frequent ones and rare ones.
fn some_note(random: &mut StdRng, fixtures: &MailboxFixtures) -> Option<String> {
    let note = fixtures.notes.values().flatten().nth(random.random_range(0..2200))?;
    let text = match random.random_range(0..4) {
        0 => FREQUENT_NOTE.into(),
        1 => "\"100 %\" di forli".into(),
        2 => "b ufficio".into(),
        _ => some_part(random, note),
    };
    parse_note_filter(&text).ok().flatten()
}

/// A part of a text, of three characters at least if it has so many.
fn some_part(random: &mut StdRng, text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let start = random.random_range(0..characters.len().saturating_sub(2).max(1));
    let end = random.random_range((start + 3).min(characters.len())..=characters.len());
    characters[start..end].iter().collect()
}

/// Parts of existing names, whole names and addresses, and sometimes an odd text.
fn some_search(random: &mut StdRng, fixtures: &MailboxFixtures) -> Option<String> {
    let mailbox = fixtures.mailboxes.choose(random).unwrap();
    let (name, address) = (&mailbox.local_part, &mailbox.address);
    let text = match random.random_range(0..12) {
        10 => some_email(random, fixtures)?,
        11 => some_note(random, fixtures)?,
        0 => name.clone(),
        1 => address.clone(),
        2 => address[..random.random_range(1..=address.len())].to_owned(),
        3 | 4 => {
            let start = random.random_range(0..name.len());
            name[start..random.random_range(start + 1..=name.len())].to_owned()
        }
        5 => letters(random, 1..3),
        6 => letters(random, 3..6),
        7 => (*[FREQUENT, "fic", "uff", "ici", "u", "ff"].choose(random).unwrap()).to_owned(),
        8 => name.to_uppercase(),
        _ => (*ODD.choose(random).unwrap()).to_owned(),
    };
    parse_search(&text).unwrap()
}

on_both_engines! {
    async fn random_lists_match_the_model(app: TestApp) {
        let fixtures = fixtures(&app).await;
        let mut random = StdRng::seed_from_u64(5);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..REQUESTS {
            let (filter, sort) = (some_filter(&mut random, &fixtures), some_sort(&mut random));
            let expected = model(&fixtures, &filter, sort);
            let limit = random.random_range(1..=200).max(expected.len() / MOST_PAGES);
            let found = walk(&mut on, &filter, sort, limit).await;
            let addresses: Vec<_> = found.iter().map(|mailbox| &mailbox.address).collect();
            assert!(addresses.iter().copied().eq(&expected),
                "{filter:?} {sort} by {limit}:\n{addresses:?}\nnot\n{expected:?}");
            let total = count(&mut on, &filter).await.unwrap();
            assert_eq!(total, i64::try_from(expected.len()).unwrap(), "{filter:?}");
            let every_state = Filter { states: vec![], ..filter.clone() };
            let in_every_state = model(&fixtures, &every_state, sort).len();
            let by_state = count_by_state(&mut on, &filter).await.unwrap();
            let all: i64 = by_state.values().sum();
            assert_eq!(all, i64::try_from(in_every_state).unwrap(), "{filter:?}");
            for (state, number) in by_state {
                let of_state = Filter { states: vec![state], ..filter.clone() };
                assert_eq!(number, count(&mut on, &of_state).await.unwrap(), "{filter:?} {state:?}");
            }
            let read = read_whole(&mut on, &filter, sort, limit).await;
            assert_eq!(read, expected, "{filter:?} {sort} read by {limit}");
        }
    }

    async fn the_best_matches_are_the_beginning_of_the_list(app: TestApp) {
        let fixtures = fixtures(&app).await;
        let domains: Vec<_> = fixtures.domains.iter().map(|domain| domain.id).collect();
        let mut random = StdRng::seed_from_u64(8);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..60 {
            let Some(text) = some_search(&mut random, &fixtures) else { continue };
            let search = Some(text.clone());
            let filter = Filter { domains: domains.clone(), search, ..Filter::default() };
            let mut expected = model(&fixtures, &filter, Sort::default());
            if text.len() < 3 {
                expected.retain(|address| address.starts_with(&text));
            }
            expected.truncate(20);
            let found = best_matches(&mut on, &filter, 20).await.unwrap();
            let found: Vec<_> = found.into_iter().map(|mailbox| mailbox.address).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    async fn odd_texts_are_searched_for_literally(app: TestApp) {
        let fixtures = fixtures(&app).await;
        let domains: Vec<_> = fixtures.domains.iter().map(|domain| domain.id).collect();
        let mut on = app.app.db.read().await.unwrap();
        for text in ODD {
            let search = parse_search(text).unwrap();
            let filter = Filter { domains: domains.clone(), search, ..Filter::default() };
            let expected = model(&fixtures, &filter, Sort::default());
            let found = walk(&mut on, &filter, Sort::default(), 500).await;
            let addresses: Vec<_> = found.iter().map(|mailbox| &mailbox.address).collect();
            assert!(addresses.iter().copied().eq(&expected), "{text}: {addresses:?}");
        }
    }

    async fn a_search_follows_a_changed_email(app: TestApp) {
        let fixtures = fixtures(&app).await;
        let domains: Vec<_> = fixtures.domains.iter().map(|domain| domain.id).collect();
        let of = |text: &str| Filter {
            domains: domains.clone(),
            communication_email: Some(text.into()),
            ..Filter::default()
        };
        let mailbox = fixtures.mailboxes.iter().find(|one| one.communication_email.is_some());
        let mut mailbox = mailbox.unwrap().clone();
        for (email, found) in [
            (Some("Nuova.Persona@Zeta.example"), ["nuova.persona@zeta", "zeta.example"]),
            (Some("altra@yota.example"), ["altra@yota", "yota.example"]),
            (None, ["", ""]),
            (Some("ultima@kappa.example"), ["ultima@kappa", "kappa.example"]),
        ] {
            mailbox.communication_email = email.map(str::to_owned);
            mailbox.version += 1;
            let mut tx = app.app.db.begin().await.unwrap();
            mailboxes::update(&mut tx, &mailbox).await.unwrap();
            tx.commit().await.unwrap();
            let mut on = app.app.db.read().await.unwrap();
            for text in ["nuova.persona@zeta", "zeta.example", "altra@yota", "yota.example",
                "ultima@kappa", "kappa.example"] {
                let (rows, _) = page(&mut on, &of(text), Sort::default(), None, 9).await.unwrap();
                let expected = usize::from(found.contains(&text));
                assert_eq!(rows.len(), expected, "{text} with {email:?}");
            }
        }
    }

    async fn rows_are_read_as_they_were_written(app: TestApp) {
        let mut fixtures = fixtures(&app).await;
        fixtures.mailboxes.sort_by(|one, other| one.address.cmp(&other.address));
        let domains = fixtures.domains.iter().map(|domain| domain.id).collect();
        let filter = Filter { domains, ..Filter::default() };
        let mut on = app.app.db.read().await.unwrap();
        let by_address = Sort { field: SortField::Address, descending: false };
        let found = walk(&mut on, &filter, by_address, 1000).await;
        assert!(found == fixtures.mailboxes);
    }

    async fn a_list_that_grows_between_its_pages_shows_no_row_twice(app: TestApp) {
        let fixtures = fixtures(&app).await;
        let filter = Filter {
            domains: vec![fixtures.domains[0].id],
            search: Some(FREQUENT.into()),
            ..Filter::default()
        };
        let sort = Sort { field: SortField::Quota, descending: true };
        let before = model(&fixtures, &filter, sort);
        let (mut seen, mut after) = (vec![], None::<Position>);
        for round in 0.. {
            let mut on = app.app.db.read().await.unwrap();
            let (rows, end) = page(&mut on, &filter, sort, after.as_ref(), 150).await.unwrap();
            drop(on);
            seen.extend(rows.into_iter().map(|mailbox| mailbox.address));
            app.mailbox(&fixtures.domains[0].name, &format!("nuovo{round}.{FREQUENT}")).await;
            after = end;
            if after.is_none() { break }
        }
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), seen.len(), "no row twice");
        seen.retain(|address| before.contains(address));
        assert_eq!(seen, before, "no existing row is missing");
    }
}
