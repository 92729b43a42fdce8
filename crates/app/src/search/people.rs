//! The holders and companies that a search over everything finds.

use std::collections::HashSet;

use sigillo_contract::Operation;
use sigillo_contract::operations::{ListCompanies, ListHolders, Search as SearchOperation};
use sigillo_domain::company::{Company, CompanySortField};
use sigillo_domain::holder::{Holder, HolderSortField, HolderState};
use sigillo_domain::holder_search::{HolderSearchField, names_in_either_order};
use sigillo_domain::list::Sort;
use sigillo_domain::search::{Match, SearchKind};
use sigillo_domain::search_text::fold_unspaced;
use sigillo_storage::holder_list::Search;
use sigillo_storage::{Connection, PageRequest, company_list, holder_list};

use super::Request;
use super::choose::Hit;
use super::hits::hit;
use crate::error::AppError;
use crate::holders::scope;
use crate::{Grant, Identity};

/// Holders by their names in either order, their tax code, telephone or e-mail.
pub(super) async fn holders(
    on: &mut impl Connection,
    grant: &Grant<SearchOperation>,
    request: &Request,
) -> Result<Vec<Hit>, AppError> {
    let scope = scope(grant.caller()).filter(|_| grant.caller().may(ListHolders::SPEC.access));
    let Some(scope) = scope else { return Ok(vec![]) };
    let sort = Sort::ascending(HolderSortField::FamilyName);
    let page = PageRequest { sort, after: None, limit: request.limit, count: false };
    let (mut seen, mut hits) = (HashSet::new(), vec![]);
    for searches in readings(&request.folded) {
        let states = vec![HolderState::Registered];
        let filter = holder_list::Filter { states, searches, ..holder_list::Filter::new(scope) };
        let found = holder_list::page(on, &filter, &page).await?;
        let new = found.items.into_iter().filter(|holder| seen.insert(holder.id));
        hits.extend(new.map(|holder| holder_hit(&holder, request)));
        if hits.len() >= request.limit {
            break;
        }
    }
    Ok(hits)
}

/// What a text may mean, the likeliest first.
fn readings(text: &str) -> Vec<Vec<Search>> {
    use HolderSearchField::{Email, FamilyName, GivenName, Phone, TaxCode};
    let one = |field: HolderSearchField, text: &str| {
        let text = field.parse_text(text).ok().flatten()?;
        Some(Search { field, text })
    };
    if text.contains('@') {
        return one(Email, text).map(|search| vec![search]).into_iter().collect();
    }
    let letters = text.chars().any(char::is_alphabetic);
    let digits = text.chars().any(|c| c.is_ascii_digit());
    let fields: &[HolderSearchField] = match (letters, digits) {
        (true, false) => &[FamilyName, GivenName, TaxCode],
        (true, true) => &[TaxCode],
        (false, _) => &[Phone, TaxCode],
    };
    let mut readings: Vec<_> =
        fields.iter().filter_map(|field| Some(vec![one(*field, text)?])).collect();
    if letters && !digits {
        for (family, given) in names_in_either_order(text) {
            let searches = one(FamilyName, &family).zip(one(GivenName, &given));
            readings.extend(searches.map(|(family, given)| vec![family, given]));
        }
    }
    readings
}

fn holder_hit(holder: &Holder, request: &Request) -> Hit {
    let (given, family) = (fold_unspaced(&holder.given_name), fold_unspaced(&holder.family_name));
    let texts =
        [format!("{family}{given}"), format!("{given}{family}"), holder.tax_code.to_lowercase()];
    let fit = fit(request, texts.iter().map(String::as_str));
    let title = format!("{} {}", holder.family_name, holder.given_name);
    let subtitle = Some(holder.tax_code.clone());
    hit(fit, SearchKind::Holder, holder.id.uuid(), title, subtitle)
}

/// Companies by their names, their VAT number or their tax code.
pub(super) async fn companies(
    on: &mut impl Connection,
    grant: &Grant<SearchOperation>,
    request: &Request,
) -> Result<Vec<Hit>, AppError> {
    let scope = scope(grant.caller()).filter(|_| grant.caller().may(ListCompanies::SPEC.access));
    let Some(scope) = scope else { return Ok(vec![]) };
    let search = fold_unspaced(&request.folded);
    let filter = company_list::Filter {
        code: Some(search.to_uppercase()),
        search: Some(search),
        ..company_list::Filter::new(scope)
    };
    let sort = Sort::ascending(CompanySortField::LegalName);
    let page = PageRequest { sort, after: None, limit: request.limit, count: false };
    let found = company_list::page(on, &filter, &page).await?;
    Ok(found.items.iter().map(|company| company_hit(company, request)).collect())
}

fn company_hit(company: &Company, request: &Request) -> Hit {
    let texts = [
        fold_unspaced(&company.legal_name),
        company.vat_number.clone(),
        company.tax_code.to_lowercase(),
    ];
    let fit = fit(request, texts.iter().map(String::as_str));
    let codes = [&company.vat_number, &company.tax_code];
    let subtitle = codes.into_iter().find(|code| !code.is_empty()).cloned();
    hit(fit, SearchKind::Company, company.id.uuid(), company.legal_name.clone(), subtitle)
}

fn fit<'t>(request: &Request, texts: impl IntoIterator<Item = &'t str>) -> Match {
    Match::of(&fold_unspaced(&request.folded), texts).unwrap_or(Match::Part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_what_it_looks_like() {
        let read = |text: &str| {
            let readings = readings(text).into_iter().map(|searches| {
                let parts = searches.iter().map(|one| format!("{}={}", one.field, one.text));
                parts.collect::<Vec<_>>().join("&")
            });
            readings.collect::<Vec<_>>()
        };
        assert_eq!(read("rossi"), ["family_name=rossi", "given_name=rossi", "tax_code=ROSSI"]);
        assert_eq!(read("0971 12-34"), ["phone=09711234", "tax_code=097112-34"]);
        assert_eq!(read("rssmra00a"), ["tax_code=RSSMRA00A"]);
        assert_eq!(read("a@b"), ["email=a@b"]);
        let names = read("mario de luca");
        assert!(names.contains(&"family_name=deluca&given_name=mario".to_owned()));
        assert!(names.contains(&"family_name=mariodeluca".to_owned()));
    }
}
