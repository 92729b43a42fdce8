//! Holders and companies. The people are invented, and their codes are made by the rule.

use chrono::{Days, NaiveDate};
use sigillo_app::{holders, mailboxes};
use sigillo_contract::holder::{
    AddressChoice, AddressCreate, Holder, HolderAddress, HolderChoice, HolderCompany,
    HolderCompanyCreate, HolderCreate,
};
use sigillo_contract::mailbox::{Mailbox, MailboxCreate};
use sigillo_domain::holder::Sex;
use sigillo_domain::id::{CompanyId, HolderId, OrganizationId};
use sigillo_domain::tax_code::TaxCode;

use crate::TestApp;
use crate::build::grant;

/// Municipalities, by their codes.
const PLACES: [&str; 12] = [
    "G942", "H501", "F205", "L219", "F839", "A944", "D612", "G273", "D969", "A662", "C351", "L736",
];

/// The codice fiscale of an invented person: another one for each number.
pub fn tax_code(number: usize) -> String {
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day");
    let days = Days::new((number % 3650) as u64);
    let day = first.checked_add_days(days).expect("a day");
    let sex = if (number / 3650).is_multiple_of(2) { Sex::Female } else { Sex::Male };
    let place = PLACES[number / 7300 % PLACES.len()];
    let code = TaxCode::of("Zoè", "Tàlamo", day, sex, place).expect("a code");
    code.to_string()
}

/// A variant of a codice fiscale (omocodia), which has a letter for its last digit.
pub fn tax_code_variant(code: &str) -> String {
    let digit = code[14..15].parse::<usize>().expect("a digit");
    let start = format!("{}{}", &code[..14], &"LMNPQRSTUV"[digit..=digit]);
    let mut variants = ('A'..='Z').map(|check| format!("{start}{check}"));
    variants.find(|variant| TaxCode::parse(variant).is_ok()).expect("a check character")
}

/// The VAT number of an invented company: another one for each number.
pub fn vat_number(number: usize) -> String {
    let digits = format!("{number:07}076");
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0');
            match place % 2 {
                0 => digit,
                _ if digit > 4 => 2 * digit - 9,
                _ => 2 * digit,
            }
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// An address in Italy.
pub fn address(street: &str) -> AddressCreate {
    AddressCreate {
        street: street.to_owned(),
        number: "12/A".into(),
        locality: "Potenza".into(),
        province: "PZ".into(),
        postal_code: "85100".into(),
        ..AddressCreate::default()
    }
}

impl TestApp {
    /// Creates a holder without addresses and companies; the number is that of its tax code.
    pub async fn holder(&self, organization_id: OrganizationId, number: usize) -> Holder {
        let request = HolderCreate {
            organization_id: Some(organization_id),
            given_name: "Zoè".into(),
            family_name: "Tàlamo".into(),
            tax_code: tax_code(number),
            ..HolderCreate::default()
        };
        holders::create(&self.app, &grant(), &request).await.expect("a holder")
    }

    /// Creates a mailbox with a new holder, as domains with contracts ask for.
    pub async fn held_mailbox(&self, domain: &str, local_part: &str, number: usize) -> Mailbox {
        let request = MailboxCreate {
            domain: domain.to_owned(),
            local_part: local_part.to_owned(),
            communication_email: format!("{local_part}@example.org"),
            holder: Some(HolderChoice {
                given_name: "Zoè".into(),
                family_name: "Tàlamo".into(),
                tax_code: tax_code(number),
                ..HolderChoice::default()
            }),
            address: Some(AddressChoice {
                street: "Via Nuova".into(),
                locality: "Potenza".into(),
                province: "PZ".into(),
                postal_code: "85100".into(),
                ..AddressChoice::default()
            }),
            ..MailboxCreate::default()
        };
        mailboxes::create(&self.app, &grant(), &request).await.expect("a mailbox")
    }

    pub async fn holder_address(&self, holder: HolderId, street: &str) -> HolderAddress {
        let request = address(street);
        holders::add_address(&self.app, &grant(), holder, &request).await.expect("an address")
    }

    /// Ties a holder to a new company; the number is that of its VAT number.
    pub async fn company(&self, holder: HolderId, number: usize) -> HolderCompany {
        let request = HolderCompanyCreate {
            legal_name: format!("Prove {number} S.r.l."),
            vat_number: vat_number(number),
            ..HolderCompanyCreate::default()
        };
        holders::add_company(&self.app, &grant(), holder, &request).await.expect("a company")
    }

    /// Ties a holder to a company that there is.
    pub async fn tie(&self, holder: HolderId, company: CompanyId) -> HolderCompany {
        let request =
            HolderCompanyCreate { company_id: Some(company), ..HolderCompanyCreate::default() };
        holders::add_company(&self.app, &grant(), holder, &request).await.expect("a tie")
    }
}
