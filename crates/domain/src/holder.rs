//! The person who holds a mailbox (titolare, B5 to B7).

use chrono::{DateTime, Utc};

use crate::code::Code;
use crate::fault::{FaultCode, Faults};
use crate::id::{AddressId, HolderId, OrganizationId};
use crate::invisible::is_invisible;
use crate::name::composed;
use crate::subject::SubjectRef;
use crate::tax_code::TaxCode;

text_enum! {
    /// The state of a holder.
    pub enum HolderState {
        Registered = "registered",
        /// Merged into another holder, which has all that it had.
        Merged = "merged",
        /// Replaced by a pseudonym at the request of the person (GDPR, art. 17).
        Erased = "erased",
    }
}

text_enum! {
    /// The sex that a codice fiscale states.
    pub enum Sex {
        Female = "female",
        Male = "male",
    }
}

/// A holder of mailboxes. Belongs to an organisation, in which its tax code is unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub id: HolderId,
    pub organization_id: OrganizationId,
    pub given_name: String,
    pub family_name: String,
    /// The codice fiscale: 16 characters, or the provisional 11 digits.
    pub tax_code: String,
    pub state: HolderState,
    /// The holder that this one was merged into.
    pub merged_into: Option<HolderId>,
    pub erased_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// User name of its creator.
    pub created_by: String,
    pub version: i64,
}

impl Holder {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }
}

/// One of the addresses of a holder, with the contacts there. Absent fields are empty texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderAddress {
    pub id: AddressId,
    pub holder_id: HolderId,
    pub street: String,
    pub number: String,
    pub locality: String,
    /// Two letters; empty abroad.
    pub province: String,
    /// Five digits in Italy; free, or empty, abroad.
    pub postal_code: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    pub phone: String,
    pub fax: String,
    pub email: String,
    pub mobile: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

text_enum! {
    /// What a list of holders can be sorted by.
    pub enum HolderSortField {
        FamilyName = "family_name",
        GivenName = "given_name",
        CreatedAt = "created_at",
    }
}

text_enum! {
    /// Which of two merged holders a field is taken from.
    pub enum MergeSource {
        /// The holder that is merged and ends.
        This = "this",
        /// The holder that stays.
        Into = "into",
    }
}

text_enum! {
    /// What was done, but is worth a second look.
    pub enum HolderWarning {
        /// The names do not give the letters of the codice fiscale.
        NameDoesNotFitTaxCode = "name_does_not_fit_tax_code",
        /// No municipality or country has the code of the birth place.
        UnknownBirthPlace = "unknown_birth_place",
        /// The tax code is the provisional one, of eleven digits.
        ProvisionalTaxCode = "provisional_tax_code",
        /// Another holder of the organisation has a variant of the tax code (omocodia).
        TaxCodeVariant = "tax_code_variant",
    }
}

text_enum! {
    /// How the data of holders were read.
    pub enum AccessKind {
        /// One holder was opened.
        Read = "read",
        /// A list or a search showed holders.
        Search = "search",
        Export = "export",
        /// The user of a mailbox has taken preserved receipts away.
        Download = "download",
    }
}

impl Holder {
    /// Refuses a change of a holder that was merged or erased.
    pub fn check_changeable(&self) -> Result<(), Code> {
        if self.state == HolderState::Registered { Ok(()) } else { Err(Code::HolderEnded) }
    }

    /// What is worth a second look.
    pub fn warnings(&self) -> Vec<HolderWarning> {
        // What an erased holder has is no codice fiscale.
        let Ok(tax_code) = TaxCode::parse(&self.tax_code) else { return vec![] };
        let mut warnings = vec![];
        if tax_code.is_provisional() {
            warnings.push(HolderWarning::ProvisionalTaxCode);
        }
        if !tax_code.fits_name(&self.given_name, &self.family_name) {
            warnings.push(HolderWarning::NameDoesNotFitTaxCode);
        }
        warnings
    }
}

/// A request for a new holder, as typed, or a holder as it would be after a correction.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewHolder<'a> {
    pub given_name: &'a str,
    pub family_name: &'a str,
    pub tax_code: &'a str,
}

/// The fields of a holder, once they are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderFields {
    pub given_name: String,
    pub family_name: String,
    pub tax_code: TaxCode,
}

impl NewHolder<'_> {
    /// Validates every field; `at` is the pointer of the holder in the request. A name that does not fit
    /// the tax code is a warning and no fault: registers spell names in their own ways.
    pub fn validate(&self, at: &str, faults: &mut Faults) -> Option<HolderFields> {
        let given_name = parse_person_name(self.given_name);
        let given_name = faults.check(&format!("{at}/given_name"), given_name);
        let family_name = parse_person_name(self.family_name);
        let family_name = faults.check(&format!("{at}/family_name"), family_name);
        let tax_code = faults.check(&format!("{at}/tax_code"), TaxCode::parse(self.tax_code));
        Some(HolderFields {
            given_name: given_name?,
            family_name: family_name?,
            tax_code: tax_code?,
        })
    }

    /// Refuses fields beside the id of an existing holder.
    pub fn refuse(&self, at: &str, faults: &mut Faults) {
        let fields = [
            ("given_name", self.given_name),
            ("family_name", self.family_name),
            ("tax_code", self.tax_code),
        ];
        refuse_filled(&fields, at, faults);
    }
}

impl HolderFields {
    pub fn build(
        self,
        id: HolderId,
        organization_id: OrganizationId,
        created_by: &str,
        now: DateTime<Utc>,
    ) -> Holder {
        Holder {
            id,
            organization_id,
            given_name: self.given_name,
            family_name: self.family_name,
            tax_code: self.tax_code.to_string(),
            state: HolderState::Registered,
            merged_into: None,
            erased_at: None,
            created_at: now,
            created_by: created_by.to_owned(),
            version: 1,
        }
    }
}

/// A given name or a family name: 1 to 100 characters on one line, with a letter among them.
pub fn parse_person_name(text: &str) -> Result<String, FaultCode> {
    let name = parse_line(text, 100)?;
    // Two spaces between two names are a slip of the keyboard.
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        Err(FaultCode::Required)
    } else if name.chars().any(char::is_alphabetic) {
        Ok(name)
    } else {
        Err(FaultCode::InvalidCharacters)
    }
}

/// The longest reason of a correction, in characters.
pub const REASON_MAX: usize = 500;

/// The reason of a correction.
pub fn parse_reason(text: &str) -> Result<String, FaultCode> {
    let reason = composed(text.trim());
    match reason.chars().count() {
        0 => Err(FaultCode::Required),
        count if count > REASON_MAX => Err(FaultCode::TooLong),
        _ if reason.chars().any(|c| is_invisible(c) && c != '\n') => {
            Err(FaultCode::InvalidCharacters)
        }
        _ => Ok(reason),
    }
}

/// A text on one line that may be empty: at most `max` characters, all of them visible.
pub(crate) fn parse_line(text: &str, max: usize) -> Result<String, FaultCode> {
    let text = composed(text.trim());
    if text.chars().count() > max {
        Err(FaultCode::TooLong)
    } else if text.chars().any(is_invisible) {
        Err(FaultCode::InvalidCharacters)
    } else {
        Ok(text)
    }
}

/// Parses a text that may be empty, which stays empty.
pub(crate) fn parse_optional<T: std::fmt::Display>(
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, FaultCode>,
) -> Result<String, FaultCode> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    parse(text).map(|parsed| parsed.to_string())
}

/// Refuses the fields that are filled in.
pub(crate) fn refuse_filled(fields: &[(&str, &str)], at: &str, faults: &mut Faults) {
    for (field, _) in fields.iter().filter(|(_, text)| !text.trim().is_empty()) {
        faults.add(&format!("{at}/{field}"), FaultCode::NotExpected);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_letter_and_is_one_line() {
        for name in ["Y", "D'Angelo", "De la Cruz", "Niccolò", "Łukasz", "O’Brien-Smith"] {
            assert_eq!(parse_person_name(&format!(" {name} ")), Ok(name.to_owned()));
        }
        assert_eq!(parse_person_name(" "), Err(FaultCode::Required));
        assert_eq!(parse_person_name(&"a".repeat(101)), Err(FaultCode::TooLong));
        for name in ["'", "123", "An\nna", "Anna\u{202e}"] {
            assert_eq!(parse_person_name(name), Err(FaultCode::InvalidCharacters), "{name:?}");
        }
    }

    #[test]
    fn every_fault_comes_at_once() {
        let mut faults = Faults::default();
        NewHolder::default().validate("/holder", &mut faults);
        let found: Vec<_> = faults.into_vec().into_iter().map(|fault| fault.pointer).collect();
        assert_eq!(found, ["/holder/given_name", "/holder/family_name", "/holder/tax_code"]);
    }

    #[test]
    fn a_name_that_does_not_fit_is_no_fault() {
        let day = "2004-02-29".parse().unwrap();
        let code = TaxCode::of("Zoè", "Tàlamo", day, Sex::Female, "G942").unwrap();
        let new = NewHolder { given_name: "Ugo", family_name: "Verdi", tax_code: code.as_str() };
        let fields = new.validate("", &mut Faults::default()).unwrap();
        let [id, organization] = [1, 2];
        let holder = fields.build(
            HolderId::from_u128(id),
            OrganizationId::from_u128(organization),
            "anna.verdi",
            DateTime::UNIX_EPOCH,
        );
        assert_eq!(holder.warnings(), [HolderWarning::NameDoesNotFitTaxCode]);
        let erased = Holder { tax_code: "titolare-1".into(), ..holder };
        assert_eq!(erased.warnings(), []);
    }

    #[test]
    fn a_reason_may_have_several_lines() {
        assert_eq!(parse_reason(" Errore\ndi battitura "), Ok("Errore\ndi battitura".into()));
        assert_eq!(parse_reason("\n"), Err(FaultCode::Required));
        assert_eq!(parse_reason(&"a".repeat(501)), Err(FaultCode::TooLong));
        assert_eq!(parse_reason("a\0"), Err(FaultCode::InvalidCharacters));
    }
}
