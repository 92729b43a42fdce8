//! Examples of holders, companies, and the log of who read them. The people are invented.

use sigillo_domain::history::ActorKind;
use sigillo_domain::holder::{AccessKind, HolderState, MergeSource, Sex};
use sigillo_domain::id::{AccessId, AddressId, CompanyId, CompanyTieId, HolderId};

use super::{Example, ORGANIZATION, at};
use crate::access_log::AccessRecord;
use crate::company::{Company, CompanyPatch};
use crate::history::HistoryActor;
use crate::holder::{
    AddressChoice, AddressCreate, AddressPatch, BirthPlace, CompanyChoice, Holder, HolderAddress,
    HolderChoice, HolderCompany, HolderCompanyCreate, HolderCompanyPatch, HolderCreate,
    HolderDetail, HolderErase, HolderMerge, HolderPatch, MailboxCompany, MailboxHolder, MergeTake,
};

pub(super) const HOLDER: HolderId = HolderId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0020);
pub(super) const OTHER_HOLDER: HolderId =
    HolderId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0021);
const ADDRESS: AddressId = AddressId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0022);
const COMPANY: CompanyId = CompanyId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0023);
const TIE: CompanyTieId = CompanyTieId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0024);
const ACCESS: AccessId = AccessId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0025);

/// The code that the rule makes for the example's birth.
const TAX_CODE: &str = "TLMZOE04B69G942V";
/// The last digit checks the others.
const VAT_NUMBER: &str = "01234560769";

impl Example for Holder {
    fn example() -> Self {
        Self {
            id: HOLDER,
            organization_id: ORGANIZATION,
            given_name: "Zoè".into(),
            family_name: "Tàlamo".into(),
            tax_code: TAX_CODE.into(),
            state: HolderState::Registered,
            merged_into: None,
            birth_date: "2004-02-29".parse().ok(),
            sex: Some(Sex::Female),
            birth_place: Some(BirthPlace::example()),
            erased_at: None,
            created_at: at(0),
            created_by: "anna.verdi".into(),
            warnings: vec![],
            version: 1,
        }
    }
}

impl Example for BirthPlace {
    fn example() -> Self {
        Self { code: "G942".into(), name: Some("Potenza".into()), province: Some("PZ".into()) }
    }
}

impl Example for HolderDetail {
    fn example() -> Self {
        Self {
            holder: Holder::example(),
            addresses: vec![HolderAddress::example()],
            address_count: 1,
            companies: vec![HolderCompany::example()],
            company_count: 1,
            mailbox_count: 2,
        }
    }
}

impl Example for HolderCreate {
    fn example() -> Self {
        Self {
            organization_id: Some(ORGANIZATION),
            given_name: "Zoè".into(),
            family_name: "Tàlamo".into(),
            tax_code: TAX_CODE.into(),
            omocodia_confirmed: false,
            addresses: vec![AddressCreate::example()],
            companies: vec![HolderCompanyCreate::example()],
        }
    }
}

impl Example for HolderPatch {
    fn example() -> Self {
        Self {
            given_name: Some("Zoé".into()),
            correction_reason: Some("Accento sbagliato".into()),
            ..Self::default()
        }
    }
}

impl Example for HolderAddress {
    fn example() -> Self {
        Self {
            id: ADDRESS,
            street: "Via delle Ginestre".into(),
            number: "12/A".into(),
            locality: "Potenza".into(),
            province: "PZ".into(),
            postal_code: "85100".into(),
            country: "IT".into(),
            phone: "0971 000000".into(),
            fax: String::new(),
            email: "zoe.talamo@example.org".into(),
            mobile: String::new(),
            created_at: at(0),
            version: 1,
        }
    }
}

impl Example for AddressCreate {
    fn example() -> Self {
        Self {
            street: "Via delle Ginestre".into(),
            number: "12/A".into(),
            locality: "Potenza".into(),
            province: "PZ".into(),
            postal_code: "85100".into(),
            email: "zoe.talamo@example.org".into(),
            ..Self::default()
        }
    }
}

impl Example for AddressPatch {
    fn example() -> Self {
        Self { number: Some("14".into()), ..Self::default() }
    }
}

impl Example for AddressChoice {
    fn example() -> Self {
        Self { id: Some(ADDRESS), ..Self::default() }
    }
}

impl Example for HolderChoice {
    fn example() -> Self {
        Self { id: Some(HOLDER), ..Self::default() }
    }
}

impl Example for CompanyChoice {
    fn example() -> Self {
        Self { id: Some(COMPANY), ..Self::default() }
    }
}

impl Example for Company {
    fn example() -> Self {
        Self {
            id: COMPANY,
            organization_id: ORGANIZATION,
            legal_name: "Ginestra Prove S.r.l.".into(),
            legal_form: "Società a responsabilità limitata".into(),
            vat_number: VAT_NUMBER.into(),
            tax_code: VAT_NUMBER.into(),
            rea: "PZ-123456".into(),
            recipient_code: "0000000".into(),
            recipient_pec: "ginestra@pec.example.it".into(),
            administrative_reference: String::new(),
            created_at: at(0),
            version: 1,
        }
    }
}

impl Example for CompanyPatch {
    fn example() -> Self {
        Self { recipient_code: Some("ABC1234".into()), ..Self::default() }
    }
}

impl Example for HolderCompany {
    fn example() -> Self {
        Self {
            id: TIE,
            company: Company::example(),
            role: "legale rappresentante".into(),
            from: "2025-03-01".parse().ok(),
            to: None,
            created_at: at(0),
            version: 1,
        }
    }
}

impl Example for HolderCompanyCreate {
    fn example() -> Self {
        Self {
            legal_name: "Ginestra Prove S.r.l.".into(),
            vat_number: VAT_NUMBER.into(),
            role: "legale rappresentante".into(),
            from: "2025-03-01".parse().ok(),
            ..Self::default()
        }
    }
}

impl Example for HolderCompanyPatch {
    fn example() -> Self {
        Self { to: Some("2026-12-31".into()), ..Self::default() }
    }
}

impl Example for HolderMerge {
    fn example() -> Self {
        Self {
            into: OTHER_HOLDER,
            take: MergeTake { given_name: Some(MergeSource::This), ..MergeTake::default() },
        }
    }
}

impl Example for HolderErase {
    fn example() -> Self {
        Self { reason: "Richiesta prot. 123 del 2 marzo 2026".into() }
    }
}

impl Example for MailboxHolder {
    fn example() -> Self {
        Self {
            id: HOLDER,
            given_name: "Zoè".into(),
            family_name: "Tàlamo".into(),
            tax_code: TAX_CODE.into(),
        }
    }
}

impl Example for MailboxCompany {
    fn example() -> Self {
        Self {
            id: COMPANY,
            legal_name: "Ginestra Prove S.r.l.".into(),
            vat_number: VAT_NUMBER.into(),
            role: "legale rappresentante".into(),
        }
    }
}

impl Example for AccessRecord {
    fn example() -> Self {
        Self {
            id: ACCESS,
            at: at(0),
            actor: HistoryActor {
                kind: ActorKind::Postmaster,
                name: "anna.verdi".into(),
                display_name: Some("Anna Verdi".into()),
            },
            kind: AccessKind::Read,
            holder_id: Some(HOLDER),
            holder_name: Some("Tàlamo Zoè".into()),
            fields: String::new(),
            rows: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use sigillo_domain::holder::Sex;
    use sigillo_domain::tax_code::TaxCode;
    use sigillo_domain::vat_number::VatNumber;

    use super::*;

    #[test]
    fn the_codes_are_valid() {
        let birth = "2004-02-29".parse().unwrap();
        let code = TaxCode::of("Zoè", "Tàlamo", birth, Sex::Female, "G942").unwrap();
        assert_eq!(code.as_str(), TAX_CODE);
        assert_eq!(VatNumber::parse(VAT_NUMBER).map(|vat| vat.to_string()), Ok(VAT_NUMBER.into()));
    }
}
