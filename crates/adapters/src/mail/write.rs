//! Writing a message as an e-mail.

use std::time::SystemTime;

use lettre::Message;
use lettre::address::AddressError;
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use minijinja::syntax::SyntaxConfig;
use minijinja::{
    AutoEscape, Environment, Output, State, UndefinedBehavior, Value, context, escape_formatter,
};
use sigillo_app::{Attachment, OutgoingMessage};
use sigillo_domain::invisible::is_invisible;
use sigillo_domain::message::Content;

use super::block::{self, Block, Pair};
use super::values::{Values, unsubscribe_url, values};
use super::{templates, words};

/// Writes e-mails. The same message always gives the same bytes.
pub struct Writer {
    from: Mailbox,
    public_url: String,
    templates: Environment<'static>,
}

/// The subject and body of an e-mail, as text and as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Why a message cannot be written as an e-mail. A retry cannot help.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    #[error("the recipient's address cannot be written to: {0}")]
    Recipient(AddressError),
    #[error("the address for answers cannot be written to: {0}")]
    ReplyTo(AddressError),
    #[error("the message carries a link, and there is none")]
    NoLink,
    #[error("the message carries a code, and there is none")]
    NoCode,
    #[error("the message carries a document, and there is none")]
    NoDocument,
    #[error("the template is not a subject and blocks")]
    Template,
    #[error("the template does not fit the content of the message: {0}")]
    Render(#[from] minijinja::Error),
    #[error("the message could not be assembled: {0}")]
    Assembly(#[from] lettre::error::Error),
    #[error("the message could not be encoded")]
    Encoding,
}

impl Writer {
    /// `from` is an address, optionally with a name before it (`Sigillo <pec@example.it>`);
    /// `public_url` is the panel's address for people.
    pub fn new(from: &str, public_url: &str) -> Result<Self, String> {
        let from = parse_from(from)?;
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        // With this setting a tag on a line of its own leaves no empty line behind.
        templates.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .keep_trailing_newline(true)
                .build()
                .map_err(|error| error.to_string())?,
        );
        templates.set_formatter(format);
        templates.add_filter("wrap", |text: &str| words::wrap(text));
        // The extension of the name decides whether values are escaped: they are in HTML, not in
        // text.
        for (name, source) in
            [("layout.html", templates::layout_html()), ("layout.txt", templates::layout_text())]
        {
            templates.add_template(name, source).map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(Self { from, public_url: public_url.trim_end_matches('/').to_owned(), templates })
    }

    /// Writes the subject, text and HTML of a message.
    pub fn write(&self, message: &OutgoingMessage) -> Result<Written, Unwritable> {
        let values = values(message, &self.public_url)?;
        let source = templates::message(message.kind, message.language);
        let (subject, rest) = block::subject(source).ok_or(Unwritable::Template)?;
        let subject = self.fill(subject, &values)?;
        let page = context! {
            language => message.language.as_str(),
            subject => subject.as_str(),
            blocks => self.blocks(rest, &values)?,
            footer => self.blocks(templates::footer(message.language), &values)?,
        };
        let layout = |name| self.templates.get_template(name)?.render(&page);
        Ok(Written { text: layout("layout.txt")?, html: layout("layout.html")?, subject })
    }

    /// Writes a message as an e-mail.
    pub fn message(&self, message: &OutgoingMessage) -> Result<Message, Unwritable> {
        let address = message.recipient.parse().map_err(Unwritable::Recipient)?;
        let Written { subject, text, html } = self.write(message)?;
        let id = message.id;
        let parts = MultiPart::alternative()
            // The boundary is made from the id, so that each attempt sends the same bytes.
            .boundary(format!("={}", id.uuid().simple()))
            .singlepart(part(ContentType::TEXT_PLAIN, text)?)
            .singlepart(part(ContentType::TEXT_HTML, html)?);
        let parts = match &message.attachment {
            Some(attachment) => MultiPart::mixed()
                // Neither of the two boundaries may begin with the other.
                .boundary(format!("=mixed={}", id.uuid().simple()))
                .multipart(parts)
                .singlepart(attached(attachment)?),
            None => parts,
        };
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address))
            .subject(subject)
            .date(SystemTime::from(message.written_at))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            // RFC 3834, 5: no automatic replies are wanted.
            .raw_header(raw("Auto-Submitted", "auto-generated"))
            .raw_header(raw("Content-Language", message.language.as_str()));
        if let Content::Ticket(_) = &message.content {
            // Mail programs show the messages about a ticket together.
            let thread = format!("<ticket.{}@{}>", message.subject.id, self.from.email.domain());
            builder = builder.references(thread);
        }
        if let Some(address) = &message.reply_to {
            let address = address.parse().map_err(Unwritable::ReplyTo)?;
            builder = builder.reply_to(Mailbox::new(self.from.name.clone(), address));
        }
        if let Some(url) = unsubscribe_url(message, &self.public_url)? {
            // RFC 2369, 3.2: mail programs show it as a button beside the message.
            builder = builder.raw_header(raw("List-Unsubscribe", &format!("<{url}>")));
        }
        Ok(builder.multipart(parts)?)
    }

    /// Fills the blocks with their values, in the form that the layouts expect.
    fn blocks(&self, source: &str, values: &Values) -> Result<Vec<Value>, Unwritable> {
        let blocks = block::blocks(source).ok_or(Unwritable::Template)?;
        blocks.into_iter().filter_map(|block| self.block(block, values).transpose()).collect()
    }

    /// Fills a block; None if nothing is left of it.
    fn block(&self, block: Block, values: &Values) -> Result<Option<Value>, Unwritable> {
        let text = |kind: &str, text: &str| {
            let text = self.fill(text, values)?;
            Ok((!text.trim().is_empty()).then(|| context! { kind, text }))
        };
        let link = |kind: &str, Pair { label, value }: Pair| {
            let url = self.fill(&value, values)?;
            Ok((!url.is_empty()).then(|| context! { kind, label, url }))
        };
        match block {
            Block::Paragraph(source) => text("paragraph", &source),
            Block::Note(source) => text("note", &source),
            Block::Code(source) => text("code", &source),
            Block::Button(pair) => link("button", pair),
            Block::Link(pair) => link("link", pair),
            Block::Facts(pairs) => {
                let mut facts = vec![];
                for Pair { label, value } in pairs {
                    let value = self.fill(&value, values)?;
                    if !value.trim().is_empty() {
                        facts.push(context! { label, value });
                    }
                }
                Ok((!facts.is_empty()).then(|| context! { kind => "facts", facts }))
            }
        }
    }

    /// Fills a piece of a template with its values and returns it as one line of plain text. The
    /// layouts add markup and line breaks. Characters that are not seen, such as those that change the
    /// direction of what follows, become spaces.
    fn fill(&self, piece: &str, values: &Values) -> Result<String, Unwritable> {
        let filled = self.templates.render_str(piece, values)?;
        Ok(filled.replace(is_invisible, " "))
    }
}

/// Escapes the five characters that HTML requires. The engine's own escape also changes slashes,
/// and some mail programs do not read such a link.
fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    if value.is_safe() || *state.auto_escape() == AutoEscape::None {
        return escape_formatter(out, state, value);
    }
    let escaped = value
        .to_string()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;");
    Ok(out.write_str(&escaped)?)
}

/// Parses the sender.
fn parse_from(text: &str) -> Result<Mailbox, String> {
    let wrong = || format!("{text:?} is not a sender such as Sigillo <sigillo@example.it>");
    if text.contains(char::is_control) {
        return Err(wrong());
    }
    // The name is parsed by hand because people write names with accents, which are no atoms of RFC
    // 5322.
    let (name, address) = match text.trim().strip_suffix('>').map(|text| text.rsplit_once('<')) {
        Some(Some((name, address))) => (unquoted(name.trim()), address),
        Some(None) => return Err(wrong()),
        None => ("", text.trim()),
    };
    let address = address.parse().map_err(|_| wrong())?;
    Ok(Mailbox::new((!name.is_empty()).then(|| name.to_owned()), address))
}

fn unquoted(name: &str) -> &str {
    name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name)
}

/// A part in quoted-printable encoding, which passes every mail server, has short lines and remains
/// readable.
fn part(content_type: ContentType, text: String) -> Result<SinglePart, Unwritable> {
    let encoding = ContentTransferEncoding::QuotedPrintable;
    let body = Body::new_with_encoding(text, encoding).map_err(|_| Unwritable::Encoding)?;
    Ok(SinglePart::builder().header(content_type).body(body))
}

/// A document, in base64.
fn attached(attachment: &Attachment) -> Result<SinglePart, Unwritable> {
    let Attachment { name, media_type, content } = attachment;
    let encoding = ContentTransferEncoding::Base64;
    let body = Body::new_with_encoding(content.clone(), encoding);
    let body = body.map_err(|_| Unwritable::Encoding)?;
    Ok(SinglePart::builder()
        .header(ContentType::parse(media_type).map_err(|_| Unwritable::Encoding)?)
        .header(ContentDisposition::attachment(&name.replace(is_invisible, " ")))
        .body(body))
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_an_address_with_or_without_a_name() {
        for (text, name, address) in [
            ("pec@example.it", None, "pec@example.it"),
            (" Sigillo <pec@example.it> ", Some("Sigillo"), "pec@example.it"),
            ("Città, già \"PEC\" <pec@example.it>", Some("Città, già \"PEC\""), "pec@example.it"),
            (
                "\"Posta, certificata\" <pec@example.it>",
                Some("Posta, certificata"),
                "pec@example.it",
            ),
        ] {
            let from = parse_from(text).unwrap();
            assert_eq!((from.name.as_deref(), from.email.as_ref()), (name, address), "{text}");
        }
        for text in ["", "Sigillo", "Sigillo <>", "pec@example.it>", "a\r\nb <pec@example.it>"] {
            assert!(parse_from(text).is_err(), "{text:?}");
        }
    }
}
