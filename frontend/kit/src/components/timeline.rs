//! The history of a mailbox or of another subject, as a timeline.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use sigillo_contract::history::Change;
use sigillo_domain::history::Action;
use sigillo_domain::restore::RESTORED_SEQ;

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
        Action::Created | Action::Enabled | Action::PasswordSet => "record record-good",
        Action::Disabled | Action::PasswordExpired => "record record-warn",
        Action::Cancelled | Action::Deleted => "record record-bad",
        Action::Updated
        | Action::NoteAdded
        | Action::PasswordLinkSent
        | Action::PasswordResetStopped
        | Action::EmailChangeRequested
        | Action::Exported
        | Action::Sealed => "record",
    };
    let restored = changes.iter().find(|change| change.field == RESTORED_SEQ);
    let restored = restored.and_then(|change| change.after.as_i64());
    // A record only says that the password is new, and the sentence says that already.
    let apart = |change: &Change| matches!(change.field.as_str(), "password" | RESTORED_SEQ);
    let changes: Vec<_> = changes.into_iter().filter(|change| !apart(change)).collect();
    // Something that was created or sent had no value before, so only the new one is shown.
    let is_change = matches!(action, Action::Updated | Action::Disabled | Action::Enabled);
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

#[component]
fn ChangedField(change: Change, is_change: bool, words: FieldWords) -> impl IntoView {
    let Change { field, before, after } = change;
    let name = {
        let field = field.clone();
        move || (words.name)(&field)
    };
    let has_before = is_change || !before.is_null();
    let before = has_before.then(|| {
        let field = field.clone();
        move || (words.value)(&field, &before)
    });
    let after = move || (words.value)(&field, &after);
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
