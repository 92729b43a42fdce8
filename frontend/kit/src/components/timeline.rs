//! The history of a mailbox or of another subject, as a timeline.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde_json::{Map, Value};
use sigillo_contract::history::Change;
use sigillo_domain::history::Action;
use sigillo_domain::restore::RESTORED_SEQ;
use uuid::Uuid;

use crate::document_fields::DOCUMENT;
use crate::i18n::{date_time, t, texts};
use crate::mailbox_fields::{FieldWords, MAILBOX_FIELDS};

/// An entry of the timeline: the time, a sentence about the action, and the fields that changed.
#[component]
pub fn TimelineEntry(
    at: DateTime<Utc>,
    action: Action,
    #[prop(into)] sentence: TextProp,
    changes: Vec<Change>,
    #[prop(default = MAILBOX_FIELDS)] words: FieldWords,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = match action {
        Action::Created
        | Action::Enabled
        | Action::PasswordSet
        | Action::CopyAccepted
        | Action::Signed
        | Action::DocumentSealed
        | Action::Activated
        | Action::Renewed
        | Action::TerminationWithdrawn
        | Action::HolderChanged
        | Action::Identified
        | Action::DocumentUploaded => "record record-good",
        Action::Disabled
        | Action::PasswordExpired
        | Action::TaxCodeRefused
        | Action::CodeRefused
        | Action::CopyRefused
        | Action::CopyUndecided
        | Action::Expired
        | Action::TerminationRequested
        | Action::ServiceEnded
        | Action::HolderChangeRejected
        | Action::Superseded
        | Action::IdentificationWithdrawn
        | Action::Withdrawn => "record record-warn",
        Action::Cancelled
        | Action::Deleted
        | Action::Erased
        | Action::Declined
        | Action::Undeliverable
        | Action::DocumentRefused
        | Action::DisposalApproved
        | Action::DocumentDeleted => "record record-bad",
        Action::Updated
        | Action::Merged
        | Action::NoteAdded
        | Action::MessageAdded
        | Action::InternalNoteAdded
        | Action::PasswordLinkSent
        | Action::PasswordResetStopped
        | Action::EmailChangeRequested
        | Action::Exported
        | Action::Opened
        | Action::Consented
        | Action::CodeSent
        | Action::CopyUploaded
        | Action::Resent
        | Action::Reminded
        | Action::EndAnnounced
        | Action::HolderChangeRequested
        | Action::HolderChangeWithdrawn
        | Action::HolderChangeClosed
        | Action::DocumentVerified
        | Action::ServiceCorrected
        | Action::MaintenanceAnnounced
        | Action::MaintenanceWithdrawn
        | Action::PeriodClosed
        | Action::PackageClosed
        | Action::DisposalProposed
        | Action::DisposalRejected
        | Action::DisposalWithdrawn
        | Action::Sealed => "record",
    };
    let restored = changes.iter().find(|change| change.field == RESTORED_SEQ);
    let restored = restored.and_then(|change| change.after.as_i64());
    // A record only says that the password is new, and the sentence says that already.
    let apart = |change: &Change| matches!(change.field.as_str(), "password" | RESTORED_SEQ);
    let changes: Vec<_> = changes.into_iter().filter(|change| !apart(change)).collect();
    // Something that was created or sent had no value before, so only the new one is shown.
    let is_change = matches!(
        action,
        Action::Updated | Action::Disabled | Action::Enabled | Action::Merged | Action::Erased
    );
    view! {
        <li class=class>
            <time datetime=at.to_rfc3339()>{move || date_time(at)}</time>
            <p class="record-line">{move || sentence.get()}</p>
            <ChangedFields changes=changes is_change=is_change words=words />
            {restored.map(|seq| view! {
                <p class="fact-note record-note">{move || texts().undo().restores(seq)}</p>
            })}
            {children.map(|children| children())}
        </li>
    }
}

/// Fields with their values before and after.
#[component]
pub fn ChangedFields(
    changes: Vec<Change>,
    /// Whether the fields had values before, even where these were empty.
    #[prop(default = true)]
    is_change: bool,
    #[prop(default = MAILBOX_FIELDS)] words: FieldWords,
) -> impl IntoView {
    let fields = changes
        .into_iter()
        .map(|change| view! { <ChangedField change=change is_change=is_change words=words /> });
    view! { <ul class="record-changes">{fields.collect_view()}</ul> }
}

/// Finds the page about what a field refers to by its id. An app that has such pages provides it as context.
#[derive(Clone, Copy)]
pub struct FindReferencePage(pub fn(field: &str, id: Uuid) -> Option<String>);

/// A part of a value: a text, and the id of what it names.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    text: String,
    names: Option<Uuid>,
}

impl Part {
    const fn text(text: String) -> Self {
        Self { text, names: None }
    }
}

/// What is known of the values of a change.
#[derive(Clone)]
struct Values {
    field: String,
    names: BTreeMap<Uuid, String>,
    erased: bool,
    words: FieldWords,
}

impl Values {
    /// A value in words, with names in the place of ids.
    fn parts(&self, value: &Value) -> Vec<Part> {
        if self.erased && value.is_null() {
            return vec![Part::text(texts().detail().erased().to_owned())];
        }
        let ids = match value {
            Value::Array(values) => values.iter().map(id).collect(),
            value => id(value).map(|id| vec![id]),
        };
        if let Some(ids) = ids.filter(|ids| self.are_references(ids)) {
            return ids.into_iter().map(|id| self.reference(id)).collect();
        }
        let text = (self.words.value)(&self.field, &self.named(value));
        // An object is about the one thing that it refers to.
        let named = value.as_object().and_then(|fields| fields.values().find_map(id));
        vec![Part { text, names: named.filter(|id| self.names.contains_key(id)) }]
    }

    /// Whether ids are not just texts that look like some.
    fn are_references(&self, ids: &[Uuid]) -> bool {
        let is_known = |id: &Uuid| self.names.contains_key(id);
        ids.iter().any(is_known) || (self.field.ends_with("_id") && !ids.is_empty())
    }

    fn reference(&self, id: Uuid) -> Part {
        match self.names.get(&id) {
            Some(name) => Part { text: name.clone(), names: Some(id) },
            None => Part::text(texts().detail().no_longer_recorded().to_owned()),
        }
    }

    /// An object with names in the place of ids.
    fn named(&self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let named = fields.iter().map(|(key, value)| {
                    let name = id(value).and_then(|id| self.names.get(&id));
                    (key.clone(), name.map_or_else(|| value.clone(), |name| name.clone().into()))
                });
                let mut named: Map<String, Value> = named.collect();
                if let Some(name) = self.document_name() {
                    named.entry("name").or_insert(name.clone().into());
                }
                Value::Object(named)
            }
            value => value.clone(),
        }
    }

    /// The name of the document that the field is about, where its record does without.
    fn document_name(&self) -> Option<&String> {
        let id = self.field.strip_prefix(DOCUMENT)?.parse().ok()?;
        self.names.get(&id)
    }

    /// A value, whose names are links to the pages that `find` knows.
    fn view(&self, value: &Value, find: Option<FindReferencePage>) -> impl IntoView + use<> {
        let part = |(place, part): (usize, Part)| {
            let page = part.names.zip(find);
            let page = page.and_then(|(id, FindReferencePage(find))| find(&self.field, id));
            let text = part.text;
            let text = match page {
                Some(page) => view! { <a href=page>{text}</a> }.into_any(),
                None => text.into_any(),
            };
            view! {
                {(place > 0).then_some(", ")}
                {text}
            }
        };
        self.parts(value).into_iter().enumerate().map(part).collect_view()
    }
}

fn id(value: &Value) -> Option<Uuid> {
    value.as_str()?.parse().ok()
}

#[component]
fn ChangedField(change: Change, is_change: bool, words: FieldWords) -> impl IntoView {
    let Change { field, before, after, names, erased } = change;
    let find = use_context::<FindReferencePage>();
    let name = {
        let field = field.clone();
        move || (words.name)(&field)
    };
    let values = Values { field, names, erased, words };
    let has_before = is_change || !before.is_null();
    let before = has_before.then(|| {
        let values = values.clone();
        move || values.view(&before, find)
    });
    let after = move || values.view(&after, find);
    view! {
        <li>
            <span class="record-field">{name}": "</span>
            {before.map(|before| view! {
                <span class="record-before">{before}</span>
                <span aria-hidden="true">" → "</span>
                <span class="visually-hidden">" "{t!(detail.becomes)}" "</span>
            })}
            <strong>{after}</strong>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ROSA: Uuid = Uuid::from_u128(1);
    const GONE: Uuid = Uuid::from_u128(2);

    fn values(field: &str) -> Values {
        let words = FieldWords { name: str::to_owned, value: |_, value| value.to_string() };
        let names = BTreeMap::from([(ROSA, "Esempi Rosa".to_owned())]);
        Values { field: field.to_owned(), names, erased: false, words }
    }

    #[test]
    fn the_name_stands_in_the_place_of_an_id() {
        let rosa = Part { text: "Esempi Rosa".to_owned(), names: Some(ROSA) };
        assert_eq!(values("holder_id").parts(&json!(ROSA)), vec![rosa.clone()]);
        let gone = Part::text(texts().detail().no_longer_recorded().to_owned());
        assert_eq!(values("plans").parts(&json!([ROSA, GONE])), vec![rosa, gone.clone()]);
        assert_eq!(values("holder_address_id").parts(&json!(GONE)), vec![gone]);
        let note = json!(GONE).to_string();
        assert_eq!(values("note").parts(&json!(GONE)), vec![Part::text(note)]);
        assert_eq!(values("plans").parts(&json!([])), vec![Part::text("[]".to_owned())]);
        assert_eq!(values("quota_mb").parts(&json!(7)), vec![Part::text("7".to_owned())]);
        assert_eq!(values("holder_id").parts(&Value::Null), vec![Part::text("null".to_owned())]);
    }

    #[test]
    fn an_object_is_about_what_it_refers_to() {
        let tie = json!({ "company_id": ROSA, "role": "socia" });
        let shown = json!({ "company_id": "Esempi Rosa", "role": "socia" }).to_string();
        let expected = vec![Part { text: shown, names: Some(ROSA) }];
        assert_eq!(values("company.7").parts(&tie), expected);
        let unknown = json!({ "company_id": GONE });
        let expected = vec![Part::text(unknown.to_string())];
        assert_eq!(values("company.7").parts(&unknown), expected);
    }

    #[test]
    fn what_was_erased_is_said_to_be() {
        let erased = Values { erased: true, ..values("given_name") };
        let said = Part::text(texts().detail().erased().to_owned());
        assert_eq!(erased.parts(&Value::Null), vec![said]);
    }
}
