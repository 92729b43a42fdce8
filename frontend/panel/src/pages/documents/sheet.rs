//! One document: what is known of it and of its signatures, and its preview.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::document::Document;
use sigillo_contract::operations::GetDocument;
use sigillo_domain::signature_verdict::Verdict;

use super::VerdictBadge;
use crate::api;
use crate::components::{
    AlertKind, Awaited, Dialog, DownloadButton, Fact, Facts, Failure, SignatureCard, announce,
    load, loaded,
};
use crate::i18n::{date_time, file_size, finding_text, problem_text, t, texts};
use crate::{browser, router};

/// Saves the file of a document.
pub fn save(document: &Document) {
    let file = api::download_document(document.id, document.name.clone());
    let here = router::path();
    spawn_local(async move {
        match file.await {
            Ok(file) => browser::save_file(&file.blob, &file.name),
            Err(error) => {
                announce(AlertKind::Danger, problem_text(&error), here.get_untracked());
            }
        }
    });
}

#[component]
pub fn DocumentDialog(shown: RwSignal<Option<Document>>) -> impl IntoView {
    let open = Signal::derive(move || shown.with(Option::is_some));
    let title = move || shown.get().map(|document| document.name).unwrap_or_default();
    let close = Callback::new(move |()| shown.set(None));
    view! {
        <Dialog id="document" open=open title=title on_close=close class="sheet sheet-wide">
            {move || shown.get().map(|document| view! { <Sheet document=document /> })}
        </Dialog>
    }
}

/// What is known of a document, with its preview.
#[component]
pub fn Sheet(document: Document) -> impl IntoView {
    let (id, name) = (document.id, document.name.clone());
    let download = Callback::new(move |()| -> api::Pending<api::Download> {
        Box::pin(api::download_document(id, name.clone()))
    });
    let shown = document.clone();
    view! {
        <Data document=document.clone() />
        <Signatures document=document />
        <p><DownloadButton label=t!(documents.download) download=download /></p>
        <Preview document=shown />
    }
}

#[component]
fn Data(document: Document) -> impl IntoView {
    let Document { kind, bytes: size, created_at, created_by, verdict, signer_is_holder, .. } =
        document;
    let subject = document.mailbox_address.or(document.holder_name);
    let signer = signer_is_holder.map(|is| {
        let words = move || {
            let words = texts().documents();
            if is { words.signer_is_holder() } else { words.signer_is_not_holder() }
        };
        view! { <span class="document-signer">{words}</span> }
    });
    view! {
        <Facts>
            <Fact label=t!(documents.kind)>{move || texts().words().document_kind(kind)}</Fact>
            {subject.map(|subject| view! { <Fact label=t!(documents.of)>{subject}</Fact> })}
            <Fact label=t!(documents.uploaded_label)>
                {move || texts().documents().uploaded(&date_time(created_at), &created_by)}
            </Fact>
            <Fact label=t!(documents.size)>{move || file_size(size)}</Fact>
            <Fact label=t!(documents.verdict)><VerdictBadge verdict=verdict />" "{signer}</Fact>
            <Fact label=t!(documents.digest)><code class="document-digest">{document.sha256}</code></Fact>
        </Facts>
    }
}

/// The lines of each signature, which the list does not have.
#[component]
fn Signatures(document: Document) -> impl IntoView {
    if document.verdict == Verdict::Pending {
        return view! { <p class="fact-note">{t!(documents.pending_note)}</p> }.into_any();
    }
    let id = document.id;
    let read = load(move || api::get::<GetDocument>(id));
    loaded(read, |document: Document| {
        if document.signatures.is_empty() {
            let finding = document.finding;
            return view! {
                <p class="fact-note">{move || match finding {
                    Some(finding) => finding_text(finding, None),
                    None => texts().signatures().none().to_owned(),
                }}</p>
            }
            .into_any();
        }
        let signatures = document.signatures.into_iter().enumerate();
        signatures
            .map(|(place, signature)| view! { <SignatureCard number=place + 1 signature=signature /> })
            .collect_view()
            .into_any()
    })
    .into_any()
}

/// The PDF, or that in a p7m, in a frame of its own. It is read only when the person asks for it.
#[component]
fn Preview(document: Document) -> impl IntoView {
    let is_asked = RwSignal::new(false);
    let frame = move || {
        is_asked.get().then(|| {
            let document = document.clone();
            view! { <Frame document=document /> }
        })
    };
    view! {
        <Show when=move || !is_asked.get()>
            <button type="button" class="btn btn-outline-primary" on:click=move |_| is_asked.set(true)>
                {t!(documents.preview)}
            </button>
        </Show>
        {frame}
    }
}

#[component]
fn Frame(document: Document) -> impl IntoView {
    let (id, name) = (document.id, document.name.clone());
    let title = document.name;
    let file = RwSignal::new(None::<Result<String, api::ApiError>>);
    spawn_local(async move {
        let read = api::preview_document(id, name).await;
        let url = read.and_then(|file| {
            browser::object_url(&file.blob, "application/pdf").ok_or_else(api::ApiError::unreadable)
        });
        if let Ok(url) = &url {
            // The person may have closed the dialog meanwhile.
            if file.try_get_untracked().is_none() {
                return browser::forget_object_url(url);
            }
        }
        let _ = file.try_set(Some(url));
    });
    on_cleanup(move || {
        if let Some(Some(Ok(url))) = file.try_get_untracked() {
            browser::forget_object_url(&url);
        }
    });
    move || match file.get() {
        None => view! { <Awaited /> }.into_any(),
        Some(Err(error)) => {
            view! { <Failure error=error retry=Callback::new(|()| ()) /> }.into_any()
        }
        Some(Ok(url)) => {
            let title = title.clone();
            view! {
                <iframe class="document-frame" src=url title=move || texts().documents().preview_of(&title)></iframe>
            }
            .into_any()
        }
    }
}
