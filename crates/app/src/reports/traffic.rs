//! Messages sent and received, as the mail host has counted them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sigillo_contract::report::ReportSection;
use sigillo_domain::id::DomainId;
use sigillo_domain::report::{
    PlotKind, ReportColumnName as Column, ReportSectionName as Name, ReportUnit as Unit,
    ReportValue, day_text,
};
use sigillo_storage::mailbox_traffic::{self, CountedSince, Traffic};
use sigillo_storage::{Connection, StorageError, report_figures};

use super::request::Request;
use super::section::{Columns, Described, day_column, domain_column, mailbox_column, row, section};
use crate::local_time;

/// How many of the busiest mailboxes are listed.
const BUSIEST: i64 = 50;
/// Of how many mailboxes the busiest are looked for: every day of each is read.
const MOST_COMPARED: i64 = 10_000;

pub(super) async fn sections(
    on: &mut impl Connection,
    request: &Request,
) -> Result<Vec<ReportSection>, StorageError> {
    let domains = request.domain_ids();
    let since = mailbox_traffic::counted_since(on).await?;
    Ok(vec![
        by_day(on, request, &domains, since).await?,
        by_domain(on, request, &domains, since).await?,
        by_mailbox(on, request, &domains, since).await?,
    ])
}

/// The two counts. What is not counted is not zero.
fn counts(traffic: Traffic, since: CountedSince) -> [Option<ReportValue>; 2] {
    [since.received.map(|_| traffic.received.into()), since.sent.map(|_| traffic.sent.into())]
}

const fn columns(request: &Request) -> Columns<2> {
    let l = request.language;
    [
        (Column::Received, l.choose("Ricevuti", "Received"), Unit::Count),
        (Column::Sent, l.choose("Inviati", "Sent"), Unit::Count),
    ]
}

fn day_in_rome(at: DateTime<Utc>) -> NaiveDate {
    local_time(at).date()
}

/// From when on messages are counted.
fn since_when(request: &Request, since: CountedSince) -> String {
    let l = request.language;
    let day = |at: Option<DateTime<Utc>>| at.map(|at| day_text(day_in_rome(at)));
    match (day(since.received), day(since.sent)) {
        (None, None) => l
            .choose(
                "I messaggi non vengono contati: il pannello non legge i registri del mail host.",
                "Messages are not counted: the panel does not read the logs of the mail host.",
            )
            .to_owned(),
        (received, sent) => {
            let never = l.choose("mai", "never");
            let (received, sent) = (received.as_deref(), sent.as_deref());
            format!(
                "{} {} {} {}.",
                l.choose(
                    "Contati dal mail host; ricevuti dal",
                    "Counted by the mail host; received since"
                ),
                received.unwrap_or(never),
                l.choose("e inviati dal", "and sent since"),
                sent.unwrap_or(never)
            )
        }
    }
}

async fn by_day(
    on: &mut impl Connection,
    request: &Request,
    domains: &[DomainId],
    since: CountedSince,
) -> Result<ReportSection, StorageError> {
    let l = request.language;
    let found = mailbox_traffic::by_day(on, domains, request.from, request.to).await?;
    let mut found: HashMap<_, _> = found.into_iter().map(|one| (one.day, one.traffic)).collect();
    let first = [since.received, since.sent].into_iter().flatten().min().map(day_in_rome);
    let days = first.into_iter().flat_map(|first| first.max(request.from).iter_days());
    let rows = days.take_while(|day| *day <= request.to).map(|day| {
        let [received, sent] = counts(found.remove(&day).unwrap_or_default(), since);
        row(&[Some(day.to_string().into()), received, sent], None)
    });
    let [received, sent] = columns(request);
    let columns = [day_column(l), received, sent];
    let title = l.choose("Messaggi per giorno", "Messages by day");
    Ok(section(Name::TrafficByDay, title, columns, rows.collect())
        .drawn(PlotKind::Bars, Column::Day, &[Column::Received, Column::Sent])
        .noted(since_when(request, since)))
}

async fn by_domain(
    on: &mut impl Connection,
    request: &Request,
    domains: &[DomainId],
    since: CountedSince,
) -> Result<ReportSection, StorageError> {
    let l = request.language;
    let found = mailbox_traffic::by_domain(on, domains, request.from, request.to).await?;
    let names: HashMap<_, _> =
        request.domains.iter().map(|domain| (domain.id, domain.name.as_str())).collect();
    let mut found: Vec<_> = found
        .into_iter()
        .filter_map(|one| Some((*names.get(&one.domain_id)?, one.traffic)))
        .collect();
    found.sort_by_key(|(_, traffic)| std::cmp::Reverse(traffic.received + traffic.sent));
    let rows = found.into_iter().map(|(name, traffic)| {
        let [received, sent] = counts(traffic, since);
        row(&[Some(name.into()), received, sent], Some(format!("domain={name}")))
    });
    let [received, sent] = columns(request);
    let columns = [domain_column(l), received, sent];
    let title = l.choose("Messaggi per dominio", "Messages by domain");
    Ok(section(Name::TrafficByDomain, title, columns, rows.collect()))
}

async fn by_mailbox(
    on: &mut impl Connection,
    request: &Request,
    domains: &[DomainId],
    since: CountedSince,
) -> Result<ReportSection, StorageError> {
    let l = request.language;
    let (from, to) = (request.from, request.to);
    let classes = report_figures::classes(on, domains).await?;
    let is_large = classes.iter().map(|class| class.mailboxes).sum::<i64>() > MOST_COMPARED;
    let found = if is_large {
        vec![]
    } else {
        mailbox_traffic::by_mailbox(on, domains, from, to, BUSIEST).await?
    };
    let note = l.choose(
        "Con più di 10.000 caselle si ottiene per un dominio alla volta.",
        "With more than 10,000 mailboxes it is had for one domain at a time.",
    );
    let rows = found.into_iter().map(|one| {
        let [received, sent] = counts(one.traffic, since);
        let list = Some(format!("q={}", one.address));
        row(&[Some(one.address.into()), received, sent], list)
    });
    let [received, sent] = columns(request);
    let columns = [mailbox_column(l), received, sent];
    let title = l.choose("Le caselle con più messaggi", "The busiest mailboxes");
    Ok(section(Name::TrafficByMailbox, title, columns, rows.collect())
        .noted(is_large.then(|| note.to_owned())))
}
