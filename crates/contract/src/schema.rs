//! Enums that exist only in the document, for fields that accept some values of an enum, and for
//! texts that accept one of a few values. In the types such a field is wider, and the server checks
//! it.

use utoipa::ToSchema;

/// A state that a mailbox can be put into.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum MailboxStateChange {
    Active,
    Disabled,
}

/// A state that an account can be put into.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum AccountStateChange {
    Enabled,
    Disabled,
}

/// The format of an exported list.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum ExportFormat {
    Csv,
    Xlsx,
    Pdf,
}

/// The form of a report.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum ReportFormat {
    Json,
    Csv,
    Xlsx,
    Pdf,
}

/// What separates the cells of an exported csv.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum ExportSeparator {
    Semicolon,
    Comma,
}

/// The format of a table.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum TableFormat {
    Csv,
    Xlsx,
}

/// What separates the cells of a csv.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum TableSeparator {
    Semicolon,
    Comma,
    Tab,
    Pipe,
}

/// What becomes of the hidden rows of a sheet.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum HiddenRows {
    Include,
    Skip,
}

/// The encoding of a csv.
#[derive(ToSchema)]
pub enum TableEncoding {
    #[schema(rename = "utf-8")]
    Utf8,
    #[schema(rename = "utf-16")]
    Utf16,
    #[schema(rename = "windows-1252")]
    Windows1252,
}

/// What is counted of the list of mailboxes.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum MailboxCount {
    Exact,
    States,
}

/// What else a list of mailboxes returns.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum MailboxListInclude {
    MailHost,
}

/// Whether the rows of a list are counted.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Count {
    Exact,
}
