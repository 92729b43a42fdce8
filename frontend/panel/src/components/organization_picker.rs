//! The choice of an organisation. There can be more than a list can show, so it offers the first
//! ones, or those that a search finds.

use leptos::prelude::*;
use sigillo_contract::operations::{GetOrganization, ListOrganizations};
use sigillo_contract::organization::{Organization, OrganizationQuery};
use sigillo_contract::page::{MAX_LIMIT, Page};
use sigillo_domain::id::OrganizationId;
use sigillo_kit::list_view::ListView;

use super::{Form, Load, Select, SelectFilter, load, loaded};
use crate::i18n::{t, texts};
use crate::route::key;
use crate::{api, session};

#[derive(Clone, Copy)]
pub struct OrganizationPicker {
    /// The search text; empty at first.
    search: RwSignal<String>,
    found: Load<Page<Organization>>,
    /// The organisation chosen from the start, which the search need not find.
    initial: Load<Option<Organization>>,
    /// Whether there are more organisations than can be listed.
    has_more: RwSignal<bool>,
}

impl OrganizationPicker {
    pub fn new(initial: Option<OrganizationId>) -> Self {
        let search = RwSignal::new(String::new());
        let found = load(move || {
            let q = Some(search.get().trim().to_owned()).filter(|text| !text.is_empty());
            let query = OrganizationQuery { q, limit: Some(MAX_LIMIT), ..Default::default() };
            api::list::<ListOrganizations>((), &query)
        });
        let initial = load(move || async move {
            match initial {
                Some(id) => api::get::<GetOrganization>(id).await.map(Some),
                None => Ok(None),
            }
        });
        let has_more = RwSignal::new(false);
        Effect::new(move |_| {
            if found.get().is_some_and(|page| page.next_cursor.is_some()) {
                has_more.set(true);
            }
        });
        Self { search, found, initial, has_more }
    }

    /// The choice of the organisation that a list is filtered by, for whoever sees several.
    pub fn of_list(view: Memo<ListView>) -> Option<Self> {
        session::may::<ListOrganizations>().then(|| {
            let chosen = view.with_untracked(|view| view.filter(key::ORGANIZATION));
            Self::new(chosen.and_then(|id| id.parse().ok()))
        })
    }

    /// The filter of a list by organisation.
    pub fn filter(self) -> SelectFilter {
        let label = t!(accounts.organization);
        SelectFilter::new(key::ORGANIZATION, "organization", label, move || {
            let every = (String::new(), texts().accounts().every_organization().to_owned());
            std::iter::once(every).chain(self.options()).collect()
        })
    }

    /// The id to start with: the initial organisation's if it exists, or else the only one's;
    /// otherwise empty. None while that is not known yet.
    fn start(self) -> Option<String> {
        let (page, initial) = (self.found.outcome()?.ok()?, self.initial.outcome()?);
        let only = match (page.items.as_slice(), page.next_cursor) {
            ([only], None) if self.search.with_untracked(String::is_empty) => Some(only.id),
            _ => None,
        };
        let id = initial.ok().flatten().map(|one| one.id).or(only);
        Some(id.map(|id| id.to_string()).unwrap_or_default())
    }

    /// The ids and names to choose from.
    pub fn options(self) -> Vec<(String, String)> {
        let found = self.found.get().map(|page| page.items).unwrap_or_default();
        options(found, self.initial.get().flatten())
    }
}

fn options(found: Vec<Organization>, initial: Option<Organization>) -> Vec<(String, String)> {
    let missing = initial.filter(|initial| found.iter().all(|one| one.id != initial.id));
    let all = missing.into_iter().chain(found);
    all.map(|one| (one.id.to_string(), one.name)).collect()
}

/// The field for the organisation of a new object; its id is in `value`. It starts with the
/// organisation whose id `value` already holds, or with the only one.
#[component]
pub fn OrganizationField(
    form: Form,
    #[prop(into)] label: TextProp,
    value: RwSignal<String>,
) -> impl IntoView {
    let picker = OrganizationPicker::new(value.get_untracked().parse().ok());
    // Only once, so that the person's later choice is kept.
    let started = StoredValue::new(false);
    Effect::new(move |_| {
        if let Some(start) = picker.start().filter(|_| !started.get_value()) {
            started.set_value(true);
            value.set(start);
        }
    });
    let options = Signal::derive(move || {
        let none = (String::new(), texts().organizations().choose().to_owned());
        std::iter::once(none).chain(picker.options()).collect::<Vec<_>>()
    });
    let read = Memo::new(move |_| picker.found.get().is_some());
    view! {
        <OrganizationSearch picker=picker />
        <Show when=move || !read.get()>{loaded(picker.found, |_| ())}</Show>
        <Select form=form pointer="/organization_id" label=label value=value options=options />
    }
}

/// The search box of a picker, shown when not all organisations can be listed.
#[component]
pub fn OrganizationSearch(picker: OrganizationPicker) -> impl IntoView {
    view! {
        <Show when=move || picker.has_more.get()>
            <div class="field">
                <label class="field-label" for="organization-search">{t!(organizations.search)}</label>
                <input
                    class="input"
                    type="search"
                    id="organization-search"
                    autocomplete="off"
                    prop:value=move || picker.search.get()
                    on:input=move |event| picker.search.set(event_target_value(&event))
                    on:keydown=|event| {
                        // Inside a form, the Enter key would submit the form.
                        if event.key() == "Enter" {
                            event.prevent_default();
                        }
                    }
                />
                <p class="field-hint">{t!(organizations.search_hint)}</p>
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organization(id: u128, name: &str) -> Organization {
        Organization {
            id: OrganizationId::from_u128(id),
            name: name.to_owned(),
            created_at: chrono::DateTime::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn the_initial_organization_is_offered_even_if_the_search_misses_it() {
        let names = |initial| {
            let found = vec![organization(1, "Alfa"), organization(2, "Beta")];
            options(found, initial).into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        assert_eq!(names(None), ["Alfa", "Beta"]);
        assert_eq!(names(Some(organization(2, "Beta"))), ["Alfa", "Beta"]);
        assert_eq!(names(Some(organization(9, "Zeta"))), ["Zeta", "Alfa", "Beta"]);
    }
}
