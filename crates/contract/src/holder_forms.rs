//! What requests about holders ask for, as the rules of the domain judge it.

use sigillo_domain::company::{NewCompany, NewTie};
use sigillo_domain::holder::NewHolder;
use sigillo_domain::holder_address::NewAddress;

use crate::holder::{
    AddressChoice, AddressCreate, CompanyChoice, HolderChoice, HolderCompanyCreate, HolderCreate,
};

macro_rules! judged {
    ($($request:ty => $judged:ident { $($field:ident),* })*) => {
        $(
            impl<'a> From<&'a $request> for $judged<'a> {
                fn from(request: &'a $request) -> Self {
                    Self { $($field: &request.$field),* }
                }
            }
        )*
    };
}

judged! {
    HolderCreate => NewHolder { given_name, family_name, tax_code }
    HolderChoice => NewHolder { given_name, family_name, tax_code }
    AddressCreate => NewAddress {
        street, number, locality, province, postal_code, country, phone, fax, email, mobile
    }
    AddressChoice => NewAddress {
        street, number, locality, province, postal_code, country, phone, fax, email, mobile
    }
    HolderCompanyCreate => NewCompany {
        legal_name, legal_form, vat_number, tax_code, rea, recipient_code, recipient_pec,
        administrative_reference
    }
    CompanyChoice => NewCompany {
        legal_name, legal_form, vat_number, tax_code, rea, recipient_code, recipient_pec,
        administrative_reference
    }
}

impl<'a> From<&'a HolderCompanyCreate> for NewTie<'a> {
    fn from(request: &'a HolderCompanyCreate) -> Self {
        Self { role: &request.role, from: request.from, to: request.to }
    }
}

impl<'a> From<&'a CompanyChoice> for NewTie<'a> {
    fn from(request: &'a CompanyChoice) -> Self {
        Self { role: &request.role, from: None, to: None }
    }
}
