//! Holders as the API shows them.

use chrono::NaiveDate;
use sigillo_contract::holder as contract;
use sigillo_domain::holder::{Holder, HolderAddress, HolderWarning};
use sigillo_domain::tax_code::TaxCode;
use sigillo_storage::holder_companies::TiedCompany;

use crate::companies;
use crate::municipalities::birth_place;

/// A holder, with what its tax code says. `today` decides the century of the birth.
pub(super) fn holder(holder: Holder, today: NaiveDate) -> contract::Holder {
    let tax_code = TaxCode::parse(&holder.tax_code).ok();
    let birth = tax_code.and_then(|code| code.birth(today));
    let place = birth.as_ref().map(|birth| birth_place(&birth.place_code, birth.date));
    let mut warnings = holder.warnings();
    if place == Some(None) {
        warnings.push(HolderWarning::UnknownBirthPlace);
    }
    let place = place.flatten();
    contract::Holder {
        id: holder.id,
        organization_id: holder.organization_id,
        given_name: holder.given_name,
        family_name: holder.family_name,
        tax_code: holder.tax_code,
        state: holder.state,
        merged_into: holder.merged_into,
        birth_date: birth.as_ref().map(|birth| birth.date),
        sex: birth.as_ref().map(|birth| birth.sex),
        birth_place: birth.map(|birth| contract::BirthPlace {
            code: birth.place_code,
            name: place.map(|place| place.name.to_owned()),
            province: place.and_then(|place| place.province).map(str::to_owned),
        }),
        erased_at: holder.erased_at,
        created_at: holder.created_at,
        created_by: holder.created_by,
        warnings,
        version: holder.version,
    }
}

pub(crate) fn address(address: HolderAddress) -> contract::HolderAddress {
    contract::HolderAddress {
        id: address.id,
        street: address.street,
        number: address.number,
        locality: address.locality,
        province: address.province,
        postal_code: address.postal_code,
        country: address.country,
        phone: address.phone,
        fax: address.fax,
        email: address.email,
        mobile: address.mobile,
        created_at: address.created_at,
        version: address.version,
    }
}

pub(crate) fn tied_company(tied: TiedCompany) -> contract::HolderCompany {
    let TiedCompany { tie, company } = tied;
    contract::HolderCompany {
        id: tie.id,
        company: companies::view(company),
        role: tie.role,
        from: tie.from,
        to: tie.to,
        created_at: tie.created_at,
        version: tie.version,
    }
}
