//! The words of an export, in Italian and in English.

use sigillo_domain::mailbox::{PasswordState, State};
use sigillo_domain::mailbox_list::{Sort, SortField};

use super::{Heading, rome};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    It,
    En,
}

impl Language {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "it" => Some(Language::It),
            "en" => Some(Language::En),
            _ => None,
        }
    }

    pub const fn choose(self, it: &'static str, en: &'static str) -> &'static str {
        match self {
            Language::It => it,
            Language::En => en,
        }
    }

    pub(super) const fn title(self) -> &'static str {
        self.choose("Elenco delle caselle PEC", "List of certified mailboxes")
    }

    pub(super) const fn state(self, state: State) -> &'static str {
        match state {
            State::PendingActivation => {
                self.choose("In attesa di attivazione", "Awaiting activation")
            }
            State::Active => self.choose("Attiva", "Active"),
            State::Disabled => self.choose("Disabilitata", "Disabled"),
            State::Suppressed => self.choose("Soppressa", "Suppressed"),
            State::Cancelled => self.choose("Cancellata", "Cancelled"),
        }
    }

    pub(super) const fn password(self, state: PasswordState) -> &'static str {
        match state {
            PasswordState::ToSet => self.choose("Da impostare", "To be set"),
            PasswordState::Valid => self.choose("Valida", "Valid"),
            PasswordState::Expired => self.choose("Scaduta", "Expired"),
        }
    }

    pub(super) const fn yes_or_no(self, yes: bool) -> &'static str {
        if yes { self.choose("Sì", "Yes") } else { self.choose("No", "No") }
    }

    fn order(self, sort: Sort) -> String {
        let field = match sort.field {
            SortField::Address => self.choose("indirizzo", "address"),
            SortField::LocalPart => self.choose("casella", "mailbox"),
            SortField::CreatedAt => self.choose("data di creazione", "creation date"),
            SortField::State => self.choose("stato", "state"),
            SortField::Quota => self.choose("quota", "quota"),
            SortField::Fill => self.choose("spazio usato", "space used"),
        };
        let way = if sort.descending {
            self.choose("decrescente", "descending")
        } else {
            self.choose("crescente", "ascending")
        };
        format!("{field}, {way}")
    }
}

impl Heading {
    /// What list this is, as label and value: the domain, what narrows it, its order, who made the
    /// file and when.
    pub(super) fn told(&self) -> Vec<(&'static str, String)> {
        let l = self.language;
        let domain = self.domain.clone().unwrap_or_else(|| l.choose("tutti", "all").to_owned());
        let states: Vec<&str> = self.states.iter().map(|state| l.state(*state)).collect();
        let states =
            if states.is_empty() { l.choose("tutti", "all").to_owned() } else { states.join(", ") };
        let mut told = vec![(l.choose("Dominio", "Domain"), domain)];
        if let Some(search) = &self.search {
            told.push((l.choose("Ricerca", "Search"), format!("“{search}”")));
        }
        told.push((l.choose("Stato", "State"), states));
        if !self.passwords.is_empty() {
            let words: Vec<&str> = self.passwords.iter().map(|word| l.password(*word)).collect();
            told.push(("Password", words.join(", ")));
        }
        if self.over_soft_limit {
            let over = l.choose("oltre il soft limit", "over the soft limit");
            told.push((l.choose("Spazio usato", "Space used"), over.to_owned()));
        }
        told.extend([
            (l.choose("Ordine", "Order"), l.order(self.sort)),
            (l.choose("Esportato da", "Exported by"), self.exported_by.clone()),
            (
                l.choose("Esportato il", "Exported on"),
                rome(self.exported_at)
                    .format(l.choose("%d/%m/%Y alle %H:%M", "%d/%m/%Y at %H:%M"))
                    .to_string(),
            ),
        ]);
        told
    }

    /// The title with the domain, as a document's property.
    pub(super) fn document_title(&self) -> String {
        match &self.domain {
            Some(domain) => format!("{} - {domain}", self.language.title()),
            None => self.language.title().to_owned(),
        }
    }
}
