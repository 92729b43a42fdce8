//! The columns of the list.

use leptos::prelude::*;
use sigillo_contract::activity::{ActivityRecord, ActivitySubject};
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::name::readable;
use sigillo_domain::restore::RESTORED_SEQ;
use sigillo_domain::subject::SubjectKind;
use sigillo_kit::mailbox_fields::MAILBOX_FIELDS;

use super::changes::changes;
use crate::components::{ChangedFields, Column, breakable};
use crate::i18n::{date_time, t, texts};

pub fn columns() -> Vec<Column<ActivityRecord>> {
    vec![
        Column::new(t!(activity.when), |found: &ActivityRecord| {
            let at = found.record.at;
            view! { <time datetime=at.to_rfc3339()>{move || date_time(at)}</time> }
        })
        .class("cell-date"),
        Column::new(t!(activity.subject), subject).class("cell-name").as_row_header(),
        Column::new(t!(activity.action), action).class("cell-brief").optional("action"),
        Column::new(t!(activity.person), person).class("cell-brief").optional("person"),
        Column::new(t!(activity.domain), |found: &ActivityRecord| {
            found.subject.domain.as_deref().map(|domain| breakable(&readable(domain)))
        })
        .class("cell-domain")
        .on_request("domain")
        .labelled(),
        Column::new(t!(activity.changes), |found: &ActivityRecord| {
            let is_change = found.record.action == Action::Updated;
            let (changes, words) = changes(found);
            view! { <ChangedFields changes=changes is_change=is_change words=words /> }
        })
        .on_request("changes")
        .labelled(),
    ]
}

fn subject(found: &ActivityRecord) -> impl IntoView + use<> {
    let ActivitySubject { kind, name, href, .. } = found.subject.clone();
    let shown = match kind {
        SubjectKind::Mailbox | SubjectKind::Domain => name.map(|name| readable(&name).into_owned()),
        _ => name,
    };
    let name = move || match &shown {
        Some(name) => breakable(name).into_any(),
        None => texts().activity().gone().into_any(),
    };
    let name = match href {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    };
    // The address of a mailbox says what it is.
    let kind = (kind != SubjectKind::Mailbox).then(|| {
        view! { <span class="cell-second">{move || texts().activity().subject_kind(kind)}</span> }
    });
    view! {
        {name}
        {kind}
    }
}

/// The action, and for a change of a mailbox the names of the fields.
fn action(found: &ActivityRecord) -> impl IntoView + use<> {
    let (action, kind) = (found.record.action, found.subject.kind);
    let names_fields = action == Action::Updated && kind == SubjectKind::Mailbox;
    let fields = found.record.changes.iter().map(|change| change.field.clone());
    let (restored, fields): (Vec<_>, Vec<_>) = fields.partition(|field| field == RESTORED_SEQ);
    let is_restoration = !restored.is_empty();
    let fields = (names_fields && !fields.is_empty()).then_some(fields);
    view! {
        {move || if is_restoration {
            texts().activity().restoration()
        } else {
            texts().detail().action_name(action)
        }}
        {fields.map(|fields| view! {
            <span class="cell-second">
                {move || fields.iter().map(|field| (MAILBOX_FIELDS.name)(field)).collect::<Vec<_>>().join(", ")}
            </span>
        })}
    }
}

fn person(found: &ActivityRecord) -> impl IntoView + use<> {
    let actor = found.record.actor.clone();
    let kind = actor.kind;
    match kind {
        ActorKind::System => return (move || texts().words().system()).into_any(),
        // Its name is the address of the mailbox, which the row shows already.
        ActorKind::MailboxUser | ActorKind::Holder => {
            return (move || texts().words().actor(kind)).into_any();
        }
        ActorKind::Operator | ActorKind::Postmaster | ActorKind::Assistant => {}
    }
    let name = actor.display_name.unwrap_or(actor.name);
    view! {
        <span>{name}</span>
        <span class="cell-second">{move || texts().words().actor(kind)}</span>
    }
    .into_any()
}
