//! The page that imports a file of mailboxes.

use leptos::prelude::*;
use sigillo_contract::import::ImportQuery;
use sigillo_domain::permission::Permission;
use web_sys::File;

use super::upload::{Reading, Sender, Upload};
use crate::components::{Crumb, ForbiddenPage, Icon, Page};
use crate::i18n::{t, texts};
use crate::route::{Route, key};
use crate::{api, browser, router, session};

#[component]
pub fn Import() -> impl IntoView {
    let params = router::query();
    let name = params.with_untracked(|params| params.get(key::DOMAIN)).unwrap_or_default();
    let Some(domain) = session::domain(&name) else {
        return router::redirect(Route::Home);
    };
    session::choose_domain(&name);
    if !session::may_on(&name, Permission::Create) {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let sender: Sender = Callback::new(move |(reading, file): (Reading, File)| {
        let query = ImportQuery {
            domain: domain.name.clone(),
            file_name: reading.file_name,
            separator: reading.separator,
            encoding: reading.encoding,
            sheet: reading.sheet,
            hidden_rows: reading.hidden_rows,
        };
        Box::pin(async move { api::import_mailboxes(&query, &file).await }) as api::Pending<_>
    });
    let list = Route::Mailboxes.for_domain(&name);
    let (in_lead, in_crumb) = (name.clone(), name);
    view! {
        <Page
            title=t!(jobs.import_title)
            lead=move || texts().jobs().import_lead(&in_lead)
            crumbs=vec![Crumb::new(move || texts().list().title_of(&in_crumb), list)]
            narrow=true
        >
            <Upload sender=sender />
            <How />
        </Page>
    }
    .into_any()
}

const EXAMPLE: &str = "\u{feff}Casella;E-mail di comunicazione;Quota (MB);Conservazione\r\n\
    ufficio.protocollo;protocollo@example.org;2000;sì\r\n\
    ufficio.tributi;tributi@example.org;;no\r\n";

#[component]
fn How() -> impl IntoView {
    view! {
        <section class="panel panel-text" aria-labelledby="how">
            <h2 id="how">{t!(jobs.how_title)}</h2>
            <p>{t!(jobs.how_columns)}</p>
            <p>{t!(jobs.how_holders)}</p>
            <p>{t!(jobs.how_recognised)}</p>
            <p>{t!(jobs.how_safe)}</p>
            <Example text=EXAMPLE name="caselle-esempio.csv" />
        </section>
    }
}

/// The button that saves an example of a file.
#[component]
pub(super) fn Example(text: &'static str, name: &'static str) -> impl IntoView {
    let save = move |_| {
        if let Some(blob) = browser::text_file(text, "text/csv") {
            browser::save_file(&blob, name);
        }
    };
    view! {
        <div class="form-actions">
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=save>
                <Icon name="it-download" />
                <span>{t!(jobs.example)}</span>
            </button>
        </div>
    }
}
