//! Documents of some mailboxes and holders. They are not signed by anybody.

use std::fmt::Write;

use anyhow::Result;
use sigillo_app::documents::Upload;
use sigillo_app::{App, Grant};
use sigillo_contract::document::DocumentUpload;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::document::DocumentKind;

use super::People;

/// One mailbox in so many has a document.
const EACH: usize = 4;

/// Uploads what the administration has received from a holder.
pub async fn receive(app: &App, people: &People, mailbox: &Mailbox, place: usize) -> Result<()> {
    if !place.is_multiple_of(EACH) {
        return Ok(());
    }
    let kinds = DocumentKind::ALL;
    let kind = kinds[place / EACH % kinds.len()];
    let (name, title) = match kind {
        DocumentKind::ActivationContract => ("contratto-firmato.pdf", "Contratto di attivazione"),
        DocumentKind::NewCredentials => ("nuove-credenziali.pdf", "Richiesta di nuove credenziali"),
        DocumentKind::ChangeOfHolder => ("cambio-intestatario.pdf", "Cambio di intestatario"),
        DocumentKind::Closure => ("richiesta-cessazione.pdf", "Richiesta di cessazione"),
        DocumentKind::Other => ("delega.pdf", "Delega"),
    };
    let holder = mailbox.holder.as_ref().filter(|_| kind == DocumentKind::Other);
    let subject = match holder {
        Some(holder) => format!("holder:{}", holder.id),
        None => format!("mailbox:{}", mailbox.id),
    };
    let query = DocumentUpload { subject, kind: kind.as_str().to_owned(), name: name.to_owned() };
    let grant = Grant::to(people.postmaster.clone())?;
    let mut upload = Upload::begin(app, &grant, &query).await?;
    upload
        .file()
        .write(pdf(&[title, &mailbox.address, "Documento di prova, non firmato."])?.into())
        .await?;
    upload.finish(app, &grant).await?;
    Ok(())
}

/// A page with these lines, of ASCII letters.
pub fn pdf(lines: &[&str]) -> Result<Vec<u8>> {
    let mut text = "BT /F1 16 Tf 20 TL 72 770 Td".to_owned();
    for line in lines {
        let line = line.replace(['(', ')', '\\'], "");
        write!(text, " ({line}) Tj T*")?;
    }
    text += " ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R \
         /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
    ];
    let (mut file, mut offsets) = ("%PDF-1.4\n".to_owned(), String::new());
    for (place, object) in objects.iter().enumerate() {
        writeln!(offsets, "{:010} 00000 n ", file.len())?;
        write!(file, "{} 0 obj\n{object}\nendobj\n", place + 1)?;
    }
    let (start, size) = (file.len(), objects.len() + 1);
    write!(file, "xref\n0 {size}\n0000000000 65535 f \n{offsets}")?;
    write!(file, "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")?;
    Ok(file.into_bytes())
}
