//! The choice of a mailbox's reseller.

use std::cell::RefCell;
use std::collections::HashMap;

use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::operations::ListResellers;
use sigillo_contract::page::{MAX_LIMIT, Page};
use sigillo_contract::reseller::{Reseller, ResellerQuery, ResellerSummary};
use sigillo_domain::id::OrganizationId;

use crate::api::{self, ApiError};
use crate::components::{Form, Load, Select, load};
use crate::i18n::{t, texts};

thread_local! {
    /// The names of the resellers that were read, for the comparison after a conflict.
    static NAMES: RefCell<HashMap<String, String>> = RefCell::default();
}

fn remember(id: &str, name: &str) {
    NAMES.with_borrow_mut(|names| names.insert(id.to_owned(), name.to_owned()));
}

/// The name of a reseller that was read; otherwise its id. Without an id there is none.
pub fn name_of(id: &str) -> String {
    if id.is_empty() {
        return texts().resellers().none().to_owned();
    }
    NAMES.with_borrow(|names| names.get(id).cloned()).unwrap_or_else(|| id.to_owned())
}

/// The resellers of a domain's organisation.
pub fn options_of_domain(domain: &Domain) -> Load<Page<Reseller>> {
    let organization_id = Some(domain.organization_id);
    load(move || first_page(organization_id))
}

/// The resellers by which a list is filtered: those of an organisation, or of every one that the account sees.
/// Nothing is read while `of` returns None.
pub fn options_of_list(
    of: impl Fn() -> Option<Option<OrganizationId>> + 'static,
) -> Load<Option<Vec<Reseller>>> {
    load(move || {
        let page = of().map(first_page);
        async move {
            match page {
                Some(page) => page.await.map(|page| Some(page.items)),
                None => Ok(None),
            }
        }
    })
}

async fn first_page(organization_id: Option<OrganizationId>) -> Result<Page<Reseller>, ApiError> {
    let query =
        ResellerQuery { organization_id, limit: Some(MAX_LIMIT), ..ResellerQuery::default() };
    api::list::<ListResellers>((), &query).await
}

/// The field; shown only where there is a reseller to choose.
#[component]
pub fn ResellerField(
    form: Form,
    found: Load<Page<Reseller>>,
    /// The reseller that the mailbox has already.
    #[prop(optional_no_strip)]
    present: Option<ResellerSummary>,
    value: RwSignal<String>,
) -> impl IntoView {
    let options = Signal::derive(move || {
        let found = found.get().map(|page| page.items).unwrap_or_default();
        let missing = present.clone().filter(|one| found.iter().all(|other| other.id != one.id));
        let missing = missing.into_iter().map(|one| (one.id.to_string(), one.name));
        let none = (String::new(), texts().resellers().none().to_owned());
        let found = found.into_iter().map(|one| (one.id.to_string(), one.name));
        let options: Vec<_> = std::iter::once(none).chain(missing).chain(found).collect();
        for (id, name) in &options {
            remember(id, name);
        }
        options
    });
    let is_offered = Memo::new(move |_| options.with(|options| options.len() > 1));
    view! {
        <Show when=move || is_offered.get()>
            <Select
                form=form
                pointer="/reseller"
                label=t!(resellers.reseller)
                value=value
                options=options
            />
        </Show>
    }
}
