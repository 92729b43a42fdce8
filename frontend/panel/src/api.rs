//! The API client: the kit's client, and the panel's operations that do more than send one object
//! and receive another.

use sigillo_contract::activity::{ActivityEventsQuery, ActivityExportQuery, ActivityRecord};
use sigillo_contract::contract::ContractFileQuery;
use sigillo_contract::document::{Document, DocumentUpload};
use sigillo_contract::holder::HolderExportQuery;
use sigillo_contract::import::{HolderImportQuery, ImportQuery};
use sigillo_contract::job::{FailuresQuery, Job};
use sigillo_contract::mailbox::{ExportQuery, SelectionExport};
use sigillo_contract::operation::NoQuery;
use sigillo_contract::operations::{
    CreateDocument, CreateHolderImport, CreateIdentificationImport, CreateImport, ExportActivity,
    ExportHolders, ExportJobFailures, ExportMailboxes, ExportOutages, ExportSelection,
    ExportTickets, FollowActivity, FollowJob, GetContractFile, GetDocumentContent,
    GetDocumentPreview, GetReceiptDisposalList, GetReport, GetSlaFigures, GetTicketAttachment,
    PreviewContractTemplate,
};
use sigillo_contract::report::ReportQuery;
use sigillo_contract::sla::OutageExportQuery;
use sigillo_contract::ticket::TicketExportQuery;
use sigillo_domain::contract::ContractFile;
use sigillo_domain::id::{
    ContractId, ContractTemplateId, DisposalId, DocumentId, JobId, TicketAttachmentId,
};
use sigillo_domain::report::ReportName;
use sigillo_domain::sla::Period;

pub use sigillo_kit::api::*;

/// Downloads the rows of a job that failed.
pub async fn download_failed_rows(id: JobId, english: bool) -> Result<Download, ApiError> {
    let lang = english.then(|| "en".to_owned());
    let query = FailuresQuery { format: None, lang };
    download::<ExportJobFailures>(id, &query, "righe.csv".to_owned()).await
}

/// Downloads a list of mailboxes.
pub async fn download_mailboxes(query: &ExportQuery) -> Result<Download, ApiError> {
    download::<ExportMailboxes>((), query, format!("caselle.{}", query.format)).await
}

/// Downloads mailboxes that were chosen one by one.
pub async fn download_selection(chosen: &SelectionExport) -> Result<Download, ApiError> {
    download_for::<ExportSelection>(chosen, format!("caselle.{}", chosen.format)).await
}

/// Downloads the activity.
pub async fn download_activity(query: &ActivityExportQuery) -> Result<Download, ApiError> {
    download::<ExportActivity>((), query, format!("attivita.{}", query.format)).await
}

/// Downloads the outages of a period.
pub async fn download_outages(query: &OutageExportQuery) -> Result<Download, ApiError> {
    download::<ExportOutages>((), query, format!("disservizi.{}", query.format)).await
}

/// Downloads the list of a disposal of receipts.
pub async fn download_disposal_list(id: DisposalId) -> Result<Download, ApiError> {
    download::<GetReceiptDisposalList>(id, &NoQuery {}, "scarto.csv".to_owned()).await
}

/// Downloads a report.
pub async fn download_report(name: ReportName, query: &ReportQuery) -> Result<Download, ApiError> {
    let extension = query.format.clone().unwrap_or_default();
    download::<GetReport>(name, query, format!("report.{extension}")).await
}

/// Downloads the frozen figures of a period.
pub async fn download_sla_figures(period: Period) -> Result<Download, ApiError> {
    download::<GetSlaFigures>(period, &NoQuery {}, format!("sla-{period}.json")).await
}

/// Downloads a list of holders.
pub async fn download_holders(query: &HolderExportQuery) -> Result<Download, ApiError> {
    download::<ExportHolders>((), query, format!("titolari.{}", query.format)).await
}

/// Downloads a list of tickets.
pub async fn download_tickets(query: &TicketExportQuery) -> Result<Download, ApiError> {
    download::<ExportTickets>((), query, format!("ticket.{}", query.format)).await
}

/// Downloads a file of a ticket.
pub async fn download_ticket_file(
    id: TicketAttachmentId,
    name: String,
) -> Result<Download, ApiError> {
    download::<GetTicketAttachment>(id, &NoQuery {}, name).await
}

/// Downloads a document of a contract.
pub async fn download_contract(id: ContractId, which: ContractFile) -> Result<Download, ApiError> {
    let query = ContractFileQuery { which: Some(which) };
    download::<GetContractFile>(id, &query, "contratto.pdf".to_owned()).await
}

/// Downloads the file of a document.
pub async fn download_document(id: DocumentId, name: String) -> Result<Download, ApiError> {
    download::<GetDocumentContent>(id, &NoQuery {}, name).await
}

/// Downloads the PDF of a document, which a p7m has in it.
pub async fn preview_document(id: DocumentId, name: String) -> Result<Download, ApiError> {
    download::<GetDocumentPreview>(id, &NoQuery {}, name).await
}

/// Uploads a document, and tells `progress` how much of it was sent, in percent.
pub fn upload_document(
    query: &DocumentUpload,
    file: &web_sys::File,
    progress: impl Fn(u8) + 'static,
) -> Pending<Document> {
    // The server judges the file by its content.
    upload_watched::<CreateDocument>(query, file, "application/octet-stream", progress)
}

/// Downloads the document that a template makes of sample values.
pub async fn download_preview(id: ContractTemplateId) -> Result<Download, ApiError> {
    download::<PreviewContractTemplate>(id, &NoQuery {}, "anteprima.pdf".to_owned()).await
}

/// What the stream of the activity says.
pub enum ActivityEvent {
    /// The stream has begun.
    Listening,
    Records(Vec<ActivityRecord>),
    /// The list has to be read again.
    Reset,
}

/// Calls `each` with what happens, until the server ends the stream or it is ended from outside.
pub async fn follow_activity(
    query: &ActivityEventsQuery,
    end: &StreamEnd,
    mut each: Box<dyn FnMut(ActivityEvent)>,
) -> Result<(), ApiError> {
    let mut events = EventBuffer::default();
    let mut has_begun = false;
    let read = move |chunk: &[u8]| {
        if !std::mem::replace(&mut has_begun, true) {
            each(ActivityEvent::Listening);
        }
        events.push(chunk);
        // All records of a chunk are shown at once: a change of many mailboxes is many records.
        let mut records = vec![];
        while let Some(event) = events.next() {
            if field(&event, "event") == Some("reset") {
                each(ActivityEvent::Reset);
            } else if let Some(Ok(record)) = record_of(&event).map(parsed::<ActivityRecord>) {
                records.push(record);
            }
        }
        if !records.is_empty() {
            each(ActivityEvent::Records(records));
        }
        true
    };
    stream_until::<FollowActivity>((), query, end, read).await
}

/// The JSON in a `record` event.
fn record_of(event: &str) -> Option<&str> {
    (field(event, "event")? == "record").then(|| field(event, "data"))?
}

/// A field of an event.
fn field<'e>(event: &'e str, name: &str) -> Option<&'e str> {
    event.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// Uploads a file of mailboxes to import.
pub fn import_mailboxes(query: &ImportQuery, file: &web_sys::File) -> Pending<Job> {
    upload::<CreateImport>(query, file, media_type(&file.name()))
}

/// Uploads a file of identifications to import.
pub fn import_identifications(query: &ImportQuery, file: &web_sys::File) -> Pending<Job> {
    upload::<CreateIdentificationImport>(query, file, media_type(&file.name()))
}

/// Uploads a file of holders to import.
pub fn import_holders(query: &HolderImportQuery, file: &web_sys::File) -> Pending<Job> {
    upload::<CreateHolderImport>(query, file, media_type(&file.name()))
}

fn media_type(file_name: &str) -> &'static str {
    match file_name.to_lowercase().rsplit('.').next() {
        Some("csv" | "txt" | "tsv") => "text/csv",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

/// Calls `each` with the job whenever it has changed, until `each` returns false or the server ends
/// the stream.
pub async fn follow_job(id: JobId, mut each: Box<dyn FnMut(Job) -> bool>) {
    let mut events = EventBuffer::default();
    let read = move |chunk: &[u8]| {
        events.push(chunk);
        while let Some(event) = events.next() {
            if let Some(Ok(job)) = job_of(&event).map(parsed::<Job>)
                && !each(job)
            {
                return false;
            }
        }
        true
    };
    stream::<FollowJob>(id, read).await;
}

/// The JSON in a `job` event; None for a comment or another event.
fn job_of(event: &str) -> Option<&str> {
    event.trim_end().strip_prefix("event: job\ndata: ")
}

/// A parser of server-sent events, which arrive in chunks with arbitrary boundaries.
#[derive(Default)]
struct EventBuffer(Vec<u8>);

impl EventBuffer {
    fn push(&mut self, chunk: &[u8]) {
        self.0.extend_from_slice(chunk);
    }

    /// Takes the next complete event.
    fn next(&mut self) -> Option<String> {
        let end = self.0.windows(2).position(|two| two == b"\n\n")?;
        let event: Vec<u8> = self.0.drain(..end + 2).collect();
        Some(String::from_utf8_lossy(&event).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_follows_from_the_extension() {
        assert_eq!(media_type("Caselle.CSV"), "text/csv");
        assert!(media_type("caselle.xlsx").ends_with("sheet"));
        assert_eq!(media_type("caselle.csv.zip"), "application/octet-stream");
    }

    #[test]
    fn an_event_of_the_activity_has_an_id_a_kind_and_data() {
        let event = "id: 5.2\nevent: record\ndata: {\"event: \":1}\n\n";
        assert_eq!(record_of(event), Some("{\"event: \":1}"));
        assert_eq!(field(event, "id"), Some("5.2"));
        assert_eq!(record_of("event: reset\ndata: {}\n\n"), None);
        assert_eq!(record_of(": still there\n\n"), None);
    }

    #[test]
    fn events_are_parsed_wherever_the_chunks_end() {
        let mut events = EventBuffer::default();
        events.push(b": keep-alive\n\nevent: job\nda");
        assert_eq!(events.next().as_deref().and_then(job_of), None);
        assert_eq!(events.next(), None);
        events.push("ta: {\"è\":1}\n".as_bytes());
        assert_eq!(events.next(), None);
        events.push(b"\nevent");
        assert_eq!(events.next().as_deref().and_then(job_of), Some("{\"è\":1}"));
        assert_eq!(events.next(), None);
    }
}
