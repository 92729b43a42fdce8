//! The notes on a mailbox or a holder, which can be added and read but not changed.

use std::marker::PhantomData;

use leptos::prelude::*;
use sigillo_contract::Operation;
use sigillo_contract::history::{Note, NoteCreate};
use sigillo_contract::operation::{NoQuery, Nothing};
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::Fault;
use sigillo_domain::FaultCode;

use super::{
    AlertKind, ErrorSummary, Form, IncrementalList, LoadMore, Submit, TextArea, announce,
    incremental_list,
};
use crate::api::{self, Pending};
use crate::i18n::{date_time, t, texts};
use crate::route::Route;

/// The maximum length of a note, in characters.
const NOTE_MAX: usize = 4000;

/// The notes that `L` lists and to which `A` adds. `page` shows that one was added.
#[component]
pub fn Notes<L, A>(
    id: L::Path,
    page: Route,
    may_add: bool,
    on_added: Callback<()>,
    #[prop(optional)] operations: PhantomData<(L, A)>,
) -> impl IntoView
where
    L: Operation<Query = PageQuery, Body = Nothing, Reply = Page<Note>> + 'static,
    L::Path: Copy + Send + Sync + 'static,
    A: Operation<Path = L::Path, Query = NoQuery, Body = NoteCreate, Reply = Note> + 'static,
{
    let PhantomData = operations;
    let notes = incremental_list(move |query| async move { api::list::<L>(id, &query).await });
    let list = move || match notes.items() {
        None => notes.placeholder(),
        Some(items) if items.is_empty() => {
            view! { <p class="fact-note">{t!(detail.no_notes)}</p> }.into_any()
        }
        Some(items) => view! {
            <ul class="note-entries" data-testid="notes">
                {items.into_iter().map(|note| view! { <Entry note=note /> }).collect_view()}
            </ul>
        }
        .into_any(),
    };
    view! {
        {may_add.then(|| {
            let send = UnsyncCallback::new(move |note: NoteCreate| -> Pending<Note> {
                api::send::<A>(id, &note, None)
            });
            view! { <AddNote send=send page=page notes=notes on_added=on_added /> }
        })}
        {list}
        <LoadMore list=notes />
    }
}

#[component]
fn Entry(note: Note) -> impl IntoView {
    let at = note.at;
    view! {
        <li>
            <p class="note-by">
                <strong>{note.author_display_name.unwrap_or(note.author)}</strong>
                " · "
                <time datetime=at.to_rfc3339()>{move || date_time(at)}</time>
            </p>
            <p class="note-text">{note.text}</p>
        </li>
    }
}

#[component]
fn AddNote(
    send: UnsyncCallback<NoteCreate, Pending<Note>>,
    page: Route,
    notes: IncrementalList<Note>,
    on_added: Callback<()>,
) -> impl IntoView {
    let form = Form::keeping("note");
    let text = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let note = NoteCreate { text: text.get_untracked().trim().to_owned() };
        let fault = match note.text.chars().count() {
            0 => Some(FaultCode::Required),
            count if count > NOTE_MAX => Some(FaultCode::TooLong),
            _ => None,
        };
        if let Some(code) = fault {
            return form.show_faults(vec![Fault::new("/text", code)]);
        }
        form.send(send.run(note), move |outcome| match outcome {
            Ok(_) => {
                text.set(String::new());
                announce(AlertKind::Success, texts().detail().note_added(), page);
                notes.restart();
                on_added.run(());
            }
            Err(error) => form.show_failure(error),
        });
    };
    view! {
        <form class="add-note" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <TextArea form=form pointer="/text" label=t!(detail.new_note) hint=t!(detail.note_hint) value=text />
            <Submit form=form label=t!(detail.add_note) class="btn btn-outline-primary btn-sm" />
        </form>
    }
}
