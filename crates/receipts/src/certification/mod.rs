//! `daticert.xml`, the data that a provider certifies (RFC 6109, 4.4).

mod salvage;
mod strict;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use sigillo_domain::receipt::ReceiptRecipient;

use crate::text;

/// More than a message may have.
const MAX_RECIPIENTS: usize = 20_000;
/// Where the declaration of an XML document is.
const DECLARATION: usize = 256;

/// The data, as far as they could be read.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct CertificationData {
    pub kind: Option<String>,
    pub error: Option<String>,
    pub sender: Option<String>,
    pub recipients: Vec<ReceiptRecipient>,
    pub subject: Option<String>,
    pub provider: Option<String>,
    pub identifier: Option<String>,
    pub reference: Option<String>,
    pub form: Option<String>,
    pub delivered_to: Option<String>,
    pub error_text: Option<String>,
    pub certified_at: Option<DateTime<Utc>>,
    day: Option<NaiveDate>,
    time: Option<NaiveTime>,
    zone: Option<FixedOffset>,
    /// The XML is not well-formed, or something is missing.
    pub is_broken: bool,
    /// There are more recipients than are read.
    pub is_cut: bool,
}

/// An element with a text of interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Sender,
    Recipient { is_certified: bool },
    Subject,
    Provider,
    Day,
    Time,
    Identifier,
    Reference,
    DeliveredTo,
    ErrorText,
}

impl CertificationData {
    pub fn read(bytes: &[u8]) -> Self {
        let (text, is_damaged) = decode(bytes);
        let mut data = strict::read(&text).unwrap_or_else(|_| salvage::read(&text));
        data.is_broken |= is_damaged;
        data.complete();
        data
    }

    /// Takes an element with its attributes; the field that its text is for.
    fn element(&mut self, name: &str, attribute: impl Fn(&str) -> Option<String>) -> Option<Field> {
        match name {
            "postacert" if self.kind.is_none() => {
                self.kind = attribute("tipo");
                self.error = attribute("errore");
            }
            "data" if self.zone.is_none() => {
                self.zone = attribute("zona").as_deref().and_then(zone);
            }
            "ricevuta" if self.form.is_none() => self.form = attribute("tipo"),
            _ => {}
        }
        Some(match name {
            "mittente" => Field::Sender,
            // The default of the document type, which is never looked at.
            "destinatari" => Field::Recipient {
                is_certified: attribute("tipo").is_none_or(|kind| kind.trim() != "esterno"),
            },
            "oggetto" => Field::Subject,
            "gestore-emittente" => Field::Provider,
            "giorno" => Field::Day,
            "ora" => Field::Time,
            "identificativo" => Field::Identifier,
            "msgid" => Field::Reference,
            "consegna" => Field::DeliveredTo,
            "errore-esteso" => Field::ErrorText,
            _ => return None,
        })
    }

    fn set(&mut self, field: Field, value: &str) {
        let first = |place: &mut Option<String>, value: Option<String>| {
            if place.is_none() {
                *place = value;
            }
        };
        match field {
            Field::Sender => first(&mut self.sender, text::address(value)),
            Field::DeliveredTo => first(&mut self.delivered_to, text::address(value)),
            Field::Recipient { is_certified } => self.add_recipient(value, is_certified),
            Field::Subject => first(&mut self.subject, text::line(value, 2_000)),
            Field::Provider => first(&mut self.provider, text::line(value, 300)),
            Field::Identifier => first(&mut self.identifier, text::line(value, 500)),
            Field::Reference => first(&mut self.reference, text::message_id(value)),
            Field::ErrorText => first(&mut self.error_text, text::line(value, 4_000)),
            Field::Day => self.day = self.day.or_else(|| day(value)),
            Field::Time => self.time = self.time.or_else(|| time(value)),
        }
    }

    fn add_recipient(&mut self, address: &str, is_certified: bool) {
        let Some(address) = text::address(address) else {
            self.is_broken = true;
            return;
        };
        if self.recipients.len() == MAX_RECIPIENTS {
            self.is_cut = true;
        } else {
            self.recipients.push(ReceiptRecipient { address, is_certified });
        }
    }

    /// Puts the time together, and notes what is missing.
    fn complete(&mut self) {
        if let (Some(day), Some(time), Some(zone)) = (self.day, self.time, self.zone) {
            let local = zone.from_local_datetime(&day.and_time(time));
            self.certified_at = local.single().map(|at| at.with_timezone(&Utc));
        }
        self.is_broken |= self.kind.is_none()
            || self.sender.is_none()
            || self.recipients.is_empty()
            || self.identifier.is_none()
            || self.certified_at.is_none();
    }
}

/// One of the five characters with a name that XML knows.
fn named_character(name: &str) -> Option<&'static str> {
    Some(match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "apos" => "'",
        "quot" => "\"",
        _ => return None,
    })
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%d/%m/%Y").ok()
}

fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M:%S").ok()
}

/// A zone such as `+0100`, or `+01:00`.
fn zone(text: &str) -> Option<FixedOffset> {
    let text = text.trim().replace(':', "");
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    if digits.len() != 4 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    FixedOffset::east_opt(sign * (number / 100 * 3600 + number % 100 * 60))
}

/// The text of the document, and whether its bytes are not what it declares.
fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => declared(bytes).unwrap_or(UTF_8),
    };
    match encoding.decode_with_bom_removal(bytes) {
        // Older programs write Latin letters under any declaration.
        (_, true) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, true),
        (text, false) => (text, false),
    }
}

/// The encoding that the declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]);
    let declaration = start.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Encoding::for_label(value[1..].split(quote).next()?.as_bytes())
}
