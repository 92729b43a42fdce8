//! The MIME structure of a receipt (RFC 2046, RFC 1847), while its lines pass.
//!
//! `multipart/signed` has a `multipart/mixed` with the text, `daticert.xml` and the message, and then the signature.

use ring::digest::Context;
use sigillo_signatures::ContentDigests;

use crate::canonical::{Canonical, sha256};
use crate::content_type::ContentType;
use crate::headers::{Header, Headers};
use crate::leaf::{Content, Leaf};
use crate::lines::{End, Receive};
use crate::transfer::Decoder;

/// Parts within each other. A receipt has three levels; what is deeper is passed over.
const MAX_DEPTH: usize = 8;
/// RFC 2046 allows 70 characters. With all that surrounds it, it is shorter than what comes of a line at once.
const MAX_BOUNDARY: usize = 256;
const MAX_DELIMITER: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The one whose first part is signed.
    Signed,
    Other,
}

struct Multipart {
    boundary: Vec<u8>,
    kind: Kind,
    parts: usize,
}

/// Where the current line is.
enum Place {
    Headers(Headers),
    Kept(Leaf),
    /// In what is passed over: an attachment, or text between parts.
    Passed,
}

/// The part that is signed.
enum Signed {
    None,
    Open(Canonical<ContentDigests>),
    /// It ended where another part begins.
    Whole(ContentDigests),
}

/// What was kept of an e-mail.
#[derive(Default)]
pub(crate) struct Kept {
    pub headers: Headers,
    pub text: Option<Leaf>,
    pub html: Option<Leaf>,
    pub certification_data: Option<Leaf>,
    pub signature: Option<Leaf>,
    /// The digests of the signed part.
    pub signed: Option<ContentDigests>,
    /// The SHA-256 of the whole.
    pub sha256: Vec<u8>,
    /// Content and signature are in one (RFC 8551, 3.5.2).
    pub is_opaque: bool,
    pub is_odd: bool,
    pub is_truncated: bool,
}

pub(crate) struct Structure {
    open: Vec<Multipart>,
    place: Place,
    whole: Canonical<Context>,
    signed: Signed,
    has_body: bool,
    kept: Kept,
}

impl Structure {
    pub fn new() -> Self {
        Self {
            open: vec![],
            place: Place::Headers(Headers::default()),
            whole: Canonical::new(sha256()),
            signed: Signed::None,
            has_body: false,
            kept: Kept::default(),
        }
    }

    pub fn finish(mut self) -> Kept {
        self.kept.is_truncated = !self.open.is_empty() || !self.has_body;
        self.end_part();
        self.kept.sha256 = self.whole.finish_whole().finish().as_ref().to_vec();
        self.kept.is_odd |= matches!(self.signed, Signed::None) && !self.kept.is_truncated;
        self.kept.signed = match self.signed {
            Signed::Whole(digests) => Some(digests),
            Signed::None | Signed::Open(_) => None,
        };
        self.kept.is_odd |=
            self.kept.signed.is_some() && self.kept.signature.is_none() && !self.kept.is_truncated;
        self.kept
    }

    /// The multipart that a line delimits, and whether the line ends it. Outer ones come first: what is signed ends
    /// where every reader of the signature ends it, whatever boundaries there are inside.
    fn delimiter(&self, content: &[u8], end: End) -> Option<(usize, bool)> {
        if end == End::Open || content.len() > MAX_DELIMITER {
            return None;
        }
        let line = content.strip_prefix(b"--")?;
        self.open.iter().enumerate().find_map(|(level, multipart)| {
            let rest = line.strip_prefix(multipart.boundary.as_slice())?;
            let (rest, is_end) = match rest.strip_prefix(b"--") {
                Some(rest) => (rest, true),
                None => (rest, false),
            };
            // Spaces may have been added on the way.
            rest.trim_ascii().is_empty().then_some((level, is_end))
        })
    }

    /// Passes a delimiter.
    fn cross(&mut self, level: usize, is_end: bool) {
        self.end_part();
        // One that was not ended by itself.
        self.kept.is_odd |= self.open.len() > level + 1;
        self.end_signed_part(level);
        self.open.truncate(level + 1);
        if is_end {
            self.open.truncate(level);
            self.place = Place::Passed;
            return;
        }
        let multipart = &mut self.open[level];
        multipart.parts += 1;
        self.place = Place::Headers(Headers::default());
        if multipart.kind == Kind::Signed {
            match multipart.parts {
                1 => self.signed = Signed::Open(Canonical::new(ContentDigests::new())),
                2 => {}
                _ => self.kept.is_odd = true,
            }
        }
    }

    /// A delimiter of this level ends what is signed at this level or below.
    fn end_signed_part(&mut self, level: usize) {
        if !self.has_signed_from(level) {
            return;
        }
        self.signed = match std::mem::replace(&mut self.signed, Signed::None) {
            Signed::Open(content) => Signed::Whole(content.finish()),
            signed => signed,
        };
    }

    /// Keeps the part that ends here.
    fn end_part(&mut self) {
        let leaf = match std::mem::replace(&mut self.place, Place::Passed) {
            Place::Headers(headers) => {
                if !self.has_body {
                    self.kept.headers = headers;
                }
                return;
            }
            Place::Kept(leaf) => leaf,
            Place::Passed => return,
        };
        let place = match leaf.content {
            Content::Text => &mut self.kept.text,
            Content::Html => &mut self.kept.html,
            Content::CertificationData => &mut self.kept.certification_data,
            Content::Signature => &mut self.kept.signature,
        };
        *place = Some(leaf);
    }

    /// The body begins after these headers.
    fn begin_body(&mut self, headers: Headers) {
        let content_type = headers.text(Header::ContentType);
        let content_type = ContentType::parse(content_type.as_deref().unwrap_or("text/plain"));
        let is_signature = self.is_signature();
        self.place = Place::Passed;
        if is_signature {
            self.keep(Content::Signature, &headers, &content_type);
        } else if content_type.is_multipart() {
            self.begin_multipart(&content_type);
        } else if content_type.name.ends_with("pkcs7-mime") && !self.has_body {
            self.kept.is_opaque = true;
        } else if self.is_read()
            && let Some(content) = self.content(&headers, &content_type)
        {
            self.keep(content, &headers, &content_type);
        }
        if !self.has_body {
            self.has_body = true;
            self.kept.headers = headers;
        }
    }

    /// Whether the current part is the signature of another.
    fn is_signature(&self) -> bool {
        self.open
            .last()
            .is_some_and(|multipart| multipart.kind == Kind::Signed && multipart.parts == 2)
    }

    /// Whether parts are read here. Where something is signed, nothing else is believed.
    const fn is_read(&self) -> bool {
        !matches!(self.signed, Signed::Whole(_))
    }

    fn begin_multipart(&mut self, content_type: &ContentType) {
        let boundary = content_type.parameter("boundary").unwrap_or_default().trim_end();
        if boundary.is_empty() || boundary.len() > MAX_BOUNDARY || self.open.len() == MAX_DEPTH {
            self.kept.is_odd = true;
            return;
        }
        let is_signed = content_type.name == "multipart/signed";
        let kind = match self.signed {
            Signed::None if is_signed && !self.has_signed_from(0) => {
                self.kept.is_odd |= self.has_body;
                // What came before it is not signed.
                (self.kept.text, self.kept.html, self.kept.certification_data) = (None, None, None);
                Kind::Signed
            }
            _ => Kind::Other,
        };
        self.open.push(Multipart { boundary: boundary.as_bytes().to_vec(), kind, parts: 0 });
    }

    /// Whether the multipart with what is signed is open, at this level or below.
    fn has_signed_from(&self, level: usize) -> bool {
        self.open[level..].iter().any(|multipart| multipart.kind == Kind::Signed)
    }

    /// What a part is kept as; None if it is passed over.
    fn content(&mut self, headers: &Headers, content_type: &ContentType) -> Option<Content> {
        let disposition = headers.text(Header::ContentDisposition).unwrap_or_default();
        let disposition = ContentType::parse(&disposition);
        let names = [disposition.parameter("filename"), content_type.parameter("name")];
        let is_named = |end: &str| {
            names.iter().flatten().any(|name| name.trim().to_ascii_lowercase().ends_with(end))
        };
        let is_xml = ["application/xml", "text/xml"].contains(&content_type.name.as_str());
        // Some providers give no file name.
        if is_named("daticert.xml") || is_xml && names.iter().all(Option::is_none) {
            let is_first = self.kept.certification_data.is_none();
            self.kept.is_odd |= !is_first;
            return is_first.then_some(Content::CertificationData);
        }
        let is_attached = disposition.name == "attachment";
        match content_type.name.as_str() {
            "text/plain" if !is_attached && self.kept.text.is_none() => Some(Content::Text),
            "text/html" if !is_attached && self.kept.html.is_none() => Some(Content::Html),
            _ => None,
        }
    }

    fn keep(&mut self, content: Content, headers: &Headers, content_type: &ContentType) {
        let encoding = headers.text(Header::TransferEncoding).unwrap_or_default();
        let charset = content_type.parameter("charset").map(ToOwned::to_owned);
        self.place = Place::Kept(Leaf::new(content, charset, Decoder::of(&encoding)));
    }
}

impl Receive for Structure {
    fn line(&mut self, content: &[u8], end: End) {
        self.whole.line(content, end);
        let delimiter = self.delimiter(content, end);
        let ends_signed = delimiter.is_some_and(|(level, _)| self.has_signed_from(level));
        // Delimiters within what is signed are part of it.
        if let (Signed::Open(signed), false) = (&mut self.signed, ends_signed) {
            signed.line(content, end);
        }
        if let Some((level, is_end)) = delimiter {
            return self.cross(level, is_end);
        }
        match &mut self.place {
            Place::Headers(headers) => {
                if headers.line(content, end) {
                    let headers = std::mem::take(headers);
                    self.begin_body(headers);
                }
            }
            Place::Kept(leaf) => leaf.line(content, end),
            Place::Passed => {}
        }
    }

    fn more(&mut self, content: &[u8], end: End) {
        self.whole.more(content, end);
        if let Signed::Open(signed) = &mut self.signed {
            signed.more(content, end);
        }
        match &mut self.place {
            Place::Headers(headers) => headers.more(content, end),
            Place::Kept(leaf) => leaf.more(content, end),
            Place::Passed => {}
        }
    }
}
