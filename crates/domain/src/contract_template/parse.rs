//! Reads the text of a template.
//!
//! The subset of Markdown: headings of three levels, paragraphs, lists of one level, bold and italic.
//! Everything else (HTML, links, pictures, code, tables, quotations) is a problem, so that what a person
//! signs can hold nothing that is not text. Placeholders are looked for in the text that Markdown has read,
//! and their values are never read as Markdown.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Block, Content, Inline, ParsedTemplate, Placeholder, Section, TEMPLATE_TEXT_MAX};
use crate::contract_text::SectionKind;
use crate::fault::{Fault, FaultCode, FaultPlace};

/// What is wrong at a line of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    pub kind: ProblemKind,
    /// The part of the text that is meant, if one is.
    pub text: String,
}

impl Problem {
    /// The problem as a fault of the field that holds the text.
    pub(super) fn fault(self, pointer: &str) -> Fault {
        let Self { line, kind, text } = self;
        // A text that is too long is so as a whole.
        let place = (kind != ProblemKind::TooLong).then_some(FaultPlace { line, text });
        Fault { place, ..Fault::new(pointer, kind.fault()) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    TooLong,
    /// Not the name of a placeholder.
    UnknownPlaceholder,
    /// `{{` without `}}`.
    OpenPlaceholder,
    /// Not the mark of a section.
    UnknownMark,
    /// HTML, a link, a picture, code, a table, a quotation, or a list within a list.
    UnsupportedMarkup,
    /// No heading of the first level at the beginning.
    NoTitle,
    /// A second heading of the first level.
    SecondTitle,
    /// No section with clauses.
    NoClauses,
    /// No section with the privacy notice.
    NoPrivacyNotice,
    /// Another section with a privacy notice.
    SecondPrivacyNotice,
    /// A section without a text.
    EmptySection,
}

impl ProblemKind {
    pub const fn fault(self) -> FaultCode {
        match self {
            ProblemKind::TooLong => FaultCode::TooLong,
            ProblemKind::UnknownPlaceholder | ProblemKind::OpenPlaceholder => {
                FaultCode::UnknownPlaceholder
            }
            ProblemKind::UnknownMark | ProblemKind::UnsupportedMarkup => {
                FaultCode::UnsupportedMarkup
            }
            ProblemKind::NoTitle
            | ProblemKind::SecondTitle
            | ProblemKind::NoClauses
            | ProblemKind::NoPrivacyNotice
            | ProblemKind::SecondPrivacyNotice
            | ProblemKind::EmptySection => FaultCode::IncompleteTemplate,
        }
    }
}

/// Reads a template, or reports all that is wrong with it, in the order of the lines.
pub fn parse(text: &str) -> Result<ParsedTemplate, Vec<Problem>> {
    if text.len() > TEMPLATE_TEXT_MAX {
        return Err(vec![Problem { line: 1, kind: ProblemKind::TooLong, text: String::new() }]);
    }
    let mut reader = Reader::new(text);
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        reader.at = range.start;
        reader.read(event);
    }
    reader.finish()
}

/// The block whose text is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Heading(HeadingLevel),
    Paragraph,
    Item,
}

struct Reader<'a> {
    source: &'a str,
    /// Where the event begins that is being read.
    at: usize,
    open: Open,
    bold: usize,
    italic: usize,
    /// The levels of lists that are open.
    lists: usize,
    /// The number of unsupported elements that are open: nothing within them is reported again.
    unsupported: usize,
    /// Where the open block begins.
    block_at: usize,
    /// Behind the beginning of the part that the last problem is about.
    looked_up_to: usize,
    line: Vec<Inline>,
    /// The text that was read since the last change of style, which may come in several events.
    pending: String,
    title: Option<Vec<Inline>>,
    preamble: Vec<Block>,
    sections: Vec<(usize, Section)>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    const fn new(source: &'a str) -> Self {
        Self {
            source,
            at: 0,
            open: Open::Nothing,
            bold: 0,
            italic: 0,
            lists: 0,
            unsupported: 0,
            block_at: 0,
            looked_up_to: 0,
            line: vec![],
            pending: String::new(),
            title: None,
            preamble: vec![],
            sections: vec![],
            problems: vec![],
        }
    }

    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.pending.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.pending.push(' '),
            // What stands within an unsupported element was reported with it.
            _ if self.unsupported > 0 => {}
            _ => self.unsupported_here(),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph if self.lists > 0 => {}
            Tag::Paragraph => self.begin(Open::Paragraph),
            Tag::Heading { level, .. } if *level <= HeadingLevel::H3 && self.lists == 0 => {
                self.begin(Open::Heading(*level));
            }
            Tag::List(start) if self.lists == 0 => {
                self.lists = 1;
                self.blocks().push(Block::List { start: *start, items: vec![] });
            }
            Tag::Item if self.lists == 1 => self.begin(Open::Item),
            Tag::Strong => {
                self.flush();
                self.bold += 1;
            }
            Tag::Emphasis => {
                self.flush();
                self.italic += 1;
            }
            other => {
                if matches!(other, Tag::List(_)) {
                    self.lists += 1;
                }
                if self.unsupported == 0 {
                    self.unsupported_here();
                }
                self.unsupported += 1;
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => {
                self.flush();
                self.bold = self.bold.saturating_sub(1);
            }
            TagEnd::Emphasis => {
                self.flush();
                self.italic = self.italic.saturating_sub(1);
            }
            TagEnd::Paragraph if self.lists > 0 => self.pending.push(' '),
            TagEnd::List(_) if self.lists == 1 => self.lists = 0,
            TagEnd::List(_) => {
                self.lists -= 1;
                self.unsupported = self.unsupported.saturating_sub(1);
            }
            TagEnd::Paragraph => self.finish_block(),
            TagEnd::Heading(_) if matches!(self.open, Open::Heading(_)) => self.finish_block(),
            TagEnd::Item if self.lists == 1 => self.finish_block(),
            _ => self.unsupported = self.unsupported.saturating_sub(1),
        }
    }

    fn begin(&mut self, open: Open) {
        self.open = open;
        self.block_at = self.at;
        self.line.clear();
        self.pending.clear();
    }

    /// The blocks of the section that is being read.
    fn blocks(&mut self) -> &mut Vec<Block> {
        match self.sections.last_mut() {
            Some((_, section)) => &mut section.blocks,
            None => &mut self.preamble,
        }
    }

    fn finish_block(&mut self) {
        self.flush();
        let line = trimmed(std::mem::take(&mut self.line));
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Heading(HeadingLevel::H1) => self.title(line),
            Open::Heading(HeadingLevel::H2) => self.section(line),
            Open::Heading(_) => self.blocks().push(Block::Heading(line)),
            Open::Paragraph => self.blocks().push(Block::Paragraph(line)),
            Open::Item => {
                if let Some(Block::List { items, .. }) = self.blocks().last_mut() {
                    items.push(line);
                }
            }
            Open::Nothing => {}
        }
    }

    fn title(&mut self, line: Vec<Inline>) {
        if self.title.is_some() {
            self.problem(ProblemKind::SecondTitle, String::new());
        } else {
            self.title = Some(line);
        }
    }

    fn section(&mut self, mut heading: Vec<Inline>) {
        let kind = self.take_mark(&mut heading);
        let is_second = kind == SectionKind::Privacy
            && self.sections.iter().any(|(_, section)| section.kind == SectionKind::Privacy);
        if is_second {
            self.problem(ProblemKind::SecondPrivacyNotice, String::new());
        }
        self.sections.push((self.block_at, Section { kind, heading, blocks: vec![] }));
    }

    /// Takes the mark of a section, such as `{privacy}`, from the end of its heading.
    fn take_mark(&mut self, heading: &mut [Inline]) -> SectionKind {
        let Some(Inline { content: Content::Text(text), .. }) = heading.last_mut() else {
            return SectionKind::Ordinary;
        };
        let Some((before, mark)) = text.strip_suffix('}').and_then(|text| text.rsplit_once('{'))
        else {
            return SectionKind::Ordinary;
        };
        let kind = SectionKind::of_mark(mark);
        let mark = format!("{{{}}}", first_words(mark));
        *text = before.trim_end().to_owned();
        if kind.is_none() {
            self.problem(ProblemKind::UnknownMark, mark);
        }
        kind.unwrap_or(SectionKind::Ordinary)
    }

    /// Adds the text that was read, with its placeholders, to the open block.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.pending);
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("{{") {
            self.push(Content::Text(before.to_owned()));
            let Some((name, after)) = after.split_once("}}") else {
                self.problem(ProblemKind::OpenPlaceholder, format!("{{{{{}", first_words(after)));
                return;
            };
            if let Some(placeholder) = Placeholder::of_name(name.trim()) {
                self.push(Content::Placeholder(placeholder));
            } else {
                let name = format!("{{{{{}}}}}", first_words(name));
                self.problem(ProblemKind::UnknownPlaceholder, name);
            }
            rest = after;
        }
        self.push(Content::Text(rest.to_owned()));
    }

    fn push(&mut self, content: Content) {
        if !matches!(&content, Content::Text(text) if text.is_empty()) {
            self.line.push(Inline { content, bold: self.bold > 0, italic: self.italic > 0 });
        }
    }

    fn unsupported_here(&mut self) {
        let text = first_words(self.source.get(self.at..).unwrap_or_default()).to_owned();
        self.problem_at(self.at, ProblemKind::UnsupportedMarkup, text);
    }

    fn problem(&mut self, kind: ProblemKind, text: String) {
        let found = if text.is_empty() { None } else { self.find(&text) };
        self.problem_at(found.unwrap_or(self.block_at), kind, text);
    }

    /// Where a part of the open block stands, after the part that was looked for before.
    fn find(&mut self, part: &str) -> Option<usize> {
        let from = self.block_at.max(self.looked_up_to);
        let rest = self.source.get(from..)?;
        // The end of a long part was left out.
        let found = rest.find(part).or_else(|| rest.find(part.trim_end_matches('}')))?;
        self.looked_up_to = from + found + 1;
        Some(from + found)
    }

    fn problem_at(&mut self, at: usize, kind: ProblemKind, text: String) {
        let line = self.source.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        self.problems.push(Problem { line, kind, text });
    }

    fn finish(mut self) -> Result<ParsedTemplate, Vec<Problem>> {
        if self.title.as_ref().is_none_or(Vec::is_empty) {
            self.problem_at(0, ProblemKind::NoTitle, String::new());
        }
        // A section whose text was refused is not empty.
        let is_refused = self.problems.iter().any(|one| one.kind == ProblemKind::UnsupportedMarkup);
        let empty = self.sections.iter().filter(|(_, one)| !is_refused && one.blocks.is_empty());
        for at in empty.map(|(at, _)| *at).collect::<Vec<_>>() {
            self.problem_at(at, ProblemKind::EmptySection, String::new());
        }
        let has = |kind| self.sections.iter().any(|(_, section)| section.kind == kind);
        let (clauses, privacy) = (has(SectionKind::Ordinary), has(SectionKind::Privacy));
        let end = self.source.len();
        if !clauses {
            self.problem_at(end, ProblemKind::NoClauses, String::new());
        }
        if !privacy {
            self.problem_at(end, ProblemKind::NoPrivacyNotice, String::new());
        }
        if !self.problems.is_empty() {
            self.problems.sort_by_key(|problem| problem.line);
            return Err(self.problems);
        }
        Ok(ParsedTemplate {
            title: self.title.unwrap_or_default(),
            preamble: self.preamble,
            sections: self.sections.into_iter().map(|(_, section)| section).collect(),
        })
    }
}

/// The line without spaces at its ends.
fn trimmed(mut line: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline { content: Content::Text(text), .. }) = line.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Inline { content: Content::Text(text), .. }) = line.last_mut() {
        *text = text.trim_end().to_owned();
    }
    line.retain(|inline| !matches!(&inline.content, Content::Text(text) if text.is_empty()));
    line
}

/// The beginning of a text, up to the end of its line, for a message.
fn first_words(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    let end = line.char_indices().nth(40).map_or(line.len(), |(end, _)| end);
    &line[..end]
}

#[cfg(test)]
mod tests;
