//! The holder of a row of a file, with an address and a company.

use super::field::Field;
use super::mapping::Mapping;
use super::row::{Row, check_width, is_formula};
use crate::company::{Company, CompanyFields, CompanyTie, NewCompany, NewTie, TieFields};
use crate::fault::{Fault, FaultCode, Faults};
use crate::holder::{Holder, HolderAddress, HolderFields, parse_person_name};
use crate::holder_address::{AddressFields, NewAddress};
use crate::mail_domain::Onboarding;
use crate::mailbox::check_holder;
use crate::search_text::fold;
use crate::tax_code::TaxCode;
use crate::vat_number::VatNumber;

const GIVEN_NAME: &str = "/holder/given_name";
const FAMILY_NAME: &str = "/holder/family_name";
const TAX_CODE: &str = "/holder/tax_code";

/// The holder that a row asks for. A name may be missing where the tax code is that of a known holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderRow {
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub tax_code: TaxCode,
    pub address: Option<AddressFields>,
    pub company: Option<CompanyRow>,
}

/// The company that a row asks for, and what the holder is for it. Its name is empty where the VAT number
/// alone says which company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyRow {
    pub fields: CompanyFields,
    pub tie: TieFields,
}

const HOLDER: [Field; 3] = [Field::GivenName, Field::FamilyName, Field::TaxCode];
pub(super) const ADDRESS: [Field; 10] = [
    Field::Street,
    Field::Number,
    Field::Locality,
    Field::Province,
    Field::PostalCode,
    Field::Country,
    Field::Phone,
    Field::Fax,
    Field::HolderEmail,
    Field::Mobile,
];
pub(super) const COMPANY: [Field; 9] = [
    Field::LegalName,
    Field::LegalForm,
    Field::VatNumber,
    Field::CompanyTaxCode,
    Field::Rea,
    Field::RecipientCode,
    Field::RecipientPec,
    Field::AdministrativeReference,
    Field::Role,
];

/// Who and what is known already, so that a row need not name it.
pub trait KnownCodes {
    fn has_holder(&self, tax_code: &TaxCode) -> bool;
    fn has_company(&self, vat_number: &VatNumber) -> bool;
}

/// Reads the holder of a row, judged as the form judges it, or everything that is wrong with it; None
/// where the row has none and needs none.
pub fn read_holder(
    mapping: &Mapping,
    cells: &[&str],
    onboarding: Onboarding,
    known: &impl KnownCodes,
) -> Result<Option<HolderRow>, Vec<Fault>> {
    let row = Row { mapping, cells };
    // The country alone, which some files give in every row, makes no address.
    let counts = |field: &Field| *field != Field::Country && row.filled(*field).is_some();
    let has = |fields: &[Field]| fields.iter().any(counts);
    let (has_address, has_company) = (has(&ADDRESS), has(&COMPANY));
    let has_holder = has_address || has_company || has(&HOLDER);
    let mut faults = Faults::default();
    check_holder(onboarding, (has_holder, has_address), &mut faults);
    if !has_holder {
        return if faults.is_empty() { Ok(None) } else { Err(faults.into_vec()) };
    }
    let tax_code = TaxCode::parse(row.text(Field::TaxCode));
    let is_known = tax_code.as_ref().is_ok_and(|code| known.has_holder(code));
    let mut name = |field, pointer| match row.filled(field) {
        None if is_known => None,
        text => faults.check(pointer, parse_person_name(text.unwrap_or_default())),
    };
    let given_name = name(Field::GivenName, GIVEN_NAME);
    let family_name = name(Field::FamilyName, FAMILY_NAME);
    let tax_code = faults.check(TAX_CODE, tax_code);
    let address =
        has_address.then(|| new_address(&row).validate("/address", &mut faults)).flatten();
    let company = has_company.then(|| company(&row, known, &mut faults)).flatten();
    let holder =
        tax_code.map(|tax_code| HolderRow { given_name, family_name, tax_code, address, company });
    faults.result(holder).map(Some).map_err(|faults| explained(&row, faults))
}

/// Reads a row of a file of holders, which always names one, or everything that is wrong with it.
pub fn read_holder_alone(
    mapping: &Mapping,
    cells: &[&str],
    known: &impl KnownCodes,
) -> Result<HolderRow, Vec<Fault>> {
    check_width(mapping, cells)?;
    let holder = read_holder(mapping, cells, Onboarding::Direct, known)?;
    holder.ok_or_else(|| {
        let pointers = [GIVEN_NAME, FAMILY_NAME, TAX_CODE];
        pointers.map(|pointer| Fault::new(pointer, FaultCode::Required)).into()
    })
}

/// The columns of a holder whose cells are faulty by themselves, whoever is known.
pub(super) fn faulty_columns(mapping: &Mapping, cells: &[&str]) -> Vec<usize> {
    let faults = read_holder(mapping, cells, Onboarding::Direct, &Everything);
    let faults = faults.err().unwrap_or_default().into_iter();
    faults.filter_map(|fault| mapping.position(Field::of_holder(&fault.pointer)?)).collect()
}

/// Knows everybody and every company, so that what a row leaves out is no fault.
pub struct Everything;

impl KnownCodes for Everything {
    fn has_holder(&self, _: &TaxCode) -> bool {
        true
    }

    fn has_company(&self, _: &VatNumber) -> bool {
        true
    }
}

/// What a row says of who and what may be known: the valid codes, and the name of the company.
pub struct NamedCodes {
    pub tax_code: Option<TaxCode>,
    pub vat_number: Option<VatNumber>,
    pub legal_name: Option<String>,
}

impl NamedCodes {
    pub fn of(mapping: &Mapping, cells: &[&str]) -> Self {
        let row = Row { mapping, cells };
        Self {
            tax_code: row.filled(Field::TaxCode).and_then(|text| TaxCode::parse(text).ok()),
            vat_number: row.filled(Field::VatNumber).and_then(|text| VatNumber::parse(text).ok()),
            legal_name: row.filled(Field::LegalName).map(str::to_owned),
        }
    }
}

fn new_address<'r>(row: &Row<'r>) -> NewAddress<'r> {
    NewAddress {
        street: row.text(Field::Street),
        number: row.text(Field::Number),
        locality: row.text(Field::Locality),
        province: row.text(Field::Province),
        postal_code: row.text(Field::PostalCode),
        country: country(row.text(Field::Country)),
        phone: row.text(Field::Phone),
        fax: row.text(Field::Fax),
        email: row.text(Field::HolderEmail),
        mobile: row.text(Field::Mobile),
    }
}

/// Lists of Italian holders write the name of the country in full.
fn country(text: &str) -> &str {
    let is_italy = ["italia", "italy"].iter().any(|name| text.eq_ignore_ascii_case(name));
    if is_italy { "IT" } else { text }
}

fn company(row: &Row<'_>, known: &impl KnownCodes, faults: &mut Faults) -> Option<CompanyRow> {
    /// In the place of the name that a row with the VAT number of a known company may lack.
    const UNNAMED: &str = "-";
    let name = row.text(Field::LegalName);
    let vat_number = VatNumber::parse(row.text(Field::VatNumber));
    let is_unnamed = name.is_empty() && vat_number.is_ok_and(|number| known.has_company(&number));
    let new = NewCompany {
        legal_name: if is_unnamed { UNNAMED } else { name },
        legal_form: row.text(Field::LegalForm),
        vat_number: row.text(Field::VatNumber),
        tax_code: row.text(Field::CompanyTaxCode),
        rea: row.text(Field::Rea),
        recipient_code: row.text(Field::RecipientCode),
        recipient_pec: row.text(Field::RecipientPec),
        administrative_reference: row.text(Field::AdministrativeReference),
    };
    let fields = new.validate("/company", faults);
    let tie = NewTie { role: row.text(Field::Role), ..NewTie::default() };
    let tie = tie.validate("/company", faults);
    let (mut fields, tie) = fields.zip(tie)?;
    if is_unnamed {
        fields.legal_name.clear();
    }
    Some(CompanyRow { fields, tie })
}

/// A formula without a value explains the fault of its cell.
fn explained(row: &Row<'_>, faults: Vec<Fault>) -> Vec<Fault> {
    let explain = |fault: Fault| match Field::of_holder(&fault.pointer) {
        Some(field) if row.filled(field).is_some_and(is_formula) => {
            Fault { code: FaultCode::FormulaWithoutValue, ..fault }
        }
        _ => fault,
    };
    faults.into_iter().map(explain).collect()
}

impl HolderRow {
    /// The names that a known holder of this tax code has otherwise: nothing is overwritten. Case and
    /// accents do not count.
    pub fn differences(&self, known: &Holder) -> Vec<Fault> {
        let names = [
            (GIVEN_NAME, self.given_name.as_deref(), &known.given_name),
            (FAMILY_NAME, self.family_name.as_deref(), &known.family_name),
        ];
        let differing = names.into_iter().filter(|(_, asked, known)| differs(*asked, known));
        differing.map(|(pointer, ..)| Fault::new(pointer, FaultCode::Differs)).collect()
    }

    /// The fields of a new holder; None where a name is missing.
    pub fn fields(&self) -> Option<HolderFields> {
        Some(HolderFields {
            given_name: self.given_name.clone()?,
            family_name: self.family_name.clone()?,
            tax_code: self.tax_code.clone(),
        })
    }
}

impl CompanyRow {
    /// The fields that the row gives and that a known company has otherwise: nothing is overwritten. Case
    /// and accents do not count.
    pub fn differences(&self, known: &Company) -> Vec<Fault> {
        let asked = &self.fields;
        let fields = [
            ("legal_name", &asked.legal_name, &known.legal_name),
            ("legal_form", &asked.legal_form, &known.legal_form),
            ("vat_number", &asked.vat_number, &known.vat_number),
            ("tax_code", &asked.tax_code, &known.tax_code),
            ("rea", &asked.rea, &known.rea),
            ("recipient_code", &asked.recipient_code, &known.recipient_code),
            ("recipient_pec", &asked.recipient_pec, &known.recipient_pec),
            (
                "administrative_reference",
                &asked.administrative_reference,
                &known.administrative_reference,
            ),
        ];
        let differing = fields.into_iter().filter(|(_, asked, known)| differs(given(asked), known));
        differing
            .map(|(field, ..)| Fault::new(format!("/company/{field}"), FaultCode::Differs))
            .collect()
    }

    /// Whether a tie says the same: a row without a role asks for none in particular.
    pub fn is_tied_by(&self, tie: &CompanyTie) -> bool {
        !differs(given(&self.tie.role), &tie.role)
    }
}

impl AddressFields {
    /// Whether a known address is the one that is asked for. A telephone number or an e-mail that is not
    /// asked for may be there, and the number in the street may stand in the line of the street, as our own
    /// exports write it.
    pub fn is_at(&self, known: &HolderAddress) -> bool {
        let same = |asked: &str, known: &str| fold(asked) == fold(known);
        same(&line(&self.street, &self.number), &line(&known.street, &known.number))
            && same(&self.locality, &known.locality)
            && self.province == known.province
            && self.postal_code == known.postal_code
            && self.country == known.country
            && !differs(given(&self.phone), &known.phone)
            && !differs(given(&self.fax), &known.fax)
            && !differs(given(&self.email), &known.email)
            && !differs(given(&self.mobile), &known.mobile)
    }
}

/// The first line of an address.
fn line(street: &str, number: &str) -> String {
    format!("{street} {number}").trim_end().to_owned()
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn differs(asked: Option<&str>, known: &str) -> bool {
    asked.is_some_and(|asked| fold(asked) != fold(known))
}

#[cfg(test)]
#[path = "holder_row_tests.rs"]
mod tests;
