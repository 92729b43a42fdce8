//! Reports (B18): which one, of which days and domain, and its parts as plots and tables.

mod schedules;
mod section;

use chrono::NaiveDate;
use leptos::prelude::*;
use sigillo_contract::operations::{GetReport, ListTickets};
use sigillo_contract::report::{Report, ReportQuery};
use sigillo_domain::name::readable;
use sigillo_domain::report::ReportName;
use sigillo_kit::routes::with_query;

use self::schedules::Schedules;
use self::section::Section;
use crate::components::{Alert, AlertKind, ExportMenu, ForbiddenPage, Load, Page, load, loaded};
use crate::i18n::{date_time_in_words, lang, parse_day, t, texts};
use crate::route::{Route, key};
use crate::{api, router, session};

/// The query keys of the page.
const NAME: &str = "report";
const FROM: &str = "dal";
const TO: &str = "al";

/// What the address asks for.
#[derive(Clone, PartialEq)]
pub(super) struct Asked {
    name: ReportName,
    query: ReportQuery,
}

fn asked() -> Asked {
    let query = router::query();
    query.with(|query| {
        let day = |key| parse_day(&query.get(key).unwrap_or_default()).unwrap_or_default();
        let name = query.get(NAME).and_then(|name| ReportName::parse(&name));
        let query = ReportQuery {
            from: day(FROM),
            to: day(TO),
            domain: query.get(key::DOMAIN).filter(|name| !name.is_empty()),
            lang: Some(lang().language().as_str().to_owned()),
            ..ReportQuery::default()
        };
        Asked { name: name.unwrap_or(ReportName::ALL[0]), query }
    })
}

#[component]
pub fn Reports() -> impl IntoView {
    if !session::may::<GetReport>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let asked = Memo::new(|_| asked());
    let found = load(move || {
        let Asked { name, query } = asked.get();
        async move { api::list::<GetReport>(name, &query).await }
    });
    let lead = move || match found.get() {
        Some(Report { as_of: Some(at), .. }) => texts().reports().as_of(&date_time_in_words(at)),
        _ => texts().reports().lead().to_owned(),
    };
    let actions = move || {
        let download = move |format: &'static str| -> api::Pending<api::Download> {
            let Asked { name, query } = asked.get_untracked();
            let query = ReportQuery { format: Some(format.to_owned()), ..query };
            Box::pin(async move { api::download_report(name, &query).await })
        };
        view! { <ExportMenu download=download hint=t!(reports.export_hint) /> }
    };
    view! {
        <Page title=t!(reports.title) lead=lead actions=actions>
            <Choice asked=asked found=found />
            {loaded(found, |report| view! { <Sections report=report /> })}
            <Schedules asked=asked />
        </Page>
    }
    .into_any()
}

/// The address of the page with what is asked for; the defaults are left out.
fn address(name: ReportName, from: &str, to: &str, domain: &str) -> String {
    let name = if name == ReportName::ALL[0] { "" } else { name.as_str() };
    let all = [(NAME, name), (key::DOMAIN, domain), (FROM, from), (TO, to)];
    let given: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    with_query(Route::Reports, &given)
}

/// Whether the account may see the report.
fn is_open(name: ReportName) -> bool {
    name != ReportName::Tickets || session::may::<ListTickets>()
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Which report, and what it is about. A change shows the report at once.
#[component]
fn Choice(asked: Memo<Asked>, found: Load<Report>) -> impl IntoView {
    // The days of the report itself where the address leaves them open.
    let shown = move |asked: Option<NaiveDate>, of: fn(&Report) -> NaiveDate| {
        day(asked.or_else(|| found.get().as_ref().map(of)))
    };
    let link = move |name: ReportName| {
        let href = move || {
            let Asked { query, .. } = asked.get();
            // Each report has a range of its own by default.
            address(name, &day(query.from), &day(query.to), &query.domain.unwrap_or_default())
        };
        let current = move || (asked.get().name == name).then_some("page");
        view! {
            <li><a class="tab" href=href aria-current=current>{move || texts().reports().report_name(name)}</a></li>
        }
    };
    let change = move |from: Option<String>, to: Option<String>, domain: Option<String>| {
        let Asked { name, query } = asked.get_untracked();
        let from = from.unwrap_or_else(|| day(query.from));
        let to = to.unwrap_or_else(|| day(query.to));
        let domain = domain.unwrap_or_else(|| query.domain.unwrap_or_default());
        router::restate(&address(name, &from, &to, &domain));
    };
    let has_domains = || session::domains().len() > 1;
    let domains = move || {
        let chosen = asked.get().query.domain;
        session::domains().into_iter().map(move |domain| {
            let selected = chosen.as_ref() == Some(&domain.name);
            let words = readable(&domain.name).into_owned();
            view! { <option value=domain.name selected=selected>{words}</option> }
        })
    };
    view! {
        <nav class="tabs" aria-label=t!(reports.which)>
            <ul>{ReportName::ALL.into_iter().filter(|name| is_open(*name)).map(link).collect_view()}</ul>
        </nav>
        <div class="picks report-choice">
            <div class="field pick">
                <label class="field-label" for="report-from">{t!(reports.from)}</label>
                <input
                    class="input"
                    id="report-from"
                    type="date"
                    prop:value=move || shown(asked.get().query.from, |report| report.from)
                    on:change=move |event| change(Some(event_target_value(&event)), None, None)
                />
            </div>
            <div class="field pick">
                <label class="field-label" for="report-to">{t!(reports.to)}</label>
                <input
                    class="input"
                    id="report-to"
                    type="date"
                    prop:value=move || shown(asked.get().query.to, |report| report.to)
                    on:change=move |event| change(None, Some(event_target_value(&event)), None)
                />
            </div>
            <Show when=has_domains>
                <div class="field pick">
                    <label class="field-label" for="report-domain">{t!(reports.domain)}</label>
                    <select
                        class="input"
                        id="report-domain"
                        on:change=move |event| change(None, None, Some(event_target_value(&event)))
                    >
                        <option value="">{move || texts().list().every_domain()}</option>
                        {move || domains().collect_view()}
                    </select>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn Sections(report: Report) -> impl IntoView {
    let Report { language, as_of, sections, .. } = report;
    let never = as_of.is_none().then(|| {
        view! { <Alert kind=AlertKind::Info><p>{t!(reports.never)}</p></Alert> }
    });
    view! {
        {never}
        {sections
            .into_iter()
            .map(|section| view! { <Section section=section language=language /> })
            .collect_view()}
    }
}
