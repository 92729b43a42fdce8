//! The identity register of some mailboxes: some are ready for the European registered e-mail.

use anyhow::Result;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sigillo_app::{App, Grant, identification, local_time, mailboxes};
use sigillo_contract::identification::IdentificationRecord;
use sigillo_contract::mailbox::{Mailbox, MailboxDetailQuery, MailboxPatch};
use sigillo_domain::identification::{
    AssuranceLevel, HolderCapacity, IdentificationMethod, IdentityDocumentKind,
};
use sigillo_domain::mailbox::MailboxState;

use super::People;

/// How many mailboxes are looked at.
const IDENTIFIED: usize = 14;

/// Identifies the holders of some mailboxes, and registers the second factor of most of them.
pub async fn record(
    app: &App,
    people: &People,
    mailboxes: &[Mailbox],
    today: DateTime<Utc>,
) -> Result<()> {
    let day = local_time(today - TimeDelta::days(30)).date();
    for (place, mailbox) in mailboxes.iter().take(IDENTIFIED).enumerate() {
        // It may have been cancelled since it was created, or have passed to another holder.
        let grant = Grant::to(people.postmaster.clone())?;
        let query = MailboxDetailQuery::default();
        let mailbox = mailboxes::get(app, &grant, mailbox.id, &query).await?;
        if mailbox.holder.is_none() || mailbox.state == MailboxState::Cancelled {
            continue;
        }
        let grant = Grant::to(people.postmaster.clone())?;
        let request = request(place, day, mailbox.company.is_some());
        identification::record(app, &grant, mailbox.id, None, &request).await?;
        if place % 3 != 2 {
            let grant = Grant::to(people.postmaster.clone())?;
            let second_factor_since = Some(day.to_string());
            let patch = MailboxPatch { second_factor_since, ..MailboxPatch::default() };
            mailboxes::update(app, &grant, mailbox.id, None, &patch).await?;
        }
    }
    Ok(())
}

fn request(place: usize, day: NaiveDate, has_company: bool) -> IdentificationRecord {
    let (method, level, by) = match place % 4 {
        0 => (IdentificationMethod::Spid, AssuranceLevel::Substantial, "Portale dei servizi"),
        1 => (IdentificationMethod::InPerson, AssuranceLevel::High, "Sportello di Potenza"),
        2 => (IdentificationMethod::Cie, AssuranceLevel::High, "Portale dei servizi"),
        _ => (IdentificationMethod::DigitalSignature, AssuranceLevel::High, "Ufficio contratti"),
    };
    let document = method.needs_document().then(|| format!("CA{place:05}ZZ"));
    IdentificationRecord {
        method: Some(method),
        level: Some(level),
        identified_on: Some(day),
        identified_by: by.to_owned(),
        document_kind: document.is_some().then_some(IdentityDocumentKind::IdentityCard),
        document_expires_on: document.is_some().then(|| day + TimeDelta::days(1_500)),
        document_number: document,
        capacity: Some(if has_company {
            HolderCapacity::LegalRepresentative
        } else {
            HolderCapacity::OwnRight
        }),
    }
}
