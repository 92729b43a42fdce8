//! The headers of a receipt and what is signed of it.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};
use encoding_rs::WINDOWS_1252;
use sigillo_domain::receipt::{ReceiptForm, ReceiptKind};

use super::receipt::{Flaw, TestReceipt};
use super::{Out, base64, message};

const LINE: usize = 57;

/// The headers, from which a signed receipt is a `multipart/signed` with this boundary.
pub(super) fn headers(receipt: &TestReceipt, domain: &str, boundary: &str, out: Out<'_>) {
    let subject = format!("{}{}", receipt.subject_start(), receipt.subject);
    let mut headers = format!(
        "Received: from mx.{domain} by mail.example.it;\r\n\t{date}\r\n\
         From: \"Per conto di: {sender}\" <posta-certificata@{domain}>\r\nTo: {sender}\r\n\
         Subject: {subject}\r\nDate: {date}\r\n\
         Message-ID: <{number}.{kind}@{domain}>\r\nX-Riferimento-Message-ID: <{reference}>\r\n",
        date = receipt.at.to_rfc2822(),
        sender = receipt.sender,
        subject = encoded(&subject),
        number = receipt.number(),
        kind = receipt.name(),
        reference = receipt.reference,
    );
    let name = if receipt.has(Flaw::OtherHeader) { "presa-in-carico" } else { receipt.name() };
    let header = if receipt.kind == ReceiptKind::Anomaly { "X-Trasporto" } else { "X-Ricevuta" };
    let _ = write!(headers, "{header}: {name}\r\n");
    if receipt.kind == ReceiptKind::Delivery {
        let _ = write!(headers, "X-TipoRicevuta: {}\r\n", receipt.form_name());
    }
    headers.push_str("MIME-Version: 1.0\r\n");
    if !receipt.has(Flaw::Unsigned) {
        let _ = write!(
            headers,
            "Content-Type: multipart/signed; protocol=\"application/x-pkcs7-signature\";\r\n\t\
             micalg=\"sha-256\"; boundary=\"{boundary}\"\r\n\r\n"
        );
    }
    out(headers.as_bytes());
}

/// What is signed: everything but the line break after it.
pub(super) fn signed_part(receipt: &TestReceipt, domain: &str, is_altered: bool, out: Out<'_>) {
    let boundary = format!("----=_busta.{}", receipt.number());
    let head = format!("Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n");
    out(head.as_bytes());
    out(format!("--{boundary}\r\n").as_bytes());
    out(b"Content-Type: text/plain; charset=\"utf-8\"\r\n");
    out(b"Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    quoted_printable(&text(receipt, is_altered), out);
    if !receipt.has(Flaw::NoData) && receipt.kind != ReceiptKind::Anomaly {
        out(format!("\r\n--{boundary}\r\n").as_bytes());
        part_headers(receipt, "application/xml", "daticert.xml", Some("base64"), out);
        base64_lines(&data(receipt, domain), out);
    }
    if receipt.encloses() {
        out(format!("\r\n--{boundary}\r\n").as_bytes());
        let is_encoded = receipt.has(Flaw::EncodedMessage);
        let encoding = is_encoded.then_some("base64");
        part_headers(receipt, "message/rfc822", "postacert.eml", encoding, out);
        if is_encoded {
            let mut left = vec![];
            message::write(receipt, &mut |piece| {
                left.extend_from_slice(piece);
                let whole = left.len() / LINE * LINE;
                base64_lines(&left[..whole], out);
                left.drain(..whole);
            });
            base64_lines(&left, out);
        } else {
            message::write(receipt, out);
        }
    }
    // The line break before the delimiter of what is signed is no part of it.
    out(format!("\r\n--{boundary}--\r\n").as_bytes());
}

pub(super) fn part_headers(
    receipt: &TestReceipt,
    content_type: &str,
    name: &str,
    encoding: Option<&str>,
    out: Out<'_>,
) {
    let encoding = encoding.unwrap_or("7bit");
    let headers = if receipt.has(Flaw::NoFileNames) {
        format!("Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n")
    } else {
        format!(
            "Content-Type: {content_type}; name={name}\r\n\
             Content-Transfer-Encoding: {encoding}\r\n\
             Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n"
        )
    };
    out(headers.as_bytes());
}

fn local(receipt: &TestReceipt) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(3600).expect("a zone");
    receipt.at.with_timezone(&zone)
}

fn text(receipt: &TestReceipt, is_altered: bool) -> String {
    let what = match receipt.kind {
        ReceiptKind::Acceptance => "è stato accettato dal sistema ed inoltrato",
        ReceiptKind::NonAcceptance => "non è stato accettato",
        ReceiptKind::Takeover => "è stato preso in carico",
        ReceiptKind::Delivery => "è stato consegnato nella casella di destinazione",
        ReceiptKind::DeliveryFailure => "non è stato consegnato",
        ReceiptKind::DeliveryDelay => "non è stato ancora consegnato",
        ReceiptKind::VirusDetected => "non è stato consegnato perché contiene un virus",
        ReceiptKind::Anomaly => "non è stato riconosciuto come posta certificata",
        ReceiptKind::Unrecognised => "è stato trattato in un modo nuovo",
    };
    let recipients: Vec<_> = receipt.recipients.iter().map(|one| one.address.as_str()).collect();
    let recipient = receipt.delivered_to.clone().unwrap_or_else(|| recipients.join("\r\n"));
    format!(
        "Il giorno {} il messaggio\r\n\"{}\" proveniente da \"{}\"\r\ned indirizzato a:\r\n{recipient}\r\n\
         {what}{}\r\nIdentificativo del messaggio: {}\r\n",
        local(receipt).format("%d/%m/%Y alle ore %H:%M:%S (%z)"),
        receipt.subject,
        receipt.sender,
        if is_altered { "!" } else { "." },
        receipt.identifier,
    )
}

/// `daticert.xml`.
fn data(receipt: &TestReceipt, domain: &str) -> Vec<u8> {
    let is_latin = receipt.has(Flaw::LatinData);
    let encoding = if is_latin { "ISO-8859-1" } else { "UTF-8" };
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"{encoding}\"?>\r\n\
         <postacert tipo=\"{}\" errore=\"{}\">\r\n<intestazione>\r\n<mittente>{}</mittente>\r\n",
        receipt.name(),
        receipt.error_name(),
        escaped(&receipt.sender),
    );
    for one in &receipt.recipients {
        let kind = if one.is_certified { "certificato" } else { "esterno" };
        let address = escaped(&one.address);
        let _ = write!(xml, "<destinatari tipo=\"{kind}\">{address}</destinatari>\r\n");
    }
    let reference = format!("<{}>", receipt.reference);
    let reference = if receipt.has(Flaw::BareMessageId) { reference } else { escaped(&reference) };
    let _ = write!(
        xml,
        "<risposte>{}</risposte>\r\n<oggetto>{}</oggetto>\r\n</intestazione>\r\n<dati>\r\n\
         <gestore-emittente>Gestore di prova di {domain}</gestore-emittente>\r\n\
         <data zona=\"+0100\"><giorno>{}</giorno><ora>{}</ora></data>\r\n\
         <identificativo>{}</identificativo>\r\n<msgid>{reference}</msgid>\r\n",
        escaped(&receipt.sender),
        escaped(&receipt.subject),
        local(receipt).format("%d/%m/%Y"),
        local(receipt).format("%H:%M:%S"),
        escaped(&receipt.identifier),
    );
    if receipt.kind == ReceiptKind::Delivery || receipt.form != ReceiptForm::Full {
        let _ = write!(xml, "<ricevuta tipo=\"{}\"/>\r\n", receipt.form_name());
    }
    let lie = receipt.has(Flaw::OtherRecipient).then(|| format!("intruso@{domain}"));
    if let Some(recipient) = lie.as_ref().or(receipt.delivered_to.as_ref()) {
        let _ = write!(xml, "<consegna>{}</consegna>\r\n", escaped(recipient));
    }
    if receipt.error_name() != "nessuno" {
        xml.push_str(
            "<errore-esteso>5.1.1 - Gestore di prova - indirizzo non valido</errore-esteso>\r\n",
        );
    }
    if !receipt.has(Flaw::CutData) {
        xml.push_str("</dati>\r\n</postacert>\r\n");
    }
    if is_latin { WINDOWS_1252.encode(&xml).0.into_owned() } else { xml.into_bytes() }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

pub(super) fn base64_lines(bytes: &[u8], out: Out<'_>) {
    for line in bytes.chunks(LINE) {
        out(format!("{}\r\n", base64(line)).as_bytes());
    }
}

fn quoted_printable(text: &str, out: Out<'_>) {
    for line in text.split("\r\n") {
        let mut encoded = String::new();
        for byte in line.bytes() {
            if byte.is_ascii() && byte != b'=' {
                encoded.push(byte.into());
            } else {
                let _ = write!(encoded, "={byte:02X}");
            }
        }
        out(encoded.as_bytes());
        out(b"\r\n");
    }
}

/// A text for a header, in encoded words if it is not ASCII.
pub(super) fn encoded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let words = characters.chunks(15).map(|characters| {
        let text: String = characters.iter().collect();
        format!("=?UTF-8?B?{}?=", base64(text.as_bytes()))
    });
    words.collect::<Vec<_>>().join("\r\n ")
}
