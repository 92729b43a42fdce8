//! The columns of a mailbox that say how its holder was identified.

use chrono::{DateTime, NaiveDate, Utc};
use sigillo_domain::identification::{
    AssuranceLevel, HolderCapacity, Identification, IdentificationFields, IdentificationMethod,
    IdentityDocument, IdentityDocumentKind,
};
use sigillo_domain::mailbox::Mailbox;

use crate::day::{day_text, parse_day};
use crate::error::StorageError;

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    identification_method: Option<String>,
    assurance_level: Option<String>,
    identified_on: Option<String>,
    identified_by: Option<String>,
    holder_capacity: Option<String>,
    identity_document_kind: Option<String>,
    identity_document_number: Option<String>,
    identity_document_expires_on: Option<String>,
    identification_recorded_at: Option<DateTime<Utc>>,
    identification_recorded_by: Option<String>,
    second_factor_since: Option<String>,
}

/// The columns, read.
pub(crate) struct Stored {
    pub identification: Option<Identification>,
    pub second_factor_since: Option<NaiveDate>,
}

impl TryFrom<Row> for Stored {
    type Error = StorageError;

    fn try_from(mut row: Row) -> Result<Self, StorageError> {
        let second_factor_since = parse_day(row.second_factor_since.take())?;
        Ok(Self { identification: row.identification()?, second_factor_since })
    }
}

impl Row {
    /// The identification, if the mailbox has one. What cannot be read is an error, since the next change of the
    /// mailbox would save it as absent.
    fn identification(self) -> Result<Option<Identification>, StorageError> {
        let Some(method) = self.identification_method else { return Ok(None) };
        let document = match self.identity_document_kind {
            None => None,
            Some(kind) => Some(IdentityDocument {
                kind: IdentityDocumentKind::try_from(kind)?,
                number: given("identity_document_number", self.identity_document_number)?,
                expires_on: given(
                    "identity_document_expires_on",
                    parse_day(self.identity_document_expires_on)?,
                )?,
            }),
        };
        let fields = IdentificationFields {
            method: IdentificationMethod::try_from(method)?,
            level: AssuranceLevel::try_from(given("assurance_level", self.assurance_level)?)?,
            identified_on: given("identified_on", parse_day(self.identified_on)?)?,
            identified_by: given("identified_by", self.identified_by)?,
            document,
            capacity: HolderCapacity::try_from(given("holder_capacity", self.holder_capacity)?)?,
        };
        Ok(Some(Identification {
            fields,
            recorded_at: given("identification_recorded_at", self.identification_recorded_at)?,
            recorded_by: given("identification_recorded_by", self.identification_recorded_by)?,
        }))
    }
}

/// The value of a column that no identification is without.
fn given<T>(column: &str, value: Option<T>) -> Result<T, StorageError> {
    value.ok_or_else(|| StorageError::Broken(format!("no {column}")))
}

/// The values of the columns, as they are stored.
#[derive(Default)]
pub(crate) struct Columns<'m> {
    pub method: Option<&'m str>,
    pub level: Option<&'m str>,
    pub identified_on: Option<String>,
    pub identified_by: Option<&'m str>,
    pub capacity: Option<&'m str>,
    pub document_kind: Option<&'m str>,
    pub document_number: Option<&'m str>,
    pub document_expires_on: Option<String>,
    pub recorded_at: Option<DateTime<Utc>>,
    pub recorded_by: Option<&'m str>,
    pub second_factor_since: Option<String>,
}

impl<'m> Columns<'m> {
    pub(crate) fn of(mailbox: &'m Mailbox) -> Self {
        let second_factor_since = day_text(mailbox.second_factor_since);
        let Some(Identification { fields, recorded_at, recorded_by }) = &mailbox.identification
        else {
            return Self { second_factor_since, ..Self::default() };
        };
        let document = fields.document.as_ref();
        Self {
            method: Some(fields.method.as_str()),
            level: Some(fields.level.as_str()),
            identified_on: day_text(Some(fields.identified_on)),
            identified_by: Some(&fields.identified_by),
            capacity: Some(fields.capacity.as_str()),
            document_kind: document.map(|document| document.kind.as_str()),
            document_number: document.map(|document| document.number.as_str()),
            document_expires_on: day_text(document.map(|document| document.expires_on)),
            recorded_at: Some(*recorded_at),
            recorded_by: Some(recorded_by),
            second_factor_since,
        }
    }
}
