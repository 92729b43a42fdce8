//! The activity as a table in a file.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sigillo_contract::activity::ActivityRecord;
use sigillo_contract::history::{Change, HistoryActor};
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::message::Language;
use sigillo_domain::subject::SubjectKind;
use uuid::Uuid;

use crate::caller::signature;
use crate::ports::table::{
    Cell, Column, ColumnKind, Report, RowStyle, TableDescription, TableWriter, WriteError,
};

/// The records that a file is made from.
pub(super) struct ActivityTable {
    /// Empty means everything in the caller's scope.
    pub domains: Vec<String>,
    pub person: Option<String>,
    pub actions: Vec<Action>,
    pub subject_kinds: Vec<SubjectKind>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// The name and user name of a person.
    pub exported_by: String,
    pub exported_at: DateTime<Utc>,
    pub language: Language,
}

impl ActivityTable {
    pub fn description(&self) -> TableDescription {
        let l = self.language;
        let title = l.choose("Registro delle attività", "Record of the activity");
        TableDescription {
            language: l,
            sheet_name: l.choose("Attività", "Activity").into(),
            columns: columns(l),
            report: Some(Report {
                title,
                subject: (!self.domains.is_empty()).then(|| self.domains.join(", ")),
                criteria: self.criteria(),
                author: self.exported_by.clone(),
                created_at: self.exported_at,
                count_label: l.choose("Numero di registrazioni", "Number of records"),
                empty_text: l.choose("Nessuna registrazione.", "No records."),
            }),
        }
    }

    fn criteria(&self) -> Vec<(&'static str, String)> {
        let l = self.language;
        let mut criteria = vec![];
        if !self.domains.is_empty() {
            criteria.push((l.choose("Dominio", "Domain"), self.domains.join(", ")));
        }
        if let Some(person) = &self.person {
            criteria.push((l.choose("Persona", "Person"), person.clone()));
        }
        if !self.actions.is_empty() {
            let names: Vec<_> = self.actions.iter().map(|a| action_name(*a, l)).collect();
            criteria.push((l.choose("Azione", "Action"), names.join(", ")));
        }
        if !self.subject_kinds.is_empty() {
            let names: Vec<_> = self.subject_kinds.iter().map(|kind| kind_name(*kind, l)).collect();
            criteria.push((l.choose("Oggetto", "Subject"), names.join(", ")));
        }
        let day = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
        criteria.extend(self.from.map(|from| (l.choose("Dal", "From"), day(from))));
        criteria.extend(self.to.map(|to| (l.choose("Al", "To"), day(to))));
        if criteria.is_empty() {
            let all = l.choose("tutte le registrazioni", "all records").to_owned();
            criteria.push((l.choose("Filtri", "Filters"), all));
        }
        criteria
    }
}

fn columns(l: Language) -> Vec<Column> {
    use ColumnKind::{Integer, Text, Time};
    let column = |it, en, kind| Column::new(l.choose(it, en), kind);
    vec![
        column("Data e ora", "Date and time", Time).sheet_width(18).page_width(31.0),
        column("Persona", "Person", Text).sheet_width(34).page_width(60.0),
        column("Ruolo", "Role", Text).sheet_width(20),
        column("Azione", "Action", Text).sheet_width(30).page_width(52.0),
        column("Oggetto", "Subject", Text).sheet_width(16).page_width(28.0),
        column("Nome", "Name", Text).sheet_width(42).page_width(64.0),
        column("Dominio", "Domain", Text).sheet_width(28).page_width(38.0),
        column("Modifiche", "Changes", Text).sheet_width(60),
        column("Numero nello storico", "Number in the history", Integer).sheet_width(20),
        column("Sigillo", "Seal", Text).sheet_width(20),
    ]
}

/// Writes a record as a row of an [`ActivityTable`].
pub(super) fn write_record(
    found: &ActivityRecord,
    l: Language,
    file: &mut dyn TableWriter,
) -> Result<(), WriteError> {
    let ActivityRecord { subject, record } = found;
    let cells = [
        Cell::Time(record.at),
        Cell::Text(actor_name(&record.actor, l).into()),
        Cell::text(role_name(record.actor.kind, l)),
        Cell::text(action_name(record.action, l)),
        Cell::text(kind_name(subject.kind, l)),
        subject.name.as_deref().map_or(Cell::Empty, Cell::text),
        subject.domain.as_deref().map_or(Cell::Empty, Cell::text),
        Cell::Text(changes(&record.changes, l).into()),
        Cell::Integer(record.seq),
        Cell::text(&record.hash),
    ];
    file.row(RowStyle::Normal, &cells)
}

fn actor_name(actor: &HistoryActor, l: Language) -> String {
    match (&actor.display_name, actor.kind) {
        (Some(name), _) => signature(name, &actor.name),
        (None, ActorKind::System) => l.choose("Sistema", "System").to_owned(),
        (None, _) => actor.name.clone(),
    }
}

/// The changed fields under their names in the API, with the values before and after.
fn changes(changes: &[Change], l: Language) -> String {
    let mut text = String::new();
    for change in changes {
        let Change { field, before, after, names, erased } = change;
        let separator = if text.is_empty() { "" } else { "; " };
        let value = |it: &Value| match it {
            Value::Null if *erased => l.choose("[cancellato]", "[erased]").to_owned(),
            it => value(it, names),
        };
        // Writing into a String cannot fail.
        let _ = match before {
            Value::Null if !erased => write!(text, "{separator}{field}: {}", value(after)),
            _ => write!(text, "{separator}{field}: {} → {}", value(before), value(after)),
        };
    }
    text
}

/// A value as text; ids by their names where these are known.
fn value(shown: &Value, names: &BTreeMap<Uuid, String>) -> String {
    match shown {
        Value::Null => "–".to_owned(),
        Value::String(text) => {
            let name = text.parse().ok().and_then(|id: Uuid| names.get(&id));
            name.unwrap_or(text).clone()
        }
        Value::Array(values) => {
            let shown: Vec<_> = values.iter().map(|one| value(one, names)).collect();
            shown.join(", ")
        }
        other => other.to_string(),
    }
}

const fn role_name(kind: ActorKind, l: Language) -> &'static str {
    match kind {
        ActorKind::Operator => l.choose("Gestore", "Operator"),
        ActorKind::Postmaster => "Postmaster",
        ActorKind::Assistant => l.choose("Assistente", "Assistant"),
        ActorKind::MailboxUser => l.choose("Utente della casella", "Mailbox user"),
        ActorKind::Holder => l.choose("Titolare", "Holder"),
        ActorKind::System => l.choose("Sistema", "System"),
    }
}

const fn kind_name(kind: SubjectKind, l: Language) -> &'static str {
    match kind {
        SubjectKind::Mailbox => l.choose("Casella", "Mailbox"),
        SubjectKind::Domain => l.choose("Dominio", "Domain"),
        SubjectKind::Organization => l.choose("Organizzazione", "Organisation"),
        SubjectKind::Account => "Account",
        SubjectKind::SavedView => l.choose("Vista salvata", "Saved view"),
        SubjectKind::Holder => l.choose("Titolare", "Holder"),
        SubjectKind::Company => l.choose("Azienda", "Company"),
        SubjectKind::Plan => l.choose("Piano", "Plan"),
        SubjectKind::Reseller => l.choose("Rivenditore", "Reseller"),
        SubjectKind::ContractTemplate => l.choose("Modello di contratto", "Contract template"),
        SubjectKind::Contract => l.choose("Contratto", "Contract"),
        SubjectKind::Ticket => "Ticket",
        SubjectKind::ReportSchedule => l.choose("Report pianificato", "Scheduled report"),
        SubjectKind::SlaPeriod => l.choose("Livelli di servizio", "Service levels"),
    }
}

const fn action_name(action: Action, l: Language) -> &'static str {
    match action {
        Action::Created => l.choose("Creazione", "Creation"),
        Action::Updated => l.choose("Modifica", "Change"),
        Action::Disabled => l.choose("Disabilitazione", "Disabling"),
        Action::Enabled => l.choose("Riabilitazione", "Enabling"),
        Action::Cancelled => l.choose("Cancellazione", "Deletion"),
        Action::Deleted => l.choose("Eliminazione", "Removal"),
        Action::NoteAdded => l.choose("Nota", "Note"),
        Action::MessageAdded => l.choose("Messaggio", "Message"),
        Action::InternalNoteAdded => l.choose("Nota interna", "Internal note"),
        Action::PasswordLinkSent => {
            l.choose("Invio del link per la password", "Password link sent")
        }
        Action::PasswordResetStopped => {
            l.choose("Richiesta di password annullata", "Password request stopped")
        }
        Action::PasswordSet => l.choose("Password impostata", "Password set"),
        Action::PasswordExpired => l.choose("Password scaduta", "Password expired"),
        Action::EmailChangeRequested => {
            l.choose("Richiesta di cambio e-mail", "E-mail change requested")
        }
        Action::Exported => l.choose("Esportazione", "Export"),
        Action::Merged => l.choose("Unione", "Merge"),
        Action::Erased => l.choose("Cancellazione dei dati personali", "Erasure of personal data"),
        Action::Opened => l.choose("Apertura del contratto", "Contract opened"),
        Action::TaxCodeRefused => l.choose("Codice fiscale errato", "Wrong tax code"),
        Action::Consented => l.choose("Accettazione dei testi", "Texts accepted"),
        Action::CodeSent => l.choose("Invio del codice di firma", "Signature code sent"),
        Action::CopyUploaded => l.choose("Copia firmata caricata", "Signed copy uploaded"),
        Action::CopyRefused => l.choose("Copia firmata rifiutata", "Signed copy refused"),
        Action::CopyUndecided => {
            l.choose("Copia firmata da valutare", "Signed copy to be decided on")
        }
        Action::CopyAccepted => l.choose("Copia firmata accettata", "Signed copy accepted"),
        Action::CodeRefused => l.choose("Codice di firma errato", "Wrong signature code"),
        Action::Signed => l.choose("Firma del contratto", "Contract signed"),
        Action::DocumentSealed => l.choose("Sigillo del contratto", "Contract sealed"),
        Action::Declined => l.choose("Rifiuto del contratto", "Contract declined"),
        Action::Expired => l.choose("Scadenza del contratto", "Contract expired"),
        Action::Withdrawn => l.choose("Ritiro del contratto", "Contract withdrawn"),
        Action::Undeliverable => l.choose("Contratto non recapitato", "Contract not delivered"),
        Action::Resent => l.choose("Nuovo invio del contratto", "Contract sent again"),
        Action::Reminded => l.choose("Promemoria del contratto", "Contract reminder"),
        Action::Activated => l.choose("Attivazione", "Activation"),
        Action::Renewed => l.choose("Rinnovo del servizio", "Service renewed"),
        Action::TerminationRequested => {
            l.choose("Richiesta di cessazione", "Termination requested")
        }
        Action::TerminationWithdrawn => l.choose("Cessazione annullata", "Termination withdrawn"),
        Action::EndAnnounced => l.choose("Avviso di scadenza", "Notice of the end"),
        Action::ServiceEnded => l.choose("Fine del servizio", "Service ended"),
        Action::HolderChangeRequested => {
            l.choose("Cambio intestatario chiesto", "Change of holder requested")
        }
        Action::Identified => l.choose("Identificazione registrata", "Identification registered"),
        Action::IdentificationWithdrawn => {
            l.choose("Identificazione tolta", "Identification removed")
        }
        Action::HolderChanged => l.choose("Intestatario cambiato", "Holder changed"),
        Action::HolderChangeRejected => {
            l.choose("Cambio intestatario respinto", "Change of holder rejected")
        }
        Action::HolderChangeWithdrawn => {
            l.choose("Cambio intestatario ritirato", "Change of holder withdrawn")
        }
        Action::HolderChangeClosed => {
            l.choose("Cambio intestatario chiuso", "Change of holder closed")
        }
        Action::Superseded => l.choose("Contratto superato", "Contract superseded"),
        Action::DocumentUploaded => l.choose("Documento caricato", "Document uploaded"),
        Action::DocumentRefused => {
            l.choose("Documento infetto rifiutato", "Infected document refused")
        }
        Action::DocumentVerified => {
            l.choose("Firme del documento verificate", "Signatures verified")
        }
        Action::DocumentDeleted => l.choose("Documento eliminato", "Document deleted"),
        Action::ServiceCorrected => l.choose("Misura corretta", "Measurement corrected"),
        Action::MaintenanceAnnounced => {
            l.choose("Manutenzione annunciata", "Maintenance announced")
        }
        Action::MaintenanceWithdrawn => l.choose("Manutenzione ritirata", "Maintenance withdrawn"),
        Action::PeriodClosed => l.choose("Periodo chiuso", "Period closed"),
        Action::PackageClosed => l.choose("Pacchetto di ricevute chiuso", "Package closed"),
        Action::DisposalProposed => l.choose("Scarto proposto", "Disposal proposed"),
        Action::DisposalApproved => l.choose("Scarto approvato", "Disposal approved"),
        Action::DisposalRejected => l.choose("Scarto respinto", "Disposal rejected"),
        Action::DisposalWithdrawn => l.choose("Scarto ritirato", "Disposal withdrawn"),
        Action::Sealed => {
            l.choose("Sigillo della storia precedente", "Seal of the earlier history")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ports::table::PAGE_TABLE_WIDTH;

    #[test]
    fn the_columns_fill_a_page() {
        let widths = columns(Language::It).into_iter().filter_map(|column| column.page_width);
        let sum: f32 = widths.sum();
        assert!((sum - PAGE_TABLE_WIDTH).abs() < f32::EPSILON, "{sum}");
    }

    #[test]
    fn changes_are_one_line_of_text() {
        let change = |field: &str, before, after| Change {
            field: field.into(),
            before,
            after,
            ..Change::default()
        };
        let all = [
            change("quota_mb", json!(1000), json!(2000)),
            change("note", json!(null), json!("una nota")),
            change("soft_limit_mb", json!(800), json!(null)),
        ];
        let text = changes(&all, Language::It);
        assert_eq!(text, "quota_mb: 1000 → 2000; note: una nota; soft_limit_mb: 800 → –");
        let erased = Change { erased: true, ..change("given_name", json!(null), json!("X")) };
        assert_eq!(changes(&[erased], Language::It), "given_name: [cancellato] → X");
    }
}
