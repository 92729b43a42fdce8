//! How many mailboxes there are, by what tells them apart.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use sigillo_contract::report::ReportSection;
use sigillo_domain::id::{DomainId, PlanId};
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::report::{
    PlotKind, ReportColumnName as Column, ReportSectionName as Name, ReportUnit as Unit,
};
use sigillo_storage::report_figures::{self, MailboxClass, MonthSum};
use sigillo_storage::{Connection, accounts, plans};

use super::request::Request;
use super::section::{Described, domain_column, month_column, percent, row, section};
use crate::error::AppError;
use crate::mailboxes::state_name;

pub(super) async fn sections(
    on: &mut impl Connection,
    request: &Request,
) -> Result<Vec<ReportSection>, AppError> {
    let domains = request.domain_ids();
    let classes = report_figures::classes(on, &domains).await?;
    let months = months(on, request, &domains).await?;
    Ok(vec![
        by_state(request, &classes),
        by_plan(on, request, &classes).await?,
        by_domain(request, &classes),
        by_assistant(on, request, &classes).await?,
        by_month(request, &months),
        in_service(request, &months),
    ])
}

fn by_state(request: &Request, classes: &[MailboxClass]) -> ReportSection {
    let l = request.language;
    let all: i64 = classes.iter().map(|class| class.mailboxes).sum();
    let rows = MailboxState::ALL.into_iter().map(|state| {
        let of_state = classes.iter().filter(|class| class.state == state);
        let count: i64 = of_state.map(|class| class.mailboxes).sum();
        let list = request.list(&format!("state={}", state.as_str()));
        row(
            &[Some(state_name(state, l).into()), Some(count.into()), percent(count, all)],
            Some(list),
        )
    });
    let columns = [
        (Column::State, l.choose("Stato", "State"), Unit::Text),
        (Column::Mailboxes, l.choose("Caselle", "Mailboxes"), Unit::Count),
        (Column::Share, l.choose("Sul totale", "Of all"), Unit::Percent),
    ];
    section(Name::ByState, l.choose("Per stato", "By state"), columns, rows.collect()).drawn(
        PlotKind::Ranking,
        Column::State,
        &[Column::Mailboxes],
    )
}

async fn by_plan(
    on: &mut impl Connection,
    request: &Request,
    classes: &[MailboxClass],
) -> Result<ReportSection, AppError> {
    let l = request.language;
    let mut counts: BTreeMap<Option<PlanId>, (i64, i64)> = BTreeMap::new();
    for class in classes.iter().filter(|class| class.state != MailboxState::Cancelled) {
        let (all, active) = counts.entry(class.plan_id).or_default();
        *all += class.mailboxes;
        if class.state == MailboxState::Active {
            *active += class.mailboxes;
        }
    }
    let ids: Vec<PlanId> = counts.keys().copied().flatten().collect();
    let names = plans::find_many(on, ids).await?;
    let names: HashMap<PlanId, String> = names
        .into_iter()
        .map(|(id, plan)| (id, format!("{} ({})", plan.name, plan.code)))
        .collect();
    let total: i64 = counts.values().map(|(all, _)| all).sum();
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, (all, _))| std::cmp::Reverse(*all));
    let states = MailboxState::not_cancelled();
    let states = states.iter().map(|state| state.as_str()).collect::<Vec<_>>().join(",");
    let rows = counts.into_iter().map(|(plan, (all, active))| {
        let name = plan.and_then(|id| names.get(&id).cloned());
        let name = name.unwrap_or_else(|| l.choose("Senza piano", "No plan").to_owned());
        let list = plan.map(|id| request.list(&format!("plan={id}&state={states}")));
        row(&[Some(name.into()), Some(all.into()), Some(active.into()), percent(all, total)], list)
    });
    let columns = [
        (Column::Plan, l.choose("Piano", "Plan"), Unit::Text),
        (Column::Mailboxes, l.choose("Caselle", "Mailboxes"), Unit::Count),
        (Column::Active, l.choose("Attive", "Active"), Unit::Count),
        (Column::Share, l.choose("Sul totale", "Of all"), Unit::Percent),
    ];
    let note = l.choose("Escluse le caselle cancellate.", "Without deleted mailboxes.");
    Ok(section(Name::ByPlan, l.choose("Per piano", "By plan"), columns, rows.collect())
        .drawn(PlotKind::Ranking, Column::Plan, &[Column::Mailboxes])
        .noted(note.to_owned()))
}

fn by_domain(request: &Request, classes: &[MailboxClass]) -> ReportSection {
    let l = request.language;
    let mut counts: HashMap<DomainId, HashMap<MailboxState, i64>> = HashMap::new();
    for class in classes {
        let of_domain = counts.entry(class.domain_id).or_default();
        *of_domain.entry(class.state).or_default() += class.mailboxes;
    }
    let none = HashMap::new();
    let mut rows: Vec<_> = request
        .domains
        .iter()
        .map(|domain| {
            let of_domain = counts.get(&domain.id).unwrap_or(&none);
            let count = |state| of_domain.get(&state).copied().unwrap_or_default();
            (domain.name.as_str(), of_domain.values().sum::<i64>(), MailboxState::ALL.map(count))
        })
        .collect();
    rows.sort_by_key(|(_, all, _)| std::cmp::Reverse(*all));
    let rows =
        rows.into_iter().map(|(name, all, [pending, active, disabled, suppressed, cancelled])| {
            let count = |count: i64| Some(count.into());
            let cells = [
                Some(name.into()),
                count(all),
                count(pending),
                count(active),
                count(disabled),
                count(suppressed),
                count(cancelled),
            ];
            row(&cells, Some(format!("domain={name}")))
        });
    let columns = [
        domain_column(l),
        (Column::Entered, l.choose("Inserite", "Entered"), Unit::Count),
        (Column::Pending, l.choose("Da attivare", "Awaiting activation"), Unit::Count),
        (Column::Active, l.choose("Attive", "Active"), Unit::Count),
        (Column::Disabled, l.choose("Disabilitate", "Disabled"), Unit::Count),
        (Column::Suppressed, l.choose("Soppresse", "Suppressed"), Unit::Count),
        (Column::Cancelled, l.choose("Cancellate", "Deleted"), Unit::Count),
    ];
    section(Name::ByDomain, l.choose("Per dominio", "By domain"), columns, rows.collect()).drawn(
        PlotKind::Ranking,
        Column::Domain,
        &[Column::Entered],
    )
}

async fn by_assistant(
    on: &mut impl Connection,
    request: &Request,
    classes: &[MailboxClass],
) -> Result<ReportSection, AppError> {
    /// Entered, active, cancelled, managed.
    type Counts = [i64; 4];
    let l = request.language;
    let mut counts: HashMap<&str, Counts> = HashMap::new();
    for class in classes {
        let [entered, active, cancelled, _] = counts.entry(&class.created_by).or_default();
        *entered += class.mailboxes;
        match class.state {
            MailboxState::Active => *active += class.mailboxes,
            MailboxState::Cancelled => *cancelled += class.mailboxes,
            _ => {}
        }
        if class.state != MailboxState::Cancelled {
            counts.entry(&class.managed_by).or_default()[3] += class.mailboxes;
        }
    }
    let named = counts.keys().map(|name| (*name).to_owned());
    let assistants = accounts::assistants(on, None, named).await?;
    let mut rows: Vec<_> = assistants
        .iter()
        .map(|one| {
            let counts = counts.remove(one.username.as_str()).unwrap_or_default();
            let name = format!("{} ({})", one.display_name, one.username);
            (name, counts, request.list(&format!("created_by={}", one.username)))
        })
        .collect();
    rows.sort_by_key(|(_, [entered, ..], _)| std::cmp::Reverse(*entered));
    let direct = counts.values().fold(Counts::default(), |sum, counts| {
        std::array::from_fn(|place| sum[place] + counts[place])
    });
    let words = l.choose("Gestione diretta", "Direct management");
    rows.push((words.to_owned(), direct, request.list("entry=direct")));
    let rows = rows.into_iter().map(|(name, counts, list)| {
        let [entered, active, cancelled, managed] = counts.map(|count| Some(count.into()));
        row(&[Some(name.into()), entered, active, cancelled, managed], Some(list))
    });
    let columns = [
        (Column::Assistant, l.choose("Assistente", "Assistant"), Unit::Text),
        (Column::Entered, l.choose("Inserite", "Entered"), Unit::Count),
        (Column::Active, l.choose("Di cui attive", "Of these active"), Unit::Count),
        (Column::Cancelled, l.choose("Di cui cancellate", "Of these deleted"), Unit::Count),
        (Column::Managed, l.choose("In gestione", "In charge of"), Unit::Count),
    ];
    let title = l.choose("Per assistente", "By assistant");
    Ok(section(Name::ByAssistant, title, columns, rows.collect()).drawn(
        PlotKind::Ranking,
        Column::Assistant,
        &[Column::Entered],
    ))
}

/// A month of the report, and how many mailboxes were in service at its end.
struct Month {
    sum: MonthSum,
    in_service: i64,
}

/// Every month from the first to the last one, also those in which nothing happened.
async fn months(
    on: &mut impl Connection,
    request: &Request,
    domains: &[DomainId],
) -> Result<Vec<Month>, AppError> {
    let name = |day: NaiveDate| day.format("%Y-%m").to_string();
    let (first, last) = (name(request.from), name(request.to));
    let before = report_figures::months_before(on, domains, &first).await?;
    let found = report_figures::month_sums(on, domains, &first, &last).await?;
    let mut found: HashMap<String, MonthSum> =
        found.into_iter().map(|sum| (sum.month.clone(), sum)).collect();
    let mut in_service = before.activated - before.cancelled_active;
    let first_day = request.from.with_day(1).unwrap_or(request.from);
    let days = std::iter::successors(Some(first_day), |day| {
        day.checked_add_months(chrono::Months::new(1))
    });
    let months = days.take_while(|day| *day <= request.to).map(|day| {
        let month = name(day);
        let sum = found.remove(&month).unwrap_or_else(|| MonthSum::empty(month));
        in_service += sum.activated - sum.cancelled_active;
        Month { sum, in_service }
    });
    Ok(months.collect())
}

/// The days of a month, as filters of the list.
fn days_of(month: &str) -> Option<(NaiveDate, NaiveDate)> {
    let first: NaiveDate = format!("{month}-01").parse().ok()?;
    let next = first.checked_add_months(chrono::Months::new(1))?;
    Some((first, next.pred_opt().filter(|last| last.month() == first.month())?))
}

fn by_month(request: &Request, months: &[Month]) -> ReportSection {
    let l = request.language;
    let rows = months.iter().map(|Month { sum, .. }| {
        let cells = [
            Some(sum.month.as_str().into()),
            Some(sum.entered.into()),
            Some(sum.activated.into()),
            Some(sum.cancelled.into()),
        ];
        let list = days_of(&sum.month)
            .map(|(first, last)| request.list(&format!("created_from={first}&created_to={last}")));
        row(&cells, list)
    });
    let columns = [
        month_column(l),
        (Column::Entered, l.choose("Inserite", "Entered"), Unit::Count),
        (Column::Activated, l.choose("Attivate", "Activated"), Unit::Count),
        (Column::Cancelled, l.choose("Cancellate", "Deleted"), Unit::Count),
    ];
    section(Name::ByMonth, l.choose("Per mese", "By month"), columns, rows.collect()).drawn(
        PlotKind::Bars,
        Column::Month,
        &[Column::Entered, Column::Activated, Column::Cancelled],
    )
}

fn in_service(request: &Request, months: &[Month]) -> ReportSection {
    let l = request.language;
    let rows = months.iter().map(|Month { sum, in_service }| {
        row(&[Some(sum.month.as_str().into()), Some((*in_service).into())], None)
    });
    let columns =
        [month_column(l), (Column::InService, l.choose("In servizio", "In service"), Unit::Count)];
    let title = l.choose("In servizio a fine mese", "In service at the end of the month");
    let note = l.choose(
        "Attivate e non cancellate, comprese le caselle disabilitate e soppresse.",
        "Activated and not deleted, with those that are disabled or suppressed.",
    );
    section(Name::InServiceByMonth, title, columns, rows.collect())
        .drawn(PlotKind::Lines, Column::Month, &[Column::InService])
        .noted(note.to_owned())
}
