//! Examples of jobs.

use sigillo_domain::id::JobId;
use sigillo_domain::import::{Field, Unit};
use sigillo_domain::job::{BulkAction, JobKind, JobState, Outcome};
use sigillo_domain::{Code, Fault, FaultCode};

use super::{Example, at};
use crate::import::{ImportColumn, ImportFile, ImportMapping, MappedColumn};
use crate::job::{BulkChange, BulkChangeCreate, Job, JobCounts, JobRow, JobRun, MailboxSelection};

const JOB: JobId = JobId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0008);

impl Example for Job {
    fn example() -> Self {
        Self {
            id: JOB,
            kind: JobKind::Import,
            state: JobState::Ready,
            total: 3,
            counts: JobCounts { to_do: 1, unchanged: 1, failed: 1, ..JobCounts::default() },
            change: None,
            undoes: None,
            undone_by: None,
            import: Some(ImportFile {
                name: Some("caselle.csv".into()),
                domain: Some("pec.example.it".into()),
                organization: None,
                format: "csv".into(),
                separator: Some("semicolon".into()),
                encoding: Some("utf-8".into()),
                sheet: None,
                hidden_rows: 0,
                hidden_rows_skipped: false,
                headings_line: Some(1),
                columns: vec![
                    column("Casella PEC", "ufficio.tecnico@pec.example.it", Field::Address),
                    column("E-mail", "tecnico@example.org", Field::CommunicationEmail),
                ],
                hidden_sheets: vec![],
            }),
            matching: None,
            created_by: "postmaster".into(),
            created_by_display_name: Some("Rosa Bianchi".into()),
            run_by: None,
            run_by_display_name: None,
            created_at: at(0),
            started_at: None,
            finished_at: None,
            problem: None,
            rows_forgotten: false,
            version: 2,
        }
    }
}

fn column(heading: &str, sample: &str, field: Field) -> ImportColumn {
    ImportColumn {
        heading: Some(heading.into()),
        samples: vec![sample.into()],
        holds: Some(mapped(field)),
        doubt: None,
        hidden: false,
    }
}

fn mapped(field: Field) -> MappedColumn {
    MappedColumn { field, unit: Unit::Megabytes }
}

impl Example for BulkChangeCreate {
    fn example() -> Self {
        Self {
            change: BulkChange {
                action: BulkAction::Update,
                communication_email: None,
                quota_mb: Some(2000),
                soft_limit_mb: None,
                preservation: None,
                plan: None,
                managed_by: None,
                until: None,
            },
            ids: None,
            matching: Some(MailboxSelection {
                domain: Some("pec.example.it".into()),
                state: Some("active".into()),
                ..MailboxSelection::default()
            }),
            count: Some(1),
        }
    }
}

impl Example for ImportMapping {
    fn example() -> Self {
        Self {
            columns: vec![Some(mapped(Field::Address)), Some(mapped(Field::CommunicationEmail))],
        }
    }
}

impl Example for JobRun {
    fn example() -> Self {
        Self { count: Some(1) }
    }
}

impl Example for JobRow {
    fn example() -> Self {
        Self {
            seq: 2,
            line: Some(3),
            address: Some("ufficio..tecnico@pec.example.it".into()),
            mailbox_id: None,
            outcome: Outcome::Failed,
            code: Some(Code::Validation),
            errors: vec![Fault::new("/local_part", FaultCode::MisplacedDot).into()],
            warnings: vec![],
            values: None,
            holder: None,
            cells: Some(vec!["ufficio..tecnico".into(), "tecnico@example.org".into()]),
            changes: vec![],
        }
    }
}
