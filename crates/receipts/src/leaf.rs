//! A part that is read.

use crate::lines::End;
use crate::transfer::Decoder;

/// What a part is kept as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Text,
    Html,
    CertificationData,
    Signature,
}

impl Content {
    /// The most that is kept, in bytes.
    pub const fn limit(self) -> usize {
        match self {
            Self::Text | Self::Html => 64 * 1024,
            // With 10,000 recipients it has about one million.
            Self::CertificationData => 4 * 1024 * 1024,
            Self::Signature => 256 * 1024,
        }
    }
}

/// A part while it is read.
pub(crate) struct Leaf {
    pub content: Content,
    pub charset: Option<String>,
    /// What was decoded, up to the limit.
    pub bytes: Vec<u8>,
    /// There was more than the limit.
    pub is_cut: bool,
    decoder: Decoder,
    /// A line break that is only part of the content if something follows.
    line_break: End,
}

impl Leaf {
    pub const fn new(content: Content, charset: Option<String>, decoder: Decoder) -> Self {
        Self { content, charset, bytes: vec![], is_cut: false, decoder, line_break: End::Mail }
    }

    pub fn line(&mut self, content: &[u8], end: End) {
        self.push(self.line_break.bytes());
        self.more(content, end);
    }

    pub fn more(&mut self, content: &[u8], end: End) {
        self.push(content);
        self.line_break = end;
    }

    fn push(&mut self, mut bytes: &[u8]) {
        let limit = self.content.limit();
        // In pieces, since one line may be as long as the whole e-mail.
        while !bytes.is_empty() && !self.is_cut {
            let (piece, rest) = bytes.split_at(bytes.len().min(limit));
            self.decoder.push(piece, &mut self.bytes);
            self.is_cut = self.bytes.len() > limit;
            self.bytes.truncate(limit);
            bytes = rest;
        }
    }
}
