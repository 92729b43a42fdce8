//! What a codice fiscale says of the person, read back to whoever types it.

use chrono::NaiveDate;
use leptos::prelude::*;
use sigillo_contract::holder::BirthPlace;
use sigillo_contract::municipality::MunicipalityQuery;
use sigillo_contract::operations::ListMunicipalities;
use sigillo_domain::holder::Sex;
use sigillo_domain::tax_code::TaxCode;

use crate::api::{self, ApiError};
use crate::browser;
use crate::components::load;
use crate::i18n::{day_text, t, texts};

/// `nata il 03/04/1975`
pub fn birth_line(sex: Sex, date: NaiveDate) -> String {
    let day = day_text(date);
    match sex {
        Sex::Female => texts().holders().born_female(&day),
        Sex::Male => texts().holders().born_male(&day),
    }
}

/// `Potenza (PZ)`, or the code of a place without a name.
pub fn place_name(place: &BirthPlace) -> String {
    match (&place.name, &place.province) {
        (Some(name), Some(province)) => format!("{name} ({province})"),
        (Some(name), None) => name.clone(),
        (None, _) => texts().holders().place_code(&place.code),
    }
}

/// What the code states of the birth, below its field.
#[component]
pub fn TaxCodeReading(code: RwSignal<String>) -> impl IntoView {
    let parsed = Memo::new(move |_| TaxCode::parse(&code.get()).ok());
    let birth = Memo::new(move |_| parsed.get()?.birth(browser::now().date_naive()));
    let place = load(move || {
        let code = birth.get().map(|birth| birth.place_code);
        async move {
            match code {
                Some(code) => named(code).await.map(Some),
                None => Ok(None),
            }
        }
    });
    let reading = move || {
        if parsed.get()?.is_provisional() {
            return Some(t!(holders.provisional)().to_owned());
        }
        let birth = birth.get()?;
        let born = birth_line(birth.sex, birth.date);
        // The place of an earlier code is not shown for this one.
        let place = place.get().flatten().filter(|place| place.code == birth.place_code);
        Some(
            texts()
                .holders()
                .read_back(&born, &place.map(|place| place_name(&place)).unwrap_or_default()),
        )
    };
    view! {
        <div aria-live="polite" data-testid="tax-code-reading">
            {move || reading().map(|words| view! { <p class="field-reading">{words}</p> })}
        </div>
    }
}

/// The municipality or country of a code.
async fn named(code: String) -> Result<BirthPlace, ApiError> {
    let query = MunicipalityQuery { q: Some(code.clone()), limit: Some(1) };
    let found = api::list::<ListMunicipalities>((), &query).await?;
    let found = found.items.into_iter().find(|one| one.code == code);
    let (name, province) = found.map_or((None, None), |one| (Some(one.name), one.province));
    Ok(BirthPlace { code, name, province })
}
