//! The archive of receipts (A18): what each organisation has, its packages, and the disposal of what is past retention.

mod archive;
mod disposals;
mod packages;
mod settings;

use leptos::prelude::*;
use sigillo_contract::operations::GetPreservationStatus;
use sigillo_contract::preservation::PreservationStatus;
use sigillo_domain::id::OrganizationId;

pub use settings::PreservationPanel;

use self::archive::ArchivePanel;
use self::disposals::Disposals;
use self::packages::Packages;
use crate::components::{ForbiddenPage, Load, Page, load, loaded};
use crate::i18n::{integer, t, texts};
use crate::{api, session};

#[component]
pub fn Preservation() -> impl IntoView {
    if !session::may::<GetPreservationStatus>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let found = load(move || api::get::<GetPreservationStatus>(()));
    view! {
        <Page title=t!(preservation.title) lead=t!(preservation.lead)>
            {loaded(found, move |status| view! { <Status status=status found=found /> })}
        </Page>
    }
    .into_any()
}

#[component]
fn Status(status: PreservationStatus, found: Load<PreservationStatus>) -> impl IntoView {
    let PreservationStatus { archives, locked_objects } = status;
    let locked = locked_objects.filter(|count| *count > 0).map(|count| {
        view! { <p class="fact-note">{move || texts().preservation().locked(&integer(count))}</p> }
    });
    if archives.is_empty() {
        return view! { <p>{t!(preservation.none)}</p> {locked} }.into_any();
    }
    let names: Vec<(OrganizationId, String)> = archives
        .iter()
        .map(|archive| (archive.organization_id, archive.organization_name.clone()))
        .collect();
    let panels = archives.into_iter().map(|archive| view! { <ArchivePanel archive=archive /> });
    view! {
        {locked}
        {panels.collect_view()}
        <Packages names=names.clone() />
        <Disposals names=names found=found />
    }
    .into_any()
}

/// The name of an organisation among those that are shown.
fn name_of(names: &[(OrganizationId, String)], id: OrganizationId) -> String {
    let found = names.iter().find(|(one, _)| *one == id);
    found.map_or_else(|| "–".to_owned(), |(_, name)| name.clone())
}
