//! Whether the name of a new mailbox is free, told while it is being typed.

use leptos::prelude::*;
use sigillo_contract::mailbox::AvailabilityQuery;
use sigillo_contract::operations::GetMailboxAvailability;
use sigillo_domain::Code;
use sigillo_domain::name::LocalPart;

use crate::api::{self, ApiError};
use crate::components::{Icon, load, settled};
use crate::i18n::{problem_text, t};

#[component]
pub fn Availability(
    name: RwSignal<String>,
    domain: String,
    /// The address that was found not to be free.
    taken: RwSignal<Option<String>>,
) -> impl IntoView {
    let typed = Memo::new(move |_| {
        let name = LocalPart::parse(&name.get()).ok()?;
        Some(format!("{name}@{domain}"))
    });
    let asked = settled(move || typed.get());
    let found = load(move || {
        let address = asked.get();
        async move {
            let Some(address) = address else { return Ok(None) };
            let query = AvailabilityQuery { address: address.clone() };
            let found = api::list::<GetMailboxAvailability>((), &query).await?;
            Ok(Some((address, found)))
        }
    });
    Effect::new(move |_| {
        if let Some((address, found)) = found.get().flatten() {
            taken.set((!found.available).then_some(address));
        }
    });
    let shown = move || {
        // The answer about an earlier name is not shown for this one.
        let (_, found) =
            found.get().flatten().filter(|(address, _)| Some(address) == typed.get().as_ref())?;
        if found.available {
            return Some(view! {
                <p class="field-good"><Icon name="it-check-circle" class="icon-sm" /><span>{t!(wizard.name_is_free)}</span></p>
            }
            .into_any());
        }
        let code = [Code::MailboxExists, Code::AddressRetired]
            .into_iter()
            .find(|code| found.code.as_deref() == Some(code.as_str()));
        let words = move || match code {
            Some(code) => problem_text(&ApiError::of(code)),
            None => t!(wizard.name_is_not_free)().to_owned(),
        };
        Some(view! {
            <p class="field-fault"><Icon name="it-error" class="icon-sm" /><span>{words}</span></p>
        }
        .into_any())
    };
    view! { <div class="availability" aria-live="polite" data-testid="availability">{shown}</div> }
}
