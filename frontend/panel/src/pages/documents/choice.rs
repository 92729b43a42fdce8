//! The documents of a mailbox that an act can rest on.

use std::iter;

use leptos::prelude::*;
use sigillo_contract::document::{Document, DocumentQuery};
use sigillo_contract::operations::ListDocuments;
use sigillo_domain::document::DocumentKind;
use sigillo_domain::id::MailboxId;

use crate::api::{self, ApiError};
use crate::components::Load;
use crate::i18n::{date, texts};

/// Those of a kind, newest first.
pub async fn documents_of(
    mailbox: MailboxId,
    kind: DocumentKind,
) -> Result<Vec<Document>, ApiError> {
    let query = DocumentQuery {
        subject: Some(format!("mailbox:{mailbox}")),
        kind: Some(kind.as_str().to_owned()),
        ..DocumentQuery::default()
    };
    Ok(api::list::<ListDocuments>((), &query).await?.items)
}

/// The options of a choice between them; `none` is what the empty one says.
pub fn document_options(
    documents: Load<Vec<Document>>,
    none: impl Fn() -> &'static str + Send + Sync + 'static,
) -> Signal<Vec<(String, String)>> {
    Signal::derive(move || {
        let each = documents.get().unwrap_or_default().into_iter();
        let each = each.map(|one| {
            let verdict = texts().documents().verdict_name(one.verdict);
            (one.id.to_string(), format!("{} · {} · {verdict}", one.name, date(one.created_at)))
        });
        iter::once((String::new(), none().to_owned())).chain(each).collect()
    })
}
