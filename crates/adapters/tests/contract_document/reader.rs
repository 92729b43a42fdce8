//! What documents say, and where.

use crate::poppler::Pdf;

/// A word on a page, with its left and right edges in millimetres.
#[derive(Debug)]
pub struct Word {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Pdf {
    /// The text of each page, with the words as they stand on it.
    pub fn pages(&self) -> Vec<String> {
        let text = self.read("pdftotext", &["-layout"], &["-"]);
        let text = text.strip_suffix('\u{c}').unwrap_or(&text);
        text.split('\u{c}').map(str::to_owned).collect()
    }

    /// The whole text in one line, with single spaces.
    pub fn text(&self) -> String {
        let text = self.read("pdftotext", &["-raw"], &["-"]);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A line of what pdfinfo tells.
    pub fn information(&self, name: &str) -> Option<String> {
        let told = self.read("pdfinfo", &[], &[]);
        let value = told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        value.map(|value| value.trim().to_owned())
    }

    pub fn words(&self) -> Vec<Word> {
        let boxes = self.read("pdftotext", &["-bbox"], &["-"]);
        boxes.lines().filter_map(word).collect()
    }
}

/// The word of a line such as `<word xMin="68.0" yMin="1.0" xMax="99.5" yMax="9.5">Ente</word>`.
fn word(line: &str) -> Option<Word> {
    let number = |name: &str| -> Option<f64> {
        let (_, rest) = line.split_once(&format!("{name}=\""))?;
        let points: f64 = rest.split_once('"')?.0.parse().ok()?;
        Some(points * 25.4 / 72.0)
    };
    let text = line.strip_suffix("</word>")?.rsplit_once('>')?.1.to_owned();
    let [left, right, bottom] = ["xMin", "xMax", "yMax"].map(number);
    Some(Word { text, left: left?, right: right?, bottom: bottom? })
}
