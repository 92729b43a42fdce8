//! What was found of signatures, as sentences.

use chrono::{DateTime, Utc};
use sigillo_domain::signature_verdict::SignatureFinding;

use super::{Lang, date_time, lang};

/// A finding as a sentence in the language of the page, with what it speaks of.
pub fn finding_text(finding: SignatureFinding, value: Option<&str>) -> String {
    // Some findings speak of a time.
    let time = value.and_then(|value| value.parse::<DateTime<Utc>>().ok()).map(date_time);
    let value = time.as_deref().or(value);
    match (lang(), value) {
        (Lang::En, value) => finding.detail(value),
        (Lang::It, Some(value)) => format!("{} ({value}).", italian(finding)),
        (Lang::It, None) => format!("{}.", italian(finding)),
    }
}

const fn italian(finding: SignatureFinding) -> &'static str {
    use SignatureFinding as F;
    match finding {
        F::UnknownFormat => "Il file non è né un PDF né un p7m",
        F::Detached => "Il p7m non contiene il documento firmato",
        F::NoSignature => "Il file non è firmato",
        F::Damaged => "Il file è danneggiato e non si può leggere",
        F::Encrypted => "Il file è cifrato",
        F::TooLarge => "Il file supera la dimensione massima per la verifica",
        F::NestedTooDeep => "Il file contiene troppe buste una dentro l'altra",
        F::TooComplex => "La verifica del file richiederebbe troppo lavoro",
        F::NotReached => "Un altro controllo la rende impossibile",
        F::Intact => "Il documento è quello firmato",
        F::DigestMismatch => "Il documento è stato modificato dopo la firma",
        F::SignatureMismatch => "La firma non è stata fatta con la chiave del certificato",
        F::SigningCertificateMismatch => {
            "La firma si riferisce a un certificato diverso da quello allegato"
        }
        F::MalformedSignature => "La firma non si può leggere",
        F::ByteRangeInvalid => "La firma esclude parti del file",
        F::WeakAlgorithm => "La firma usa un algoritmo non più sicuro",
        F::WeakKey => "La chiave è troppo corta per essere sicura",
        F::UnsupportedAlgorithm => "L'algoritmo della firma non è tra quelli riconosciuti",
        F::UnsupportedFormat => "Il formato della firma non è tra quelli riconosciuti",
        F::SignerCertificateMissing => "Il file non contiene il certificato del firmatario",
        F::WholeFileSigned => "La firma copre tutto il file",
        F::OnlySignaturesAdded => {
            "Dopo la firma sono state aggiunte solo altre firme, o le loro prove"
        }
        F::BytesAddedAfterSigning => "Dopo la firma il file è stato modificato",
        F::SignerIdentified => "Il certificato indica una persona con il suo codice fiscale",
        F::NoTaxCode => "Il certificato non contiene un codice fiscale",
        F::TaxCodeInvalid => "Il codice fiscale nel certificato non è valido",
        F::ChainTrusted => "Il certificato risale a un'autorità riconosciuta",
        F::NoAnchors => "Non è stata configurata alcuna autorità riconosciuta",
        F::IssuerUnknown => "Il certificato non risale a un'autorità riconosciuta",
        F::ChainForged => "Un certificato non è stato firmato dall'autorità che indica",
        F::IssuerNotAuthority => "Un certificato è stato rilasciato da chi non è un'autorità",
        F::PathTooLong => "L'autorità non può averne così tante sotto di sé",
        F::KeyUsageForbids => "Un certificato è stato usato per uno scopo diverso dal suo",
        F::UnsupportedExtension => {
            "Un certificato contiene una parte critica che non viene riconosciuta"
        }
        F::ValidWhenSigned => "I certificati erano validi al momento della firma",
        F::ValidNow => "I certificati sono validi al momento della verifica",
        F::ExpiredWhenSigned => "Un certificato era scaduto al momento della firma",
        F::NotYetValidWhenSigned => "Un certificato non era ancora valido al momento della firma",
        F::ExpiredWithoutTimestamp => {
            "Un certificato è scaduto, e nessuna marca temporale prova che la firma sia precedente"
        }
        F::TimestampTrusted => "Una marca temporale riconosciuta prova la data della firma",
        F::NoTimestamp => "La firma non ha una marca temporale",
        F::TimestampIssuerUnknown => "La marca temporale non risale a un'autorità riconosciuta",
        F::TimestampMismatch => "La marca temporale si riferisce ad altro",
        F::TimestampInvalid => "La marca temporale non è valida",
        F::NotRevoked => "I certificati non risultano revocati",
        F::RevocationNotNeeded => "Il certificato dura troppo poco per essere revocato",
        F::RevokedLater => "Un certificato è stato revocato dopo la firma",
        F::Revoked => "Un certificato è stato revocato",
        F::NoRevocationEvidence => "Il file non dice se i certificati erano revocati",
        F::RevocationEvidenceOutdated => {
            "Le informazioni sulla revoca non sono del momento della firma"
        }
        F::LevelBB => "La firma è di livello B-B",
        F::LevelBT => "La firma è di livello B-T",
        F::LevelBLt => "La firma è di livello B-LT",
        F::LevelBLta => "La firma è di livello B-LTA",
        F::NoBaseline => "La firma non segue un livello delle norme europee",
        F::BaselineBroken => "La firma dichiara una norma europea senza rispettarla",
    }
}
