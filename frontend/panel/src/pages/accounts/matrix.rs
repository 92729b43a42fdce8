//! The grants of an assistant on the domains of its organisation: a row for each domain, a column
//! for each permission, and checkboxes for a whole row or column. On a narrow screen each row is a
//! card.

use std::collections::BTreeSet;

use leptos::prelude::*;
use sigillo_contract::domain::DomainQuery;
use sigillo_contract::operations::ListDomains;
use sigillo_contract::page::MAX_LIMIT;
use sigillo_domain::id::{AccountId, OrganizationId};
use sigillo_domain::name::readable;
use sigillo_domain::permission::{Permission, PermissionSet};
use sigillo_kit::edit::FormField;

use super::copy_grants::CopyGrants;
use super::domain_order::{Extent, FEW, candidates, listed};
use super::grants::{GRANTS, Grants, GrantsField, OFFERED, pointer_of};
use super::template_tools::{ComparisonNote, GrantsSummary, TemplateTools};
use crate::api;
use crate::components::{Column, DataTable, FieldErrorText, Finder, Form, Icon, load, loaded};
use crate::i18n::{integer, t, texts};

#[component]
pub fn Matrix(
    form: Form,
    organization: OrganizationId,
    grants: GrantsField,
    /// The account whose grants these are, once it exists.
    #[prop(default = None)]
    account: Option<AccountId>,
) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let page = load(move || {
        let query = DomainQuery {
            q: Some(search.get().trim().to_owned()).filter(|text| !text.is_empty()),
            organization_id: Some(organization),
            limit: Some(MAX_LIMIT),
            count: Some("exact".to_owned()),
            ..DomainQuery::default()
        };
        api::list::<ListDomains>((), &query)
    });
    // The number of all domains: the count of the first request, which has no search.
    let all = Memo::new(move |before: Option<&Option<usize>>| {
        let total = || usize::try_from(page.get()?.total?).ok();
        before.copied().flatten().or_else(total)
    });
    // The order follows the search and changes of many domains, not each checkbox: a row stays where
    // it is while a person works on it.
    let order_again = RwSignal::new(());
    let found = Memo::new(move |_| {
        order_again.track();
        let domains = page.get().map(|page| page.items).unwrap_or_default();
        let names: Vec<_> = domains.into_iter().map(|domain| domain.name).collect();
        let granted: Vec<_> = untrack(|| grants.with(|grants| grants.keys().cloned().collect()));
        search.with(|search| candidates(&names, &granted, search))
    });
    let on_change = Callback::new(move |reorder: bool| {
        let words = if grants.is_changed() { "changed" } else { "" };
        form.typed(GRANTS, "", words);
        if reorder {
            order_again.set(());
        }
    });
    let content = move || {
        match all.get() {
        None => ().into_any(),
        Some(0) => view! { <p>{t!(accounts.no_domains_to_grant)}</p> }.into_any(),
        Some(count) => view! {
            <GrantsSummary grants=grants />
            {(count > LISTED).then(|| view! {
                <p class="field-hint">{move || texts().accounts().first_domains(&integer(i64::from(MAX_LIMIT)))}</p>
            })}
            <Domains form=form grants=grants count=count found=found search=search order_again=order_again on_change=on_change>
                <CopyGrants
                    organization=organization
                    own=account
                    grants=grants
                    on_change=Callback::new(move |()| on_change.run(true))
                />
            </Domains>
        }
        .into_any(),
    }
    };
    let is_read = Memo::new(move |_| page.get().is_some());
    view! {
        <Show when=move || !is_read.get()>{loaded(page, |_| ())}</Show>
        {content}
    }
}

/// The maximum number of domains listed; a search finds the others.
const LISTED: usize = MAX_LIMIT as usize;

/// The tools, the table of the listed domains, and the button that lists all.
#[component]
fn Domains(
    form: Form,
    grants: GrantsField,
    /// The number of all domains.
    count: usize,
    found: Memo<Vec<String>>,
    search: RwSignal<String>,
    /// Notified when the permissions of many domains have changed.
    order_again: RwSignal<()>,
    on_change: Callback<bool>,
    /// Further tools.
    children: Children,
) -> impl IntoView {
    let chosen = RwSignal::new(BTreeSet::new());
    let shows_all = RwSignal::new(false);
    let is_search = Memo::new(move |_| search.with(|search| !search.trim().is_empty()));
    let rows = Memo::new(move |_| {
        let extent = match (shows_all.get(), is_search.get()) {
            (true, _) => Extent::All,
            (false, true) => Extent::FirstFound,
            (false, false) => Extent::FirstGranted,
        };
        // What was found can be the same while other domains have permissions.
        order_again.track();
        let granted: Grants = untrack(|| grants.with(Clone::clone));
        listed(found.get(), |domain| granted.contains_key(domain), extent)
    });
    let show_all_label = move || {
        let (t, count) = (texts().accounts(), found.with(Vec::len));
        if shows_all.get() { t.show_fewer_domains().to_owned() } else { t.show_all_domains(count) }
    };
    view! {
        <div class="grants-tools">
            <Finder label=t!(domains.search) text=search count=count found=Signal::derive(move || found.with(Vec::len)) />
            <TemplateTools grants=grants found=found is_search=is_search chosen=chosen on_change=on_change />
            {children()}
        </div>
        <GrantsTable form=form domains=rows grants=grants chosen=chosen on_change=on_change />
        <div class="grants-foot">
        <Show when=move || { found.with(Vec::len) > FEW }>
            <button
                type="button"
                class="btn btn-outline-primary grants-more"
                aria-expanded=move || if shows_all.get() { "true" } else { "false" }
                on:click=move |_| shows_all.update(|all| *all = !*all)
            >{show_all_label}</button>
        </Show>
        <Legend />
        </div>
    }
}

/// A row of the table: a domain, or all of those that are listed.
#[derive(Clone)]
struct GrantRow {
    /// The id of the row's heading.
    heading: String,
    domains: Vec<String>,
    is_of_all: bool,
}

impl GrantRow {
    fn of_each(domains: Vec<String>) -> Vec<Self> {
        let all = (domains.len() > 1).then(|| Self {
            heading: "grants-all".to_owned(),
            domains: domains.clone(),
            is_of_all: true,
        });
        let each = domains.into_iter().enumerate().map(|(place, domain)| Self {
            heading: format!("grants-row-{place}"),
            domains: vec![domain],
            is_of_all: false,
        });
        all.into_iter().chain(each).collect()
    }
}

/// What the cells of the table need beside their row.
#[derive(Clone, Copy)]
struct Parts {
    form: Form,
    grants: GrantsField,
    chosen: RwSignal<BTreeSet<String>>,
    on_change: Callback<bool>,
}

#[component]
fn GrantsTable(
    form: Form,
    domains: Memo<Vec<String>>,
    grants: GrantsField,
    chosen: RwSignal<BTreeSet<String>>,
    on_change: Callback<bool>,
) -> impl IntoView {
    let parts = Parts { form, grants, chosen, on_change };
    let of_permissions = OFFERED.map(|permission| {
        let heading = move || {
            view! {
                <span id=column(Some(permission))>{move || texts().words().permission(permission)}</span>
            }
        };
        Column::with_control(heading, move |row: &GrantRow| permission_box(parts, row, permission))
    });
    let of_everything = Column::with_control(
        || view! { <span id=column(None)>{t!(accounts.all_permissions)}</span> },
        move |row: &GrantRow| everything_box(parts, row),
    );
    let name = Column::new(t!(domains.domain), move |row: &GrantRow| heading(parts, row));
    let columns: Vec<_> =
        [name.as_row_header(), of_everything].into_iter().chain(of_permissions).collect();
    view! {
        <DataTable
            caption=t!(accounts.grants)
            testid="grants"
            class="grants"
            columns=columns
            rows=Signal::derive(move || GrantRow::of_each(domains.get()))
            row_class=Some(|row: &GrantRow| if row.is_of_all { "grants-all" } else { "" })
        />
        <FieldErrorText form=form pointer=GRANTS />
    }
}

fn column(permission: Option<Permission>) -> String {
    format!("grants-{}", permission.map_or("everything", Permission::as_str))
}

fn heading(parts: Parts, row: &GrantRow) -> AnyView {
    let id = row.heading.clone();
    match row.domains.first() {
        Some(domain) if !row.is_of_all => {
            view! { <DomainHeading parts=parts id=id domain=domain.clone() /> }.into_any()
        }
        _ => view! { <span id=id>{t!(accounts.all_domains)}</span> }.into_any(),
    }
}

#[component]
fn DomainHeading(parts: Parts, id: String, domain: String) -> impl IntoView {
    let Parts { form, grants, chosen, .. } = parts;
    let pointer = StoredValue::new(pointer_of(&domain));
    form.register(pointer.get_value(), domain.clone().into());
    let name = StoredValue::new(domain);
    let fault = move || pointer.with_value(|pointer| form.error_text(pointer));
    let set = Memo::new(move |_| name.with_value(|name| grants.on(name)));
    let shown = StoredValue::new(name.with_value(|name| readable(name).into_owned()));
    let is_chosen = move || name.with_value(|name| chosen.with(|chosen| chosen.contains(name)));
    let choose = move |event: leptos::ev::Event| {
        let on = event_target_checked(&event);
        chosen.update(|chosen| {
            let name = name.get_value();
            if on {
                chosen.insert(name)
            } else {
                chosen.remove(&name)
            };
        });
    };
    view! {
        <label class="grant-domain">
            <input
                type="checkbox"
                aria-label=move || texts().accounts().choose_domain(&shown.get_value())
                prop:checked=is_chosen
                on:change=choose
            />
            <span id=id>{shown.get_value()}</span>
        </label>
        <ComparisonNote set=set />
        {move || fault().map(|text| view! {
            <span class="field-fault"><Icon name="it-error" class="icon-sm" /><span>{text}</span></span>
        })}
    }
}

fn has_all_offered(set: PermissionSet) -> bool {
    OFFERED.into_iter().all(|permission| set.has(permission))
}

/// How many of a checkbox's domains have its permission.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spread {
    None,
    Some,
    All,
}

impl Spread {
    fn over(domains: &[String], grants: GrantsField, has: impl Fn(PermissionSet) -> bool) -> Self {
        match domains.iter().filter(|domain| has(grants.on(domain))).count() {
            0 => Spread::None,
            count if count == domains.len() => Spread::All,
            _ => Spread::Some,
        }
    }
}

/// Changes the permissions on the domains of a row.
fn alter(parts: Parts, row: &GrantRow, change: &dyn Fn(PermissionSet) -> PermissionSet) {
    parts.grants.alter(&row.domains, change);
    if let [domain] = row.domains.as_slice() {
        parts.form.clear_error(&pointer_of(domain));
    }
    parts.on_change.run(false);
}

/// The checkbox of every permission on the domains of a row. The error summary links to it for a fault
/// in the row.
fn everything_box(parts: Parts, row: &GrantRow) -> impl IntoView + use<> {
    let (row, grants) = (row.clone(), parts.grants);
    let domains = row.domains.clone();
    let spread = Memo::new(move |_| {
        let any = Spread::over(&domains, grants, |set| !set.is_empty());
        let all = Spread::over(&domains, grants, has_all_offered);
        match (any, all) {
            (Spread::None, _) => Spread::None,
            (_, Spread::All) => Spread::All,
            _ => Spread::Some,
        }
    });
    let named_by = format!("{} {}", column(None), row.heading);
    let id = row.domains.first().filter(|_| !row.is_of_all);
    let id = id.map(|domain| parts.form.field_id(&pointer_of(domain)));
    let on_toggle = Callback::new(move |on: bool| {
        alter(parts, &row, &|set| {
            if on {
                OFFERED.into_iter().fold(set, PermissionSet::with)
            } else {
                PermissionSet::NONE
            }
        });
    });
    view! {
        <GrantBox named_by=named_by label=t!(accounts.all_permissions) spread=spread on_toggle=on_toggle id=id />
    }
}

/// The checkbox of one permission on the domains of a row.
fn permission_box(parts: Parts, row: &GrantRow, permission: Permission) -> impl IntoView + use<> {
    let (row, grants) = (row.clone(), parts.grants);
    let domains = row.domains.clone();
    let spread = Memo::new(move |_| Spread::over(&domains, grants, |set| set.has(permission)));
    let named_by = format!("{} {}", column(Some(permission)), row.heading);
    let label = move || texts().words().permission(permission);
    let on_toggle = Callback::new(move |on: bool| {
        alter(parts, &row, &|set| if on { set.with(permission) } else { set.without(permission) });
    });
    view! { <GrantBox named_by=named_by label=label spread=spread on_toggle=on_toggle /> }
}

/// One checkbox. Its accessible name combines the headings of its column and its row; the visible
/// label is shown on narrow screens, which have no columns.
#[component]
fn GrantBox(
    named_by: String,
    #[prop(into)] label: TextProp,
    spread: Memo<Spread>,
    on_toggle: Callback<bool>,
    #[prop(default = None)] id: Option<String>,
) -> impl IntoView {
    view! {
        <label class="grant">
            <input
                type="checkbox"
                id=id
                aria-labelledby=named_by
                prop:checked=move || spread.get() == Spread::All
                prop:indeterminate=move || spread.get() == Spread::Some
                on:change=move |event| on_toggle.run(event_target_checked(&event))
            />
            <span class="grant-label" aria-hidden="true">{move || label.get()}</span>
        </label>
    }
}

/// An explanation of each permission.
#[component]
fn Legend() -> impl IntoView {
    let lines = OFFERED.map(|permission| {
        view! {
            <div>
                <dt>{move || texts().words().permission(permission)}</dt>
                <dd>{move || texts().accounts().permission_meaning(permission)}</dd>
            </div>
        }
    });
    view! {
        <details class="grants-legend">
            <summary>{t!(accounts.legend)}</summary>
            <dl>{lines.into_iter().collect_view()}</dl>
        </details>
    }
}
