//! The page that imports a file of mailboxes, or of the identities of their holders.

use leptos::prelude::*;
use sigillo_contract::import::ImportQuery;
use sigillo_domain::permission::Permission;
use web_sys::File;

use super::upload::{Reading, Sender, Upload};
use crate::components::{Crumb, ForbiddenPage, Form, Icon, Page, RadioGroup};
use crate::i18n::{t, texts};
use crate::route::{Route, key};
use crate::{api, browser, router, session};

#[component]
pub fn Import() -> impl IntoView {
    let params = router::query();
    let name = params.with_untracked(|params| params.get(key::DOMAIN)).unwrap_or_default();
    let Some(domain) = session::domain(&name) else {
        return router::redirect(Route::ChooseDomain);
    };
    session::choose_domain(&name);
    let may_create = session::may_on(&name, Permission::Create);
    let may_identify = session::may_on(&name, Permission::Edit);
    if !may_create && !may_identify {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let of_identities = RwSignal::new(!may_create);
    let sender: Sender = Callback::new(move |(reading, file): (Reading, File)| {
        let query = ImportQuery {
            domain: domain.name.clone(),
            file_name: reading.file_name,
            separator: reading.separator,
            encoding: reading.encoding,
            sheet: reading.sheet,
            hidden_rows: reading.hidden_rows,
        };
        let of_identities = of_identities.get_untracked();
        Box::pin(async move {
            if of_identities {
                api::import_identifications(&query, &file).await
            } else {
                api::import_mailboxes(&query, &file).await
            }
        }) as api::Pending<_>
    });
    let list = Route::Mailboxes.for_domain(&name);
    let (in_lead, in_crumb) = (name.clone(), name);
    view! {
        <Page
            title=move || {
                if of_identities.get() { t!(identity.import_title)() } else { t!(jobs.import_title)() }
            }
            lead=move || {
                if of_identities.get() {
                    texts().identity().import_lead(&in_lead)
                } else {
                    texts().jobs().import_lead(&in_lead)
                }
            }
            crumbs=vec![Crumb::new(move || texts().list().title_of(&in_crumb), list)]
            narrow=true
        >
            {(may_create && may_identify).then(|| view! { <Contents of_identities=of_identities /> })}
            <Upload sender=sender />
            {move || if of_identities.get() {
                view! { <HowOfIdentities /> }.into_any()
            } else {
                view! { <How /> }.into_any()
            }}
        </Page>
    }
    .into_any()
}

const EXAMPLE: &str = "\u{feff}Casella;E-mail di comunicazione;Quota (MB);Conservazione\r\n\
    ufficio.protocollo;protocollo@example.org;2000;sì\r\n\
    ufficio.tributi;tributi@example.org;;no\r\n";

const EXAMPLE_OF_IDENTITIES: &str = "\u{feff}Casella;Codice fiscale;Metodo di identificazione;\
    Livello di garanzia;Identificato il;Identificato da;A titolo di;Tipo di documento;\
    Numero del documento;Scadenza del documento;Secondo fattore dal\r\n";

/// What the file holds.
#[component]
fn Contents(of_identities: RwSignal<bool>) -> impl IntoView {
    let form = Form::new("import-contents");
    let options = vec![
        (false, TextProp::from(t!(identity.of_mailboxes)), None),
        (true, t!(identity.of_identities).into(), Some(t!(identity.of_identities_hint).into())),
    ];
    view! {
        <section class="panel">
            <RadioGroup form=form pointer="/contents" label=t!(identity.contents) value=of_identities options=options />
        </section>
    }
}

#[component]
fn HowOfIdentities() -> impl IntoView {
    view! {
        <section class="panel panel-text" aria-labelledby="how">
            <h2 id="how">{t!(jobs.how_title)}</h2>
            <p>{t!(identity.how_columns)}</p>
            <p>{t!(identity.how_values)}</p>
            <p>{t!(identity.how_checked)}</p>
            <Example text=EXAMPLE_OF_IDENTITIES name="identita-esempio.csv" />
        </section>
    }
}

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
