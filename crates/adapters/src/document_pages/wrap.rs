//! Wraps text of several styles into lines no wider than a column.
//!
//! Runs of white space become one space. A word that is wider than a whole line is broken where an address
//! reads best, or anywhere if there is no such place; nothing is added to it.

use super::style::Style;
use super::typeface::Run;

pub type Line = Vec<Run>;

/// What text is measured by.
pub type WidthOf<'a> = &'a dyn Fn(&str, Style) -> f64;

/// A word: runs without spaces.
#[derive(Default)]
struct Word {
    runs: Line,
    /// The style of the space before it, if there is one.
    space: Option<Style>,
}

/// Splits the runs into lines that are no wider than `width`. There is one line at least.
pub fn lines(runs: &[Run], width: f64, width_of: WidthOf<'_>) -> Vec<Line> {
    let mut wrapper = Wrapper { width, width_of, lines: vec![], open: vec![], filled: 0.0 };
    for word in words(runs) {
        wrapper.put(&word);
    }
    if !wrapper.open.is_empty() || wrapper.lines.is_empty() {
        wrapper.end_line();
    }
    wrapper.lines
}

fn words(runs: &[Run]) -> Vec<Word> {
    let mut words = vec![];
    let mut word = Word::default();
    for run in runs {
        for (index, text) in run.text.split(' ').enumerate() {
            if index > 0 {
                let next = Word { runs: vec![], space: Some(run.style) };
                let ended = std::mem::replace(&mut word, next);
                if !ended.runs.is_empty() {
                    words.push(ended);
                }
            }
            push(&mut word.runs, text, run.style);
        }
    }
    if !word.runs.is_empty() {
        words.push(word);
    }
    words
}

/// Adds a text to a line, in the last run if that has its style.
fn push(line: &mut Line, text: &str, style: Style) {
    match line.last_mut().filter(|last| last.style == style) {
        _ if text.is_empty() => {}
        Some(last) => last.text.push_str(text),
        None => line.push(Run { text: text.to_owned(), style }),
    }
}

struct Wrapper<'a> {
    width: f64,
    width_of: WidthOf<'a>,
    lines: Vec<Line>,
    /// The line that is being filled, and its width so far.
    open: Line,
    filled: f64,
}

impl Wrapper<'_> {
    fn width_of_runs(&self, runs: &[Run]) -> f64 {
        runs.iter().map(|run| (self.width_of)(&run.text, run.style)).sum()
    }

    fn put(&mut self, word: &Word) {
        let width = self.width_of_runs(&word.runs);
        let space = word.space.filter(|_| !self.open.is_empty());
        let space_width = space.map_or(0.0, |style| (self.width_of)(" ", style));
        if self.filled + space_width + width <= self.width {
            if let Some(style) = space {
                push(&mut self.open, " ", style);
            }
            self.append(&word.runs);
            self.filled += space_width + width;
            return;
        }
        if !self.open.is_empty() {
            self.end_line();
        }
        let letters = letters(&word.runs);
        let mut rest = letters.as_slice();
        while let Some(end) = self.break_of(rest) {
            let (line, after) = rest.split_at(end);
            self.lines.push(joined(line));
            rest = after;
        }
        self.open = joined(rest);
        self.filled = self.width_of_runs(&self.open);
    }

    fn append(&mut self, runs: &[Run]) {
        for run in runs {
            push(&mut self.open, &run.text, run.style);
        }
    }

    fn end_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.open));
        self.filled = 0.0;
    }

    /// Where a word is broken that is too wide: after one letter at least. None if it fits.
    fn break_of(&self, word: &[Letter]) -> Option<usize> {
        /// The characters after which a word is broken, from the best to the worst.
        const BREAKS: [&[char]; 2] = [&['@'], &['.', '-', '_', '/']];

        let mut filled = 0.0;
        let fitting = word.iter().take_while(|(letter, style)| {
            filled += (self.width_of)(letter.encode_utf8(&mut [0; 4]), *style);
            filled <= self.width
        });
        let fitting = fitting.count().max(1);
        if fitting >= word.len() {
            return None;
        }
        let last_of = |breaks: &&[char]| {
            word[..fitting].iter().rposition(|(letter, _)| breaks.contains(letter))
        };
        Some(BREAKS.iter().find_map(last_of).map_or(fitting, |index| index + 1))
    }
}

type Letter = (char, Style);

fn letters(word: &[Run]) -> Vec<Letter> {
    let of_run = |run: &Run| run.text.chars().map(|letter| (letter, run.style)).collect::<Vec<_>>();
    word.iter().flat_map(of_run).collect()
}

fn joined(letters: &[Letter]) -> Line {
    let mut line = vec![];
    for (letter, style) in letters {
        push(&mut line, letter.encode_utf8(&mut [0; 4]), *style);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::super::style::{HEADING, TEXT};
    use super::*;

    /// Wraps monospaced runs, where every letter has width 1.
    fn wrapped(runs: &[(&str, Style)], width: f64) -> Vec<String> {
        let runs: Vec<_> = runs
            .iter()
            .map(|(text, style)| Run { text: (*text).to_owned(), style: *style })
            .collect();
        let width_of = |text: &str, _: Style| text.chars().map(|_| 1.0).sum();
        let text = |line: Line| line.into_iter().map(|run| run.text).collect();
        lines(&runs, width, &width_of).into_iter().map(text).collect()
    }

    #[test]
    fn words_stay_whole_and_spaces_are_one() {
        assert_eq!(wrapped(&[("  in attesa   di firma ", TEXT)], 12.0), ["in attesa di", "firma"]);
        assert_eq!(wrapped(&[], 12.0), [""]);
        assert_eq!(wrapped(&[(" ", TEXT)], 12.0), [""]);
    }

    #[test]
    fn a_change_of_style_is_no_place_to_break() {
        assert_eq!(
            wrapped(&[("la ", TEXT), ("casella", HEADING), (", poi", TEXT)], 9.0),
            ["la", "casella,", "poi"]
        );
        assert_eq!(wrapped(&[("la", TEXT), (" casella", HEADING)], 20.0), ["la casella"]);
    }

    #[test]
    fn a_word_wider_than_a_line_is_broken_and_loses_nothing() {
        assert_eq!(
            wrapped(&[("ufficio.tributi@pec.example.it", TEXT)], 20.0),
            ["ufficio.tributi@", "pec.example.it"]
        );
        assert_eq!(
            wrapped(&[("casella abcdefghijklmno p", TEXT)], 10.0),
            ["casella", "abcdefghij", "klmno p"]
        );
        assert_eq!(wrapped(&[("abc", TEXT)], 0.5), ["a", "b", "c"]);
    }
}
