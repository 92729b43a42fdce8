//! The codes and numbers of the registry: what is accepted has one form, which is read as itself.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_domain::administrative_reference::AdministrativeReference;
use sigillo_domain::company_tax_code::CompanyTaxCode;
use sigillo_domain::country::Country;
use sigillo_domain::phone::Phone;
use sigillo_domain::postal_code::PostalCode;
use sigillo_domain::province::Province;
use sigillo_domain::rea::Rea;
use sigillo_domain::recipient_code::RecipientCode;
use sigillo_domain::tax_code::TaxCode;
use sigillo_domain::vat_number::VatNumber;

macro_rules! judge {
    ($text:ident: $($kind:ty),*) => {
        $(if let Ok(value) = <$kind>::parse($text) {
            assert_eq!(<$kind>::parse(&value.to_string()).as_ref(), Ok(&value), "{:?}", $text);
        })*
    };
}

fuzz_target!(|text: &str| {
    judge!(text: AdministrativeReference, CompanyTaxCode, Country, Phone, PostalCode, Province, Rea,
        RecipientCode, TaxCode, VatNumber);
    if let Ok(code) = TaxCode::parse(text) {
        let _ = code.birth("2026-11-29".parse().unwrap());
        let _ = code.fits_name(text, text);
    }
});
