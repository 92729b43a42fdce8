//! Lines of an e-mail, out of pieces of any size.

use memchr::memchr;

/// So much of a line comes in one piece, however it was written: enough for any delimiter.
pub(crate) const PROBE: usize = 512;

/// What follows a piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// More of the same line.
    Open,
    Lf,
    CrLf,
    /// The end of the e-mail.
    Mail,
}

impl End {
    pub const fn is_line_break(self) -> bool {
        matches!(self, Self::Lf | Self::CrLf)
    }

    /// The bytes that it is.
    pub const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Lf => b"\n",
            Self::CrLf => b"\r\n",
            Self::Open | Self::Mail => b"",
        }
    }
}

/// What lines are given to.
pub(crate) trait Receive {
    /// A line, or the first [`PROBE`] bytes of it and perhaps more.
    fn line(&mut self, content: &[u8], end: End);
    /// More of the same line.
    fn more(&mut self, content: &[u8], end: End);
}

/// Takes pieces and gives lines.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// The beginning of a line of which nothing has been given on.
    start: Vec<u8>,
    /// The beginning of the current line has been given on.
    is_inside: bool,
    /// A carriage return within the current line, which may belong to its end.
    has_return: bool,
}

impl Lines {
    pub fn push(&mut self, mut piece: &[u8], to: &mut impl Receive) {
        while let Some(at) = memchr(b'\n', piece) {
            self.close(&piece[..at], to);
            piece = &piece[at + 1..];
        }
        self.open(piece, to);
    }

    pub fn finish(mut self, to: &mut impl Receive) {
        if self.is_inside {
            to.more(if self.has_return { b"\r" } else { b"" }, End::Mail);
        } else if !self.start.is_empty() {
            to.line(&std::mem::take(&mut self.start), End::Mail);
        }
    }

    /// The rest of a line up to its line feed.
    fn close(&mut self, content: &[u8], to: &mut impl Receive) {
        if !self.is_inside {
            if self.start.is_empty() {
                let (content, end) = ended(content);
                return to.line(content, end);
            }
            if self.start.len() + content.len() < PROBE {
                self.start.extend_from_slice(content);
                let (content, end) = ended(&self.start);
                to.line(content, end);
                return self.start.clear();
            }
            self.open(content, to);
            return self.close(&[], to);
        }
        self.is_inside = false;
        let has_return = std::mem::take(&mut self.has_return);
        if has_return && content.is_empty() {
            return to.more(&[], End::CrLf);
        }
        if has_return {
            to.more(b"\r", End::Open);
        }
        let (content, end) = ended(content);
        to.more(content, end);
    }

    /// A piece of a line, without its end.
    fn open(&mut self, content: &[u8], to: &mut impl Receive) {
        if self.is_inside {
            return self.pass(content, to);
        }
        if self.start.len() + content.len() < PROBE {
            return self.start.extend_from_slice(content);
        }
        let (first, rest) = content.split_at(PROBE.saturating_sub(self.start.len()));
        self.start.extend_from_slice(first);
        self.is_inside = true;
        self.has_return = self.start.ends_with(b"\r");
        to.line(&self.start[..self.start.len() - usize::from(self.has_return)], End::Open);
        self.start.clear();
        self.pass(rest, to);
    }

    fn pass(&mut self, content: &[u8], to: &mut impl Receive) {
        if content.is_empty() {
            return;
        }
        if std::mem::take(&mut self.has_return) {
            to.more(b"\r", End::Open);
        }
        self.has_return = content.ends_with(b"\r");
        to.more(&content[..content.len() - usize::from(self.has_return)], End::Open);
    }
}

/// A line without its carriage return, and how it ends.
fn ended(content: &[u8]) -> (&[u8], End) {
    match content.strip_suffix(b"\r") {
        Some(content) => (content, End::CrLf),
        None => (content, End::Lf),
    }
}
