//! The columns of the list.

use leptos::prelude::*;
use sigillo_contract::access_log::AccessRecord;
use sigillo_domain::holder::AccessKind;

use crate::components::Column;
use crate::i18n::{date_time, t, texts};
use crate::route::Route;

pub fn columns() -> Vec<Column<AccessRecord>> {
    vec![
        Column::new(t!(access_log.when), |record: &AccessRecord| {
            let at = record.at;
            view! { <time datetime=at.to_rfc3339()>{move || date_time(at)}</time> }
        })
        .class("cell-date")
        .sorted_by("at"),
        Column::new(t!(access_log.person), person).class("cell-name").as_row_header(),
        Column::new(t!(access_log.kind), |record: &AccessRecord| {
            let kind = record.kind;
            move || texts().access_log().kind_of(kind)
        })
        .class("cell-brief"),
        Column::new(t!(access_log.holder), holder).labelled().optional("holder"),
        Column::new(t!(access_log.fields), fields).labelled().optional("fields"),
        Column::new(t!(access_log.rows), |record: &AccessRecord| record.rows)
            .class("cell-number")
            .labelled()
            .optional("rows"),
    ]
}

fn person(record: &AccessRecord) -> impl IntoView + use<> {
    let actor = record.actor.clone();
    let kind = actor.kind;
    let name = actor.display_name.unwrap_or(actor.name);
    view! {
        <span>{name}</span>
        <span class="cell-second">{move || texts().words().actor(kind)}</span>
    }
}

fn holder(record: &AccessRecord) -> impl IntoView + use<> {
    let name = record.holder_name.clone();
    record.holder_id.map(|id| {
        let name =
            move || name.clone().unwrap_or_else(|| texts().access_log().erased_holder().to_owned());
        view! { <a href=Route::Holder(id).href()>{name}</a> }
    })
}

/// The fields that a search looked at, under their names on the page.
fn fields(record: &AccessRecord) -> impl IntoView + use<> {
    let (kind, fields) = (record.kind, record.fields.clone());
    move || match (kind, fields.as_str()) {
        (AccessKind::Read, _) => String::new(),
        (_, "") => texts().access_log().whole_list().to_owned(),
        (_, fields) => fields.split(',').map(field_name).collect::<Vec<_>>().join(", "),
    }
}

fn field_name(field: &str) -> &str {
    let (holders, companies) = (texts().holders(), texts().companies());
    match field {
        "given_name" => holders.given_name(),
        "family_name" => holders.family_name(),
        "tax_code" => holders.tax_code(),
        "email" => holders.email(),
        "phone" => holders.phone(),
        "fax" => holders.fax(),
        "mailbox" => holders.mailbox(),
        "company_name" => companies.legal_name(),
        "vat_number" => companies.vat_number(),
        // A field that only a newer server has is shown under its API name.
        other => other,
    }
}
