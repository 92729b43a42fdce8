//! The grants of an assistant: a row for each domain, a column for each permission, and a box to take
//! a whole row or a whole column at once. On a narrow screen each row is a card.

use leptos::prelude::*;
use sigillo_domain::permission::{Permission, PermissionSet};

use super::grants::{GrantsField, pointer_of};
use crate::components::{FieldErrorText, Finder, Form, Icon, finds};
use crate::i18n::{t, texts};

#[component]
pub fn Matrix(form: Form, domains: Vec<String>, grants: GrantsField) -> impl IntoView {
    if domains.is_empty() {
        return view! { <p>{t!(accounts.no_domains_to_grant)}</p> }.into_any();
    }
    let search = RwSignal::new(String::new());
    let count = domains.len();
    for domain in &domains {
        form.register(pointer_of(domain), domain.clone().into());
    }
    let domains = StoredValue::new(domains);
    let found = Memo::new(move |_| {
        let search = search.get();
        domains.with_value(|all| {
            all.iter().filter(|name| finds(&search, &[name])).cloned().collect::<Vec<_>>()
        })
    });
    let shown = Signal::derive(move || found.with(Vec::len));
    let rows = move || {
        let row = |(place, name): (usize, String)| {
            view! { <DomainRow form=form place=place domain=name grants=grants /> }
        };
        found.get().into_iter().enumerate().map(row).collect_view()
    };
    view! {
        <Finder label=t!(domains.search) text=search count=count found=shown />
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
                <Show when=move || { shown.get() > 1 }>
                    <tr role="row" class="grants-all">
                        <th role="rowheader" scope="row" id="grants-all">{t!(accounts.all_domains)}</th>
                        <Boxes row="grants-all".to_owned() domains=found grants=grants on_change=Callback::new(|()| ()) />
                    </tr>
                </Show>
                {rows}
            </tbody>
        </table>
        <FieldErrorText form=form pointer="/grants" />
        <Legend />
    }
    .into_any()
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

/// How many of the domains a box speaks of have it.
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

/// The boxes of one row, which may speak of several domains at once.
#[component]
fn Boxes(
    /// Id of the row's heading.
    row: String,
    #[prop(into)] domains: Signal<Vec<String>>,
    grants: GrantsField,
    /// Id of the first box, where a fault of the row leads.
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

/// One box. Its name is its column's and its row's; the words beside it show where there are no
/// columns.
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

/// What each permission lets one do.
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
