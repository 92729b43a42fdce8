//! The cases, one for each row of the table.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;
use chrono::TimeDelta;
use serde_json::json;
use sigillo_adapters::clock::SystemClock;
use sigillo_app::Clock;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{SearchField, Sort, SortField};
use sigillo_storage::mailbox_list::Filter;
use sigillo_storage::{Db, messages};

use crate::client::{Client, RequestTemplate};
use crate::measure::{Bounds, Series, series, timed};
use crate::names::{FREQUENT, OFFICE, RARE};
use crate::panel::DOMAINS;
use crate::read::{List, Read};
use crate::subjects::Subjects;
use crate::{bare, office_cases, people_cases, report};

const CLIENTS: usize = 8;
/// Texts of the search over everything: a short one, a rare one, frequent ones, and one of no mailbox.
const SEARCHED: [&str; 5] = ["a", RARE, FREQUENT, OFFICE, "xyzxyz"];
/// Numbers of what is created or changed.
static MADE: AtomicU64 = AtomicU64::new(0);
/// Longer than an attempt to send a message can take.
const SENDING: TimeDelta = TimeDelta::hours(1);

/// Measures every case and prints its row.
pub async fn run(db: &Db, client: &Client, subjects: &Subjects, bounds: Bounds) -> Result<()> {
    let clients = clients(client).await?;
    report::heading();
    for (name, what) in reads(subjects) {
        let mut on = db.read().await?;
        let bare = bare_series(&mut on, &what, subjects, bounds).await?;
        drop(on);
        let template = |round: usize| match &what {
            Read::List(list) => RequestTemplate::get(list.path()),
            Read::Mailbox => RequestTemplate::get(path_of(subjects, round)),
            Read::History => RequestTemplate::get(format!("{}/history", path_of(subjects, round))),
        };
        measure(&name, Some(&bare), client, &clients, bounds, &template).await?;
    }
    for text in SEARCHED {
        let template = |_| RequestTemplate::get(format!("/api/v1/search?q={text}"));
        measure(&format!("search `{text}`"), None, client, &clients, bounds, &template).await?;
    }
    office_cases::run(client, &clients, bounds).await?;
    let counted = format!("/api/v1/mailboxes?limit=50&count=states&q={FREQUENT}");
    let template = |_| RequestTemplate::get(counted.clone());
    measure("frequent, states counted", None, client, &clients, bounds, &template).await?;
    let first = list(subjects, Filter::default(), Sort::default());
    let template = |_| RequestTemplate { compressed: true, ..RequestTemplate::get(first.path()) };
    measure("first page, compressed", None, client, &clients, bounds, &template).await?;
    writes(db, client, &clients, subjects, bounds).await?;
    people_cases::run(client, bounds).await
}

/// Measures what an office looks at every morning, and prints its rows.
pub async fn run_office(client: &Client, bounds: Bounds) -> Result<()> {
    let clients = clients(client).await?;
    report::heading();
    office_cases::run(client, &clients, bounds).await
}

pub async fn clients(client: &Client) -> Result<Vec<Arc<Client>>> {
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
    let of = |filter| Read::List(Box::new(list(subjects, filter, default)));
    let search = |text: &str| Filter { search: Some(text.to_owned()), ..Filter::default() };
    let email =
        |text: &str| Filter { communication_email: Some(text.to_owned()), ..Filter::default() };
    let states = |states: &[MailboxState]| Filter { states: states.to_vec(), ..Filter::default() };
    let all = list(subjects, Filter::default(), default);
    let middle = List { after: Some(subjects.middle.clone()), ..all.clone() };
    let counted = List { counted: true, ..all.clone() };
    let everywhere = Filter { domains: subjects.domains.clone(), ..Filter::default() };
    let everywhere = List { filter: everywhere, ..all.clone() };
    let expired = Filter { passwords: vec![PasswordState::Expired], ..Filter::default() };
    let newest = Sort { field: SortField::CreatedAt, descending: true };
    let rarest = Filter {
        states: vec![MailboxState::Suppressed],
        passwords: vec![PasswordState::ToSet],
        over_soft_limit: true,
        ..Filter::default()
    };
    let mut reads: Vec<(String, Read)> = vec![
        ("first page".into(), Read::List(Box::new(all))),
        ("page in the middle".into(), Read::List(Box::new(middle))),
        ("first page, counted".into(), Read::List(Box::new(counted))),
        ("first page of all domains".into(), Read::List(Box::new(everywhere))),
        (format!("contains, rare `{RARE}`"), of(search(RARE))),
        (format!("contains, frequent `{FREQUENT}`"), of(search(FREQUENT))),
        (format!("begins with `{OFFICE}`"), of(search(OFFICE))),
        ("contains, two letters `zz`".into(), of(search("zz"))),
        ("contains, nowhere `xyzxyz`".into(), of(search("xyzxyz"))),
        ("e-mail contains, rare".into(), of(email(RARE))),
        ("e-mail contains, frequent".into(), of(email("example.org"))),
        ("e-mail contains, nowhere".into(), of(email("xyzxyz"))),
        (
            format!("everywhere, rare `{RARE}`"),
            of(Filter { search_in: SearchField::ALL.to_vec(), ..search(RARE) }),
        ),
        ("exact".into(), of(search(&subjects.mailbox(0).local_part))),
        ("state active".into(), of(states(&[MailboxState::Active]))),
        ("state suppressed".into(), of(states(&[MailboxState::Suppressed]))),
        ("state of none".into(), of(states(&[MailboxState::PendingActivation]))),
        (
            "three states".into(),
            of(states(&[
                MailboxState::Disabled,
                MailboxState::Suppressed,
                MailboxState::Cancelled,
            ])),
        ),
        (
            "state suppressed, newest".into(),
            Read::List(Box::new(list(subjects, states(&[MailboxState::Suppressed]), newest))),
        ),
        ("password expired".into(), of(expired.clone())),
        ("password expired, newest".into(), Read::List(Box::new(list(subjects, expired, newest)))),
        ("over the soft limit".into(), of(Filter { over_soft_limit: true, ..Filter::default() })),
        ("all three filters, newest".into(), Read::List(Box::new(list(subjects, rarest, newest)))),
    ];
    for field in SortField::ALL {
        for descending in [false, true] {
            let sort = Sort { field, descending };
            let list = list(subjects, Filter::default(), sort);
            reads.push((format!("sort `{sort}`"), Read::List(Box::new(list))));
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
    // A mutex, because the closure's future cannot borrow the connection directly.
    let on = &tokio::sync::Mutex::new(on);
    series(bounds, |round| async move {
        let mut on = on.lock().await;
        bare::read(&mut on, what, subjects, round).await
    })
    .await
}

/// Measures a request with one client and with several, and prints its row. Returns the series of the one.
pub async fn measure(
    name: &str,
    bare: Option<&Series>,
    client: &Client,
    clients: &[Arc<Client>],
    bounds: Bounds,
    template: &dyn Fn(usize) -> RequestTemplate,
) -> Result<Series> {
    let one = series(bounds, |round| {
        let template = template(round);
        async move { timed(client.send_ok(&template)).await }
    });
    let one = one.await?;
    let mut running = vec![];
    for (place, client) in clients.iter().enumerate() {
        // The requests are prepared before the clients start.
        let templates: Vec<_> =
            (0..bounds.requests + 8).map(|round| template(round * clients.len() + place)).collect();
        let client = client.clone();
        running.push(tokio::spawn(async move {
            series(bounds, |round| {
                let (client, template) =
                    (client.clone(), templates[round % templates.len()].clone());
                async move { timed(client.send_ok(&template)).await }
            })
            .await
        }));
    }
    let mut all = vec![];
    for series in running {
        all.push(series.await??);
    }
    report::row(name, bare, &one, &Series::together(all));
    Ok(one)
}

async fn writes(
    db: &Db,
    client: &Client,
    clients: &[Arc<Client>],
    subjects: &Subjects,
    bounds: Bounds,
) -> Result<()> {
    let bare = series(bounds, |_| bare::insert(db, subjects.mailbox(0))).await?;
    let create = |_| {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let body = json!({
            "domain": DOMAINS[0].name,
            "local_part": format!("nuova.{number}"),
            "communication_email": format!("nuova.{number}@example.org"),
        });
        let path = "/api/v1/mailboxes".to_owned();
        RequestTemplate { method: "POST", path, body: Some(body), compressed: false }
    };
    let plain = measure("create", Some(&bare), client, clients, bounds, &create).await?;
    until_sent(db).await?;
    let create = |_| {
        let body = people_cases::creation(MADE.fetch_add(1, Ordering::Relaxed));
        let path = "/api/v1/mailboxes".to_owned();
        RequestTemplate { method: "POST", path, body: Some(body), compressed: false }
    };
    let name = "create with holder, address and company";
    let whole = measure(name, None, client, clients, bounds, &create).await?;
    until_sent(db).await?;
    let bare = series(bounds, |round| bare::update(db, subjects.mailbox(round).id)).await?;
    let patch = |round: usize| {
        // A different quota each time, since an equal one changes nothing.
        let quota = 6000 + MADE.fetch_add(1, Ordering::Relaxed);
        let path = path_of(subjects, round);
        RequestTemplate {
            method: "PATCH",
            path,
            body: Some(json!({"quota_mb": quota})),
            compressed: false,
        }
    };
    measure("patch", Some(&bare), client, clients, bounds, &patch).await?;
    people_cases::print_ratio(&plain, &whole);
    Ok(())
}

/// Waits until the messages of created mailboxes are sent, so that their cost falls on no other case.
async fn until_sent(db: &Db) -> Result<()> {
    while messages::any_due(&mut db.read().await?, SystemClock.now() + SENDING).await? {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}
