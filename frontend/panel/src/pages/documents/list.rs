//! The list of all documents, with filters for kind, verdict and domain.

use leptos::prelude::*;
use sigillo_contract::document::{Document, DocumentQuery};
use sigillo_contract::operations::{DeleteDocument, ListDocuments};
use sigillo_domain::document::DocumentKind;
use sigillo_domain::name::readable;
use sigillo_domain::permission::Permission;
use sigillo_domain::preferences::ListName;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_kit::list_view::{ListView, PageRequest};

use super::delete::DeleteDialog;
use super::sheet::DocumentDialog;
use super::{Opened, VerdictBadge, name_button, row_acts};
use crate::components::{
    Column, ForbiddenPage, ListSpec, Page, PageList, SearchBox, SelectFilter, Toolbar, breakable,
    load_list, view_of_page, with_any,
};
use crate::i18n::{date, file_size, t, texts};
use crate::route::{Route, key};
use crate::session;

const NAME: ListName = ListName::Documents;
const KIND: &str = "tipo";
pub const VERDICT: &str = "firme";
const FILTERS: &[&str] = &[KIND, VERDICT, key::DOMAIN];

fn query(view: &ListView, request: PageRequest) -> DocumentQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    DocumentQuery {
        q,
        subject: None,
        kind: view.filter(KIND),
        verdict: view.filter(VERDICT),
        domain: view.filter(key::DOMAIN),
        sort,
        cursor,
        limit,
        count,
    }
}

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListDocuments>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, FILTERS);
    let data = load_list::<ListDocuments, Document>(view, query);
    let opened = Opened::new();
    let spec = ListSpec {
        name: NAME,
        caption: t!(documents.title).into(),
        columns: columns(opened).into(),
        path: Route::Documents.to_string(),
        order: |view| view.order_or("-created_at"),
        search: Some(SearchBox { label: t!(documents.search), hint: None }),
        filters: vec![kinds(), verdicts(), domains()],
        toolbar: Toolbar::Always,
        row_class: None,
    };
    let reload = Callback::new(move |()| data.rows.reload());
    view! {
        <Page title=t!(documents.title) lead=t!(documents.lead)>
            <PageList
                spec=spec
                data=data
                view=view
                page=Route::Documents
                picker=None
                none_icon="it-files"
                none_title=t!(documents.none_title)
                none_text=t!(documents.none_text)
            />
            <DocumentDialog shown=opened.shown />
            <DeleteDialog deleting=opened.deleting on_deleted=reload />
        </Page>
    }
    .into_any()
}

fn kinds() -> SelectFilter {
    SelectFilter::new(KIND, "kind", t!(documents.kind), || {
        let words = texts().words();
        let each = DocumentKind::ALL.into_iter();
        let each = each.map(|kind| (kind.as_str(), words.document_kind(kind).to_owned()));
        with_any(texts().documents().every_kind(), each)
    })
}

fn verdicts() -> SelectFilter {
    SelectFilter::new(VERDICT, "verdict", t!(documents.verdict), || {
        let words = texts().documents();
        let each = Verdict::ALL.into_iter();
        let each = each.map(|verdict| (verdict.as_str(), words.verdict_name(verdict).to_owned()));
        with_any(words.every_verdict(), each)
    })
}

fn domains() -> SelectFilter {
    let options = || {
        let every = (String::new(), texts().documents().every_domain().to_owned());
        let each = session::domains().into_iter();
        let each = each.map(|domain| (domain.name.clone(), readable(&domain.name).into_owned()));
        std::iter::once(every).chain(each).collect()
    };
    SelectFilter::new(key::DOMAIN, "domain", t!(detail.domain), options)
        .offered_when(Signal::derive(|| session::domains().len() > 1))
}

/// Whether this account may delete a document.
fn may_delete(document: &Document) -> bool {
    match &document.mailbox_address {
        Some(address) => {
            let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
            session::may_on(domain, Permission::Documents)
        }
        None => session::may::<DeleteDocument>(),
    }
}

fn columns(opened: Opened) -> Vec<Column<Document>> {
    vec![
        Column::new(t!(documents.name), move |row: &Document| name_button(row, opened))
            .class("cell-name")
            .sorted_by("name"),
        Column::new(t!(documents.kind), |row: &Document| {
            let kind = row.kind;
            move || texts().words().document_kind(kind)
        })
        .labelled()
        .optional("kind"),
        Column::new(t!(documents.of), |row: &Document| {
            let holder = row.holder_id.zip(row.holder_name.clone());
            match row.mailbox_id.zip(row.mailbox_address.as_deref()) {
                Some((id, address)) => {
                    let address = breakable(&readable(address));
                    view! { <a href=Route::Mailbox(id).href()>{address}</a> }.into_any()
                }
                None => holder
                    .map(|(id, name)| view! { <a href=Route::Holder(id).href()>{name}</a> })
                    .into_any(),
            }
        })
        .labelled()
        .optional("subject"),
        Column::new(t!(documents.holder), |row: &Document| {
            row.holder_name.clone().unwrap_or_else(|| "–".to_owned())
        })
        .labelled()
        .optional("holder"),
        Column::new(t!(documents.verdict), |row: &Document| {
            view! { <VerdictBadge verdict=row.verdict /> }
        })
        .class("cell-state")
        .optional("verdict"),
        Column::new(t!(documents.size), |row: &Document| {
            let bytes = row.bytes;
            move || file_size(bytes)
        })
        .class("cell-number")
        .labelled()
        .optional("bytes"),
        Column::new(t!(documents.uploaded_on), |row: &Document| {
            let at = row.created_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("created_at")
        .optional("created_at"),
        Column::new(t!(documents.actions), move |row: &Document| {
            row_acts(row, opened, may_delete(row))
        })
        .class("cell-actions"),
    ]
}
