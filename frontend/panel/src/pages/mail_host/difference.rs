//! The fields in which the mail host and the panel differ about a mailbox.

use leptos::prelude::*;
use sigillo_contract::mail_host::Difference;
use sigillo_domain::mail_host::{Delivery, SignIn};
use sigillo_domain::quota::BYTES_PER_MB;

use crate::i18n::{megabytes, texts};

pub fn table(differences: &[Difference]) -> AnyView {
    let t = texts().host();
    let row = |difference: &Difference| {
        let Difference { field, expected, found } = difference;
        view! {
            <tr>
                <th scope="row">{texts().differences().field(field).to_owned()}</th>
                <td>{said(field, expected.as_deref(), true)}</td>
                <td>{said(field, found.as_deref(), false)}</td>
            </tr>
        }
    };
    view! {
        <table class="days differences">
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">{t.expected()}</th>
                    <th scope="col">{t.found()}</th>
                </tr>
            </thead>
            <tbody>{differences.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// The value of one side as text; an unknown value is shown unchanged.
fn said(field: &str, value: Option<&str>, by_panel: bool) -> String {
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
