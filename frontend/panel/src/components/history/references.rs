//! The pages about what records refer to.

use sigillo_contract::operations::{
    GetCompany, GetContractTemplate, GetHolder, GetMailbox, GetOrganization, UpdatePlan,
    UpdateReseller,
};
use uuid::Uuid;

use crate::route::Route;
use crate::session;

/// The page about what a field refers to by its id, if the caller may see it.
pub fn reference_page(field: &str, id: Uuid) -> Option<String> {
    let (page, may) = page_of(field, id)?;
    may().then(|| page.href())
}

/// A page, and whether the caller may see it.
fn page_of(field: &str, id: Uuid) -> Option<(Route, fn() -> bool)> {
    Some(match field {
        "plan" | "plans" | "default_plan" => {
            (Route::Plan(id.into()), session::may::<UpdatePlan> as fn() -> bool)
        }
        "reseller" => (Route::Reseller(id.into()), session::may::<UpdateReseller>),
        "holder_id" | "merged_into" | "merged_holder" => {
            (Route::Holder(id.into()), session::may::<GetHolder>)
        }
        "organization_id" => (Route::Organization(id.into()), session::may::<GetOrganization>),
        "mailbox_id" => (Route::Mailbox(id.into()), session::may::<GetMailbox>),
        "template_id" => (Route::ContractTemplate(id.into()), session::may::<GetContractTemplate>),
        _ if field.starts_with("company.") => {
            (Route::Company(id.into()), session::may::<GetCompany>)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_leads_to_the_page_of_its_kind() {
        let id = Uuid::from_u128(7);
        let page = |field| page_of(field, id).map(|(page, _)| page);
        assert_eq!(page("holder_id"), Some(Route::Holder(id.into())));
        assert_eq!(page("plans"), Some(Route::Plan(id.into())));
        assert_eq!(page("template_id"), Some(Route::ContractTemplate(id.into())));
        assert_eq!(page("company.0197"), Some(Route::Company(id.into())));
        // Addresses have no page of their own, and a tie is not its company.
        assert_eq!(page("holder_address_id"), None);
        assert_eq!(page("holder_company_id"), None);
    }
}
