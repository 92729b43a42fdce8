//! The documents of one mailbox or holder, with the place where further ones are dropped.

use std::time::Duration;

use leptos::prelude::*;
use sigillo_contract::document::{Document, DocumentQuery};
use sigillo_contract::operations::ListDocuments;
use sigillo_domain::signature_verdict::Verdict;

use super::delete::DeleteDialog;
use super::sheet::DocumentDialog;
use super::upload::UploadBox;
use super::{Opened, VerdictBadge, name_button, row_acts};
use crate::api;
use crate::components::{Column, DataTable, LoadMore, incremental_list};
use crate::i18n::{date, file_size, t, texts};

/// How often, and how many times, a page with a verdict on its way is read again.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
const LOOKS: u32 = 30;

#[component]
pub fn Documents(
    /// `mailbox:ID` or `holder:ID`.
    subject: String,
    may_upload: bool,
    /// Runs when a document was uploaded or deleted here, which is recorded.
    on_change: Callback<()>,
) -> impl IntoView {
    let opened = Opened::new();
    let reads = RwSignal::new(0_u32);
    let changed = Callback::new(move |()| {
        reads.update(|count| *count += 1);
        on_change.run(());
    });
    let of = subject.clone();
    let upload_box =
        may_upload.then(move || view! { <UploadBox subject=subject on_uploaded=changed /> });
    view! {
        {upload_box}
        {move || {
            reads.get();
            view! { <Rows subject=of.clone() opened=opened may_delete=may_upload /> }
        }}
        <DocumentDialog shown=opened.shown />
        <DeleteDialog deleting=opened.deleting on_deleted=changed />
    }
}

#[component]
fn Rows(subject: String, opened: Opened, may_delete: bool) -> impl IntoView {
    let documents = incremental_list(move |page| {
        let query = DocumentQuery {
            subject: Some(subject.clone()),
            cursor: page.cursor,
            limit: page.limit,
            ..DocumentQuery::default()
        };
        api::list::<ListDocuments>((), &query)
    });
    // A verdict takes seconds.
    documents.follow(|one| one.verdict == Verdict::Pending, POLL_INTERVAL, LOOKS);
    let list = move || match documents.items() {
        None => documents.placeholder(),
        Some(items) if items.is_empty() => {
            view! { <p class="fact-note">{t!(documents.none_of_subject)}</p> }.into_any()
        }
        Some(items) => view! {
            <DataTable
                caption=t!(documents.tab)
                testid="documents"
                columns=columns(opened, may_delete)
                rows=Signal::stored(items)
            />
        }
        .into_any(),
    };
    view! {
        {list}
        <LoadMore list=documents />
    }
}

fn columns(opened: Opened, may_delete: bool) -> Vec<Column<Document>> {
    vec![
        Column::new(t!(documents.name), move |row: &Document| name_button(row, opened))
            .class("cell-name"),
        Column::new(t!(documents.kind), |row: &Document| {
            let kind = row.kind;
            move || texts().words().document_kind(kind)
        })
        .labelled(),
        Column::new(t!(documents.verdict), |row: &Document| {
            view! { <VerdictBadge verdict=row.verdict /> }
        })
        .class("cell-state"),
        Column::new(t!(documents.size), |row: &Document| {
            let bytes = row.bytes;
            move || file_size(bytes)
        })
        .class("cell-number")
        .labelled(),
        Column::new(t!(documents.uploaded_on), |row: &Document| {
            let at = row.created_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled(),
        Column::new(t!(documents.actions), move |row: &Document| row_acts(row, opened, may_delete))
            .class("cell-actions"),
    ]
}
