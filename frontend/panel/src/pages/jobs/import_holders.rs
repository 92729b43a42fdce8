//! The page that imports a file of holders.

use leptos::prelude::*;
use sigillo_contract::import::HolderImportQuery;
use sigillo_contract::operations::{CreateHolderImport, ListOrganizations};
use web_sys::File;

use super::import::Example;
use super::upload::{Reading, Sender, Upload};
use crate::components::{Crumb, ForbiddenPage, Page};
use crate::i18n::t;
use crate::route::{Route, key};
use crate::{api, router, session};

#[component]
pub fn ImportHolders() -> impl IntoView {
    if !session::may::<CreateHolderImport>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    // Operators belong to no organisation: they choose one, at first the one of the list they come from.
    let named = router::query().with_untracked(|query| query.get(key::ORGANIZATION));
    let chosen = RwSignal::new(named.unwrap_or_default());
    let organization = session::may::<ListOrganizations>().then_some(chosen);
    let sender: Sender = Callback::new(move |(reading, file): (Reading, File)| {
        let query = HolderImportQuery {
            organization_id: organization.and_then(|id| id.with_untracked(|id| id.parse().ok())),
            file_name: reading.file_name,
            separator: reading.separator,
            encoding: reading.encoding,
            sheet: reading.sheet,
            hidden_rows: reading.hidden_rows,
        };
        Box::pin(async move { api::import_holders(&query, &file).await }) as api::Pending<_>
    });
    view! {
        <Page
            title=t!(holder_import.title)
            lead=t!(holder_import.lead)
            crumbs=vec![Crumb::new(t!(holders.title), Route::Holders)]
            narrow=true
        >
            <Upload sender=sender organization=organization />
            <How />
        </Page>
    }
    .into_any()
}

const EXAMPLE: &str = "\u{feff}Nome;Cognome;Codice fiscale;Via;Numero;Località;Provincia;CAP;Telefono;E-mail;\
    Ragione sociale;Partita IVA;Ruolo\r\n";

#[component]
fn How() -> impl IntoView {
    view! {
        <section class="panel panel-text" aria-labelledby="how">
            <h2 id="how">{t!(jobs.how_title)}</h2>
            <p>{t!(holder_import.how_columns)}</p>
            <p>{t!(holder_import.how_known)}</p>
            <p>{t!(holder_import.how_recognised)}</p>
            <p>{t!(holder_import.how_safe)}</p>
            <Example text=EXAMPLE name="titolari-esempio.csv" />
        </section>
    }
}
