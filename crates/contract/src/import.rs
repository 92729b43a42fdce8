//! Importing mailboxes from a file.

use serde::{Deserialize, Serialize};
use sigillo_domain::import::{Column, Doubt, Field, Mapping, Unit};

/// How to read the file of an import.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ImportQuery {
    /// Name of the domain to create mailboxes in. Whole addresses in the file must be of this domain.
    pub domain: String,
    /// Name of the file, to recognise the job by.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 255))]
    pub file_name: Option<String>,
    /// What separates the cells of a csv; detected by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::TableSeparator>))]
    pub separator: Option<String>,
    /// Encoding of a csv; detected by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::TableEncoding>))]
    pub encoding: Option<String>,
    /// Name of the sheet of an xlsx file. Required (`import_choice_required`) if several visible
    /// sheets look like lists of mailboxes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 255))]
    pub sheet: Option<String>,
    /// Whether the hidden rows of the sheet are imported. Required (`import_choice_required`) if
    /// there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::HiddenRows>))]
    pub hidden_rows: Option<String>,
}

/// What a file leaves to be chosen: send it again with `sheet` or `hidden_rows`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportChoices {
    /// The sheets that look like lists of mailboxes; empty if there is no choice.
    #[serde(default)]
    pub sheets: Vec<String>,
    /// The number of hidden rows in the sheet.
    #[serde(default)]
    pub hidden_rows: i64,
}

/// The file of an import, as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportFile {
    pub name: Option<String>,
    /// Name of the domain.
    pub domain: String,
    #[cfg_attr(feature = "openapi", schema(value_type = crate::schema::TableFormat))]
    pub format: String,
    /// Null for an xlsx file.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schema::TableSeparator>))]
    pub separator: Option<String>,
    /// Null for an xlsx file.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schema::TableEncoding>))]
    pub encoding: Option<String>,
    /// Name of the sheet that was read; null for a csv.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The number of hidden rows in the sheet.
    #[serde(default)]
    pub hidden_rows: i64,
    /// Whether they were left out.
    #[serde(default)]
    pub hidden_rows_skipped: bool,
    /// Number of the row of headings in the file, from 1: the rows above it are left out. Null in a
    /// file without headings.
    #[serde(default)]
    pub headings_line: Option<i64>,
    /// Those whose `holds` is null are not used.
    pub columns: Vec<ImportColumn>,
    /// The names of the hidden sheets, which are not read. At most 100 are named.
    #[serde(default)]
    pub hidden_sheets: Vec<String>,
}

/// A column of the file, and what it is recognised as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportColumn {
    /// Null in a file without headings.
    pub heading: Option<String>,
    /// The cells of its first rows. Empty for a column of passwords, which are not stored.
    pub samples: Vec<String>,
    /// Null for a column that is ignored.
    pub holds: Option<MappedColumn>,
    /// Why a person has to confirm what it holds; null where there is no doubt or the mapping was
    /// chosen.
    #[serde(default)]
    pub doubt: Option<Doubt>,
    /// Whether the column is hidden in its sheet. It is read like the others.
    #[serde(default)]
    pub hidden: bool,
}

impl ImportColumn {
    /// Whether the column has something in it that the import leaves out without having recognised
    /// it.
    pub fn is_unused(&self) -> bool {
        let has_heading = self.heading.as_ref().is_some_and(|heading| !heading.is_empty());
        self.holds.is_none() && (has_heading || !self.samples.is_empty())
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MappedColumn {
    /// `state`, `password`, `row_number` and `reason` are recognised but not imported.
    pub field: Field,
    /// The unit of sizes where a cell has none.
    #[serde(default)]
    pub unit: Unit,
}

impl From<MappedColumn> for Column {
    fn from(column: MappedColumn) -> Self {
        Self { field: column.field, unit: column.unit }
    }
}

impl From<Column> for MappedColumn {
    fn from(column: Column) -> Self {
        Self { field: column.field, unit: column.unit }
    }
}

impl ImportFile {
    pub fn mapping(&self) -> Mapping {
        Mapping {
            columns: self.columns.iter().map(|column| column.holds.map(Into::into)).collect(),
        }
    }
}

/// What an import writes into a new mailbox, with the defaults of its domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportValues {
    pub communication_email: String,
    pub quota_mb: i64,
    pub soft_limit_mb: i64,
    pub preservation: bool,
}

/// What the columns of a file hold, as chosen by a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportMapping {
    /// One for each column, in order; null for a column to ignore.
    #[cfg_attr(feature = "openapi", schema(max_items = 100))]
    pub columns: Vec<Option<MappedColumn>>,
}
