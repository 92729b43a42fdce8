//! What the placeholders of a contract stand for, and what its document says of the parties.

use chrono::{DateTime, Datelike, Utc};
use sigillo_domain::company::Company;
use sigillo_domain::contract_template::{Placeholder, Values};
use sigillo_domain::contract_text::{ContractText, TextFact};
use sigillo_domain::holder::{Holder, HolderAddress};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::message::Language;
use sigillo_domain::name::readable;
use sigillo_domain::plan::Plan;

use crate::local_time;

/// What a contract is about.
pub(super) struct Parties {
    pub organization: String,
    pub holder: Holder,
    pub address: Option<HolderAddress>,
    /// The company that the holder has the mailbox for, and the role there.
    pub company: Option<(Company, String)>,
    pub plan: Option<Plan>,
}

impl Parties {
    pub fn values(
        &self,
        mailbox: &Mailbox,
        domain: &MailDomain,
        language: Language,
        (made_at, expires_at): (DateTime<Utc>, DateTime<Utc>),
    ) -> Values {
        use Placeholder as P;
        let holder = &self.holder;
        let mut values = Values::default()
            .with(P::HolderName, format!("{} {}", holder.given_name, holder.family_name))
            .with(P::HolderGivenName, holder.given_name.as_str())
            .with(P::HolderFamilyName, holder.family_name.as_str())
            .with(P::HolderTaxCode, holder.tax_code.as_str())
            .with(P::HolderEmail, mailbox.communication_email.as_deref().unwrap_or_default())
            .with(P::MailboxAddress, readable(&mailbox.address))
            .with(P::MailboxDomain, readable(&domain.name))
            .with(P::MailboxQuota, size(mailbox.quota_mb))
            .with(P::MailboxTerm, domain.mailbox_term_months.to_string())
            .with(P::OrganizationName, self.organization.as_str())
            .with(P::ContractDate, day_in_words(made_at, language))
            .with(P::ContractExpiry, day_in_words(expires_at, language));
        if let Some(address) = &self.address {
            values = values
                .with(P::HolderAddress, address_line(address))
                .with(P::HolderPhone, address.phone.as_str())
                .with(P::HolderMobile, address.mobile.as_str());
        }
        if let Some((company, role)) = &self.company {
            values = values
                .with(P::CompanyName, company.legal_name.as_str())
                .with(P::CompanyVatNumber, company.vat_number.as_str())
                .with(P::CompanyTaxCode, company.tax_code.as_str())
                .with(P::CompanyRea, company.rea.as_str())
                .with(P::CompanyRole, role.as_str());
        }
        if let Some(plan) = &self.plan {
            values = values
                .with(P::PlanCode, plan.code.as_str())
                .with(P::PlanName, plan.name.as_str())
                .with(P::PlanArchive, size(plan.archive_mb));
        }
        // The plan says how much is preserved; the mailbox, whether anything is.
        if let Some(plan) = self.plan.as_ref().filter(|_| mailbox.preservation) {
            values = values.with(P::PlanPreservation, size(plan.preservation_mb));
        }
        values
    }
}

/// A text with what it says of the parties, the mailbox and its plan.
pub(crate) fn with_facts(text: ContractText, values: &Values, language: Language) -> ContractText {
    let (parties, mailbox) = (party_facts(values, language), mailbox_facts(values, language));
    ContractText { parties, mailbox, ..text }
}

fn party_facts(values: &Values, language: Language) -> Vec<TextFact> {
    use Placeholder as P;
    let rows = [
        (P::HolderName, language.choose("Titolare", "Holder")),
        (P::HolderTaxCode, language.choose("Codice fiscale", "Tax code")),
        (P::HolderAddress, language.choose("Indirizzo", "Address")),
        (P::HolderEmail, language.choose("E-mail", "E-mail")),
        (P::HolderMobile, language.choose("Cellulare", "Mobile")),
        (P::CompanyName, language.choose("Per conto di", "On behalf of")),
        (P::CompanyVatNumber, language.choose("Partita IVA", "VAT number")),
        (P::CompanyRole, language.choose("Ruolo", "Role")),
    ];
    given(rows, values)
}

fn mailbox_facts(values: &Values, language: Language) -> Vec<TextFact> {
    use Placeholder as P;
    let rows = [
        (P::MailboxAddress, language.choose("Casella", "Mailbox")),
        (P::PlanName, language.choose("Tipo di casella", "Plan")),
        (P::MailboxQuota, language.choose("Spazio", "Space")),
        (P::PlanArchive, language.choose("Archivio", "Archive")),
        (P::PlanPreservation, language.choose("Conservazione", "Preservation")),
    ];
    given(rows, values)
}

fn given<const N: usize>(rows: [(Placeholder, &'static str); N], values: &Values) -> Vec<TextFact> {
    let rows = rows.into_iter().map(|(placeholder, label)| TextFact {
        label: label.to_owned(),
        value: values.get(placeholder).to_owned(),
    });
    rows.filter(|fact| !fact.value.is_empty()).collect()
}

/// A size in MB as people say it; empty for none.
fn size(mb: i64) -> String {
    match mb {
        ..=0 => String::new(),
        mb if mb % 1024 == 0 => format!("{} GB", mb / 1024),
        mb => format!("{mb} MB"),
    }
}

/// `Via Roma 12/A, 85100 Potenza (PZ)`
pub(crate) fn address_line(address: &HolderAddress) -> String {
    let street = format!("{} {}", address.street, address.number);
    let mut place = format!("{} {}", address.postal_code, address.locality);
    if !address.province.is_empty() {
        place = format!("{place} ({})", address.province);
    }
    let abroad = !matches!(address.country.as_str(), "" | "IT");
    let country = if abroad { address.country.as_str() } else { "" };
    let parts = [street.trim(), place.trim(), country];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

const MONTHS: [(&str, &str); 12] = [
    ("gennaio", "January"),
    ("febbraio", "February"),
    ("marzo", "March"),
    ("aprile", "April"),
    ("maggio", "May"),
    ("giugno", "June"),
    ("luglio", "July"),
    ("agosto", "August"),
    ("settembre", "September"),
    ("ottobre", "October"),
    ("novembre", "November"),
    ("dicembre", "December"),
];

/// The day in Rome, such as `2 gennaio 2026`.
pub(crate) fn day_in_words(at: DateTime<Utc>, language: Language) -> String {
    let day = local_time(at).date();
    let (it, en) = MONTHS[day.month0() as usize];
    format!("{} {} {}", day.day(), language.choose(it, en), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_rome() {
        let at = "2026-12-31T23:30:00Z".parse().unwrap();
        assert_eq!(day_in_words(at, Language::It), "1 gennaio 2027");
        assert_eq!(day_in_words(at, Language::En), "1 January 2027");
    }

    #[test]
    fn sizes_have_a_unit() {
        assert_eq!(
            (size(2048), size(1500), size(0)),
            ("2 GB".into(), "1500 MB".into(), String::new())
        );
    }
}
