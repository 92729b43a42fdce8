//! The pages of a contract.

use sigillo_app::ContractDocument;
use sigillo_domain::contract_text::{SectionKind, TextBlock, TextFact, TextRun, TextSection};

use super::words::Words;
use crate::document_pages::rows::{Composer, Place, Row};
use crate::document_pages::style::{HEADING, PART, SECTION, SUBTITLE, Style, TEXT, TITLE};
use crate::document_pages::typeface::{Run, Typeface};

const ITEM_INDENT: f64 = 9.0;

/// The rows of the contract: what the parties are, then its text.
pub fn rows(document: &ContractDocument, typeface: &Typeface) -> Vec<Row> {
    let words = Words(document.language);
    let mut composer = Composer::new(typeface);
    let text = &document.text;
    composer.text(&text.title, TITLE, Place { keeps_next: true, ..Place::default() });
    let made_on = words.made_on(&document.reference, &document.made_on);
    composer.text(&made_on, SUBTITLE, Place { gap: 1.5, ..Place::default() });
    table(&mut composer, words.parties(), &text.parties);
    table(&mut composer, words.mailbox(), &text.mailbox);
    blocks(&mut composer, &text.preamble, 7.0);

    let of_kind = |kind| text.sections.iter().filter(move |section| section.kind == kind);
    for section in of_kind(SectionKind::Ordinary) {
        self::section(&mut composer, section, SECTION);
    }
    if of_kind(SectionKind::SpecificApproval).next().is_some() {
        part(&mut composer, words.specific_approval());
        let place = Place { gap: 2.5, keeps_next: true, ..Place::default() };
        composer.text(words.why_specific_approval(), TEXT, place);
    }
    for section in of_kind(SectionKind::SpecificApproval) {
        self::section(&mut composer, section, SECTION);
    }
    for section in of_kind(SectionKind::Privacy) {
        part(&mut composer, &section.heading);
        blocks(&mut composer, &section.blocks, 2.5);
    }
    composer.rows
}

/// The heading of a part of the document, with a line below.
pub fn part(composer: &mut Composer<'_>, heading: &str) {
    composer.text(heading, PART, Place { gap: 8.0, keeps_next: true, ..Place::default() });
    composer.rule();
}

/// A table of labels and values, if there are any.
pub fn table(composer: &mut Composer<'_>, heading: &str, entries: &[TextFact]) {
    if entries.is_empty() {
        return;
    }
    part(composer, heading);
    for TextFact { label, value } in entries {
        composer.entry(label, value);
    }
}

fn section(composer: &mut Composer<'_>, section: &TextSection, style: Style) {
    composer.text(
        &section.heading,
        style,
        Place { gap: 5.0, keeps_next: true, ..Place::default() },
    );
    blocks(composer, &section.blocks, 1.2);
}

/// The blocks of a section, with this space above the first one.
fn blocks(composer: &mut Composer<'_>, blocks: &[TextBlock], gap: f64) {
    for (index, block) in blocks.iter().enumerate() {
        let place = Place { gap: if index == 0 { gap } else { 2.2 }, ..Place::default() };
        match block {
            TextBlock::Heading { runs } => {
                let runs = styled(composer, runs, HEADING);
                let place = Place { gap: place.gap.max(3.5), keeps_next: true, ..place };
                composer.paragraph(&runs, HEADING, place);
            }
            TextBlock::Paragraph { runs } => {
                let runs = styled(composer, runs, TEXT);
                composer.paragraph(&runs, TEXT, place);
            }
            TextBlock::List { start, items } => list(composer, *start, items, place.gap),
        }
    }
}

fn list(composer: &mut Composer<'_>, start: Option<u64>, items: &[Vec<TextRun>], gap: f64) {
    for (index, item) in (0u64..).zip(items) {
        let bullet = match start {
            Some(start) => format!("{}.", start.saturating_add(index)),
            None => "•".to_owned(),
        };
        let runs = styled(composer, item, TEXT);
        let gap = if index == 0 { gap } else { 0.9 };
        let place = Place { gap, indent: ITEM_INDENT, keeps_next: false };
        composer.item(&bullet, &runs, TEXT, place);
    }
}

fn styled(composer: &Composer<'_>, runs: &[TextRun], style: Style) -> Vec<Run> {
    runs.iter().map(|run| composer.run(&run.text, style.with_face(run.bold, run.italic))).collect()
}
