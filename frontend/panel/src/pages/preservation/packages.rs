//! The packages of the archives that the caller sees, newest first.

use leptos::prelude::*;
use sigillo_contract::operations::ListReceiptPackages;
use sigillo_contract::preservation::{ReceiptPackage, ReceiptPackageQuery};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::preservation::PreservationStanding;

use super::name_of;
use crate::api;
use crate::components::{Column, DataTable, LoadMore, incremental_list};
use crate::i18n::{date_time, file_size, integer, t, texts};

#[component]
pub fn Packages(names: Vec<(OrganizationId, String)>) -> impl IntoView {
    let packages = incremental_list(move |page| {
        let query = ReceiptPackageQuery {
            cursor: page.cursor,
            limit: page.limit,
            ..ReceiptPackageQuery::default()
        };
        api::list::<ListReceiptPackages>((), &query)
    });
    let table = move || match packages.items() {
        None => packages.placeholder(),
        Some(items) if items.is_empty() => {
            view! { <p class="fact-note">{t!(preservation.no_packages)}</p> }.into_any()
        }
        Some(items) => {
            let columns = columns(names.clone());
            view! {
                <DataTable caption=t!(preservation.packages) testid="packages" columns=columns rows=items />
            }
            .into_any()
        }
    };
    view! {
        <section class="panel" aria-labelledby="receipt-packages">
            <h2 id="receipt-packages">{t!(preservation.packages)}</h2>
            {table}
            <LoadMore list=packages />
        </section>
    }
}

fn columns(names: Vec<(OrganizationId, String)>) -> Vec<Column<ReceiptPackage>> {
    vec![
        Column::new(t!(preservation.number), move |package: &ReceiptPackage| {
            let name = name_of(&names, package.organization_id);
            view! {
                <span>{integer(package.sequence)}</span>
                <span class="cell-second">{name}</span>
            }
        })
        .as_row_header(),
        Column::new(t!(preservation.closed), |package: &ReceiptPackage| {
            let at = package.closed_at;
            move || date_time(at)
        })
        .labelled(),
        Column::new(t!(preservation.receipts), |package: &ReceiptPackage| {
            let (count, refused) = (package.receipts, package.refused);
            let refused = (refused > 0).then(|| {
                view! {
                    <span class="cell-second">
                        {move || texts().preservation().refused(&integer(refused))}
                    </span>
                }
            });
            view! { <span>{move || integer(count)}</span> {refused} }
        })
        .class("cell-number")
        .labelled(),
        Column::new(t!(preservation.size), |package: &ReceiptPackage| {
            let size = package.bytes;
            move || file_size(size)
        })
        .class("cell-number")
        .labelled(),
        Column::new(t!(preservation.seal), seal).labelled(),
        Column::new(t!(preservation.timestamp), |package: &ReceiptPackage| {
            let at = package.timestamp_at;
            move || at.map_or_else(|| texts().preservation().no_timestamp().to_owned(), date_time)
        })
        .labelled(),
    ]
}

fn seal(package: &ReceiptPackage) -> impl IntoView + use<> {
    let (at, by) = (package.sealed_at, package.sealed_by.clone().unwrap_or_default());
    let unsigned = (package.standing == PreservationStanding::Unsigned)
        .then(|| view! { <span class="cell-second">{t!(preservation.unsigned)}</span> });
    let when = move || at.map_or_else(|| texts().preservation().not_sealed().to_owned(), date_time);
    view! { <span>{when}</span> <span class="cell-second">{by}</span> {unsigned} }
}
