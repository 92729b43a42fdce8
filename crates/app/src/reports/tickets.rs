//! How long tickets take, by the month in which they were opened.

use chrono::TimeDelta;
use sigillo_contract::Operation;
use sigillo_contract::operations::{GetReport, ListTickets};
use sigillo_contract::report::ReportSection;
use sigillo_domain::Code;
use sigillo_domain::report::{
    PlotKind, ReportColumnName as Column, ReportSectionName as Name, ReportUnit as Unit,
    ReportValue,
};
use sigillo_domain::ticket::Times;
use sigillo_storage::Connection;

use super::request::Request;
use super::section::{Described, month_column, row, section};
use crate::Grant;
use crate::caller::Identity;
use crate::error::AppError;
use crate::tickets::times;

pub(super) async fn sections(
    on: &mut impl Connection,
    grant: &Grant<GetReport>,
    request: &Request,
) -> Result<Vec<ReportSection>, AppError> {
    let caller = grant.caller();
    if !caller.may(ListTickets::SPEC.access) {
        return Err(AppError::Problem(Code::Forbidden));
    }
    // Tickets belong to organisations: a domain stands for that of its owner.
    let of_domain = request.domain.as_ref().and_then(|_| request.domains.first());
    let organization = caller.organization_id().or(of_domain.map(|domain| domain.organization_id));
    let end = request.to.succ_opt().unwrap_or(request.to);
    let months = times(on, organization, request.from, end).await?;
    let rows = months.into_iter().map(|month| {
        let [answered, first_answer, first_answer_of_most] = figures(month.to_first_answer);
        let [closed, closure, closure_of_most] = figures(month.to_closure);
        let cells = [
            Some(month.month.format("%Y-%m").to_string().into()),
            count(month.opened),
            answered,
            first_answer,
            first_answer_of_most,
            closed,
            closure,
            closure_of_most,
        ];
        row(&cells, None)
    });
    let l = request.language;
    let columns = [
        month_column(l),
        (Column::TicketsOpened, l.choose("Aperte", "Opened"), Unit::Count),
        (Column::TicketsAnswered, l.choose("Con risposta", "Answered"), Unit::Count),
        (
            Column::FirstAnswer,
            l.choose("Prima risposta (mediana)", "First answer (median)"),
            Unit::Minutes,
        ),
        (
            Column::FirstAnswerOfMost,
            l.choose("Prima risposta (90%)", "First answer (90%)"),
            Unit::Minutes,
        ),
        (Column::TicketsClosed, l.choose("Chiuse", "Closed"), Unit::Count),
        (Column::Closure, l.choose("Chiusura (mediana)", "Closure (median)"), Unit::Minutes),
        (Column::ClosureOfMost, l.choose("Chiusura (90%)", "Closure (90%)"), Unit::Minutes),
    ];
    let note = l.choose(
        "Nel mese di apertura. La mediana è il tempo entro cui rientra la metà delle segnalazioni, 90% quello di nove su dieci.",
        "By the month of opening. The median is the time within which half of the tickets are, 90% that of nine in ten.",
    );
    let title = l.choose("Tempi delle segnalazioni", "Times of tickets");
    Ok(vec![
        section(Name::TicketTimes, title, columns, rows.collect())
            .drawn(PlotKind::Bars, Column::Month, &[Column::TicketsOpened, Column::TicketsClosed])
            .noted(note.to_owned()),
    ])
}

fn count(count: usize) -> Option<ReportValue> {
    i64::try_from(count).ok().map(Into::into)
}

/// The number of tickets, the median and the time of nine in ten.
fn figures(times: Option<Times>) -> [Option<ReportValue>; 3] {
    let minutes = |time: TimeDelta| Some(time.num_minutes().into());
    match times {
        None => [Some(0.into()), None, None],
        Some(times) => [count(times.count), minutes(times.median), minutes(times.p90)],
    }
}
