//! Reports on the mailboxes of an organisation (B18).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::export_record::ExportFormat;
use sigillo_domain::id::ReportScheduleId;
use sigillo_domain::message::Language;
use sigillo_domain::plot::{Plot, Series};
use sigillo_domain::report::schedule::ReportFrequency;
use sigillo_domain::report::{
    PlotKind, ReportColumnName, ReportName, ReportSectionName, ReportUnit, ReportValue, value_text,
};

use crate::operation::{PathParams, ReplyBody};

impl PathParams for ReportName {
    fn fill(&self, template: &str) -> String {
        template.replace("{id}", self.as_str())
    }

    fn read(id: Option<&str>) -> Option<Self> {
        Self::parse(id?)
    }
}

/// What a report is about, and in what form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ReportQuery {
    /// First day, in Rome. By default a year before `to` for what is shown by month, 90 days for the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day, in Rome; today by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Only this domain, by name; all that the caller sees by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// A file holds everything that the reply in JSON does. It requires the permission to export, and is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(value_type = Option<crate::schema::ReportFormat>, default = "json")
    )]
    pub format: Option<String>,
    /// Only this part. A csv with one part is a plain table; one with several has each under its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<ReportSectionName>))]
    pub section: Option<String>,
    /// What separates the cells of a csv.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(value_type = Option<crate::schema::ExportSeparator>, default = "semicolon")
    )]
    pub separator: Option<String>,
    /// Language of titles and labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Language>, default = "it"))]
    pub lang: Option<String>,
}

/// A report: tables, some of them with a plot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    pub name: ReportName,
    pub title: String,
    pub language: Language,
    /// When the figures were gathered; null if they never were.
    pub as_of: Option<DateTime<Utc>>,
    /// First day, in Rome.
    pub from: NaiveDate,
    /// Last day, in Rome.
    pub to: NaiveDate,
    /// The domain it is about; null for all that the caller sees.
    pub domain: Option<String>,
    pub sections: Vec<ReportSection>,
}

impl ReplyBody for Report {}

/// A table of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportSection {
    pub name: ReportSectionName,
    pub title: String,
    /// What has to be known to read it.
    pub note: Option<String>,
    pub columns: Vec<ReportColumn>,
    pub rows: Vec<ReportRow>,
    /// How it is drawn; null for a table alone.
    pub plot: Option<ReportPlot>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportColumn {
    pub name: ReportColumnName,
    pub label: String,
    pub unit: ReportUnit,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportRow {
    /// A value for each column; null where there is none.
    #[cfg_attr(feature = "openapi", schema(schema_with = cells))]
    pub cells: Vec<Option<ReportValue>>,
    /// The query of `list_mailboxes` that finds the mailboxes of the row; null where none does.
    pub mailboxes: Option<String>,
}

#[cfg(feature = "openapi")]
fn cells() -> utoipa::openapi::schema::Array {
    use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaType, Type};

    let types = SchemaType::from_iter([Type::String, Type::Number, Type::Null]);
    let description = "A value for each column: a number, or a text, such as a name, a day (`2026-03-02`) or a month \
                       (`2026-03`); null where there is none.";
    let cell = ObjectBuilder::new().schema_type(types);
    ArrayBuilder::new().items(cell).description(Some(description)).build()
}

/// Which columns are drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportPlot {
    pub kind: PlotKind,
    /// The column of names along the axis.
    pub labels: ReportColumnName,
    /// The columns of values, which have the same unit.
    pub values: Vec<ReportColumnName>,
}

/// The most rows that a ranking draws; its table has all.
const RANKED: usize = 15;

impl ReportSection {
    /// The place of a column.
    fn place_of(&self, name: ReportColumnName) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// What is drawn; None for a table alone, and where there is nothing to draw.
    pub fn plot(&self, language: Language) -> Option<Plot> {
        let ReportPlot { kind, labels, values } = self.plot.as_ref()?;
        let drawn = match kind {
            PlotKind::Ranking => RANKED,
            PlotKind::Lines | PlotKind::Bars => usize::MAX,
        };
        let rows = &self.rows[..self.rows.len().min(drawn)];
        let label_place = self.place_of(*labels)?;
        let label = |row: &ReportRow| self.cell_text(row, label_place, language);
        let series = values.iter().filter_map(|name| {
            let place = self.place_of(*name)?;
            let value = |row: &ReportRow| row.cells.get(place)?.as_ref()?.number();
            let name = self.columns.get(place)?.label.clone();
            Some(Series { name, values: rows.iter().map(value).collect() })
        });
        let unit = self.columns.get(self.place_of(*values.first()?)?)?.unit;
        let plot = Plot {
            kind: *kind,
            labels: rows.iter().map(label).collect(),
            series: series.collect(),
            unit,
            language,
        };
        (!plot.is_empty()).then_some(plot)
    }

    /// The text of a cell; a dash where there is no value.
    pub fn cell_text(&self, row: &ReportRow, place: usize, language: Language) -> String {
        let unit = self.columns.get(place).map_or(ReportUnit::Text, |column| column.unit);
        let value = row.cells.get(place).and_then(Option::as_ref);
        value.map_or_else(|| "—".to_owned(), |value| value_text(value, unit, language))
    }
}

/// A report that the caller has sent by e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportSchedule {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: ReportScheduleId,
    pub report: ReportName,
    /// The domain it is limited to; null for all that the caller may export.
    pub domain: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = crate::schema::ExportFormat))]
    pub format: ExportFormat,
    pub frequency: ReportFrequency,
    pub lang: Language,
    pub email: String,
    pub created_at: DateTime<Utc>,
    /// When it is sent next.
    pub next_at: DateTime<Utc>,
}

impl ReplyBody for ReportSchedule {}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportScheduleCreate {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = ReportName))]
    pub report: String,
    /// Only this domain, by name; all that the caller may export by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = crate::schema::ExportFormat))]
    pub format: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = ReportFrequency))]
    pub frequency: String,
    /// Language of the message and of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Language>, default = "it"))]
    pub lang: Option<String>,
    /// To whom it is sent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, max_length = 254))]
    pub email: String,
}
