//! An example of a report.

use chrono::NaiveDate;
use sigillo_domain::export_record::ExportFormat;
use sigillo_domain::id::ReportScheduleId;
use sigillo_domain::message::Language;
use sigillo_domain::report::schedule::ReportFrequency;
use sigillo_domain::report::{
    PlotKind, ReportColumnName, ReportName, ReportSectionName, ReportUnit,
};

use super::{Example, at};
use crate::report::{
    Report, ReportColumn, ReportPlot, ReportRow, ReportSchedule, ReportScheduleCreate,
    ReportSection,
};

impl Example for Report {
    fn example() -> Self {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default();
        Self {
            name: ReportName::Mailboxes,
            title: "Caselle".into(),
            language: Language::It,
            as_of: Some(at(0)),
            from: day(1, 1),
            to: day(1, 31),
            domain: None,
            sections: vec![ReportSection::example()],
        }
    }
}

impl Example for ReportSection {
    fn example() -> Self {
        let column = |name, label: &str, unit| ReportColumn { name, label: label.into(), unit };
        Self {
            name: ReportSectionName::ByState,
            title: "Per stato".into(),
            note: None,
            columns: vec![
                column(ReportColumnName::State, "Stato", ReportUnit::Text),
                column(ReportColumnName::Mailboxes, "Caselle", ReportUnit::Count),
                column(ReportColumnName::Share, "Quota", ReportUnit::Percent),
            ],
            rows: vec![ReportRow {
                cells: vec![Some("attiva".into()), Some(12.into()), Some(100.0.into())],
                mailboxes: Some("state=active".into()),
            }],
            plot: Some(ReportPlot {
                kind: PlotKind::Ranking,
                labels: ReportColumnName::State,
                values: vec![ReportColumnName::Mailboxes],
            }),
        }
    }
}

impl Example for ReportSchedule {
    fn example() -> Self {
        Self {
            id: ReportScheduleId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0071),
            report: ReportName::Space,
            domain: Some("pec.example.it".into()),
            format: ExportFormat::Pdf,
            frequency: ReportFrequency::Monthly,
            lang: Language::It,
            email: "rosa.neri@example.org".into(),
            created_at: at(0),
            next_at: "2026-02-01T06:00:00Z".parse().unwrap_or_default(),
        }
    }
}

impl Example for ReportScheduleCreate {
    fn example() -> Self {
        Self {
            report: "space".into(),
            domain: Some("pec.example.it".into()),
            format: "pdf".into(),
            frequency: "monthly".into(),
            lang: None,
            email: "rosa.neri@example.org".into(),
        }
    }
}
