//! The legal person that a holder acts for (attività, B6), and the tie between the two.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::administrative_reference::AdministrativeReference;
use crate::company_tax_code::CompanyTaxCode;
use crate::fault::{FaultCode, Faults};
use crate::holder::{parse_line, parse_optional, refuse_filled};
use crate::id::{CompanyId, CompanyTieId, HolderId, OrganizationId};
use crate::name::Email;
use crate::rea::Rea;
use crate::recipient_code::RecipientCode;
use crate::subject::SubjectRef;
use crate::vat_number::VatNumber;

/// A company, shared by the holders of an organisation. Absent fields are empty texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    pub id: CompanyId,
    pub organization_id: OrganizationId,
    pub legal_name: String,
    pub legal_form: String,
    /// Partita IVA: 11 digits, unique in the organisation where there is one.
    pub vat_number: String,
    /// 11 digits, or the 16 characters of a sole trader.
    pub tax_code: String,
    /// Number in the register of companies, such as `PZ-123456`.
    pub rea: String,
    /// Codice destinatario: 6 or 7 characters.
    pub recipient_code: String,
    pub recipient_pec: String,
    pub administrative_reference: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Company {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }
}

/// What a holder is, or was, for a company. Mailboxes point at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyTie {
    pub id: CompanyTieId,
    pub holder_id: HolderId,
    pub company_id: CompanyId,
    /// Such as "legale rappresentante"; may be empty.
    pub role: String,
    /// First and last day of the tie, where they are known.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

text_enum! {
    /// What a list of companies can be sorted by.
    pub enum CompanySortField {
        LegalName = "legal_name",
        CreatedAt = "created_at",
    }
}

/// A request for a new company, as typed, or a company as it would be after a change.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewCompany<'a> {
    pub legal_name: &'a str,
    pub legal_form: &'a str,
    pub vat_number: &'a str,
    pub tax_code: &'a str,
    pub rea: &'a str,
    pub recipient_code: &'a str,
    pub recipient_pec: &'a str,
    pub administrative_reference: &'a str,
}

/// The fields of a company, once they are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyFields {
    pub legal_name: String,
    pub legal_form: String,
    pub vat_number: String,
    pub tax_code: String,
    pub rea: String,
    pub recipient_code: String,
    pub recipient_pec: String,
    pub administrative_reference: String,
}

impl NewCompany<'_> {
    /// Validates every field; `at` is the pointer of the company in the request. The name alone is
    /// required: an association may have no VAT number, and a body abroad no tax code.
    pub fn validate(&self, at: &str, faults: &mut Faults) -> Option<CompanyFields> {
        let mut check = |field: &str, outcome| faults.check(&format!("{at}/{field}"), outcome);
        let legal_name = match parse_line(self.legal_name, 200) {
            Ok(name) if name.is_empty() => Err(FaultCode::Required),
            other => other,
        };
        let legal_name = check("legal_name", legal_name);
        let legal_form = check("legal_form", parse_line(self.legal_form, 80));
        let vat_number = parse_optional(self.vat_number, VatNumber::parse);
        let vat_number = check("vat_number", vat_number);
        let tax_code = check("tax_code", parse_optional(self.tax_code, CompanyTaxCode::parse));
        let rea = check("rea", parse_optional(self.rea, Rea::parse));
        let recipient_code = parse_optional(self.recipient_code, RecipientCode::parse);
        let recipient_code = check("recipient_code", recipient_code);
        let recipient_pec =
            check("recipient_pec", parse_optional(self.recipient_pec, Email::parse));
        let reference =
            parse_optional(self.administrative_reference, AdministrativeReference::parse);
        let reference = check("administrative_reference", reference);
        Some(CompanyFields {
            legal_name: legal_name?,
            legal_form: legal_form?,
            vat_number: vat_number?,
            tax_code: tax_code?,
            rea: rea?,
            recipient_code: recipient_code?,
            recipient_pec: recipient_pec?,
            administrative_reference: reference?,
        })
    }

    /// Refuses fields beside the id of an existing company.
    pub fn refuse(&self, at: &str, faults: &mut Faults) {
        let fields = [
            ("legal_name", self.legal_name),
            ("legal_form", self.legal_form),
            ("vat_number", self.vat_number),
            ("tax_code", self.tax_code),
            ("rea", self.rea),
            ("recipient_code", self.recipient_code),
            ("recipient_pec", self.recipient_pec),
            ("administrative_reference", self.administrative_reference),
        ];
        refuse_filled(&fields, at, faults);
    }
}

impl<'a> From<&'a Company> for NewCompany<'a> {
    fn from(company: &'a Company) -> Self {
        Self {
            legal_name: &company.legal_name,
            legal_form: &company.legal_form,
            vat_number: &company.vat_number,
            tax_code: &company.tax_code,
            rea: &company.rea,
            recipient_code: &company.recipient_code,
            recipient_pec: &company.recipient_pec,
            administrative_reference: &company.administrative_reference,
        }
    }
}

impl CompanyFields {
    pub fn build(
        self,
        id: CompanyId,
        organization_id: OrganizationId,
        now: DateTime<Utc>,
    ) -> Company {
        Company {
            id,
            organization_id,
            legal_name: self.legal_name,
            legal_form: self.legal_form,
            vat_number: self.vat_number,
            tax_code: self.tax_code,
            rea: self.rea,
            recipient_code: self.recipient_code,
            recipient_pec: self.recipient_pec,
            administrative_reference: self.administrative_reference,
            created_at: now,
            version: 1,
        }
    }
}

/// What a holder is for a company, as typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewTie<'a> {
    pub role: &'a str,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// The fields of a tie, once they are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieFields {
    pub role: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl NewTie<'_> {
    /// Validates every field; `at` is the pointer of the tie in the request.
    pub fn validate(&self, at: &str, faults: &mut Faults) -> Option<TieFields> {
        let role = faults.check(&format!("{at}/role"), parse_line(self.role, 80));
        let from = faults.check(&format!("{at}/from"), check_day(self.from));
        let to = match check_day(self.to) {
            Ok(Some(to)) if self.from.is_some_and(|from| from > to) => {
                Err(FaultCode::Contradiction)
            }
            other => other,
        };
        let to = faults.check(&format!("{at}/to"), to);
        Some(TieFields { role: role?, from: from?, to: to? })
    }
}

impl TieFields {
    pub fn build(
        self,
        id: CompanyTieId,
        holder_id: HolderId,
        company_id: CompanyId,
        now: DateTime<Utc>,
    ) -> CompanyTie {
        CompanyTie {
            id,
            holder_id,
            company_id,
            role: self.role,
            from: self.from,
            to: self.to,
            created_at: now,
            version: 1,
        }
    }
}

/// A day with a year of four digits, as it is stored.
fn check_day(day: Option<NaiveDate>) -> Result<Option<NaiveDate>, FaultCode> {
    match day {
        Some(day) if !(1..=9999).contains(&day.year()) => Err(FaultCode::OutOfRange),
        day => Ok(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_alone_is_required() {
        let mut faults = Faults::default();
        assert_eq!(NewCompany::default().validate("/company", &mut faults), None);
        let fault = crate::fault::Fault::new("/company/legal_name", FaultCode::Required);
        assert_eq!(faults.into_vec(), [fault]);
        let company = NewCompany { legal_name: "Prova", ..NewCompany::default() };
        assert!(company.validate("", &mut Faults::default()).is_some());
    }

    #[test]
    fn every_fault_comes_at_once() {
        let company = NewCompany {
            legal_name: "",
            legal_form: "",
            vat_number: "12345678904",
            tax_code: "1234",
            rea: "123456",
            recipient_code: "ABC",
            recipient_pec: "prova",
            administrative_reference: "123456789012345678901",
        };
        let mut faults = Faults::default();
        company.validate("/companies/1", &mut faults);
        let pointers: Vec<_> = faults.into_vec().into_iter().map(|fault| fault.pointer).collect();
        let fields = [
            "legal_name",
            "vat_number",
            "tax_code",
            "rea",
            "recipient_code",
            "recipient_pec",
            "administrative_reference",
        ];
        assert_eq!(pointers, fields.map(|field| format!("/companies/1/{field}")));
    }

    #[test]
    fn a_tie_does_not_end_before_it_begins() {
        let day = |text: &str| Some(text.parse().unwrap());
        let tie = |from, to| {
            let mut faults = Faults::default();
            NewTie { role: "socio", from, to }.validate("", &mut faults);
            faults.into_vec()
        };
        assert_eq!(tie(day("2020-01-01"), day("2020-01-01")), []);
        assert_eq!(tie(None, day("2020-01-01")), []);
        let fault = crate::fault::Fault::new("/to", FaultCode::Contradiction);
        assert_eq!(tie(day("2020-01-02"), day("2020-01-01")), [fault]);
        let fault = crate::fault::Fault::new("/from", FaultCode::OutOfRange);
        assert_eq!(tie(day("+12020-01-02"), None), [fault]);
    }
}
