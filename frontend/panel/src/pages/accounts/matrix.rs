//! The grants of an assistant on the domains of its organisation: a row for each domain, a column
//! for each permission, and checkboxes for a whole row or column. On a narrow screen each row is a
//! card.

use leptos::prelude::*;
use sigillo_contract::domain::DomainQuery;
use sigillo_contract::operations::ListDomains;
use sigillo_contract::page::MAX_LIMIT;
use sigillo_domain::id::OrganizationId;
use sigillo_domain::permission::{Permission, PermissionSet};

use super::grants::{GrantsField, pointer_of};
use crate::api;
use crate::components::{FieldErrorText, Finder, Form, Icon, load, loaded};
use crate::i18n::{integer, t, texts};

#[component]
pub fn Matrix(form: Form, organization: OrganizationId, grants: GrantsField) -> impl IntoView {
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
    let found = Memo::new(move |_| {
        let domains = page.get().map(|page| page.items).unwrap_or_default();
        domains.into_iter().map(|domain| domain.name).collect::<Vec<_>>()
    });
    // The number of all domains: the count of the first request, which has no search.
    let all = Memo::new(move |before: Option<&Option<usize>>| {
        let total = || usize::try_from(page.get()?.total?).ok();
        before.copied().flatten().or_else(total)
    });
    let content = move || {
        match all.get() {
        None => ().into_any(),
        Some(0) => view! { <p>{t!(accounts.no_domains_to_grant)}</p> }.into_any(),
        Some(count) => view! {
            <Finder label=t!(domains.search) text=search count=count found=Signal::derive(move || found.with(Vec::len)) />
            {(count > LISTED).then(|| view! {
                <p class="field-hint">{move || texts().accounts().first_domains(&integer(i64::from(MAX_LIMIT)))}</p>
            })}
            <GrantsTable form=form domains=found grants=grants />
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

#[component]
fn GrantsTable(form: Form, domains: Memo<Vec<String>>, grants: GrantsField) -> impl IntoView {
    let rows = move || {
        let row = |(place, name): (usize, String)| {
            form.register(pointer_of(&name), name.clone().into());
            view! { <DomainRow form=form place=place domain=name grants=grants /> }
        };
        domains.get().into_iter().enumerate().map(row).collect_view()
    };
    view! {
        <table class="grants" role="table" data-testid="grants">
            <caption class="visually-hidden">{t!(accounts.grants)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t!(domains.domain)}</th>
                    <th role="columnheader" scope="col" id=column(None)>{t!(accounts.all_permissions)}</th>
                    {Permission::ALL.map(|permission| view! {
                        <th role="columnheader" scope="col" id=column(Some(permission))>
                            {move || texts().words().permission(permission)}
                        </th>
                    }).into_iter().collect_view()}
                </tr>
            </thead>
            <tbody role="rowgroup">
                <Show when=move || { domains.with(Vec::len) > 1 }>
                    <tr role="row" class="grants-all">
                        <th role="rowheader" scope="row" id="grants-all">{t!(accounts.all_domains)}</th>
                        <Boxes row="grants-all".to_owned() domains=domains grants=grants on_change=Callback::new(|()| ()) />
                    </tr>
                </Show>
                {rows}
            </tbody>
        </table>
        <FieldErrorText form=form pointer="/grants" />
        <Legend />
    }
}

fn column(permission: Option<Permission>) -> String {
    format!("grants-{}", permission.map_or("everything", Permission::as_str))
}

#[component]
fn DomainRow(form: Form, place: usize, domain: String, grants: GrantsField) -> impl IntoView {
    let pointer = StoredValue::new(pointer_of(&domain));
    let row = format!("grants-row-{place}");
    let own = Signal::stored(vec![domain.clone()]);
    let fault = move || pointer.with_value(|pointer| form.error_text(pointer));
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" id=row.clone()>
                {domain}
                {move || fault().map(|text| view! {
                    <span class="field-fault"><Icon name="it-error" class="icon-sm" /><span>{text}</span></span>
                })}
            </th>
            <Boxes
                row=row
                domains=own
                grants=grants
                first=pointer.with_value(|pointer| form.field_id(pointer))
                on_change=Callback::new(move |()| pointer.with_value(|pointer| form.clear_error(pointer)))
            />
        </tr>
    }
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

/// The checkboxes of one row, which can stand for several domains at once.
#[component]
fn Boxes(
    /// The id of the row's heading.
    row: String,
    #[prop(into)] domains: Signal<Vec<String>>,
    grants: GrantsField,
    /// The id of the first checkbox, which the error summary links to for a fault in the row.
    #[prop(optional, into)]
    first: Option<String>,
    on_change: Callback<()>,
) -> impl IntoView {
    let alter = move |change: &dyn Fn(PermissionSet) -> PermissionSet| {
        domains.with_untracked(|domains| grants.alter(domains, change));
        on_change.run(());
    };
    let everything = Memo::new(move |_| {
        domains.with(|domains| {
            let any = Spread::over(domains, grants, |set| !set.is_empty());
            let all = Spread::over(domains, grants, |set| set == PermissionSet::all());
            match (any, all) {
                (Spread::None, _) => Spread::None,
                (_, Spread::All) => Spread::All,
                _ => Spread::Some,
            }
        })
    });
    let of_all = Callback::new(move |on: bool| {
        alter(&|_| if on { PermissionSet::all() } else { PermissionSet::NONE });
    });
    let boxes = Permission::ALL.map(|permission| {
        let spread = Memo::new(move |_| {
            domains.with(|domains| Spread::over(domains, grants, |set| set.has(permission)))
        });
        let on_toggle = Callback::new(move |on: bool| {
            alter(&|set| if on { set.with(permission) } else { set.without(permission) });
        });
        let named_by = format!("{} {row}", column(Some(permission)));
        view! {
            <GrantBox
                named_by=named_by
                label=move || texts().words().permission(permission)
                spread=spread
                on_toggle=on_toggle
            />
        }
    });
    view! {
        <GrantBox
            named_by=format!("{} {row}", column(None))
            label=t!(accounts.all_permissions)
            spread=everything
            on_toggle=of_all
            id=first
        />
        {boxes.into_iter().collect_view()}
    }
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
        <td role="cell">
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
        </td>
    }
}

/// An explanation of each permission.
#[component]
fn Legend() -> impl IntoView {
    let lines = Permission::ALL.map(|permission| {
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
