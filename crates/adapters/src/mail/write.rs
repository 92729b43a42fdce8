//! From a letter to a message.

use std::time::SystemTime;

use lettre::Message;
use lettre::address::AddressError;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use minijinja::syntax::SyntaxConfig;
use minijinja::{
    AutoEscape, Environment, Output, State, UndefinedBehavior, Value, context, escape_formatter,
};
use sigillo_app::Letter;

use super::block::{self, Block, Pair};
use super::values::{Values, values};
use super::{templates, words};

/// Writes messages: the same letter always gives the same bytes.
pub struct Writer {
    from: Mailbox,
    public_url: String,
    templates: Environment<'static>,
}

/// What a message says, twice over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Why a letter cannot be made into a message. None of it passes by itself.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    #[error("the recipient's address cannot be written to: {0}")]
    Recipient(AddressError),
    #[error("the message carries a link, and there is none")]
    NoLink,
    #[error("the template is not a subject and blocks")]
    Template,
    #[error("the template does not fit what the message tells: {0}")]
    Render(#[from] minijinja::Error),
    #[error("the message could not be put together: {0}")]
    Assembly(#[from] lettre::error::Error),
    #[error("the message could not be encoded")]
    Encoding,
}

impl Writer {
    /// `from` is an address, with a name before it in the usual form (`Sigillo <pec@example.it>`);
    /// `public_url` is where people reach the panel.
    pub fn new(from: &str, public_url: &str) -> Result<Self, String> {
        let from = parse_from(from)?;
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        // A tag on a line of its own leaves no line behind.
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
        // By the name's ending: what goes into HTML is escaped, what goes into text is not.
        for (name, source) in
            [("layout.html", templates::layout_html()), ("layout.txt", templates::layout_text())]
        {
            templates.add_template(name, source).map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(Self { from, public_url: public_url.trim_end_matches('/').to_owned(), templates })
    }

    /// The words of a letter.
    pub fn write(&self, letter: &Letter) -> Result<Written, Unwritable> {
        let values = values(letter, &self.public_url)?;
        let source = templates::message(letter.kind, letter.language);
        let (subject, rest) = block::subject(source).ok_or(Unwritable::Template)?;
        let subject = self.fill(subject, &values)?;
        let page = context! {
            language => letter.language.as_str(),
            subject => subject.as_str(),
            blocks => self.blocks(rest, &values)?,
            footer => self.blocks(templates::footer(letter.language), &values)?,
        };
        let layout = |name| self.templates.get_template(name)?.render(&page);
        Ok(Written { text: layout("layout.txt")?, html: layout("layout.html")?, subject })
    }

    /// A letter as it travels.
    pub fn message(&self, letter: &Letter) -> Result<Message, Unwritable> {
        let address = letter.recipient.parse().map_err(Unwritable::Recipient)?;
        let Written { subject, text, html } = self.write(letter)?;
        let id = letter.id;
        let parts = MultiPart::alternative()
            // Of the message's own making, so that each attempt sends the same bytes.
            .boundary(format!("={}", id.simple()))
            .singlepart(part(ContentType::TEXT_PLAIN, text)?)
            .singlepart(part(ContentType::TEXT_HTML, html)?);
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address))
            .subject(subject)
            .date(SystemTime::from(letter.written_at))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            // RFC 3834, 5: nobody's absence is to be answered with.
            .raw_header(raw("Auto-Submitted", "auto-generated"))
            .raw_header(raw("Content-Language", letter.language.as_str()))
            .multipart(parts)?;
        Ok(message)
    }

    /// The blocks with their values, as the layouts know them; none that has become empty.
    fn blocks(&self, source: &str, values: &Values) -> Result<Vec<Value>, Unwritable> {
        let mut filled = vec![];
        for block in block::blocks(source).ok_or(Unwritable::Template)? {
            filled.push(match block {
                Block::Paragraph(text) => {
                    context! { kind => "paragraph", text => self.fill(&text, values)? }
                }
                Block::Note(text) => context! { kind => "note", text => self.fill(&text, values)? },
                Block::Button(Pair { label, value }) => {
                    context! { kind => "button", label, url => self.fill(&value, values)? }
                }
                Block::Link(Pair { label, value }) => {
                    context! { kind => "link", label, url => self.fill(&value, values)? }
                }
                Block::Facts(facts) => {
                    let facts = facts.into_iter().map(|Pair { label, value }| {
                        Ok(context! { label, value => self.fill(&value, values)? })
                    });
                    context! { kind => "facts", facts => facts.collect::<Result<Vec<_>, Unwritable>>()? }
                }
            });
        }
        Ok(filled)
    }

    /// A piece of a template with its values, as one line of plain text: what is markup, and where a
    /// line ends, is up to the layouts.
    fn fill(&self, piece: &str, values: &Values) -> Result<String, Unwritable> {
        let filled = self.templates.render_str(piece, values)?;
        Ok(filled.replace(char::is_control, " "))
    }
}

/// Escapes what goes into HTML, and no more than it must: the engine's own escapes slashes too, and
/// not every mail program reads such a link.
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

/// Reads who messages are from.
fn parse_from(text: &str) -> Result<Mailbox, String> {
    let wrong = || format!("{text:?} is not a sender such as Sigillo <sigillo@example.it>");
    if text.contains(char::is_control) {
        return Err(wrong());
    }
    // By hand: a name with accents, which is no atom of RFC 5322, is one that people write.
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

/// In quoted-printable, whatever its letters: it passes every mail server, has short lines, and can
/// be read where it lies.
fn part(content_type: ContentType, text: String) -> Result<SinglePart, Unwritable> {
    let encoding = ContentTransferEncoding::QuotedPrintable;
    let body = Body::new_with_encoding(text, encoding).map_err(|_| Unwritable::Encoding)?;
    Ok(SinglePart::builder().header(content_type).body(body))
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
