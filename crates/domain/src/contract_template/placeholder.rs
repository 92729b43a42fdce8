//! What a template's placeholders stand for.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// Defines the placeholders by their Italian and English names.
macro_rules! placeholders {
    ($($(#[$doc:meta])* $variant:ident = $it:literal, $en:literal, $sample:literal;)*) => {
        /// A value that is known when a contract is made.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Placeholder { $($(#[$doc])* $variant,)* }

        impl Placeholder {
            pub const ALL: &'static [Placeholder] = &[$(Placeholder::$variant,)*];

            /// The name in a text in Italian.
            pub const fn italian(self) -> &'static str {
                match self { $(Placeholder::$variant => $it,)* }
            }

            /// The name in a text in English.
            pub const fn english(self) -> &'static str {
                match self { $(Placeholder::$variant => $en,)* }
            }

            /// What a preview shows in its place.
            pub const fn sample(self) -> &'static str {
                match self { $(Placeholder::$variant => $sample,)* }
            }
        }
    };
}

placeholders! {
    HolderName = "titolare.nome_completo", "holder.full_name", "Ada Esempi";
    HolderGivenName = "titolare.nome", "holder.given_name", "Ada";
    HolderFamilyName = "titolare.cognome", "holder.family_name", "Esempi";
    HolderTaxCode = "titolare.codice_fiscale", "holder.tax_code", "SMPDAA80A41H501X";
    /// Street, number, postal code, locality and province in one line.
    HolderAddress = "titolare.indirizzo", "holder.address", "Via delle Prove 1, 85100 Potenza (PZ)";
    HolderEmail = "titolare.email", "holder.email", "ada.esempi@example.com";
    HolderPhone = "titolare.telefono", "holder.phone", "+39 0971 000000";
    HolderMobile = "titolare.cellulare", "holder.mobile", "+39 320 0000000";
    CompanyName = "azienda.ragione_sociale", "company.legal_name", "Esempi S.r.l.";
    CompanyVatNumber = "azienda.partita_iva", "company.vat_number", "00000000000";
    CompanyTaxCode = "azienda.codice_fiscale", "company.tax_code", "00000000000";
    CompanyRea = "azienda.rea", "company.rea", "PZ-000000";
    CompanyRole = "azienda.ruolo", "company.role", "legale rappresentante";
    MailboxAddress = "casella.indirizzo", "mailbox.address", "ada.esempi@pec.example.it";
    MailboxDomain = "casella.dominio", "mailbox.domain", "pec.example.it";
    /// Size of the inbox, with its unit.
    MailboxQuota = "casella.spazio", "mailbox.quota", "2 GB";
    MailboxTerm = "casella.durata_mesi", "mailbox.term_months", "24";
    PlanCode = "piano.codice", "plan.code", "S-2GIN_2GARCH";
    PlanName = "piano.nome", "plan.name", "Standard";
    PlanArchive = "piano.archivio", "plan.archive", "2 GB";
    PlanPreservation = "piano.conservazione", "plan.preservation", "1 GB";
    OrganizationName = "organizzazione.nome", "organization.name", "Ente di esempio";
    /// The day on which the contract was made, in words.
    ContractDate = "contratto.data", "contract.date", "2 gennaio 2026";
    /// The last day on which it can be signed.
    ContractExpiry = "contratto.scadenza", "contract.expiry", "1 febbraio 2026";
}

impl Placeholder {
    /// The placeholder of a name in either language.
    pub fn of_name(name: &str) -> Option<Self> {
        let is_named = |one: &&Self| one.italian() == name || one.english() == name;
        Self::ALL.iter().find(is_named).copied()
    }
}

/// The values of a contract's placeholders. What is missing is an empty text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values(HashMap<Placeholder, String>);

impl Values {
    /// The samples that a preview shows.
    pub fn samples() -> Self {
        Self(Placeholder::ALL.iter().map(|one| (*one, one.sample().to_owned())).collect())
    }

    #[must_use]
    pub fn with(mut self, placeholder: Placeholder, value: impl Into<String>) -> Self {
        self.0.insert(placeholder, value.into());
        self
    }

    pub fn get(&self, placeholder: Placeholder) -> &str {
        self.0.get(&placeholder).map_or("", |value| value.trim())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_placeholder_has_names_of_its_own() {
        let names: HashSet<_> =
            Placeholder::ALL.iter().flat_map(|one| [one.italian(), one.english()]).collect();
        assert_eq!(names.len(), 2 * Placeholder::ALL.len());
        for one in Placeholder::ALL {
            assert_eq!(Placeholder::of_name(one.italian()), Some(*one));
            assert_eq!(Placeholder::of_name(one.english()), Some(*one));
        }
    }
}
