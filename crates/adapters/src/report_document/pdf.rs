//! Reports as PDF: each part with its plot, its legend and its table.

use sigillo_app::{DocumentError, ReportDocument, local_time};
use sigillo_contract::report::ReportSection;
use sigillo_domain::message::Language;
use sigillo_domain::plot::{Plot, draw};
use sigillo_domain::report::{PlotKind, ReportUnit};

use crate::document_pages::file::{self, Information};
use crate::document_pages::plot;
use crate::document_pages::rows::{Composer, Place, Row};
use crate::document_pages::sheets::{self, Header};
use crate::document_pages::style::{PART, SMALL, SUBTITLE, Style, TITLE};
use crate::document_pages::table::{self, TableColumn};
use crate::document_pages::typeface::Typeface;

pub fn write(document: &ReportDocument) -> Result<Vec<u8>, DocumentError> {
    let typeface = Typeface::new()?;
    let report = &document.report;
    let l = report.language;
    let mut rows = title(document, &typeface);
    for section in &report.sections {
        rows.extend(section_rows(section, l, &typeface));
    }
    let right = document.period();
    let header = Header { left: &report.title, right: &right, warning: None };
    let numbering = |page, of| match l {
        Language::It => format!("Pagina {page} di {of}"),
        Language::En => format!("Page {page} of {of}"),
    };
    let sheets = sheets::sheets(rows, &header, numbering, &typeface);
    let information = Information { title: &report.title, author: &document.author, language: l };
    file::write(sheets, &typeface, &information)
}

fn title(document: &ReportDocument, typeface: &Typeface) -> Vec<Row> {
    let l = document.report.language;
    let mut composer = Composer::new(typeface);
    composer.text(&document.report.title, TITLE, Place::default());
    composer.text(
        &format!("{} · {}", document.scope(), document.period()),
        SUBTITLE,
        Place::default(),
    );
    let as_of = document.report.as_of.map(|at| {
        let at = local_time(at).format("%d/%m/%Y, %H:%M");
        format!("{} {at}", l.choose("Dati aggiornati al", "Figures as of"))
    });
    let as_of =
        as_of.unwrap_or_else(|| l.choose("Dati non ancora raccolti", "No figures yet").into());
    let by = format!("{} {}", l.choose("Richiesto da", "Requested by"), document.author);
    composer.text(&format!("{as_of} · {by}"), SMALL, Place::default());
    composer.rule();
    composer.rows
}

fn section_rows(section: &ReportSection, l: Language, typeface: &Typeface) -> Vec<Row> {
    let mut composer = Composer::new(typeface);
    let heading = Place { gap: 7.0, keeps_next: true, ..Place::default() };
    composer.text(&section.title, PART, heading);
    if let Some(note) = &section.note {
        composer.text(note, SMALL, Place { keeps_next: true, ..Place::default() });
    }
    if section.rows.is_empty() {
        let nothing = l.choose("Nessun dato per questo periodo.", "No figures for this period.");
        composer.text(nothing, SMALL, Place::default());
        return composer.rows;
    }
    let mut rows = composer.rows;
    if let Some(plot) = section.plot(l) {
        rows.extend(legend(&plot, typeface));
        rows.push(plot::row(draw(&plot, plot::WIDTH), typeface));
    }
    let columns: Vec<_> = section
        .columns
        .iter()
        .map(|column| {
            let is_number =
                !matches!(column.unit, ReportUnit::Text | ReportUnit::Day | ReportUnit::Month);
            TableColumn { heading: &column.label, is_number }
        })
        .collect();
    let texts = |row| (0..columns.len()).map(|place| section.cell_text(row, place, l)).collect();
    let cells: Vec<Vec<String>> = section.rows.iter().map(texts).collect();
    rows.extend(table::rows(&columns, &cells, typeface));
    rows
}

/// The names of the series in their colours, where there are several.
fn legend(plot: &Plot, typeface: &Typeface) -> Vec<Row> {
    if plot.series.len() < 2 || plot.kind == PlotKind::Ranking {
        return vec![];
    }
    let mut composer = Composer::new(typeface);
    let runs = plot.series.iter().enumerate().map(|(place, series)| {
        let style = Style { color: plot::color_of(place), ..SMALL };
        composer.run(&format!("■ {}    ", series.name), style)
    });
    let runs: Vec<_> = runs.collect();
    composer.paragraph(&runs, SMALL, Place { gap: 1.0, keeps_next: true, ..Place::default() });
    composer.rows
}
