//! The parts of a message. Its text and its HTML come from one source, so that they cannot diverge.
//!
//! A template is a subject and blocks, with an empty line between them:
//!
//! ```text
//! Subject: what the subject says
//!
//! A paragraph, on as many lines as it takes.
//!
//! ! A paragraph set apart: what to do if something is wrong.
//!
//! # {{ code_to_type }}
//!
//! => The label of a button: {{ link }}
//!
//! -> The label of a link of second rank: {{ forgotten_url }}
//!
//! | A fact: {{ value }}
//! | Another: {{ value }}
//! ```
//!
//! The source is split into blocks before values are inserted, so that no value can make a block. A block or
//! a fact whose value is empty is left out.

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(String),
    Note(String),
    Code(String),
    Button(Pair),
    Link(Pair),
    Facts(Vec<Pair>),
}

/// A label and what it labels, such as a link's address.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub label: String,
    pub value: String,
}

/// Splits a template into its subject and the rest.
pub(super) fn subject(source: &str) -> Option<(&str, &str)> {
    source.strip_prefix("Subject: ")?.split_once('\n')
}

/// Parses the blocks of a source; None if a label has no value.
pub(super) fn blocks(source: &str) -> Option<Vec<Block>> {
    source.split("\n\n").map(str::trim).filter(|text| !text.is_empty()).map(block).collect()
}

fn block(text: &str) -> Option<Block> {
    Some(match text.split_once(' ') {
        Some(("=>", rest)) => Block::Button(pair(rest)?),
        Some(("->", rest)) => Block::Link(pair(rest)?),
        Some(("!", rest)) => Block::Note(one_line(rest)),
        Some(("#", rest)) => Block::Code(one_line(rest)),
        Some(("|", _)) => {
            let facts = text.lines().map(|line| pair(line.strip_prefix("| ")?));
            Block::Facts(facts.collect::<Option<_>>()?)
        }
        _ => Block::Paragraph(one_line(text)),
    })
}

fn pair(text: &str) -> Option<Pair> {
    let (label, value) = text.split_once(": ")?;
    Some(Pair { label: label.to_owned(), value: value.to_owned() })
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(label: &str, value: &str) -> Pair {
        Pair { label: label.into(), value: value.into() }
    }

    #[test]
    fn a_template_is_parsed_into_subject_and_blocks() {
        let source = "Subject: Prova: due\n\nUna\nriga.\n\n=> Apri: {{ link }}\n\n\n! Nota.\n\n# {{ code }}\n\n\
                      -> Altro: x: y\n\n| A: 1\n| B: 2\n";
        let (subject, rest) = subject(source).unwrap();
        assert_eq!(subject, "Prova: due");
        assert_eq!(
            blocks(rest).unwrap(),
            [
                Block::Paragraph("Una riga.".into()),
                Block::Button(pair("Apri", "{{ link }}")),
                Block::Note("Nota.".into()),
                Block::Code("{{ code }}".into()),
                Block::Link(pair("Altro", "x: y")),
                Block::Facts(vec![pair("A", "1"), pair("B", "2")]),
            ]
        );
    }

    #[test]
    fn a_label_without_a_value_is_refused() {
        for source in ["=> Apri", "| A: 1\nB: 2", "-> {{ link }}"] {
            assert_eq!(blocks(source), None, "{source}");
        }
    }
}
