//! The texts that all tables share, in Italian and in English.

use sigillo_app::local_time;
use sigillo_app::table::{Column, ColumnKind, Report};
use sigillo_domain::message::Language;

/// The heading of a column in formats that show sizes in MB.
pub fn heading(column: &Column) -> String {
    match column.kind {
        ColumnKind::Megabytes | ColumnKind::Bytes => format!("{} (MB)", column.title),
        _ => column.title.clone().into_owned(),
    }
}

pub const fn yes_or_no(yes: bool, language: Language) -> &'static str {
    if yes { language.choose("Sì", "Yes") } else { language.choose("No", "No") }
}

/// Who made a report and when, as labels and values.
pub fn origin(report: &Report, language: Language) -> [(&'static str, String); 2] {
    let format = language.choose("%d/%m/%Y alle %H:%M", "%d/%m/%Y at %H:%M");
    [
        (language.choose("Esportato da", "Exported by"), report.author.clone()),
        (
            language.choose("Esportato il", "Exported on"),
            local_time(report.created_at).format(format).to_string(),
        ),
    ]
}
