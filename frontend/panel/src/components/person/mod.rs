//! The fields of people, addresses and companies, for the registry and for the creation of mailboxes.

mod address;
mod company;
mod confirmation;
mod locality;
mod tax_code;

pub use address::{
    ADDRESS, AddressEdit, AddressFields, AddressInputs, address_line, address_pointers_of_holder,
    address_pointers_of_mailbox, check_address, contacts_line, typed as typed_address,
};
pub use company::{
    COMPANY, CompanyEdit, CompanyFields, CompanyInputs, check_company, company_of_mailbox,
    company_of_tie, find_companies,
};
pub use confirmation::{NameConfirmation, OmocodiaConfirmation};
pub use tax_code::{TaxCodeReading, birth_line, place_name};
