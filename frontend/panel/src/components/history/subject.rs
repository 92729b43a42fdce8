//! What the history has to know about a kind of subject.

use leptos::prelude::*;
use sigillo_contract::Operation;
use sigillo_contract::history::{Change, HistoryQuery, HistoryRecord, RecordRestore};
use sigillo_contract::operation::{NoQuery, Nothing};
use sigillo_contract::page::Page;
use sigillo_domain::history::{Action, ActorKind, FieldChange};
use sigillo_domain::restore::{FieldEdit, Irreversible, undoing_edit};
use sigillo_kit::mailbox_fields::FieldWords;

use crate::route::Route;

/// A kind of subject whose history a page shows.
pub trait HistorySubject: Clone + Send + Sync + 'static {
    type Id: Copy + Send + Sync + 'static;
    type History: Operation<
            Path = Self::Id,
            Query = HistoryQuery,
            Body = Nothing,
            Reply = Page<HistoryRecord>,
        >;

    /// What can be done to such a subject, as the filter offers it.
    const ACTIONS: &'static [Action];
    const FIELDS: FieldWords;

    fn id(&self) -> Self::Id;
    fn version(&self) -> i64;
    /// A record as a sentence.
    fn sentence(action: Action, by: ActorKind, who: &str) -> String;
    /// Whether the caller can undo a record.
    fn undoing(&self, _record: &HistoryRecord) -> Undoing {
        Undoing::NotOffered
    }
    /// The dialog that undoes a record; a [`Restorable`] subject has [`restore_dialog`].
    fn dialog(_restoring: Restoring<Self>) -> AnyView {
        ().into_any()
    }
    /// The changes of a record as the page shows them.
    fn shown(_action: Action, changes: Vec<Change>) -> Vec<Change> {
        changes
    }
}

/// A subject whose recorded changes can be undone.
pub trait Restorable: HistorySubject {
    type Get: Operation<Path = Self::Id, Query: Default, Body = Nothing, Reply = Self>;
    type Restore: Operation<Path = Self::Id, Query = NoQuery, Body = RecordRestore>;

    /// Its name in the message about a restoration.
    fn name(&self) -> String;
    fn page(&self) -> Route;
    /// The subject in the reply to a restoration.
    fn restored(reply: <Self::Restore as Operation>::Reply) -> Self;
}

/// What the dialog that undoes a record has to know.
pub struct Restoring<S: Send + Sync + 'static> {
    /// The record whose change is to be undone, while the dialog is open.
    pub record: RwSignal<Option<HistoryRecord>>,
    pub subject: Signal<Option<S>>,
    pub put: Callback<S>,
}

/// What a record offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undoing {
    Offered,
    /// Nobody can undo it.
    Irreversible(Irreversible),
    /// The caller may not undo it, or not in the present state of the subject.
    NotOffered,
}

/// Whether a record can be undone, by the edit that does so if that one `may` be made.
pub fn undoing<E: FieldEdit>(record: &HistoryRecord, may: impl FnOnce(&E) -> bool) -> Undoing {
    let change = |change: &Change| {
        FieldChange::new(&change.field, change.before.clone(), change.after.clone())
    };
    let changes: Vec<_> = record.changes.iter().map(change).collect();
    match undoing_edit::<E>(record.action, &changes) {
        Err(reason) => Undoing::Irreversible(reason),
        Ok(edit) if may(&edit) => Undoing::Offered,
        Ok(_) => Undoing::NotOffered,
    }
}
