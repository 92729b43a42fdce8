//! The filters of an exported list by people, time and creator (B8), for its heading and for its record.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sigillo_domain::holder_search::HolderSearchField;
use sigillo_domain::identification::RemReadiness;
use sigillo_domain::mailbox_list::{EntryKind, Trouble};
use sigillo_domain::message::Language;
use sigillo_domain::service_term::ServiceRequest;

use super::select::Selection;

/// The filters with their labels.
pub(super) fn criteria(selection: &Selection, l: Language) -> Vec<(&'static str, String)> {
    let (filter, days) = (&selection.filter, selection.days);
    let mut criteria = vec![];
    for search in &filter.people {
        criteria.push((label(search.field, l), format!("“{}”", search.text)));
    }
    for (label, day) in [
        (l.choose("Inserite dal", "Created from"), days.created_from),
        (l.choose("Inserite fino al", "Created to"), days.created_to),
        (l.choose("In scadenza prima del", "Expiring before"), days.expires_before),
        (l.choose("Non aperte dal", "Not opened since"), days.not_opened_since),
    ] {
        if let Some(day) = day {
            criteria.push((label, day.format("%d/%m/%Y").to_string()));
        }
    }
    if !filter.requests.is_empty() {
        let names = filter.requests.iter().map(|request| request_name(*request, l));
        criteria.push((l.choose("Richiesta", "Request"), names.collect::<Vec<_>>().join(", ")));
    }
    if !filter.rem_readiness.is_empty() {
        let names = filter.rem_readiness.iter().map(|readiness| readiness_name(*readiness, l));
        let label = l.choose("Pronta per la REM", "Ready for REM");
        criteria.push((label, names.collect::<Vec<_>>().join(", ")));
    }
    if !filter.created_by.is_empty() {
        criteria.push((l.choose("Inserite da", "Created by"), filter.created_by.join(", ")));
    }
    if !filter.entry.is_empty() {
        let names = filter.entry.iter().map(|kind| entry_name(*kind, l));
        criteria.push((l.choose("Inserimento", "Entry"), names.collect::<Vec<_>>().join(", ")));
    }
    if !filter.managed_by.is_empty() {
        criteria.push((l.choose("Gestite da", "Managed by"), filter.managed_by.join(", ")));
    }
    if let Some(activated) = filter.activated {
        let answer = if activated { l.choose("Sì", "Yes") } else { "No" };
        criteria.push((l.choose("Attivate", "Activated"), answer.to_owned()));
    }
    if !filter.troubles.is_empty() {
        let names = filter.troubles.iter().map(|trouble| trouble_name(*trouble, l));
        criteria
            .push((l.choose("Da sistemare", "To see to"), names.collect::<Vec<_>>().join(", ")));
    }
    criteria
}

const fn entry_name(kind: EntryKind, l: Language) -> &'static str {
    match kind {
        EntryKind::Direct => l.choose("Gestione diretta", "By the office"),
        EntryKind::Assistant => l.choose("Da assistenti", "By assistants"),
    }
}

const fn trouble_name(trouble: Trouble, l: Language) -> &'static str {
    match trouble {
        Trouble::UndeliveredMessage => l.choose("Messaggi non consegnati", "Undelivered messages"),
        Trouble::UnappliedEffect => l.choose(
            "Modifiche non applicate dal server di posta",
            "Changes not applied by the mail host",
        ),
    }
}

/// What was requested of the service of a mailbox, in words.
pub(super) const fn request_name(request: ServiceRequest, l: Language) -> &'static str {
    match request {
        ServiceRequest::None => l.choose("Nessuna", "None"),
        ServiceRequest::Renewal => l.choose("Rinnovo", "Renewal"),
        ServiceRequest::Termination => l.choose("Cessazione", "Termination"),
    }
}

/// What a mailbox lacks for the European registered e-mail, in words.
pub(super) const fn readiness_name(readiness: RemReadiness, l: Language) -> &'static str {
    match readiness {
        RemReadiness::Ready => l.choose("Sì", "Yes"),
        RemReadiness::NotIdentified => {
            l.choose("Titolare da identificare", "Holder to be identified")
        }
        RemReadiness::NoSecondFactor => {
            l.choose("Manca il secondo fattore", "Second factor missing")
        }
        RemReadiness::NotPrepared => l.choose(
            "Titolare da identificare, manca il secondo fattore",
            "Holder to be identified, second factor missing",
        ),
    }
}

const fn label(field: HolderSearchField, l: Language) -> &'static str {
    match field {
        HolderSearchField::GivenName => l.choose("Nome del titolare", "Holder's given name"),
        HolderSearchField::FamilyName => l.choose("Cognome del titolare", "Holder's family name"),
        HolderSearchField::TaxCode => l.choose("Codice fiscale", "Tax code"),
        HolderSearchField::Email => l.choose("E-mail", "E-mail"),
        HolderSearchField::Phone => l.choose("Telefono", "Telephone"),
        HolderSearchField::Fax => "Fax",
        HolderSearchField::CompanyName => l.choose("Ragione sociale", "Company"),
        HolderSearchField::VatNumber => l.choose("Partita IVA", "VAT number"),
        HolderSearchField::Mailbox => l.choose("Casella", "Mailbox"),
    }
}

/// The filters by name. Texts about a person are not kept, since the record outlives the person's data.
pub(super) fn recorded(selection: &Selection) -> BTreeMap<String, String> {
    let (filter, days) = (&selection.filter, selection.days);
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let list = |texts: Vec<&str>| (!texts.is_empty()).then(|| texts.join(","));
    let people = filter.people.iter().map(|search| search.field.as_str()).collect();
    let requests = filter.requests.iter().map(|request| request.as_str()).collect();
    let readiness = filter.rem_readiness.iter().map(|readiness| readiness.as_str()).collect();
    let creators = filter.created_by.iter().map(String::as_str).collect();
    let filters = [
        ("searched_by", list(people)),
        ("created_from", day(days.created_from)),
        ("created_to", day(days.created_to)),
        ("created_by", list(creators)),
        ("entry", list(filter.entry.iter().map(|kind| kind.as_str()).collect())),
        ("managed_by", list(filter.managed_by.iter().map(String::as_str).collect())),
        ("activated", filter.activated.map(|activated| activated.to_string())),
        ("trouble", list(filter.troubles.iter().map(|trouble| trouble.as_str()).collect())),
        ("expires_before", day(days.expires_before)),
        ("not_opened_since", day(days.not_opened_since)),
        ("request", list(requests)),
        ("rem_readiness", list(readiness)),
    ];
    filters.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?))).collect()
}
