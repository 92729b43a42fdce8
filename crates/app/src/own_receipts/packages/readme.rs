//! The page in a package that explains, without a network, how to verify what is in it.

use chrono::{DateTime, Utc};
use sigillo_domain::message::Language;

use super::facts::moment;

pub(super) const NAME: &str = "LEGGIMI.html";
pub(super) const HASHES: &str = "SHA256SUMS";

pub(super) struct Contents<'a> {
    pub address: &'a str,
    pub receipts: usize,
    pub made_at: DateTime<Utc>,
    /// Whether the package has the certificates that the signatures were verified against.
    pub anchors: Option<&'a str>,
    pub language: Language,
}

pub(super) fn page(contents: &Contents<'_>) -> String {
    let l = contents.language;
    let title = l.choose("Ricevute di posta certificata", "Receipts of certified mail");
    let body = if l == Language::It { italian(contents) } else { english(contents) };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\n<style>{STYLE}</style></head>\n\
         <body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n",
        l.as_str()
    )
}

const STYLE: &str = "body{font:16px/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#17324d}\
    pre{background:#eef2f6;padding:.8rem;overflow:auto}code{font-family:monospace}";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn italian(contents: &Contents<'_>) -> String {
    let Contents { receipts, made_at, .. } = contents;
    let (address, at) = (escaped(contents.address), moment(*made_at, Language::It));
    let anchors = match contents.anchors {
        Some(file) => format!(
            "<pre>openssl cms -verify -in ricevute/NOME.eml -CAfile {file} -purpose any -out /dev/null</pre>\n\
             <p>Il file <code>{file}</code> contiene le autorità riconosciute da chi ha conservato le ricevute. Per una \
             verifica indipendente usa quelle pubblicate da AgID.</p>"
        ),
        None => "<p>Il pacchetto non contiene i certificati delle autorità: per verificare anche quelli, scaricali da AgID e \
             aggiungi <code>-CAfile autorita.pem -purpose any</code> al posto di <code>-noverify</code>.</p>"
            .to_owned(),
    };
    format!(
        "<p>{receipts} ricevute conservate per la casella <strong>{address}</strong>. Pacchetto preparato il {at}.</p>\n\
         <h2>Che cosa contiene</h2>\n<ul>\
         <li><code>ricevute/</code>: le ricevute così come sono arrivate, byte per byte. Ogni file .eml si apre con un programma di posta.</li>\
         <li><code>rapporti/</code>: per ogni ricevuta, l'esito della verifica fatta quando è stata conservata.</li>\
         <li><code>indice.csv</code> e <code>indice.json</code>: l'elenco delle ricevute con le impronte.</li>\
         <li><code>{HASHES}</code>: le impronte SHA-256 di tutte le ricevute.</li></ul>\n\
         <h2>Verificare che nessun file sia cambiato</h2>\n\
         <p>Apri un terminale nella cartella del pacchetto:</p>\n<pre>sha256sum -c {HASHES}</pre>\n\
         <p>Ogni riga deve terminare con <code>OK</code>. Su macOS: <code>shasum -a 256 -c {HASHES}</code>.</p>\n\
         <h2>Verificare la firma del gestore</h2>\n\
         <p>Ogni ricevuta è firmata dal gestore di posta certificata che l'ha emessa (S/MIME). Per verificare che il contenuto \
         firmato sia integro, sostituisci NOME:</p>\n\
         <pre>openssl cms -verify -noverify -in ricevute/NOME.eml -out /dev/null</pre>\n\
         <p>La risposta è <code>CMS Verification successful</code>. Per verificare anche il certificato:</p>\n{anchors}\n\
         <p>I certificati dei gestori valgono circa tre anni. Se il certificato è scaduto dopo la data della ricevuta, aggiungi \
         <code>-attime SECONDI</code>, con la data della ricevuta in secondi: <code>date -d '2026-01-31 10:00' +%s</code>.</p>\n\
         <p>Per leggere il certificato del firmatario:</p>\n\
         <pre>openssl cms -verify -noverify -in ricevute/NOME.eml -signer firmatario.pem -out /dev/null\n\
openssl x509 -in firmatario.pem -noout -subject -issuer -dates -email</pre>\n\
         <h2>Che cosa non dice</h2>\n\
         <p>L'indice non è firmato da un conservatore. La prova sta nella firma di ciascun gestore, che questo pacchetto permette di \
         verificare senza il sistema che lo ha prodotto.</p>"
    )
}

fn english(contents: &Contents<'_>) -> String {
    let Contents { receipts, made_at, .. } = contents;
    let (address, at) = (escaped(contents.address), moment(*made_at, Language::En));
    let anchors = match contents.anchors {
        Some(file) => format!(
            "<pre>openssl cms -verify -in ricevute/NAME.eml -CAfile {file} -purpose any -out /dev/null</pre>\n\
             <p>The file <code>{file}</code> has the authorities that those who preserved the receipts trust. For an \
             independent verification use those that AgID publishes.</p>"
        ),
        None => "<p>The package has no certificates of authorities. To verify those too, download them from AgID and give \
             <code>-CAfile authorities.pem -purpose any</code> in place of <code>-noverify</code>.</p>"
            .to_owned(),
    };
    format!(
        "<p>{receipts} receipts preserved for the mailbox <strong>{address}</strong>. Package made at {at}.</p>\n\
         <h2>What is in it</h2>\n<ul>\
         <li><code>ricevute/</code>: the receipts as they came, byte for byte. Any mail program opens an .eml file.</li>\
         <li><code>rapporti/</code>: for each receipt, what was found of its signature when it was stored.</li>\
         <li><code>indice.csv</code> and <code>indice.json</code>: the list of receipts with their hashes.</li>\
         <li><code>{HASHES}</code>: the SHA-256 hashes of all receipts.</li></ul>\n\
         <h2>Verify that no file has changed</h2>\n\
         <p>Open a terminal in the folder of the package:</p>\n<pre>sha256sum -c {HASHES}</pre>\n\
         <p>Each line must end in <code>OK</code>. On macOS: <code>shasum -a 256 -c {HASHES}</code>.</p>\n\
         <h2>Verify the provider's signature</h2>\n\
         <p>Each receipt is signed by the provider of certified mail that has issued it (S/MIME). To verify that what was \
         signed is intact, replace NAME:</p>\n\
         <pre>openssl cms -verify -noverify -in ricevute/NAME.eml -out /dev/null</pre>\n\
         <p>The answer is <code>CMS Verification successful</code>. To verify the certificate too:</p>\n{anchors}\n\
         <p>The certificates of providers are valid for about three years. Where one has expired since, give \
         <code>-attime SECONDS</code> with the time of the receipt: <code>date -d '2026-01-31 10:00' +%s</code>.</p>\n\
         <p>To read the signer's certificate:</p>\n\
         <pre>openssl cms -verify -noverify -in ricevute/NAME.eml -signer signer.pem -out /dev/null\n\
openssl x509 -in signer.pem -noout -subject -issuer -dates -email</pre>\n\
         <h2>What it does not say</h2>\n\
         <p>The index is not signed by a preservation officer. The proof is the signature of each provider, which this package \
         lets anybody verify without the system that made it.</p>"
    )
}
