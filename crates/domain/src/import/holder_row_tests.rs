use chrono::DateTime;

use super::super::mapping::Column;
use super::*;
use crate::holder::Sex;
use crate::id::{AddressId, CompanyId, HolderId, OrganizationId};

const ALL: [Field; 22] = [
    Field::GivenName,
    Field::FamilyName,
    Field::TaxCode,
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

fn mapping(fields: &[Field]) -> Mapping {
    Mapping { columns: fields.iter().map(|field| Some(Column::new(*field))).collect() }
}

fn tax_code() -> String {
    let day = "2004-02-29".parse().unwrap();
    TaxCode::of("Zoè", "Tàlamo", day, Sex::Female, "G942").unwrap().to_string()
}

/// A row with all fields.
fn cells(tax_code: &str) -> Vec<&str> {
    vec![
        "Zoè",
        "Tàlamo",
        tax_code,
        "Via Prova",
        "1/A",
        "Potenza",
        "pz",
        "85100",
        "Italia",
        "0971 000001",
        "",
        "zoe@example.org",
        "333 0000001",
        "Prova S.r.l.",
        "S.r.l.",
        "12345678903",
        "",
        "PZ-123456",
        "ABC1234",
        "prova@pec.example.org",
        "",
        "titolare",
    ]
}

/// Whether everybody and every company is known.
struct Known(bool);

impl KnownCodes for Known {
    fn has_holder(&self, _: &TaxCode) -> bool {
        self.0
    }

    fn has_company(&self, _: &VatNumber) -> bool {
        self.0
    }
}

fn read(cells: &[&str]) -> HolderRow {
    read_holder(&mapping(&ALL), cells, Onboarding::Contract, &Known(false)).unwrap().unwrap()
}

#[test]
fn a_row_of_a_file_of_holders_always_names_one() {
    let code = tax_code();
    let read = |cells: &[&str], known| read_holder_alone(&mapping(&ALL), cells, &Known(known));
    let row = read(&cells(&code), false).unwrap();
    assert_eq!((row.tax_code.as_str(), row.given_name.as_deref()), (&*code, Some("Zoè")));
    let pointers = |faults: Vec<Fault>| -> Vec<String> {
        faults.into_iter().map(|fault| fault.pointer).collect()
    };
    let all = ["/holder/given_name", "/holder/family_name", "/holder/tax_code"];
    assert_eq!(pointers(read(&["", ""], false).unwrap_err()), all);
    assert_eq!(pointers(read(&["", "", &code], false).unwrap_err()), all[..2]);
    assert!(read(&["", "", &code], true).is_ok());
    let mut longer = cells(&code);
    longer.push("x");
    assert_eq!(read(&longer, true), Err(vec![Fault::new("", FaultCode::CellCount)]));
}

fn faults(fields: &[Field], cells: &[&str], onboarding: Onboarding) -> Vec<String> {
    let faults = read_holder(&mapping(fields), cells, onboarding, &Known(false)).unwrap_err();
    faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code.as_str())).collect()
}

#[test]
fn every_pointer_is_of_a_field() {
    for field in Field::ALL {
        assert_eq!(field.is_of_holder(), ALL.contains(&field), "{field}");
    }
    assert_eq!(Field::of_holder("/address/email"), Some(Field::HolderEmail));
    assert_eq!(Field::of_holder("/quota_mb"), None);
}

#[test]
fn a_row_is_read_whole() {
    let tax_code = tax_code();
    let row = read(&cells(&tax_code.to_lowercase()));
    assert_eq!(row.tax_code.as_str(), tax_code);
    assert_eq!(row.family_name.as_deref(), Some("Tàlamo"));
    let address = row.address.unwrap();
    assert_eq!((address.province.as_str(), address.country.as_str()), ("PZ", "IT"));
    let company = row.company.unwrap();
    assert_eq!((company.fields.rea.as_str(), company.tie.role.as_str()), ("PZ-123456", "titolare"));
}

#[test]
fn a_row_without_a_holder_has_none_unless_the_domain_has_contracts() {
    let fields = [Field::TaxCode, Field::Country];
    let direct = read_holder(&mapping(&fields), &["", "IT"], Onboarding::Direct, &Known(false));
    assert_eq!(direct, Ok(None));
    let required = ["/holder required", "/address required"];
    assert_eq!(faults(&fields, &["", "IT"], Onboarding::Contract), required);
    let names =
        ["/address required", "/holder/given_name required", "/holder/family_name required"];
    assert_eq!(faults(&fields, &[&tax_code()], Onboarding::Contract), names);
}

#[test]
fn a_code_that_is_known_stands_for_the_names() {
    let fields = mapping(&[Field::TaxCode, Field::VatNumber]);
    let tax_code = tax_code();
    let cells = [tax_code.as_str(), "12345678903"];
    let row = read_holder(&fields, &cells, Onboarding::Direct, &Known(true)).unwrap().unwrap();
    assert_eq!((row.given_name.as_deref(), row.fields()), (None, None));
    assert_eq!(row.company.unwrap().fields.legal_name, "");
    let faults = read_holder(&fields, &cells, Onboarding::Direct, &Known(false)).unwrap_err();
    let pointers: Vec<_> = faults.into_iter().map(|fault| fault.pointer).collect();
    assert_eq!(pointers, ["/holder/given_name", "/holder/family_name", "/company/legal_name"]);
}

#[test]
fn all_the_faults_of_a_row_come_at_once() {
    let fields = [
        Field::GivenName,
        Field::TaxCode,
        Field::Province,
        Field::PostalCode,
        Field::Mobile,
        Field::Role,
        Field::VatNumber,
    ];
    assert_eq!(
        faults(&fields, &["3", "=A1", "XX", "1", "x", "", "12345678904"], Onboarding::Direct),
        [
            "/holder/given_name invalid_characters",
            "/holder/family_name required",
            "/holder/tax_code formula_without_value",
            "/address/street required",
            "/address/locality required",
            "/address/province unknown_province",
            "/address/postal_code invalid_postal_code",
            "/address/mobile invalid_phone",
            "/company/legal_name required",
            "/company/vat_number invalid_check_character",
        ]
    );
}

#[test]
fn names_that_differ_from_the_known_ones_are_told() {
    let tax_code = tax_code();
    let row = read(&cells(&tax_code));
    let known = row.fields().unwrap().build(
        HolderId::from_u128(1),
        OrganizationId::from_u128(2),
        "anna.verdi",
        DateTime::UNIX_EPOCH,
    );
    let in_capitals =
        Holder { given_name: "ZOE".into(), family_name: "TALAMO".into(), ..known.clone() };
    assert_eq!(row.differences(&known), []);
    assert_eq!(row.differences(&in_capitals), []);
    let other = Holder { given_name: "Ugo".into(), ..known.clone() };
    assert_eq!(row.differences(&other), [Fault::new(GIVEN_NAME, FaultCode::Differs)]);
    let unnamed = HolderRow { given_name: None, family_name: None, ..row };
    assert_eq!(unnamed.differences(&other), []);
}

#[test]
fn a_known_address_or_company_is_recognised() {
    let tax_code = tax_code();
    let row = read(&cells(&tax_code));
    let known = row.address.clone().unwrap().build(
        AddressId::from_u128(1),
        HolderId::from_u128(1),
        DateTime::UNIX_EPOCH,
    );
    let asked =
        AddressFields { street: "VIA PROVA".into(), phone: String::new(), ..row.address.unwrap() };
    assert!(asked.is_at(&known));
    let one_line = format!("{} {}", asked.street, asked.number);
    assert!(
        AddressFields { street: one_line, number: String::new(), ..asked.clone() }.is_at(&known)
    );
    for other in [
        AddressFields { number: "2".into(), ..asked.clone() },
        AddressFields { phone: "+39 0971 000002".into(), ..asked.clone() },
    ] {
        assert!(!other.is_at(&known), "{other:?}");
    }
    let company = row.company.unwrap();
    let known = company.fields.clone().build(
        CompanyId::from_u128(1),
        OrganizationId::from_u128(2),
        DateTime::UNIX_EPOCH,
    );
    assert_eq!(company.differences(&known), []);
    let other = Company { legal_name: "Altra".into(), rea: "PZ-1".into(), ..known };
    let pointers: Vec<_> = company.differences(&other).into_iter().map(|f| f.pointer).collect();
    assert_eq!(pointers, ["/company/legal_name", "/company/rea"]);
}
