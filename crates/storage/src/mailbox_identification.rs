//! The columns of a mailbox that say how its holder was identified.

use chrono::{DateTime, NaiveDate, Utc};
use sigillo_domain::identification::{
    AssuranceLevel, HolderCapacity, Identification, IdentificationFields, IdentificationMethod,
    IdentityDocument, IdentityDocumentKind,
};
use sigillo_domain::mailbox::Mailbox;

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

impl Row {
    pub(crate) fn second_factor_since(&self) -> Option<NaiveDate> {
        day(self.second_factor_since.as_deref())
    }

    /// The identification, if the mailbox has one.
    pub(crate) fn identification(self) -> Option<Identification> {
        let document = self.identity_document_number.and_then(|number| {
            Some(IdentityDocument {
                kind: IdentityDocumentKind::parse(&self.identity_document_kind?)?,
                number,
                expires_on: day(self.identity_document_expires_on.as_deref())?,
            })
        });
        let fields = IdentificationFields {
            method: IdentificationMethod::parse(&self.identification_method?)?,
            level: AssuranceLevel::parse(&self.assurance_level?)?,
            identified_on: day(self.identified_on.as_deref())?,
            identified_by: self.identified_by?,
            document,
            capacity: HolderCapacity::parse(&self.holder_capacity?)?,
        };
        Some(Identification {
            fields,
            recorded_at: self.identification_recorded_at?,
            recorded_by: self.identification_recorded_by?,
        })
    }
}

/// A day as it is stored.
pub(crate) fn day(text: Option<&str>) -> Option<NaiveDate> {
    text?.parse().ok()
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
        let second_factor_since = mailbox.second_factor_since.map(|day| day.to_string());
        let Some(Identification { fields, recorded_at, recorded_by }) = &mailbox.identification
        else {
            return Self { second_factor_since, ..Self::default() };
        };
        let document = fields.document.as_ref();
        Self {
            method: Some(fields.method.as_str()),
            level: Some(fields.level.as_str()),
            identified_on: Some(fields.identified_on.to_string()),
            identified_by: Some(&fields.identified_by),
            capacity: Some(fields.capacity.as_str()),
            document_kind: document.map(|document| document.kind.as_str()),
            document_number: document.map(|document| document.number.as_str()),
            document_expires_on: document.map(|document| document.expires_on.to_string()),
            recorded_at: Some(*recorded_at),
            recorded_by: Some(recorded_by),
            second_factor_since,
        }
    }
}
