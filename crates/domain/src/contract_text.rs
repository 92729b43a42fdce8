//! The text of a contract: what a holder reads, accepts and signs.
//!
//! It is what a template became when its placeholders were filled in. The pages show it, the PDF document is
//! made from it, and each consent is given to the text of one part, by its SHA-256.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::contract_template::{self, Content, Inline, ParsedTemplate, Values};

text_enum! {
    /// What a section of a contract is.
    pub enum SectionKind {
        /// Clauses that are accepted with the contract.
        Ordinary = "ordinary",
        /// Clauses that have to be approved one by one (art. 1341 c.c.).
        SpecificApproval = "specific_approval",
        /// The privacy notice.
        Privacy = "privacy",
    }
}

impl SectionKind {
    /// The kind of a mark at the end of a section's heading in a template, without its braces.
    pub fn of_mark(mark: &str) -> Option<Self> {
        match mark.trim() {
            "approvazione specifica" | "specific approval" => Some(Self::SpecificApproval),
            "privacy" => Some(Self::Privacy),
            _ => None,
        }
    }
}

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextRun {
    pub text: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bold: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub italic: bool,
}

/// A block of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TextBlock {
    Heading {
        runs: Vec<TextRun>,
    },
    Paragraph {
        runs: Vec<TextRun>,
    },
    List {
        /// The number of the first item; missing for a list with bullets.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<u64>,
        items: Vec<Vec<TextRun>>,
    },
}

/// A section of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextSection {
    pub kind: SectionKind,
    pub heading: String,
    pub blocks: Vec<TextBlock>,
}

/// A fact about the parties or the mailbox, such as the holder's tax code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextFact {
    pub label: String,
    pub value: String,
}

/// The text of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractText {
    pub title: String,
    /// Who the parties are. Contracts that were sent by an earlier release have it in their document alone; also
    /// of `mailbox`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<TextFact>,
    /// What the mailbox and its plan are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mailbox: Vec<TextFact>,
    /// What stands before the first section.
    pub preamble: Vec<TextBlock>,
    pub sections: Vec<TextSection>,
}

/// What a holder ticks: the contract, a section to approve specifically, or the privacy notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentItem {
    pub kind: SectionKind,
    /// The title of the contract, or the heading of the section.
    pub heading: String,
    /// SHA-256 of the text that is accepted, in hexadecimal digits.
    pub sha256: String,
}

impl ContractText {
    /// Fills a template in. A block that names a value which is missing is left out, so that one template
    /// serves with and without a company, and so is a section that has no block left.
    pub fn fill(template: &ParsedTemplate, values: &Values) -> Self {
        let section = |section: &contract_template::Section| TextSection {
            kind: section.kind,
            heading: plain(&runs(&section.heading, values).unwrap_or_default()),
            blocks: blocks(&section.blocks, values),
        };
        let sections = template.sections.iter().map(section);
        Self {
            title: plain(&runs(&template.title, values).unwrap_or_default()),
            parties: vec![],
            mailbox: vec![],
            preamble: blocks(&template.preamble, values),
            sections: sections.filter(|section| !section.blocks.is_empty()).collect(),
        }
    }

    /// What has to be accepted before the contract can be signed: the contract with its ordinary clauses,
    /// then each section of another kind.
    pub fn consents(&self) -> Vec<ConsentItem> {
        let apart = |section: &&TextSection| section.kind != SectionKind::Ordinary;
        let rest = self.sections.iter().filter(apart).map(|section| ConsentItem {
            kind: section.kind,
            heading: section.heading.clone(),
            sha256: digest(section),
        });
        let clauses: Vec<_> =
            self.sections.iter().filter(|one| one.kind == SectionKind::Ordinary).collect();
        let contract = ConsentItem {
            kind: SectionKind::Ordinary,
            heading: self.title.clone(),
            sha256: if self.parties.is_empty() && self.mailbox.is_empty() {
                digest(&(&self.title, &self.preamble, clauses))
            } else {
                digest(&(&self.title, &self.parties, &self.mailbox, &self.preamble, clauses))
            },
        };
        std::iter::once(contract).chain(rest).collect()
    }
}

/// SHA-256 of a part of a contract as JSON, in hexadecimal digits.
fn digest(part: &impl Serialize) -> String {
    let json = serde_json::to_vec(part).unwrap_or_default();
    hex::encode(Sha256::digest(json))
}

/// The text without its styles.
pub fn plain(runs: &[TextRun]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn blocks(blocks: &[contract_template::Block], values: &Values) -> Vec<TextBlock> {
    blocks.iter().filter_map(|one| block(one, values)).collect()
}

fn block(block: &contract_template::Block, values: &Values) -> Option<TextBlock> {
    match block {
        contract_template::Block::Heading(line) => {
            runs(line, values).map(|runs| TextBlock::Heading { runs })
        }
        contract_template::Block::Paragraph(line) => {
            runs(line, values).map(|runs| TextBlock::Paragraph { runs })
        }
        contract_template::Block::List { start, items } => {
            let items: Vec<_> = items.iter().filter_map(|item| runs(item, values)).collect();
            (!items.is_empty()).then_some(TextBlock::List { start: *start, items })
        }
    }
}

/// The line with its placeholders filled in; None if a value is missing.
fn runs(line: &[Inline], values: &Values) -> Option<Vec<TextRun>> {
    let mut runs: Vec<TextRun> = vec![];
    for Inline { content, bold, italic } in line {
        let text = match content {
            Content::Text(text) => text.as_str(),
            Content::Placeholder(placeholder) => match values.get(*placeholder) {
                "" => return None,
                value => value,
            },
        };
        match runs.last_mut().filter(|last| last.bold == *bold && last.italic == *italic) {
            Some(last) => last.text.push_str(text),
            None => runs.push(TextRun { text: text.to_owned(), bold: *bold, italic: *italic }),
        }
    }
    Some(runs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract_template::{EXAMPLE, Placeholder, parse};

    fn filled(text: &str, values: &Values) -> ContractText {
        ContractText::fill(&parse(text).unwrap(), values)
    }

    const TEMPLATE: &str = "# Contratto di {{titolare.nome_completo}}\n\nPer {{azienda.ragione_sociale}}.\n\n\
        ## Oggetto\n\nLa casella **{{casella.indirizzo}}** di *{{ holder.full_name }}*.\n\n\
        ## Recesso {approvazione specifica}\n\n1. Uno\n2. Due per {{azienda.rea}}\n\n## Dati {privacy}\n\nTesto.\n";

    #[test]
    fn values_are_filled_in_and_are_never_read_as_markdown() {
        let values = Values::default()
            .with(Placeholder::HolderName, "**Ada** <b>[x](y)</b> {{casella.indirizzo}}")
            .with(Placeholder::MailboxAddress, "a@b");
        let text = filled(TEMPLATE, &values);
        assert_eq!(text.title, "Contratto di **Ada** <b>[x](y)</b> {{casella.indirizzo}}");
        let TextBlock::Paragraph { runs } = &text.sections[0].blocks[0] else { panic!() };
        assert_eq!(plain(runs), "La casella a@b di **Ada** <b>[x](y)</b> {{casella.indirizzo}}.");
        assert!(runs[1].bold && !runs[1].italic && runs[3].italic);
    }

    #[test]
    fn a_block_whose_value_is_missing_is_left_out() {
        let values = Values::default()
            .with(Placeholder::HolderName, "Ada")
            .with(Placeholder::MailboxAddress, "a@b");
        let text = filled(TEMPLATE, &values);
        assert_eq!(text.preamble, vec![]);
        let TextBlock::List { start, items } = &text.sections[1].blocks[0] else { panic!() };
        assert_eq!((*start, items.len()), (Some(1), 1));
        let with_company = values
            .with(Placeholder::CompanyName, "Esempi S.r.l.")
            .with(Placeholder::CompanyRea, "PZ-1");
        assert_eq!(filled(TEMPLATE, &with_company).preamble.len(), 1);
    }

    #[test]
    fn a_section_without_a_block_left_is_left_out() {
        let template = TEMPLATE.replace("1. Uno\n2. Due", "1. Due");
        let values = Values::samples();
        assert_eq!(filled(&template, &values).sections.len(), 3);
        let alone = values.with(Placeholder::CompanyRea, "");
        let kinds: Vec<_> =
            filled(&template, &alone).consents().iter().map(|one| one.kind).collect();
        assert_eq!(kinds, [SectionKind::Ordinary, SectionKind::Privacy]);
    }

    #[test]
    fn what_is_accepted_includes_the_facts_of_the_document() {
        let text = filled(TEMPLATE, &Values::samples());
        let fact = |value: &str| vec![TextFact { label: "Titolare".into(), value: value.into() }];
        let digests = [
            text.clone(),
            ContractText { parties: fact("Ada"), ..text.clone() },
            ContractText { parties: fact("Ida"), ..text.clone() },
            ContractText { mailbox: fact("Ada"), ..text },
        ]
        .map(|text| text.consents()[0].sha256.clone());
        for (place, digest) in digests.iter().enumerate() {
            assert!(!digests[..place].contains(digest));
        }
    }

    #[test]
    fn the_contract_each_specific_approval_and_the_notice_are_accepted_apart() {
        let values = Values::samples();
        let text = filled(TEMPLATE, &values);
        let consents = text.consents();
        let kinds: Vec<_> = consents.iter().map(|one| one.kind).collect();
        assert_eq!(
            kinds,
            [SectionKind::Ordinary, SectionKind::SpecificApproval, SectionKind::Privacy]
        );
        // Another clause is another text, and only of the part that has it.
        let other = filled(&TEMPLATE.replace("1. Uno", "1. Tre"), &values).consents();
        assert_eq!(consents[0], other[0]);
        assert_ne!(consents[1].sha256, other[1].sha256);
        assert_eq!(consents[2], other[2]);
    }

    #[test]
    fn the_example_is_a_template_in_which_nothing_is_missing() {
        let text = filled(EXAMPLE, &Values::samples());
        assert!(text.consents().len() >= 3);
        assert!(!serde_json::to_string(&text).unwrap().contains("{{"));
    }
}
