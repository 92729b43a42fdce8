//! The button that downloads a document of the opened contract.

use leptos::prelude::*;
use sigillo_contract::operations::GetSigningFile;
use sigillo_contract::signing::SigningFile;
use sigillo_domain::contract::ContractFile;

use super::{Opened, Visit, Words};
use sigillo_kit::api::download_for;
use sigillo_kit::browser;
use sigillo_kit::components::{Form, Submit};

#[component]
pub(super) fn Download(
    visit: Visit,
    contract: Opened,
    which: ContractFile,
    label: Words,
) -> impl IntoView {
    let form = Form::new("file");
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let file = SigningFile { token: contract.token.clone(), which: Some(which) };
        form.send(
            async move {
                let name = "contratto.pdf".to_owned();
                let file = download_for::<GetSigningFile>(&file, name).await?;
                browser::save_file(&file.blob, &file.name);
                Ok(())
            },
            move |outcome| match outcome {
                Ok(()) => {}
                Err(error) if visit.ends_with(&error) => {}
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form class="sign-download" on:submit=submit>
            <Submit form=form label=label class="btn btn-outline-primary btn-wide" />
        </form>
    }
}
