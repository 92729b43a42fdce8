//! Importing mailboxes, holders alone, or identifications from a file.

use serde::{Deserialize, Serialize};
use sigillo_domain::holder::HolderWarning;
use sigillo_domain::id::{HolderId, OrganizationId};
use sigillo_domain::import::{Column, Doubt, Field, HolderPart, Mapping, Unit};

/// How to read the file of an import.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ImportQuery {
    /// Name of the domain of the mailboxes. Whole addresses in the file must be of this domain.
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

/// How to read the file of an import of holders.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct HolderImportQuery {
    /// The organisation that the holders enter. Operators must name one; others may name only their own,
    /// which is the default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
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
    /// sheets look like lists of holders.
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
    /// The sheets that look like lists of mailboxes, or of holders; empty if there is no choice.
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
    /// Name of the domain of the mailboxes; null for a file of holders.
    pub domain: Option<String>,
    /// Name of the organisation that the holders enter; null for a file of mailboxes.
    #[serde(default)]
    pub organization: Option<String>,
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
    /// The code of its plan.
    #[serde(default)]
    pub plan: Option<String>,
    /// The name of its reseller.
    #[serde(default)]
    pub reseller: Option<String>,
    /// Null where the row names none.
    #[serde(default)]
    pub holder: Option<ImportHolder>,
}

/// The holder that an import gives a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportHolder {
    /// Empty where the row has the tax code alone, of a known holder.
    pub given_name: String,
    pub family_name: String,
    pub tax_code: String,
    /// Whether the organisation has no holder of this tax code yet.
    pub is_new: bool,
    /// What is done but worth a second look.
    #[serde(default)]
    pub warnings: Vec<HolderWarning>,
    /// The registered holder whose tax code is a variant of this one (omocodia).
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub resembles: Option<HolderId>,
    /// Name, or else VAT number, of the company; empty where there is none.
    pub company: String,
}

/// The holder that a row of a file of holders names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowHolder {
    /// Null until it has been entered, or where the row failed.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub id: Option<HolderId>,
    /// Empty where the row has the tax code alone, of a known holder.
    pub given_name: String,
    pub family_name: String,
    pub tax_code: String,
    /// What the row adds, or has added. Empty where all of it is registered already.
    pub adds: Vec<HolderPart>,
    /// The address in the row, on one line; empty where there is none.
    pub address: String,
    /// Name, or else VAT number, of the company in the row; empty where there is none.
    pub company: String,
    /// What is done but worth a second look.
    #[serde(default)]
    pub warnings: Vec<HolderWarning>,
    /// The registered holder whose tax code is a variant of this one (omocodia).
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub resembles: Option<HolderId>,
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
