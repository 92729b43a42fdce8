//! The bytes that are hashed.

use ring::digest::{Context, SHA256};
use sigillo_signatures::ContentDigests;

use crate::lines::End;

/// Lines are short, and digests are faster over longer pieces.
const BUFFER: usize = 16 * 1024;

/// A digest, or several at once.
pub(crate) trait Digests {
    fn update(&mut self, bytes: &[u8]);
}

impl Digests for ContentDigests {
    fn update(&mut self, bytes: &[u8]) {
        Self::update(self, bytes);
    }
}

impl Digests for Context {
    fn update(&mut self, bytes: &[u8]) {
        Self::update(self, bytes);
    }
}

pub(crate) fn sha256() -> Context {
    Context::new(&SHA256)
}

/// Digests over lines that end in CRLF, as their sender has signed them (RFC 8551, 3.1.1). On the way a store of mail
/// may have made line feeds of them: the signature over what arrived then must not be called broken for it.
pub(crate) struct Canonical<D> {
    digests: D,
    buffer: Vec<u8>,
    /// A line break that is only part of the content if something follows: the last one belongs to the delimiter
    /// (RFC 2046, 5.1.1).
    is_broken: bool,
}

impl<D: Digests> Canonical<D> {
    pub fn new(digests: D) -> Self {
        Self { digests, buffer: Vec::with_capacity(BUFFER), is_broken: false }
    }

    pub fn line(&mut self, content: &[u8], end: End) {
        if self.is_broken {
            self.push(b"\r\n");
        }
        self.more(content, end);
    }

    pub fn more(&mut self, content: &[u8], end: End) {
        self.push(content);
        self.is_broken = end.is_line_break();
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.buffer.len() + bytes.len() > BUFFER {
            self.digests.update(&self.buffer);
            self.buffer.clear();
        }
        if bytes.len() >= BUFFER {
            self.digests.update(bytes);
        } else {
            self.buffer.extend_from_slice(bytes);
        }
    }

    /// Ends the content before its last line break.
    pub fn finish(mut self) -> D {
        self.digests.update(&self.buffer);
        self.digests
    }

    /// Ends the content with its last line break.
    pub fn finish_whole(mut self) -> D {
        if self.is_broken {
            self.push(b"\r\n");
        }
        self.finish()
    }
}
