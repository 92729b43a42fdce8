//! What is measured, one row of the table each.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;
use chrono::TimeDelta;
use serde_json::json;
use sigillo_adapters::clock::SystemClock;
use sigillo_app::Clock;
use sigillo_domain::mailbox::{PasswordState, State};
use sigillo_domain::mailbox_list::{Sort, SortField};
use sigillo_storage::mailbox_list::Filter;
use sigillo_storage::{Db, messages};

use crate::client::{Ask, Client};
use crate::measure::{Bounds, Series, series, timed};
use crate::names::{FREQUENT, OFFICE, RARE};
use crate::panel::DOMAINS;
use crate::read::{List, Read};
use crate::subjects::Subjects;
use crate::{bare, report};

const CLIENTS: usize = 8;
/// Longer than an attempt to send a message may take.
const SENDING: TimeDelta = TimeDelta::hours(1);

/// Measures everything, and prints a row of each.
pub async fn run(db: &Db, client: &Client, subjects: &Subjects, bounds: Bounds) -> Result<()> {
    let clients = clients(client).await?;
    report::heading();
    for (name, what) in reads(subjects) {
        let mut on = db.read().await?;
        let bare = bare_series(&mut on, &what, subjects, bounds).await?;
        drop(on);
        let ask = |round: usize| match &what {
            Read::List(list) => Ask::get(list.path()),
            Read::Mailbox => Ask::get(path_of(subjects, round)),
            Read::History => Ask::get(format!("{}/history", path_of(subjects, round))),
        };
        measure(&name, Some(&bare), client, &clients, bounds, &ask).await?;
    }
    let first = list(subjects, Filter::default(), Sort::default());
    let ask = |_| Ask { compressed: true, ..Ask::get(first.path()) };
    measure("first page, compressed", None, client, &clients, bounds, &ask).await?;
    writes(db, client, &clients, subjects, bounds).await
}

async fn clients(client: &Client) -> Result<Vec<Arc<Client>>> {
    let mut clients = vec![];
    for _ in 0..CLIENTS {
        clients.push(Arc::new(client.another().await?));
    }
    Ok(clients)
}

fn path_of(subjects: &Subjects, round: usize) -> String {
    format!("/api/v1/mailboxes/{}", subjects.mailbox(round).id)
}

fn list(subjects: &Subjects, filter: Filter, sort: Sort) -> List {
    let filter = Filter { domains: vec![subjects.domains[0]], ..filter };
    List { filter, sort, after: None, counted: false }
}

fn reads(subjects: &Subjects) -> Vec<(String, Read)> {
    let default = Sort::default();
    let of = |filter| Read::List(list(subjects, filter, default));
    let search = |text: &str| Filter { search: Some(text.to_owned()), ..Filter::default() };
    let states = |states: &[State]| Filter { states: states.to_vec(), ..Filter::default() };
    let all = list(subjects, Filter::default(), default);
    let middle = List { after: Some(subjects.middle.clone()), ..all.clone() };
    let counted = List { counted: true, ..all.clone() };
    let everywhere = Filter { domains: subjects.domains.clone(), ..Filter::default() };
    let everywhere = List { filter: everywhere, ..all.clone() };
    let expired = Filter { passwords: vec![PasswordState::Expired], ..Filter::default() };
    let newest = Sort { field: SortField::CreatedAt, descending: true };
    let rarest = Filter {
        states: vec![State::Suppressed],
        passwords: vec![PasswordState::ToSet],
        over_soft_limit: true,
        ..Filter::default()
    };
    let mut reads: Vec<(String, Read)> = vec![
        ("first page".into(), Read::List(all)),
        ("page in the middle".into(), Read::List(middle)),
        ("first page, counted".into(), Read::List(counted)),
        ("first page of all domains".into(), Read::List(everywhere)),
        (format!("contains, rare `{RARE}`"), of(search(RARE))),
        (format!("contains, frequent `{FREQUENT}`"), of(search(FREQUENT))),
        (format!("begins with `{OFFICE}`"), of(search(OFFICE))),
        ("contains, two letters `zz`".into(), of(search("zz"))),
        ("contains, nowhere `xyzxyz`".into(), of(search("xyzxyz"))),
        ("exact".into(), of(search(&subjects.mailbox(0).local_part))),
        ("state active".into(), of(states(&[State::Active]))),
        ("state suppressed".into(), of(states(&[State::Suppressed]))),
        ("state of none".into(), of(states(&[State::PendingActivation]))),
        (
            "three states".into(),
            of(states(&[State::Disabled, State::Suppressed, State::Cancelled])),
        ),
        (
            "state suppressed, newest".into(),
            Read::List(list(subjects, states(&[State::Suppressed]), newest)),
        ),
        ("password expired".into(), of(expired.clone())),
        ("password expired, newest".into(), Read::List(list(subjects, expired, newest))),
        ("over the soft limit".into(), of(Filter { over_soft_limit: true, ..Filter::default() })),
        ("all three filters, newest".into(), Read::List(list(subjects, rarest, newest))),
    ];
    for field in SortField::ALL {
        for descending in [false, true] {
            let sort = Sort { field, descending };
            let list = list(subjects, Filter::default(), sort);
            reads.push((format!("sort `{sort}`"), Read::List(list)));
        }
    }
    reads.push(("get one".into(), Read::Mailbox));
    reads.push(("history".into(), Read::History));
    reads
}

async fn bare_series(
    on: &mut sigillo_storage::Conn,
    what: &Read,
    subjects: &Subjects,
    bounds: Bounds,
) -> Result<Series> {
    // The same connection again and again: a future of its own would have to borrow it for ever.
    let on = &tokio::sync::Mutex::new(on);
    series(bounds, |round| async move {
        let mut on = on.lock().await;
        bare::read(&mut on, what, subjects, round).await
    })
    .await
}

/// Measures a request with one client and with several, and prints its row.
async fn measure(
    name: &str,
    bare: Option<&Series>,
    client: &Client,
    clients: &[Arc<Client>],
    bounds: Bounds,
    ask: &dyn Fn(usize) -> Ask,
) -> Result<()> {
    let one = series(bounds, |round| {
        let ask = ask(round);
        async move { timed(client.must(&ask)).await }
    });
    let one = one.await?;
    let mut running = vec![];
    for (place, client) in clients.iter().enumerate() {
        // What each is to ask is settled before they start.
        let asks: Vec<_> =
            (0..bounds.requests + 8).map(|round| ask(round * clients.len() + place)).collect();
        let client = client.clone();
        running.push(tokio::spawn(async move {
            series(bounds, |round| {
                let (client, ask) = (client.clone(), asks[round % asks.len()].clone());
                async move { timed(client.must(&ask)).await }
            })
            .await
        }));
    }
    let mut all = vec![];
    for series in running {
        all.push(series.await??);
    }
    report::row(name, bare, &one, &Series::together(all));
    Ok(())
}

async fn writes(
    db: &Db,
    client: &Client,
    clients: &[Arc<Client>],
    subjects: &Subjects,
    bounds: Bounds,
) -> Result<()> {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let bare = series(bounds, |_| bare::insert(db, subjects.mailbox(0))).await?;
    let create = |_| {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let body = json!({
            "domain": DOMAINS[0].name,
            "local_part": format!("nuova.{number}"),
            "communication_email": format!("nuova.{number}@example.org"),
        });
        let path = "/api/v1/mailboxes".to_owned();
        Ask { method: "POST", path, body: Some(body), compressed: false }
    };
    measure("create", Some(&bare), client, clients, bounds, &create).await?;
    // The messages of those that were created go out meanwhile: what they cost is theirs.
    while messages::any_due(&mut db.read().await?, SystemClock.now() + SENDING).await? {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let bare = series(bounds, |round| bare::update(db, subjects.mailbox(round).id)).await?;
    let patch = |round: usize| {
        // Another quota each time, or nothing would have to be changed.
        let quota = 6000 + MADE.fetch_add(1, Ordering::Relaxed);
        let path = path_of(subjects, round);
        Ask { method: "PATCH", path, body: Some(json!({"quota_mb": quota})), compressed: false }
    };
    measure("patch", Some(&bare), client, clients, bounds, &patch).await
}
