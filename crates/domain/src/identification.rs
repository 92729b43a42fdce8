//! The identity register: how the holder of a mailbox was identified, and whether the mailbox is ready for the
//! European registered e-mail (REM; Regulation (EU) 910/2014, articles 43 and 44, and ETSI EN 319 532).
//!
//! An identification is of the present holder: another holder has to be identified anew.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::code::Code;
use crate::fault::{FaultCode, Faults};
use crate::history_key::HistoryKey;
use crate::holder::parse_line;
use crate::mailbox::{Mailbox, MailboxState};
use crate::tax_code::TaxCode;

/// The longest name of whoever identified a holder, in characters.
pub const MAX_NAME_CHARS: usize = 120;
/// The longest number of an identity document, in characters.
pub const MAX_NUMBER_CHARS: usize = 40;
/// A day before this one is a typing error: no mailbox of the field is that old.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1990, 1, 1).expect("a day of the calendar");

const SPID_BEGINS: NaiveDate = NaiveDate::from_ymd_opt(2016, 3, 15).expect("a day of the calendar");
const CIE_BEGINS: NaiveDate = NaiveDate::from_ymd_opt(2016, 7, 4).expect("a day of the calendar");

text_enum! {
    /// How a person proved their identity.
    pub enum IdentificationMethod {
        /// The Italian public digital identity.
        Spid = "spid",
        /// The electronic identity card.
        Cie = "cie",
        /// The national services card.
        Cns = "cns",
        /// A qualified electronic signature, whose certificate names the person.
        DigitalSignature = "digital_signature",
        /// An identity document, shown to an officer.
        InPerson = "in_person",
        /// An identity document, shown in a video call.
        Video = "video",
    }
}

impl IdentificationMethod {
    /// The first day on which anybody could be identified in this way.
    pub const fn first_day(self) -> NaiveDate {
        match self {
            // SPID was opened to the public on 15 March 2016, the present card on 4 July.
            IdentificationMethod::Spid => SPID_BEGINS,
            IdentificationMethod::Cie => CIE_BEGINS,
            _ => FIRST_DAY,
        }
    }

    /// Whether the identity rests on a document that somebody has looked at.
    pub const fn needs_document(self) -> bool {
        matches!(self, IdentificationMethod::InPerson | IdentificationMethod::Video)
    }
}

text_enum! {
    /// The assurance level of an identification (Regulation (EU) 910/2014, article 8).
    #[derive(PartialOrd, Ord)]
    pub enum AssuranceLevel {
        Low = "low",
        Substantial = "substantial",
        High = "high",
    }
}

impl AssuranceLevel {
    /// The levels that are enough for the European registered e-mail.
    pub const SUFFICIENT: [AssuranceLevel; 2] = [AssuranceLevel::Substantial, AssuranceLevel::High];
}

text_enum! {
    /// The kind of an identity document.
    pub enum IdentityDocumentKind {
        IdentityCard = "identity_card",
        Passport = "passport",
        DrivingLicence = "driving_licence",
        ResidencePermit = "residence_permit",
        Other = "other",
    }
}

text_enum! {
    /// For whom a holder has a mailbox.
    pub enum HolderCapacity {
        OwnRight = "own_right",
        /// Of the company that the mailbox is held for.
        LegalRepresentative = "legal_representative",
    }
}

text_enum! {
    /// What a mailbox lacks for the European registered e-mail.
    pub enum RemReadiness {
        /// The holder was identified at a sufficient level, and the user has a second factor.
        Ready = "ready",
        /// Only the identification is missing.
        NotIdentified = "not_identified",
        /// Only the second factor is missing.
        NoSecondFactor = "no_second_factor",
        /// Both are missing.
        NotPrepared = "not_prepared",
    }
}

impl RemReadiness {
    pub const fn of(is_identified: bool, has_second_factor: bool) -> Self {
        match (is_identified, has_second_factor) {
            (true, true) => RemReadiness::Ready,
            (false, true) => RemReadiness::NotIdentified,
            (true, false) => RemReadiness::NoSecondFactor,
            (false, false) => RemReadiness::NotPrepared,
        }
    }

    /// The readiness of a mailbox by the level of its identification and the day of its second factor.
    pub fn by(level: Option<AssuranceLevel>, second_factor_since: Option<NaiveDate>) -> Self {
        let is_identified = level.is_some_and(|level| AssuranceLevel::SUFFICIENT.contains(&level));
        Self::of(is_identified, second_factor_since.is_some())
    }

    pub const fn is_identified(self) -> bool {
        matches!(self, RemReadiness::Ready | RemReadiness::NoSecondFactor)
    }

    pub const fn has_second_factor(self) -> bool {
        matches!(self, RemReadiness::Ready | RemReadiness::NotIdentified)
    }
}

/// The identity document that a person was identified by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityDocument {
    pub kind: IdentityDocumentKind,
    pub number: String,
    /// Its last day.
    pub expires_on: NaiveDate,
}

/// What is known of how a holder was identified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentificationFields {
    pub method: IdentificationMethod,
    pub level: AssuranceLevel,
    pub identified_on: NaiveDate,
    /// Who carried it out: a person or an office.
    pub identified_by: String,
    pub document: Option<IdentityDocument>,
    pub capacity: HolderCapacity,
}

/// The identification of the holder of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identification {
    pub fields: IdentificationFields,
    pub recorded_at: DateTime<Utc>,
    /// User name of who entered it.
    pub recorded_by: String,
}

/// An identification, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewIdentification<'a> {
    pub method: Option<IdentificationMethod>,
    pub level: Option<AssuranceLevel>,
    pub identified_on: Option<NaiveDate>,
    pub identified_by: Cow<'a, str>,
    pub document_kind: Option<IdentityDocumentKind>,
    pub document_number: Cow<'a, str>,
    pub document_expires_on: Option<NaiveDate>,
    pub capacity: Option<HolderCapacity>,
}

/// What has faults, which were added to the others.
struct Faulty;

impl NewIdentification<'_> {
    /// Validates every field. `has_company` says whether the mailbox is held for a company.
    pub fn validate(
        &self,
        today: NaiveDate,
        has_company: bool,
        faults: &mut Faults,
    ) -> Option<IdentificationFields> {
        let method = faults.check("/method", self.method.ok_or(FaultCode::Required));
        let level = faults.check("/level", self.level.ok_or(FaultCode::Required));
        let identified_on = self.identified_on.ok_or(FaultCode::Required);
        let identified_on = identified_on.and_then(|day| check_past_day(day, today));
        let identified_on = identified_on.and_then(|day| match method {
            Some(method) if day < method.first_day() => Err(FaultCode::TooEarly),
            _ => Ok(day),
        });
        let identified_on = faults.check("/identified_on", identified_on);
        let identified_by = faults.check("/identified_by", self.identified_by());
        let document = self.document(identified_on, faults);
        let capacity = match self.capacity {
            None => Err(FaultCode::Required),
            Some(HolderCapacity::LegalRepresentative) if !has_company => {
                Err(FaultCode::CompanyMissing)
            }
            Some(capacity) => Ok(capacity),
        };
        let capacity = faults.check("/capacity", capacity);
        Some(IdentificationFields {
            method: method?,
            level: level?,
            identified_on: identified_on?,
            identified_by: identified_by?,
            document: document.ok()?,
            capacity: capacity?,
        })
    }

    fn identified_by(&self) -> Result<String, FaultCode> {
        match parse_line(&self.identified_by, MAX_NAME_CHARS) {
            Ok(name) if name.is_empty() => Err(FaultCode::Required),
            other => other,
        }
    }

    /// The document, if there is one. One that is given is given whole.
    fn document(
        &self,
        identified_on: Option<NaiveDate>,
        faults: &mut Faults,
    ) -> Result<Option<IdentityDocument>, Faulty> {
        let number = self.document_number.trim();
        let is_given = self.document_kind.is_some()
            || !number.is_empty()
            || self.document_expires_on.is_some();
        let is_needed = self.method.is_some_and(IdentificationMethod::needs_document);
        if !is_given && !is_needed {
            return Ok(None);
        }
        let kind = faults.check("/document_kind", self.document_kind.ok_or(FaultCode::Required));
        let number = match parse_line(number, MAX_NUMBER_CHARS) {
            Ok(number) if number.is_empty() => Err(FaultCode::Required),
            other => other.and_then(check_number),
        };
        let number = faults.check("/document_number", number);
        let expires_on = match (self.document_expires_on, identified_on) {
            (None, _) => Err(FaultCode::Required),
            // An expired document proves nothing.
            (Some(day), Some(identified_on)) if day < identified_on => Err(FaultCode::TooEarly),
            (Some(day), _) if day >= LAST_DAY => Err(FaultCode::TooLate),
            (Some(day), _) => Ok(day),
        };
        let expires_on = faults.check("/document_expires_on", expires_on);
        let all = kind.zip(number).zip(expires_on);
        let document = |((kind, number), expires_on)| IdentityDocument { kind, number, expires_on };
        all.map(document).map(Some).ok_or(Faulty)
    }
}

/// The number of a document of any country has letters and digits of ASCII, a few signs, and some length.
fn check_number(number: String) -> Result<String, FaultCode> {
    if !number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '/' | '.')) {
        return Err(FaultCode::InvalidCharacters);
    }
    let length = number.chars().filter(char::is_ascii_alphanumeric).count();
    if length < 4 { Err(FaultCode::TooShort) } else { Ok(number) }
}

/// No document is valid for that long.
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2200, 1, 1).expect("a day of the calendar");

/// Checks a day on which something has happened.
pub fn check_past_day(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, FaultCode> {
    match day {
        day if day > today => Err(FaultCode::TooLate),
        day if day < FIRST_DAY => Err(FaultCode::TooEarly),
        day => Ok(day),
    }
}

/// Whether the identification of a holder holds after their codice fiscale was corrected, or after a merge: the codes
/// are of one person, or one of them was given for a time.
pub fn identification_holds(identified: &str, present: &str) -> bool {
    let codes = TaxCode::parse(identified).ok().zip(TaxCode::parse(present).ok());
    let is_provisional =
        codes.is_some_and(|(one, other)| one.is_provisional() || other.is_provisional());
    is_provisional || TaxCode::are_of_one_person(identified, present)
}

impl Mailbox {
    /// The mailbox without what is known of its holder's identity, and without the second factor.
    #[must_use]
    pub fn with_void_identity(&self) -> Mailbox {
        Mailbox { identification: None, second_factor_since: None, ..self.clone() }
    }

    pub fn rem_readiness(&self) -> RemReadiness {
        let level = self.identification.as_ref().map(|identification| identification.fields.level);
        RemReadiness::by(level, self.second_factor_since)
    }

    /// Refuses an identification of a mailbox that nobody holds, or that is cancelled.
    pub fn check_identifiable(&self) -> Result<(), Code> {
        match self.state {
            MailboxState::Cancelled => Err(Code::MailboxCancelled),
            _ if self.holder.is_none() => Err(Code::NoHolder),
            _ => Ok(()),
        }
    }

    /// Whether the holder has the mailbox for a company.
    pub fn has_company(&self) -> bool {
        self.holder.is_some_and(|held| held.tie_id.is_some())
    }

    /// The mailbox with its holder identified. The same identification again changes nothing.
    #[must_use]
    pub fn identified(&self, fields: IdentificationFields, by: &str, at: DateTime<Utc>) -> Mailbox {
        if self.identification.as_ref().is_some_and(|present| present.fields == fields) {
            return self.clone();
        }
        let identification = Identification { fields, recorded_at: at, recorded_by: by.to_owned() };
        Mailbox { identification: Some(identification), ..self.clone() }
    }

    /// The digest of the part of the identification that may name or describe a person, and of who entered it; null
    /// where there is none.
    pub fn identification_digest(&self, key: &HistoryKey) -> (&'static str, Value) {
        let digest = self.identification.as_ref().map(|identification| {
            let IdentificationFields { identified_by, document, .. } = &identification.fields;
            let document = document.as_ref();
            let fields = json!([
                identified_by,
                document.map(|document| (document.kind, &document.number, document.expires_on)),
                identification.recorded_at.timestamp_micros(),
                identification.recorded_by,
            ]);
            key.digest(self.subject(), "identification", &fields)
        });
        ("identification_digest", json!(digest))
    }
}

impl IdentityDocument {
    /// What the history shows of a document: not the number, which would stay there.
    pub fn shown_in_history(&self) -> Value {
        let digits: Vec<char> = self.number.chars().collect();
        let end: String = digits[digits.len().saturating_sub(2)..].iter().collect();
        json!({"kind": self.kind, "number_end": end, "expires_on": self.expires_on})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Fault;
    use crate::id::HolderId;
    use crate::mailbox::HeldBy;
    use crate::mailbox::tests::mailbox;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn spid() -> NewIdentification<'static> {
        NewIdentification {
            method: Some(IdentificationMethod::Spid),
            level: Some(AssuranceLevel::Substantial),
            identified_on: Some(day("2026-03-02")),
            identified_by: "Sportello di Potenza".into(),
            capacity: Some(HolderCapacity::OwnRight),
            ..NewIdentification::default()
        }
    }

    fn in_person() -> NewIdentification<'static> {
        NewIdentification {
            method: Some(IdentificationMethod::InPerson),
            document_kind: Some(IdentityDocumentKind::Passport),
            document_number: " YA0000001 ".into(),
            document_expires_on: Some(day("2026-03-02")),
            ..spid()
        }
    }

    fn validate(new: &NewIdentification<'_>) -> Result<IdentificationFields, Vec<Fault>> {
        let mut faults = Faults::default();
        let fields = new.validate(day("2026-03-02"), false, &mut faults);
        faults.result(fields)
    }

    fn faults(new: &NewIdentification<'_>) -> Vec<Fault> {
        validate(new).unwrap_err()
    }

    #[test]
    fn a_digital_identity_needs_no_document() {
        assert_eq!(validate(&spid()).unwrap().document, None);
        let document = validate(&in_person()).unwrap().document.unwrap();
        assert_eq!(document.number, "YA0000001");
    }

    #[test]
    fn every_fault_comes_at_once() {
        let given: Vec<_> = faults(&NewIdentification::default())
            .into_iter()
            .map(|fault| (fault.pointer, fault.code))
            .collect();
        let required = ["/method", "/level", "/identified_on", "/identified_by", "/capacity"]
            .map(String::from);
        assert_eq!(given, required.map(|pointer| (pointer, FaultCode::Required)));
    }

    #[test]
    fn whoever_is_seen_shows_a_document_that_is_valid_on_that_day() {
        for method in [IdentificationMethod::InPerson, IdentificationMethod::Video] {
            let pointers: Vec<_> = faults(&NewIdentification { method: Some(method), ..spid() })
                .into_iter()
                .map(|fault| fault.pointer)
                .collect();
            assert_eq!(pointers, ["/document_kind", "/document_number", "/document_expires_on"]);
        }
        let expired =
            NewIdentification { document_expires_on: Some(day("2026-03-01")), ..in_person() };
        let fault = Fault::new("/document_expires_on", FaultCode::TooEarly);
        assert_eq!(faults(&expired), [fault]);
        let partial = NewIdentification { document_number: "CA00000AA".into(), ..spid() };
        assert_eq!(faults(&partial).len(), 2);
        for (number, code) in
            [("-", FaultCode::TooShort), ("日本語12", FaultCode::InvalidCharacters)]
        {
            let odd = NewIdentification { document_number: number.into(), ..in_person() };
            assert_eq!(faults(&odd), [Fault::new("/document_number", code)]);
        }
    }

    #[test]
    fn the_day_has_come_and_a_representative_has_a_company() {
        let on = |text| NewIdentification { identified_on: Some(day(text)), ..spid() };
        let pointer = "/identified_on";
        assert_eq!(faults(&on("2026-03-03")), [Fault::new(pointer, FaultCode::TooLate)]);
        assert_eq!(faults(&on("1989-12-31")), [Fault::new(pointer, FaultCode::TooEarly)]);
        assert_eq!(faults(&on("2016-03-14")), [Fault::new(pointer, FaultCode::TooEarly)]);
        let capacity = Some(HolderCapacity::LegalRepresentative);
        let new = NewIdentification { capacity, ..spid() };
        assert_eq!(faults(&new), [Fault::new("/capacity", FaultCode::CompanyMissing)]);
        assert!(new.validate(day("2026-03-02"), true, &mut Faults::default()).is_some());
    }

    #[test]
    fn a_mailbox_is_ready_with_a_sufficient_level_and_a_second_factor() {
        let since = Some(day("2026-03-02"));
        for (level, second_factor, readiness) in [
            (Some(AssuranceLevel::High), since, RemReadiness::Ready),
            (Some(AssuranceLevel::Substantial), since, RemReadiness::Ready),
            (Some(AssuranceLevel::Low), since, RemReadiness::NotIdentified),
            (None, since, RemReadiness::NotIdentified),
            (Some(AssuranceLevel::High), None, RemReadiness::NoSecondFactor),
            (None, None, RemReadiness::NotPrepared),
        ] {
            assert_eq!(RemReadiness::by(level, second_factor), readiness);
            let parts = (readiness.is_identified(), readiness.has_second_factor());
            assert_eq!(RemReadiness::of(parts.0, parts.1), readiness);
        }
    }

    #[test]
    fn somebody_holds_what_is_identified() {
        let held = HeldBy { holder_id: HolderId::from_u128(1), address_id: None, tie_id: None };
        let held = Mailbox { holder: Some(held), ..mailbox() };
        assert_eq!(mailbox().check_identifiable(), Err(Code::NoHolder));
        assert_eq!(held.check_identifiable(), Ok(()));
        let cancelled = held.cancelled(DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(cancelled.check_identifiable(), Err(Code::MailboxCancelled));
    }

    #[test]
    fn an_identification_is_of_the_person_of_a_tax_code() {
        let day = day("2004-02-29");
        let code = |name| {
            TaxCode::of(name, "Tàlamo", day, crate::holder::Sex::Female, "G942")
                .unwrap()
                .to_string()
        };
        let (zoe, ida) = (code("Zoè"), code("Ida"));
        assert!(identification_holds(&zoe, &zoe));
        assert!(!identification_holds(&zoe, &ida));
        assert!(
            identification_holds("12345678903", &zoe) && identification_holds(&zoe, "12345678903")
        );
        assert!(!identification_holds(&zoe, ""));
    }

    #[test]
    fn the_same_identification_again_changes_nothing() {
        let fields = validate(&spid()).unwrap();
        let later = DateTime::from_timestamp_micros(1).unwrap();
        let once = mailbox().identified(fields.clone(), "anna.verdi", DateTime::UNIX_EPOCH);
        assert_eq!(once.identified(fields, "rosa.bianchi", later), once);
        let other = validate(&in_person()).unwrap();
        let twice = once.identified(other, "rosa.bianchi", DateTime::UNIX_EPOCH);
        assert_eq!(twice.identification.unwrap().recorded_by, "rosa.bianchi");
    }
}
