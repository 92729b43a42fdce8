//! What all exports of lists have in common: the options of the file, its name, and the record of the
//! export.

use chrono::{DateTime, Utc};
use sigillo_domain::account::Account;
use sigillo_domain::export_record::ExportRecord;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::message::Language;
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::exports;

use crate::error::AppError;
use crate::ports::table::{Separator, TableFormat};
use crate::record::{HistoryEntry, record};
use crate::{App, Caller, local_time};

/// The form of a file.
#[derive(Clone, Copy)]
pub(crate) struct FileForm {
    pub format: TableFormat,
    pub language: Language,
}

impl FileForm {
    /// Validates the format, the separator of a csv, and the language, which are fields of a request
    /// whose pointers begin with `root`.
    pub fn parse(
        format: &str,
        separator: Option<&str>,
        lang: Option<&str>,
        root: &str,
        faults: &mut Faults,
    ) -> Option<Self> {
        let at = |field: &str| format!("{root}{field}");
        let missing = if format.is_empty() { FaultCode::Required } else { FaultCode::Unknown };
        let format = faults.check(&at("format"), TableFormat::parse(format).ok_or(missing));
        let separator = match (separator, format) {
            (None, _) => Ok(Separator::default()),
            (Some(_), Some(TableFormat::Xlsx | TableFormat::Pdf)) => Err(FaultCode::NotExpected),
            (Some(text), _) => Separator::parse(text).ok_or(FaultCode::Unknown),
        };
        let separator = faults.check(&at("separator"), separator);
        let language = lang.map_or(Some(Language::It), Language::parse);
        let language = faults.check(&at("lang"), language.ok_or(FaultCode::Unknown));
        Some(Self { format: format?.separated_by(separator?), language: language? })
    }
}

/// The account that exports: the record of an export names one, so only accounts may export.
pub(crate) fn exporting_account(caller: &Caller) -> Result<Account, AppError> {
    caller.account().cloned().ok_or(AppError::Problem(Code::Forbidden))
}

/// Refuses a list with more rows than the format takes.
pub(crate) fn check_rows(format: TableFormat, rows: i64) -> Result<(), AppError> {
    let rows = u64::try_from(rows).unwrap_or_default();
    match format.max_rows().filter(|max| rows > *max) {
        None => Ok(()),
        Some(max) => {
            let detail = format!("{rows} rows, and this format takes {max}: csv takes any number.");
            Err(AppError::Detailed(Code::ExportTooLarge, detail))
        }
    }
}

/// The file's name, `<list>-<domain>-<yyyy-mm-dd>.<extension>`, with the date in Rome; without the
/// domain for a list of several domains. It is safe in a header, whatever the domain's text.
pub(crate) fn file_name(
    list: &str,
    domain: Option<&str>,
    at: DateTime<Utc>,
    format: TableFormat,
) -> String {
    let date = local_time(at).format("%Y-%m-%d");
    let domain: String = domain
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        .collect();
    let separator = if domain.is_empty() { "" } else { "-" };
    format!("{list}-{domain}{separator}{date}.{}", format.extension())
}

/// Records who exports the list, before its first row is read.
pub(crate) async fn record_start(app: &App, export: &ExportRecord) -> Result<(), AppError> {
    let changes = FieldChange::between(None, export.audited_fields());
    let entry = HistoryEntry {
        subject: export.account_id.subject(),
        action: Action::Exported,
        changes: &changes,
    };
    let mut tx = app.db.begin().await?;
    exports::insert(&mut tx, export).await?;
    record(&mut tx, &export.actor(), export.at, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// An order in words, by the words for its field: `cognome, crescente`.
pub(crate) fn order_words(field: &str, is_descending: bool, l: Language) -> String {
    let direction = if is_descending {
        l.choose("decrescente", "descending")
    } else {
        l.choose("crescente", "ascending")
    };
    format!("{field}, {direction}")
}

/// The words separated by commas; None for an empty list, which is no filter.
pub(crate) fn comma_list<'t>(words: impl Iterator<Item = &'t str>) -> Option<String> {
    let words: Vec<&str> = words.collect();
    (!words.is_empty()).then(|| words.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_domain_and_the_date_in_rome() {
        // It is already the first of July in Rome.
        let at = "2026-06-30T22:15:00Z".parse().unwrap();
        for (domain, name) in [
            (Some("pec.example.it"), "caselle-pec.example.it-2026-07-01.pdf"),
            (None, "caselle-2026-07-01.pdf"),
            (Some("../a\"\r\nb.it"), "caselle-..ab.it-2026-07-01.pdf"),
        ] {
            assert_eq!(file_name("caselle", domain, at, TableFormat::Pdf), name);
        }
    }
}
