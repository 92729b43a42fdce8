//! Space in use against quotas, and how it grows.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use sigillo_contract::report::ReportSection;
use sigillo_domain::id::{DomainId, MailboxId};
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::quota::BYTES_PER_MB;
use sigillo_domain::report::growth::{Growth, days_to_full, growth};
use sigillo_domain::report::{
    PlotKind, ReportColumnName as Column, ReportSectionName as Name, ReportUnit as Unit,
    ReportValue,
};
use sigillo_storage::Connection;
use sigillo_storage::report_figures::{self, MailboxClass, Space};

use super::request::Request;
use super::section::{
    Columns, Described, day_column, domain_column, mailbox_column, percent, row, section,
};
use crate::error::AppError;
use crate::local_time::start_of_day;

/// How many mailboxes are among the largest.
const LARGEST: i64 = 20;
/// From how many days the growth of a mailbox or a domain is worked out.
const GROWTH: TimeDelta = TimeDelta::days(90);
/// A forecast further ahead says nothing.
const FARTHEST_DAYS: f64 = 3_650.0;

type Series = Vec<(NaiveDate, i64)>;

pub(super) async fn sections(
    on: &mut impl Connection,
    request: &Request,
) -> Result<Vec<ReportSection>, AppError> {
    let domains = request.domain_ids();
    let classes = report_figures::classes(on, &domains).await?;
    let by_domain = sums(&classes);
    Ok(vec![
        space_by_domain(request, &classes, &by_domain),
        by_day(on, request, &domains).await?,
        growth_by_domain(on, request, &domains, &by_domain).await?,
        largest(on, request, &domains).await?,
    ])
}

/// The space of each domain. Cancelled mailboxes have none.
fn sums(classes: &[MailboxClass]) -> HashMap<DomainId, Space> {
    let mut sums: HashMap<DomainId, Space> = HashMap::new();
    for class in classes.iter().filter(|class| class.state != MailboxState::Cancelled) {
        *sums.entry(class.domain_id).or_default() += class.space;
    }
    sums
}

fn space_by_domain(
    request: &Request,
    classes: &[MailboxClass],
    sums: &HashMap<DomainId, Space>,
) -> ReportSection {
    let l = request.language;
    let mut domains: Vec<_> = request
        .domains
        .iter()
        .filter_map(|domain| Some((domain, sums.get(&domain.id).filter(|sum| sum.measured > 0)?)))
        .collect();
    domains.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.used_bytes));
    let rows = domains.into_iter().map(|(domain, sum)| {
        let quota = sum.quota_mb * BYTES_PER_MB;
        let own_quota = sum.own_archive_mb * BYTES_PER_MB;
        let own = sum.own_archive_mb > 0;
        let cells = [
            Some(domain.name.as_str().into()),
            Some(sum.measured.into()),
            Some(sum.inbox_bytes.into()),
            Some(sum.used_bytes.into()),
            Some(quota.into()),
            percent(sum.used_bytes, quota),
            Some(sum.archive_bytes.into()),
            own.then(|| own_quota.into()),
            percent(sum.own_archive_bytes, own_quota),
        ];
        row(&cells, Some(format!("domain={}", domain.name.as_str())))
    });
    let columns = [
        domain_column(l),
        (Column::Measured, l.choose("Caselle misurate", "Mailboxes measured"), Unit::Count),
        (Column::Inbox, l.choose("Posta in arrivo", "Inbox"), Unit::Bytes),
        (Column::Used, l.choose("Occupato", "Used"), Unit::Bytes),
        (Column::Quota, l.choose("Quota", "Quota"), Unit::Bytes),
        (Column::Fill, l.choose("Riempimento", "Full"), Unit::Percent),
        (Column::Archive, l.choose("Archivio", "Archive"), Unit::Bytes),
        (Column::ArchiveQuota, l.choose("Quota archivio", "Archive quota"), Unit::Bytes),
        (Column::ArchiveFill, l.choose("Riempimento archivio", "Archive full"), Unit::Percent),
    ];
    let title = l.choose("Spazio per dominio", "Space by domain");
    section(Name::SpaceByDomain, title, columns, rows.collect())
        .drawn(PlotKind::Ranking, Column::Domain, &[Column::Used])
        .noted(unmeasured(request, classes))
}

/// How many mailboxes are not in the figures, if any.
fn unmeasured(request: &Request, classes: &[MailboxClass]) -> Option<String> {
    let l = request.language;
    let with_store = classes.iter().filter(|class| class.state.has_store());
    let missing: i64 = with_store.map(|class| class.mailboxes - class.space.measured).sum();
    let count = sigillo_domain::number_text::grouped(missing, l);
    match missing {
        0 => None,
        1 => Some(
            l.choose("Una casella non è ancora stata misurata.", "One mailbox was never measured.")
                .to_owned(),
        ),
        _ => Some(format!(
            "{count} {}",
            l.choose("caselle non sono ancora state misurate.", "mailboxes were never measured.")
        )),
    }
}

async fn by_day(
    on: &mut impl Connection,
    request: &Request,
    domains: &[DomainId],
) -> Result<ReportSection, AppError> {
    let l = request.language;
    let found = report_figures::day_sums(on, domains, request.from, request.to).await?;
    let first = found.iter().find(|day| day.measured > 0);
    let first = first.and_then(|day| day.day.parse::<NaiveDate>().ok());
    let mut found: HashMap<_, _> = found.into_iter().map(|sum| (sum.day.clone(), sum)).collect();
    // A day that was not gathered is a gap, not a line across it.
    let days = first.into_iter().flat_map(|day| day.iter_days());
    let rows = days.take_while(|day| *day <= request.to).map(|day| {
        let day = day.to_string();
        let sum = found.remove(&day).filter(|sum| sum.measured > 0);
        let of = |value: fn(&report_figures::DaySum) -> i64| {
            sum.as_ref().map(|sum| ReportValue::from(value(sum)))
        };
        let cells = [
            Some(day.into()),
            of(|sum| sum.measured),
            of(|sum| sum.used_bytes),
            of(|sum| sum.archive_bytes),
            of(|sum| sum.quota_mb * BYTES_PER_MB),
            of(|sum| sum.messages),
        ];
        row(&cells, None)
    });
    let columns = [
        day_column(l),
        (Column::Measured, l.choose("Caselle misurate", "Mailboxes measured"), Unit::Count),
        (Column::Used, l.choose("Occupato", "Used"), Unit::Bytes),
        (Column::Archive, l.choose("Archivio", "Archive"), Unit::Bytes),
        (Column::Quota, l.choose("Quota", "Quota"), Unit::Bytes),
        (Column::Messages, l.choose("Messaggi conservati", "Messages kept"), Unit::Count),
    ];
    let title = l.choose("Spazio per giorno", "Space by day");
    Ok(section(Name::SpaceByDay, title, columns, rows.collect()).drawn(
        PlotKind::Lines,
        Column::Day,
        &[Column::Used, Column::Archive],
    ))
}

const fn forecast_note(request: &Request) -> &'static str {
    request.language.choose(
        "La previsione prolunga la crescita degli ultimi 90 giorni e richiede almeno 7 giorni misurati; il primo e \
         l’ultimo giorno delimitano l’intervallo di confidenza al 95%. Un trattino significa mai, oppure oltre dieci anni.",
        "The forecast extends the growth of the last 90 days, of which at least 7 have to be measured; the earliest and \
         the latest day are the ends of its 95% confidence interval. A dash means never, or in more than ten years.",
    )
}

/// The days until something is full: expected, at the earliest and at the latest.
fn forecast(growth: Growth, used: i64, quota: i64) -> [Option<ReportValue>; 3] {
    let full = days_to_full(growth, used, quota);
    [full.expected, full.earliest, full.latest].map(|days| {
        #[expect(clippy::cast_possible_truncation, reason = "it is below the farthest day")]
        let days = days.filter(|days| *days <= FARTHEST_DAYS).map(|days| days.floor() as i64);
        days.map(ReportValue::from)
    })
}

async fn growth_by_domain(
    on: &mut impl Connection,
    request: &Request,
    domains: &[DomainId],
    sums: &HashMap<DomainId, Space>,
) -> Result<ReportSection, AppError> {
    let l = request.language;
    let since = request.to.checked_sub_signed(GROWTH).unwrap_or(request.to);
    let found = report_figures::days_by_domain(on, domains, since, request.to).await?;
    let mut series: HashMap<DomainId, Series> = HashMap::new();
    for day in found {
        if let Ok(parsed) = day.day.parse() {
            series.entry(day.domain_id).or_default().push((parsed, day.used_bytes));
        }
    }
    let mut rows: Vec<_> = request
        .domains
        .iter()
        .filter_map(|domain| {
            let growth = growth(series.get(&domain.id)?)?;
            let space = sums.get(&domain.id)?;
            let quota = space.quota_mb * BYTES_PER_MB;
            Some((domain, growth, forecast(growth, space.used_bytes, quota)))
        })
        .collect();
    let days = |forecast: &[Option<ReportValue>; 3]| {
        forecast[0].as_ref().and_then(ReportValue::number).unwrap_or(f64::INFINITY)
    };
    rows.sort_by(|(_, _, a), (_, _, b)| days(a).total_cmp(&days(b)));
    let rows = rows.into_iter().map(|(domain, growth, [expected, earliest, latest])| {
        let name = Some(domain.name.as_str().into());
        let list = Some(format!("domain={}", domain.name.as_str()));
        row(&[name, Some(whole(growth.per_day).into()), expected, earliest, latest], list)
    });
    let domain = domain_column(l);
    let per_day =
        (Column::GrowthPerDay, l.choose("Crescita al giorno", "Growth a day"), Unit::Bytes);
    let [expected, earliest, latest] = forecast_columns(request);
    let columns = [domain, per_day, expected, earliest, latest];
    let title = l.choose("Crescita e giorni all’esaurimento", "Growth and days to full");
    Ok(section(Name::Growth, title, columns, rows.collect())
        .noted(forecast_note(request).to_owned()))
}

#[expect(clippy::cast_possible_truncation, reason = "bytes are far below 2^63")]
fn whole(bytes: f64) -> i64 {
    bytes.round() as i64
}

const fn forecast_columns(request: &Request) -> Columns<3> {
    let l = request.language;
    [
        (Column::DaysToFull, l.choose("Giorni all’esaurimento", "Days to full"), Unit::Days),
        (Column::EarliestDaysToFull, l.choose("Al più presto", "At the earliest"), Unit::Days),
        (Column::LatestDaysToFull, l.choose("Al più tardi", "At the latest"), Unit::Days),
    ]
}

async fn largest(
    on: &mut impl Connection,
    request: &Request,
    domains: &[DomainId],
) -> Result<ReportSection, AppError> {
    let l = request.language;
    let found = report_figures::largest(on, domains, LARGEST).await?;
    let ids: Vec<_> = found.iter().map(|mailbox| mailbox.id).collect();
    let since = request.to.checked_sub_signed(GROWTH).and_then(start_of_day);
    let mut series: HashMap<MailboxId, Series> = HashMap::new();
    if let Some(since) = since {
        for (id, day, bytes) in report_figures::use_by_day(on, &ids, since).await? {
            if let Ok(day) = day.parse() {
                series.entry(id).or_default().push((day, bytes));
            }
        }
    }
    let rows = found.into_iter().map(|mailbox| {
        let quota = mailbox.quota_mb * BYTES_PER_MB;
        let growth = series.get(&mailbox.id).and_then(|series| growth(series));
        let [expected, earliest, latest] =
            growth.map_or([None, None, None], |growth| forecast(growth, mailbox.used_bytes, quota));
        let list = Some(format!("q={}", mailbox.address));
        let cells = [
            Some(mailbox.address.into()),
            Some(mailbox.inbox_bytes.into()),
            Some(mailbox.archive_bytes.into()),
            Some(mailbox.used_bytes.into()),
            Some(quota.into()),
            percent(mailbox.used_bytes, quota),
            expected,
            earliest,
            latest,
        ];
        row(&cells, list)
    });
    let [expected, earliest, latest] = forecast_columns(request);
    let columns = [
        mailbox_column(l),
        (Column::Inbox, l.choose("Posta in arrivo", "Inbox"), Unit::Bytes),
        (Column::Archive, l.choose("Archivio", "Archive"), Unit::Bytes),
        (Column::Used, l.choose("Occupato", "Used"), Unit::Bytes),
        (Column::Quota, l.choose("Quota", "Quota"), Unit::Bytes),
        (Column::Fill, l.choose("Riempimento", "Full"), Unit::Percent),
        expected,
        earliest,
        latest,
    ];
    let title = l.choose("Le caselle più grandi", "The largest mailboxes");
    Ok(section(Name::Largest, title, columns, rows.collect()).drawn(
        PlotKind::Ranking,
        Column::Mailbox,
        &[Column::Used],
    ))
}
