//! The list of tickets compared with a simple model of its contract.

use chrono::TimeDelta;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sigillo_domain::id::{AccountId, OrganizationId, TicketId};
use sigillo_domain::list::Sort;
use sigillo_domain::message::Language;
use sigillo_domain::search_text::fold;
use sigillo_domain::text_enum::TextEnum;
use sigillo_domain::ticket::{Side, Ticket, TicketQueue, TicketSortField, TicketStatus, reference};
use sigillo_storage::ticket_list::{self, Filter, Scope, Viewer};
use sigillo_storage::{PageRequest, Position, decode_cursor, encode_cursor, tickets};
use sigillo_testkit::{TestApp, on_both_engines};

const TICKETS: u128 = 80;
const REQUESTS: usize = 150;
const SUMMARIES: [&str; 5] = ["Perché", "perche no", "100%", "Càsella piena", "_"];
const SEARCHES: [&str; 8] = ["perche", "%", "_", "sig-2026", "000001", "casella", "zz", "a"];

fn some<T: TextEnum>(random: &mut StdRng) -> T {
    *T::VARIANTS.choose(random).unwrap()
}

/// None of them, or up to two.
fn some_of<T: TextEnum>(random: &mut StdRng) -> Vec<T> {
    (0..random.random_range(0..=2)).map(|_| some(random)).collect()
}

struct Fixtures {
    organizations: Vec<OrganizationId>,
    accounts: Vec<AccountId>,
    tickets: Vec<Ticket>,
}

async fn fixtures(app: &TestApp, random: &mut StdRng) -> Fixtures {
    let (mut organizations, mut accounts) = (vec![], vec![]);
    for name in ["uno", "due", "tre"] {
        let domain = app.domain(&format!("{name}.example.it")).await;
        accounts.push(app.postmaster(name, domain.organization_id).await.id);
        organizations.push(domain.organization_id);
    }
    for name in ["otto", "pia"] {
        accounts.push(app.operator(name).await.id);
    }
    let mut tx = app.app.db.begin().await.unwrap();
    let mut all = vec![];
    for number in 1..=TICKETS {
        let ticket = ticket(number, random, &organizations, &accounts);
        tickets::insert(&mut tx, &ticket).await.unwrap();
        let changed = Ticket { version: 2, ..ticket };
        tickets::update(&mut tx, &changed).await.unwrap();
        all.push(changed);
    }
    tx.commit().await.unwrap();
    Fixtures { organizations, accounts, tickets: all }
}

fn ticket(
    number: u128,
    random: &mut StdRng,
    organizations: &[OrganizationId],
    accounts: &[AccountId],
) -> Ticket {
    // Few moments, so that many are the same.
    let created_at = TestApp::START + TimeDelta::hours(random.random_range(0..6));
    let status: TicketStatus = some(random);
    let assignee_id = random.random_bool(0.5).then(|| accounts[3 + random.random_range(0..2)]);
    Ticket {
        id: TicketId::from_u128(number * 7919 % 1000),
        organization_id: *organizations.choose(random).unwrap(),
        reference: reference(2026, i64::try_from(number).unwrap()),
        summary: (*SUMMARIES.choose(random).unwrap()).into(),
        description: if random.random() { "Zz".into() } else { String::new() },
        ticket_type: some(random),
        priority: some(random),
        desk: some(random),
        status,
        requester_id: random.random_bool(0.9).then(|| *accounts.choose(random).unwrap()),
        requester: "qualcuno".into(),
        email: None,
        language: Language::It,
        assignee_id,
        assignee: assignee_id.map(|_| "qualcuno".into()),
        context: None,
        closure: None,
        created_at,
        updated_at: created_at + TimeDelta::hours(random.random_range(0..4)),
        first_answer_at: None,
        closed_at: None,
        version: 1,
    }
}

fn some_filter(random: &mut StdRng, fixtures: &Fixtures) -> Filter {
    let side = if random.random() { Side::Support } else { Side::Customer };
    let account_id = random.random_bool(0.9).then(|| *fixtures.accounts.choose(random).unwrap());
    let organization = *fixtures.organizations.choose(random).unwrap();
    let scope = if random.random() { Scope::All } else { Scope::Of(organization) };
    let hours = |random: &mut StdRng| {
        let hours = TimeDelta::hours(random.random_range(0..8));
        random.random_bool(0.3).then(|| TestApp::START + hours)
    };
    let is_rare = |random: &mut StdRng| random.random_bool(0.3);
    Filter {
        statuses: some_of(random),
        priorities: if is_rare(random) { some_of(random) } else { vec![] },
        types: if is_rare(random) { some_of(random) } else { vec![] },
        desks: if is_rare(random) { some_of(random) } else { vec![] },
        queues: if is_rare(random) { some_of(random) } else { vec![] },
        organization_id: is_rare(random).then(|| *fixtures.organizations.choose(random).unwrap()),
        created_from: hours(random),
        created_before: hours(random),
        search: is_rare(random).then(|| fold(SEARCHES.choose(random).unwrap())),
        ..Filter::new(scope, Viewer { side, account_id })
    }
}

fn passes(filter: &Filter, ticket: &Ticket) -> bool {
    let among = |is_empty: bool, contains: bool| is_empty || contains;
    let Viewer { side, account_id } = filter.viewer;
    let in_queue = |queue: &TicketQueue| match queue {
        TicketQueue::Mine => {
            let whose = match side {
                Side::Support => ticket.assignee_id,
                Side::Customer => ticket.requester_id,
            };
            account_id.is_some() && whose == account_id
        }
        TicketQueue::Unassigned => {
            ticket.assignee.is_none() && ticket.status != TicketStatus::Closed
        }
        TicketQueue::Waiting => ticket.status == side.awaited_in(),
        TicketQueue::Open => ticket.status != TicketStatus::Closed,
    };
    let texts = [&ticket.reference, &ticket.summary, &ticket.description];
    let found = |text: &String| texts.iter().any(|it| fold(it).contains(text.as_str()));
    (filter.scope == Scope::All || filter.scope == Scope::Of(ticket.organization_id))
        && among(filter.statuses.is_empty(), filter.statuses.contains(&ticket.status))
        && among(filter.priorities.is_empty(), filter.priorities.contains(&ticket.priority))
        && among(filter.types.is_empty(), filter.types.contains(&ticket.ticket_type))
        && among(filter.desks.is_empty(), filter.desks.contains(&ticket.desk))
        && filter.queues.iter().all(in_queue)
        && filter.organization_id.is_none_or(|id| id == ticket.organization_id)
        && filter.created_from.is_none_or(|from| ticket.created_at >= from)
        && filter.created_before.is_none_or(|before| ticket.created_at < before)
        && filter.search.as_ref().is_none_or(found)
}

fn model(fixtures: &Fixtures, filter: &Filter, sort: Sort<TicketSortField>) -> Vec<TicketId> {
    let mut rows: Vec<_> = fixtures.tickets.iter().filter(|it| passes(filter, it)).collect();
    rows.sort_by(|one, other| {
        let order = match sort.field {
            TicketSortField::UpdatedAt => one.updated_at.cmp(&other.updated_at),
            TicketSortField::CreatedAt => one.created_at.cmp(&other.created_at),
            TicketSortField::Reference => one.reference.cmp(&other.reference),
        };
        let order = order.then(one.id.cmp(&other.id));
        if sort.descending { order.reverse() } else { order }
    });
    rows.into_iter().map(|ticket| ticket.id).collect()
}

on_both_engines! {
    async fn random_lists_of_tickets_match_the_model(app: TestApp) {
        let mut random = StdRng::seed_from_u64(41);
        let fixtures = fixtures(&app, &mut random).await;
        let mut on = app.app.db.read().await.unwrap();
        let mut with_rows = 0;
        for _ in 0..REQUESTS {
            let filter = some_filter(&mut random, &fixtures);
            let sort = Sort { field: some(&mut random), descending: random.random() };
            let expected = model(&fixtures, &filter, sort);
            let limit = random.random_range(1..=20);
            let mut request = PageRequest { sort, after: None, limit, count: true };
            let mut found = vec![];
            loop {
                let page = ticket_list::page(&mut on, &filter, &request).await.unwrap();
                if request.count {
                    let total = i64::try_from(expected.len()).unwrap();
                    assert_eq!(page.total, Some(total), "{filter:?}");
                    assert_eq!(ticket_list::count(&mut on, &filter).await.unwrap(), total);
                }
                found.extend(page.items.into_iter().map(|named| named.ticket.id));
                let Some(end) = page.end else { break };
                let after: Position = decode_cursor(&encode_cursor(&end)).unwrap();
                request = PageRequest { after: Some(after), count: false, ..request };
            }
            assert_eq!(found, expected, "{filter:?} {sort}");
            with_rows += usize::from(!expected.is_empty());
        }
        assert!(with_rows > REQUESTS / 3, "{with_rows}");
    }
}
