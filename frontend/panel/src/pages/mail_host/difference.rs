//! The fields in which the mail host and the panel differ about a mailbox.

use leptos::prelude::*;
use sigillo_contract::mail_host::Difference;
use sigillo_domain::mail_host::{Delivery, SignIn};
use sigillo_domain::quota::BYTES_PER_MB;

use crate::components::{Column, DataTable};
use crate::i18n::{megabytes, t, texts};

pub fn table(differences: &[Difference]) -> AnyView {
    let columns = vec![
        Column::new(t!(host.field), |difference: &Difference| {
            let field = difference.field.clone();
            move || texts().differences().field(&field).to_owned()
        })
        .as_row_header(),
        Column::new(t!(host.expected), |difference: &Difference| {
            let Difference { field, expected, .. } = difference.clone();
            move || value_text(&field, expected.as_deref(), true)
        })
        .labelled(),
        Column::new(t!(host.found), |difference: &Difference| {
            let Difference { field, found, .. } = difference.clone();
            move || value_text(&field, found.as_deref(), false)
        })
        .labelled(),
    ];
    view! {
        <DataTable
            caption=t!(host.differences)
            class="differences"
            columns=columns
            rows=differences.to_vec()
        />
    }
    .into_any()
}

/// The value of one side as text; an unknown value is shown unchanged.
fn value_text(field: &str, value: Option<&str>, by_panel: bool) -> String {
    let t = texts().differences();
    let Some(value) = value else { return texts().host().nothing().to_owned() };
    let words = match field {
        "known" => Some(if value == "yes" { t.is_known() } else { t.is_unknown() }),
        "delivery" => Delivery::parse(value).map(|word| t.delivery_is(word)),
        "sign_in" => SignIn::parse(value).map(|word| t.sign_in_is(word)),
        // A password is identified by an internal id, which would tell nobody anything.
        "password" => Some(if by_panel { t.present() } else { t.another() }),
        "quota_bytes" => {
            return value
                .parse()
                .map_or(value.to_owned(), |bytes: i64| megabytes(bytes / BYTES_PER_MB));
        }
        _ => None,
    };
    words.unwrap_or(value).to_owned()
}
