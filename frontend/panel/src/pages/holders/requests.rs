//! The requests of the list of holders, and the addresses of its page.

use sigillo_contract::company::Company;
use sigillo_contract::holder::{HolderExportQuery, HolderQuery};
use sigillo_domain::id::HolderId;
use sigillo_kit::list_view::{ListView, PageRequest};
use sigillo_kit::router::Query;
use sigillo_kit::routes::with_query;

use crate::components::SelectFilter;
use crate::i18n::{lang, t};
use crate::route::{Route, key};

const GIVEN_NAME: &str = "nome";
const FAMILY_NAME: &str = "cognome";
const TAX_CODE: &str = "codice-fiscale";
const EMAIL: &str = "email";
const PHONE: &str = "telefono";
const FAX: &str = "fax";
const COMPANY_NAME: &str = "ragione-sociale";
const VAT_NUMBER: &str = "partita-iva";
const MAILBOX: &str = "casella";

pub const FILTERS: &[&str] = &[
    GIVEN_NAME,
    FAMILY_NAME,
    TAX_CODE,
    EMAIL,
    PHONE,
    FAX,
    COMPANY_NAME,
    VAT_NUMBER,
    MAILBOX,
    key::STATE,
    key::ORGANIZATION,
];

/// The query key of the selected holder. It is no filter: the list does not depend on it.
const SELECTED: &str = "titolare";

/// The address of the list of the holders that are tied to a company: by its VAT number, which no other
/// company of the organisation has, or else by its name.
pub fn list_of_company(company: &Company) -> String {
    let (key, text) = if company.vat_number.is_empty() {
        (COMPANY_NAME, &company.legal_name)
    } else {
        (VAT_NUMBER, &company.vat_number)
    };
    with_query(Route::Holders, &[(key, text)])
}

/// The nine searches (B5), which combine.
pub fn searches() -> Vec<SelectFilter> {
    vec![
        SelectFilter::text(FAMILY_NAME, "family_name", t!(holders.family_name)),
        SelectFilter::text(GIVEN_NAME, "given_name", t!(holders.given_name)),
        SelectFilter::text(TAX_CODE, "tax_code", t!(holders.tax_code)),
        SelectFilter::text(MAILBOX, "mailbox", t!(holders.mailbox)),
        SelectFilter::text(EMAIL, "email", t!(holders.email)),
        SelectFilter::text(PHONE, "phone", t!(holders.phone)),
        SelectFilter::text(FAX, "fax", t!(holders.fax)),
        SelectFilter::text(COMPANY_NAME, "company_name", t!(companies.legal_name)),
        SelectFilter::text(VAT_NUMBER, "vat_number", t!(companies.vat_number)),
    ]
}

pub fn query(view: &ListView, request: PageRequest) -> HolderQuery {
    let PageRequest { sort, cursor, limit, count, .. } = request;
    HolderQuery {
        given_name: view.filter(GIVEN_NAME),
        family_name: view.filter(FAMILY_NAME),
        tax_code: view.filter(TAX_CODE),
        email: view.filter(EMAIL),
        phone: view.filter(PHONE),
        fax: view.filter(FAX),
        company_name: view.filter(COMPANY_NAME),
        vat_number: view.filter(VAT_NUMBER),
        mailbox: view.filter(MAILBOX),
        organization_id: view.filter(key::ORGANIZATION).and_then(|id| id.parse().ok()),
        state: view.filter(key::STATE),
        sort,
        cursor,
        limit,
        count,
    }
}

/// The request for the whole list as a file.
pub fn export(view: &ListView, format: &str) -> HolderExportQuery {
    let list = query(view, view.page_request());
    HolderExportQuery {
        format: format.to_owned(),
        separator: None,
        lang: Some(lang().code().to_owned()),
        given_name: list.given_name,
        family_name: list.family_name,
        tax_code: list.tax_code,
        email: list.email,
        phone: list.phone,
        fax: list.fax,
        company_name: list.company_name,
        vat_number: list.vat_number,
        mailbox: list.mailbox,
        organization_id: list.organization_id,
        state: list.state,
        sort: list.sort,
    }
}

pub fn selected_of(query: &Query) -> Option<HolderId> {
    query.get(SELECTED)?.parse().ok()
}

/// The address of a view with a holder selected.
pub fn href_with(view: &ListView, selected: Option<HolderId>) -> String {
    let address = view.href(Route::Holders);
    let Some(id) = selected else { return address };
    let separator = if address.contains('?') { '&' } else { '?' };
    format!("{address}{separator}{SELECTED}={id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(query: &str) -> ListView {
        ListView::read(&Query::of(query), FILTERS)
    }

    #[test]
    fn the_nine_searches_of_the_address_are_those_of_the_request() {
        let view = view(
            "nome=a&cognome=b&codice-fiscale=c&email=d&telefono=5&fax=6&ragione-sociale=g&partita-iva=8&casella=i&stato=erased&ordina=-created_at",
        );
        let asked = query(&view, view.page_request());
        let text = |text: &str| Some(text.to_owned());
        let expected = HolderQuery {
            given_name: text("a"),
            family_name: text("b"),
            tax_code: text("c"),
            email: text("d"),
            phone: text("5"),
            fax: text("6"),
            company_name: text("g"),
            vat_number: text("8"),
            mailbox: text("i"),
            state: text("erased"),
            sort: text("-created_at"),
            limit: Some(50),
            ..HolderQuery::default()
        };
        assert_eq!(asked, expected);
        assert_eq!(searches().len(), 9);
    }

    #[test]
    fn the_selected_holder_is_in_the_address_and_not_in_the_view() {
        let id = HolderId::from_u128(7);
        let address = href_with(&view("cognome=b"), Some(id));
        assert_eq!(address, format!("/titolari?cognome=b&titolare={id}"));
        let again = Query::of(address.split_once('?').unwrap().1);
        assert_eq!(selected_of(&again), Some(id));
        assert_eq!(ListView::read(&again, FILTERS), view("cognome=b"));
        assert_eq!(href_with(&view(""), None), "/titolari");
    }
}
