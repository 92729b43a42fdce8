//! The locality of an address, which completes itself from the municipalities of Italy.

use leptos::prelude::*;
use sigillo_contract::municipality::MunicipalityQuery;
use sigillo_contract::operations::ListMunicipalities;

use super::address::{AddressInputs, AddressPointers};
use crate::api;
use crate::components::{Combobox, Form, Suggestion, suggestions};
use crate::i18n::t;

/// A choice fills the province too.
#[component]
pub fn LocalityField(form: Form, at: AddressPointers, inputs: AddressInputs) -> impl IntoView {
    let found = suggestions(inputs.locality, 2, |text| async move {
        let query = MunicipalityQuery { q: Some(text), limit: Some(8) };
        let found = api::list::<ListMunicipalities>((), &query).await?;
        let entries = found.items.into_iter().map(|one| Suggestion {
            key: one.code,
            title: one.name,
            note: one.province.unwrap_or_default(),
        });
        Ok(entries.collect())
    });
    let choose = Callback::new(move |chosen: Suggestion<String>| {
        form.typed(at.province, &inputs.province.get_untracked(), &chosen.note);
        inputs.province.set(chosen.note);
    });
    view! {
        <Combobox
            form=form
            pointer=at.locality
            label=t!(holders.locality)
            value=inputs.locality
            found=found
            on_choose=choose
        />
    }
}
