//! A part of a report: its plot, and the table with the same figures.

use leptos::prelude::*;
use sigillo_contract::panel_page;
use sigillo_contract::report::{ReportRow, ReportSection};
use sigillo_domain::message::Language;
use sigillo_domain::plot::{Plot, draw, svg};
use sigillo_domain::report::{PlotKind, ReportUnit};
use sigillo_kit::routes::PANEL_ROOT;

use crate::browser;
use crate::i18n::t;

/// The widths of a plot: on a narrow screen, beside its table, and above it. Its letters keep their size.
const NARROW: f64 = 330.0;
const HALF: f64 = 640.0;
const WIDE: f64 = 1080.0;
/// Tables with more columns stand under their plot.
const BESIDE: usize = 5;

#[component]
pub fn Section(section: ReportSection, language: Language) -> impl IntoView {
    let id = format!("report-{}", section.name.as_str());
    let heading = id.clone();
    let note = section.note.clone().map(|note| view! { <p class="fact-note">{note}</p> });
    if section.rows.is_empty() {
        return view! {
            <section class="panel report-section" aria-labelledby=heading>
                <h2 id=id>{section.title}</h2>
                {note}
                <p>{t!(reports.nothing)}</p>
            </section>
        }
        .into_any();
    }
    let is_beside = section.columns.len() <= BESIDE;
    let width = match (browser::is_narrow(), is_beside) {
        (true, _) => NARROW,
        (false, true) => HALF,
        (false, false) => WIDE,
    };
    let plot = section.plot(language);
    let figure = plot.map(|plot| view! { <Figure plot=plot width=width /> });
    let class =
        if !is_beside || figure.is_none() { "report-parts" } else { "report-parts report-beside" };
    let title = section.title.clone();
    view! {
        <section class="panel report-section" aria-labelledby=heading>
            <h2 id=id>{title}</h2>
            {note}
            <div class=class>{figure} <Table section=section language=language /></div>
        </section>
    }
    .into_any()
}

#[component]
fn Figure(plot: Plot, width: f64) -> impl IntoView {
    let drawn = svg(&draw(&plot, width));
    let has_legend = plot.series.len() > 1 && plot.kind != PlotKind::Ranking;
    let legend = has_legend.then(|| {
        let names = plot.series.iter().enumerate().map(|(place, series)| {
            view! { <li><span class=format!("plot-key plot-{place}")></span>{series.name.clone()}</li> }
        });
        view! { <ul class="plot-legend">{names.collect_view()}</ul> }
    });
    view! { <div class="report-figure">{legend} <div inner_html=drawn></div></div> }
}

#[component]
fn Table(section: ReportSection, language: Language) -> impl IntoView {
    let is_number = |unit| !matches!(unit, ReportUnit::Text | ReportUnit::Day | ReportUnit::Month);
    let class = |unit| if is_number(unit) { "cell-number" } else { "" };
    let headings = section.columns.iter().map(|column| {
        view! { <th scope="col" class=class(column.unit)>{column.label.clone()}</th> }
    });
    let headings = headings.collect_view();
    let row = |row: &ReportRow| {
        let cells = section.columns.iter().enumerate().map(|(place, column)| {
            let text = section.cell_text(row, place, language);
            match (place, &row.mailboxes) {
                (0, Some(query)) => {
                    let href = address(query);
                    view! { <th scope="row"><a href=href>{text}</a></th> }.into_any()
                }
                (0, None) => view! { <th scope="row">{text}</th> }.into_any(),
                _ => view! { <td class=class(column.unit)>{text}</td> }.into_any(),
            }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    // The newest day comes first where the rows go along time.
    let is_series = matches!(section.columns[0].unit, ReportUnit::Day | ReportUnit::Month);
    let rows: Vec<_> = if is_series {
        section.rows.iter().rev().map(row).collect()
    } else {
        section.rows.iter().map(row).collect()
    };
    view! {
        <div class="report-table" tabindex="0" role="group" aria-label=section.title.clone()>
            <table>
                <thead><tr>{headings}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The page that lists the mailboxes of a row.
fn address(query: &str) -> String {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let parameters = pairs.map(|(name, value)| (name.to_owned(), value.into())).collect();
    format!("{}{}", PANEL_ROOT.trim_end_matches('/'), panel_page::mailbox_list(&parameters, None))
}
