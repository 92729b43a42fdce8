//! The headers of an e-mail and of its parts (RFC 5322, 2.2), as far as they are looked at.

use crate::lines::{End, Lines, Receive};

/// A header that is longer is cut off. The longest of interest is a subject.
const MAX_VALUE: usize = 8 * 1024;

macro_rules! headers {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Header { $($(#[$doc])* $variant),* }

        const HEADERS: &[(&str, Header)] = &[$(($name, Header::$variant)),*];
    };
}

headers! {
    From = "from";
    Subject = "subject";
    MessageId = "message-id";
    ContentType = "content-type";
    ContentDisposition = "content-disposition";
    TransferEncoding = "content-transfer-encoding";
    /// The kind of a receipt.
    Receipt = "x-ricevuta";
    /// Whether it is the envelope of a certified message, or of an anomaly.
    Transport = "x-trasporto";
    /// How much of the message a receipt of delivery has with it.
    Form = "x-tiporicevuta";
    /// The Message-ID of the message that a receipt is about.
    Reference = "x-riferimento-message-id";
}

/// The first value of each header of interest, unfolded, as bytes.
#[derive(Debug, Default)]
pub(crate) struct Headers {
    values: Vec<(Header, Vec<u8>)>,
    /// The header that the last line belongs to: the last of `values` if it is looked at.
    is_kept: bool,
    /// A line whose rest is to come.
    is_line_open: bool,
}

impl Headers {
    pub fn bytes(&self, header: Header) -> Option<&[u8]> {
        let found = self.values.iter().find(|(known, _)| *known == header);
        found.map(|(_, value)| value.as_slice().trim_ascii())
    }

    /// A value, in which only ASCII means anything.
    pub fn text(&self, header: Header) -> Option<String> {
        self.bytes(header).map(|value| String::from_utf8_lossy(value).into_owned())
    }

    /// Takes the next line; true if it is the one that ends the headers.
    pub fn line(&mut self, content: &[u8], end: End) -> bool {
        if content.is_empty() && end.is_line_break() {
            return true;
        }
        self.is_line_open = end == End::Open;
        if content.first().is_some_and(|first| matches!(first, b' ' | b'\t')) {
            self.append(content);
            return false;
        }
        self.is_kept = false;
        // What is no header is passed over, such as the first line in a file of the format mbox.
        let Some(colon) = content.iter().position(|byte| *byte == b':') else { return false };
        let name = content[..colon].trim_ascii_end();
        let found = HEADERS.iter().find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(name));
        let Some((_, header)) = found else { return false };
        if self.bytes(*header).is_none() {
            self.values.push((*header, vec![]));
            self.is_kept = true;
            self.append(&content[colon + 1..]);
        }
        false
    }

    /// Takes more of the line.
    pub fn more(&mut self, content: &[u8], end: End) {
        if self.is_line_open {
            self.append(content);
        }
        self.is_line_open &= end == End::Open;
    }

    fn append(&mut self, content: &[u8]) {
        if let (true, Some((_, value))) = (self.is_kept, self.values.last_mut()) {
            let room = MAX_VALUE.saturating_sub(value.len());
            value.extend_from_slice(&content[..content.len().min(room)]);
        }
    }

    /// Whether it is the envelope of a message that did not come as certified mail.
    pub fn is_anomaly(&self) -> bool {
        self.text(Header::Transport).is_some_and(|value| value.eq_ignore_ascii_case("errore"))
    }
}

/// Whether an e-mail with these headers is a receipt or a notice of certified mail: any that says of which kind it is,
/// also where that is unknown, and the envelope of an anomaly. The bytes may be the headers alone, or only those of
/// their lines that begin with `X-Ricevuta` and `X-Trasporto`.
pub fn is_to_be_preserved(headers: &[u8]) -> bool {
    /// Reads lines up to the body.
    struct Reader {
        headers: Headers,
        is_over: bool,
    }
    impl Receive for Reader {
        fn line(&mut self, content: &[u8], end: End) {
            self.is_over = self.is_over || self.headers.line(content, end);
        }
        fn more(&mut self, content: &[u8], end: End) {
            if !self.is_over {
                self.headers.more(content, end);
            }
        }
    }
    let mut reader = Reader { headers: Headers::default(), is_over: false };
    let mut lines = Lines::default();
    lines.push(headers, &mut reader);
    lines.finish(&mut reader);
    reader.headers.bytes(Header::Receipt).is_some() || reader.headers.is_anomaly()
}

#[cfg(test)]
mod tests {
    use super::is_to_be_preserved;

    #[test]
    fn receipts_of_any_kind_and_anomalies_are_preserved_and_nothing_else() {
        for (headers, expected) in [
            ("X-Ricevuta: accettazione\r\n\r\n", true),
            ("x-ricevuta : un-nuovo-valore\n", true),
            ("From a@example.it\nX-RICEVUTA:\n avvenuta-consegna", true),
            ("X-Ricevuta:\r\n\r\n", true),
            ("X-Trasporto: errore\r\n", true),
            ("X-Trasporto:\r\n\tErrore\r\n", true),
            ("X-Trasporto: posta-certificata\r\n\r\n", false),
            ("X-Ricevute: accettazione\r\n\r\n", false),
            ("Subject: a\r\n X-Ricevuta: accettazione\r\n\r\n", false),
            ("Subject: a\r\n\r\nX-Ricevuta: accettazione\r\n", false),
            ("", false),
        ] {
            assert_eq!(is_to_be_preserved(headers.as_bytes()), expected, "{headers:?}");
        }
    }
}
