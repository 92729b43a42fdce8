//! The people and companies of the domain with contracts. All are invented.

use anyhow::{Context, Result};
use chrono::NaiveDate;
use sigillo_contract::holder::{AddressChoice, CompanyChoice, HolderChoice};
use sigillo_contract::mailbox::{Mailbox, MailboxCreate};
use sigillo_domain::holder::Sex;
use sigillo_domain::tax_code::TaxCode;
use sigillo_domain::vat_number::VatNumber;

use super::{CONSORTIUM, names};

/// Municipalities with their provinces and postal codes, and the codes by which tax codes name them.
const TOWNS: [(&str, &str, &str, &str); 4] = [
    ("Potenza", "PZ", "85100", "G942"),
    ("Matera", "MT", "75100", "F052"),
    ("Melfi", "PZ", "85025", "F104"),
    ("Policoro", "MT", "75025", "G786"),
];
const STREETS: [&str; 5] =
    ["Via delle Ginestre", "Viale dei Tigli", "Piazza del Mercato", "Via San Rocco", "Vico Corto"];
const FORMS: [&str; 3] = ["S.r.l.", "S.n.c.", "Società cooperativa"];

/// The request for a mailbox of a person who is new, every second one for a company.
pub fn registration(place: usize, person: &names::Person) -> Result<MailboxCreate> {
    let (locality, province, postal_code, code) = TOWNS[place % TOWNS.len()];
    let year = 2000 + i32::try_from(place % 5)?;
    let (month, day) = (u32::try_from(place % 12)? + 1, u32::try_from(place % 28)? + 1);
    let born = NaiveDate::from_ymd_opt(year, month, day).context("a day of the calendar")?;
    let sex = if person.given.ends_with('a') { Sex::Female } else { Sex::Male };
    let tax_code = TaxCode::of(&person.given, &person.family, born, sex, code);
    let tax_code = tax_code.ok().context("a codice fiscale")?;
    let name = person.mailbox.clone();
    let address = if place % 20 == 19 {
        AddressChoice {
            street: "Bergstrasse".into(),
            number: "7".into(),
            locality: "Musterstadt".into(),
            country: "DE".into(),
            ..AddressChoice::default()
        }
    } else {
        AddressChoice {
            street: STREETS[place % STREETS.len()].into(),
            number: (place + 1).to_string(),
            locality: locality.into(),
            province: province.into(),
            postal_code: postal_code.into(),
            email: names::communication_email(&name),
            ..AddressChoice::default()
        }
    };
    Ok(MailboxCreate {
        holder: Some(HolderChoice {
            given_name: person.given.clone(),
            family_name: person.family.clone(),
            tax_code: tax_code.to_string(),
            ..HolderChoice::default()
        }),
        address: Some(address),
        company: if place.is_multiple_of(2) { Some(company(place, person)?) } else { None },
        ..request(&name)
    })
}

/// The request for a second mailbox of the holder of another one, at the same address.
pub fn second(name: &str, first: &Mailbox) -> MailboxCreate {
    let holder = first.holder.as_ref().map(|holder| holder.id);
    let address = first.holder_address.as_ref().map(|address| address.id);
    MailboxCreate {
        holder: Some(HolderChoice { id: holder, ..HolderChoice::default() }),
        address: Some(AddressChoice { id: address, ..AddressChoice::default() }),
        ..request(name)
    }
}

fn request(name: &str) -> MailboxCreate {
    MailboxCreate {
        domain: CONSORTIUM.into(),
        local_part: name.to_owned(),
        communication_email: names::communication_email(name),
        ..MailboxCreate::default()
    }
}

fn company(place: usize, person: &names::Person) -> Result<CompanyChoice> {
    let number = format!("{:07}076", 9_000_000 + place);
    let checked = (0..10).find_map(|check| VatNumber::parse(&format!("{number}{check}")).ok());
    let vat_number = checked.context("a partita IVA")?.to_string();
    let legal_form = FORMS[place % FORMS.len()];
    Ok(CompanyChoice {
        legal_name: format!("{} & Figli {legal_form}", person.family),
        legal_form: legal_form.into(),
        tax_code: vat_number.clone(),
        vat_number,
        rea: format!("PZ-{}", 190_000 + place),
        recipient_code: "0000000".into(),
        role: "legale rappresentante".into(),
        ..CompanyChoice::default()
    })
}
