//! Bringing mailboxes in from a file.

use serde::{Deserialize, Serialize};
use sigillo_domain::import::{Column, Field, Mapping, Unit};

/// How the file of an import is to be read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ImportQuery {
    /// Name of the domain that mailboxes are created in; the one domain that whole addresses must be
    /// of.
    pub domain: String,
    /// Name of the file, to be told from others.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 255))]
    pub file_name: Option<String>,
    /// What separates the cells of a csv: `semicolon`, `comma`, `tab` or `pipe`; recognised when left
    /// out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::TableSeparator>))]
    pub separator: Option<String>,
    /// Encoding of a csv: `utf-8`, `utf-16` or `windows-1252`; recognised when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::TableEncoding>))]
    pub encoding: Option<String>,
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
    /// Of a csv.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schema::TableSeparator>))]
    pub separator: Option<String>,
    /// Of a csv.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schema::TableEncoding>))]
    pub encoding: Option<String>,
    pub columns: Vec<ImportColumn>,
}

/// A column of the file, and what it is taken for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportColumn {
    /// Null in a file without headings.
    pub heading: Option<String>,
    /// What stands in its first rows. Empty for a column of passwords: none is kept.
    pub samples: Vec<String>,
    /// Null for a column that is left aside.
    pub holds: Option<MappedColumn>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MappedColumn {
    /// `address`, `local_part`, `domain`, `communication_email`, `quota_mb`, `soft_limit_mb` or
    /// `preservation`; and what is recognised to be left alone: `state`, `password`, `row_number`,
    /// `reason`.
    pub field: Field,
    /// In what sizes are, where a cell states no unit: `bytes`, `kilobytes`, `megabytes`,
    /// `gigabytes` or `terabytes`.
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

/// What the columns of a file are, by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportMapping {
    /// One for each column, in their order; null for a column that is left aside.
    #[cfg_attr(feature = "openapi", schema(max_items = 100))]
    pub columns: Vec<Option<MappedColumn>>,
}
