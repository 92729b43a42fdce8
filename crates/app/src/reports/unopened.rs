//! Mailboxes that nobody has opened for 90 days.

use chrono::{NaiveDate, TimeDelta};
use sigillo_contract::report::ReportSection;
use sigillo_domain::report::{
    PlotKind, ReportColumnName as Column, ReportSectionName as Name, ReportUnit as Unit,
    ReportValue, day_text,
};
use sigillo_storage::{Connection, StorageError, mailbox_openings, mailbox_traffic};

use super::request::Request;
use super::section::{Described, domain_column, mailbox_column, row, section};
use crate::local_time::{local_time, start_of_day};

const DAYS: TimeDelta = TimeDelta::days(90);
/// How many mailboxes are listed; the list of mailboxes has all.
const LISTED: i64 = 200;

pub(super) async fn sections(
    on: &mut impl Connection,
    request: &Request,
) -> Result<Vec<ReportSection>, StorageError> {
    let l = request.language;
    let day = request.to.checked_sub_signed(DAYS).unwrap_or(request.to);
    let since = mailbox_traffic::counted_since(on).await?.received;
    let note = match since.map(|at| local_time(at).date()) {
        None => l
            .choose(
                "Gli accessi alle caselle non sono noti: il pannello non legge i registri del mail host.",
                "Sign-ins to mailboxes are not known: the panel does not read the logs of the mail host.",
            )
            .to_owned(),
        Some(since) if since > day => format!(
            "{} {}: {}",
            l.choose("Gli accessi sono noti dal", "Sign-ins are known since"),
            day_text(since),
            l.choose("il report sarà completo dopo 90 giorni.", "the report is complete after 90 days.")
        ),
        Some(_) => format!(
            "{} {}.",
            l.choose("Caselle attive e non aperte dal", "Mailboxes in service that were not opened since"),
            day_text(day)
        ),
    };
    let is_known = since.is_some_and(|since| local_time(since).date() <= day);
    Ok(vec![
        by_domain(on, request, day, is_known).await?.noted(note),
        listed(on, request, day, is_known).await?,
    ])
}

async fn by_domain(
    on: &mut impl Connection,
    request: &Request,
    day: NaiveDate,
    is_known: bool,
) -> Result<ReportSection, StorageError> {
    let l = request.language;
    let mut counts = vec![];
    if let Some(before) = start_of_day(day).filter(|_| is_known) {
        for domain in &request.domains {
            let count = mailbox_openings::count_unopened(on, &[domain.id], before).await?;
            counts.push((domain.name.as_str(), count));
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let rows = counts.into_iter().map(|(name, count)| {
        let list = format!("domain={name}&not_opened_since={day}");
        row(&[Some(name.into()), Some(count.into())], Some(list))
    });
    let columns = [
        domain_column(l),
        (Column::Unopened, l.choose("Caselle non aperte", "Mailboxes not opened"), Unit::Count),
    ];
    let title =
        l.choose("Non aperte da 90 giorni, per dominio", "Not opened for 90 days, by domain");
    Ok(section(Name::UnopenedByDomain, title, columns, rows.collect()).drawn(
        PlotKind::Ranking,
        Column::Domain,
        &[Column::Unopened],
    ))
}

async fn listed(
    on: &mut impl Connection,
    request: &Request,
    day: NaiveDate,
    is_known: bool,
) -> Result<ReportSection, StorageError> {
    let l = request.language;
    let found = match start_of_day(day).filter(|_| is_known) {
        Some(before) => {
            let domains = request.domain_ids();
            mailbox_openings::unopened(on, &domains, before, None, LISTED).await?
        }
        None => vec![],
    };
    let rows = found.into_iter().map(|one| {
        let list = Some(format!("q={}", one.address));
        let last = one.last_opened_at.map(|at| local_time(at).date());
        let days = (request.to - local_time(one.since).date()).num_days();
        let last = last.map(|day| ReportValue::from(day.to_string()));
        row(&[Some(one.address.into()), last, Some(days.into())], list)
    });
    let columns = [
        mailbox_column(l),
        (Column::LastOpened, l.choose("Ultimo accesso", "Last opened"), Unit::Day),
        (Column::DaysUnopened, l.choose("Giorni", "Days"), Unit::Days),
    ];
    let title =
        l.choose("Le caselle non aperte da più tempo", "The mailboxes not opened for longest");
    Ok(section(Name::Unopened, title, columns, rows.collect()))
}
