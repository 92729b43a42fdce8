//! The templates of contracts (B14): a text in a small subset of Markdown, with placeholders.

mod parse;
mod placeholder;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use parse::{Problem, ProblemKind, parse};
pub use placeholder::{Placeholder, Values};

use crate::contract_text::SectionKind;
use crate::fault::{Fault, FaultCode};
use crate::id::{ContractTemplateId, OrganizationId};
use crate::message::Language;
use crate::subject::SubjectRef;

/// The longest text of a template, in bytes.
pub const TEMPLATE_TEXT_MAX: usize = 100_000;
/// The longest name of a template, in characters.
pub const TEMPLATE_NAME_MAX: usize = 100;

/// One version of a template. Its text never changes: another text is another version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractTemplate {
    pub id: ContractTemplateId,
    pub organization_id: OrganizationId,
    /// Versions of the same template have the same name.
    pub name: String,
    /// 1 for the first version with this name.
    pub number: i64,
    pub language: Language,
    pub text: String,
    /// Whether new contracts of the organisation are made from it. At most one version is in use.
    pub in_use: bool,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub version: i64,
}

impl ContractTemplate {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }
}

text_enum! {
    /// What a list of templates can be sorted by.
    pub enum ContractTemplateSortField {
        CreatedAt = "created_at",
        Name = "name",
    }
}

/// A piece of a line of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inline {
    pub content: Content,
    pub bold: bool,
    pub italic: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    Text(String),
    Placeholder(Placeholder),
}

/// A block of a template, before its placeholders are filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Heading(Vec<Inline>),
    Paragraph(Vec<Inline>),
    List {
        /// The number of the first item; None for a list with bullets.
        start: Option<u64>,
        items: Vec<Vec<Inline>>,
    },
}

/// A section of a template: what stands from one heading of the second level to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub kind: SectionKind,
    pub heading: Vec<Inline>,
    pub blocks: Vec<Block>,
}

/// A template that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedTemplate {
    pub title: Vec<Inline>,
    /// What stands before the first section.
    pub preamble: Vec<Block>,
    pub sections: Vec<Section>,
}

/// The most problems of a text that a request is told of.
const MAX_FAULTS: usize = 100;

/// The text of a request, if contracts can be made from it. Each fault says at which line it is.
pub fn check_text(pointer: &str, text: &str) -> Result<ParsedTemplate, Vec<Fault>> {
    if text.trim().is_empty() {
        return Err(vec![Fault::new(pointer, FaultCode::Required)]);
    }
    parse(text).map_err(|problems| {
        problems.into_iter().take(MAX_FAULTS).map(|problem| problem.fault(pointer)).collect()
    })
}

/// The template that is used while an organisation has none of its own.
pub const EXAMPLE: &str = include_str!("example.it.md");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::FaultPlace;

    #[test]
    fn each_fault_of_a_text_says_where_it_is() {
        let at = |line, text: &str| Some(FaultPlace { line, text: text.into() });
        let faults = |text: &str| {
            let faults = check_text("/text", text).err().unwrap_or_default();
            faults.into_iter().map(|one| (one.code, one.place)).collect::<Vec<_>>()
        };
        let text = "# Contratto\n\n{{titolare.eta}}\n\n## Oggetto {segreto}\n\nClausola.";
        assert_eq!(
            faults(text),
            [
                (FaultCode::UnknownPlaceholder, at(3, "{{titolare.eta}}")),
                (FaultCode::UnsupportedMarkup, at(5, "{segreto}")),
                (FaultCode::IncompleteTemplate, at(7, "")),
            ]
        );
        assert_eq!(faults(" "), [(FaultCode::Required, None)]);
        let long = "a".repeat(TEMPLATE_TEXT_MAX + 1);
        assert_eq!(faults(&long), [(FaultCode::TooLong, None)]);
        assert_eq!(faults(&"{{x}}\n\n".repeat(1000)).len(), MAX_FAULTS);
    }
}
