//! The pages about a signature.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Rome;
use sigillo_app::{Evidence, EvidenceLine};

use super::contract::part;
use super::words::Words;
use crate::document_pages::rows::{Composer, Place, Row};
use crate::document_pages::style::{DIGEST, HEADING, LABEL, SMALL, SUBTITLE, TEXT, TITLE};
use crate::document_pages::typeface::Typeface;

pub fn rows(evidence: &Evidence, typeface: &Typeface) -> Vec<Row> {
    let words = Words(evidence.language);
    let mut composer = Composer::new(typeface);
    composer.text(words.evidence(), TITLE, Place { keeps_next: true, ..Place::default() });
    let contract = words.contract(&evidence.reference);
    composer.text(&contract, SUBTITLE, Place { gap: 1.5, keeps_next: true, ..Place::default() });
    composer.text(&evidence.signature, TEXT, Place { gap: 5.0, ..Place::default() });

    part(&mut composer, words.document());
    let what = words.what_is_digested();
    composer.text(what, TEXT, Place { gap: 2.5, keeps_next: true, ..Place::default() });
    composer.space(1.0);
    digest(&mut composer, "SHA-256", &evidence.original_sha256);

    if let Some(copy) = &evidence.signed_copy {
        part(&mut composer, words.signed_copy());
        composer.space(1.0);
        digest(&mut composer, "SHA-256", &copy.sha256);
        for (label, value) in &copy.facts {
            composer.entry(label, value);
        }
    }

    if !evidence.consents.is_empty() {
        part(&mut composer, words.consents());
        let what = words.what_is_accepted();
        composer.text(what, TEXT, Place { gap: 2.5, keeps_next: true, ..Place::default() });
        composer.space(1.0);
        for (heading, sha256) in &evidence.consents {
            digest(&mut composer, heading, sha256);
        }
    }
    if !evidence.lines.is_empty() {
        part(&mut composer, words.events());
        for line in &evidence.lines {
            event(&mut composer, line, &words);
        }
    }
    composer.rows
}

fn digest(composer: &mut Composer<'_>, label: &str, digest: &str) {
    let label = composer.run(label, LABEL);
    let digest = composer.run(digest, DIGEST);
    composer.entry_of(&[label], &[digest]);
}

fn event(composer: &mut Composer<'_>, line: &EvidenceLine, words: &Words) {
    let first = composer.rows.len();
    composer.text(&line.event, HEADING, Place { gap: 3.0, ..Place::default() });
    composer.text(&times(line.at, words), SMALL, Place::default());
    for (label, value) in &line.details {
        composer.entry(label, value);
    }
    // An event is on one page, unless it is longer than one.
    if let Some((_, rows)) = composer.rows[first..].split_last_mut() {
        for row in rows {
            row.keeps_next = true;
        }
    }
}

/// The time in Rome, with its distance from UTC, and in UTC.
fn times(at: DateTime<Utc>, words: &Words) -> String {
    let format = words.time_format();
    let rome = at.with_timezone(&Rome);
    let [in_rome, in_utc] = [rome.format(format), at.format(format)];
    format!("{in_rome} ({}, UTC{}) · {in_utc} UTC", words.rome(), rome.format("%:z"))
}

#[cfg(test)]
mod tests {
    use sigillo_domain::message::Language;

    use super::*;

    #[test]
    fn a_time_is_told_in_rome_and_in_utc() {
        let told = |at: &str, language| times(at.parse().unwrap(), &Words(language));
        assert_eq!(
            told("2026-01-02T23:58:03.9Z", Language::It),
            "03/01/2026 00:58:03 (Roma, UTC+01:00) · 02/01/2026 23:58:03 UTC"
        );
        assert_eq!(
            told("2026-07-02T10:12:40Z", Language::En),
            "2026-07-02 12:12:40 (Rome, UTC+02:00) · 2026-07-02 10:12:40 UTC"
        );
    }
}
