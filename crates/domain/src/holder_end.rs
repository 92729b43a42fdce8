//! How a holder ends: merged into another one, or erased at the request of the person.

use chrono::{DateTime, Months, NaiveDate, Utc};

use crate::company::CompanyTie;
use crate::holder::{Holder, HolderAddress, HolderState, MergeSource};
use crate::id::HolderId;

/// For how many months after the cancellation of a mailbox the data of its holder are kept: as long as the
/// provider has to keep the log of its messages (DPR 68/2005, art. 11).
pub const RETENTION_MONTHS: u32 = 30;

/// What stands in the place of the names of an erased holder.
pub const ERASED_NAME: &str = "Titolare cancellato";

/// Which of two merged holders each field is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    pub given_name: MergeSource,
    pub family_name: MergeSource,
    pub tax_code: MergeSource,
}

impl Holder {
    /// The holder after it was merged into another one.
    #[must_use]
    pub fn merged_into(&self, into: HolderId) -> Self {
        Self {
            state: HolderState::Merged,
            merged_into: Some(into),
            version: self.version + 1,
            ..self.clone()
        }
    }

    /// The holder after another one was merged into it.
    #[must_use]
    pub fn with(&self, other: &Self, taken: Taken) -> Self {
        let choose = |source, field: fn(&Self) -> &String| match source {
            MergeSource::This => field(other).clone(),
            MergeSource::Into => field(self).clone(),
        };
        Self {
            given_name: choose(taken.given_name, |holder| &holder.given_name),
            family_name: choose(taken.family_name, |holder| &holder.family_name),
            tax_code: choose(taken.tax_code, |holder| &holder.tax_code),
            version: self.version + 1,
            ..self.clone()
        }
    }

    /// The holder under its pseudonym. One that was merged still names the other.
    #[must_use]
    pub fn erased(&self, now: DateTime<Utc>) -> Self {
        // The last part of the id is random, and says nothing about the person.
        let id = self.id.uuid().simple().to_string();
        Self {
            given_name: String::new(),
            family_name: ERASED_NAME.to_owned(),
            tax_code: format!("ANON-{}", id[20..].to_uppercase()),
            state: HolderState::Erased,
            erased_at: Some(now),
            version: self.version + 1,
            ..self.clone()
        }
    }
}

impl HolderAddress {
    /// Whether another address says the same.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let Self { id, holder_id, created_at, version, .. } = other.clone();
        Self { id, holder_id, created_at, version, ..self.clone() } == *other
    }

    /// The address with nothing in it, for the mailboxes that point at it.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            id: self.id,
            holder_id: self.holder_id,
            street: String::new(),
            number: String::new(),
            locality: String::new(),
            province: String::new(),
            postal_code: String::new(),
            country: String::new(),
            phone: String::new(),
            fax: String::new(),
            email: String::new(),
            mobile: String::new(),
            created_at: self.created_at,
            version: self.version + 1,
        }
    }
}

impl CompanyTie {
    /// Whether two ties are to one company and in one role. A tie without a role may be in any.
    pub fn is_the_same_as(&self, other: &Self) -> bool {
        let roles = [&self.role, &other.role].map(|role| role.to_lowercase());
        self.company_id == other.company_id
            && (roles[0] == roles[1] || roles.iter().any(String::is_empty))
    }

    /// The tie after another one between the same two was merged into it: what it does not say is taken from
    /// the other. A tie without an end lasts, whatever the other says.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let mut tie = self.clone();
        if tie.role.is_empty() {
            tie.role.clone_from(&other.role);
        }
        tie.from = tie.from.or(other.from.filter(|from| tie.to.is_none_or(|to| *from <= to)));
        if tie != *self {
            tie.version += 1;
        }
        tie
    }

    /// The tie without what it says of the person, for the mailboxes that point at it.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            role: String::new(),
            from: None,
            to: None,
            version: self.version + 1,
            ..self.clone()
        }
    }
}

/// The last day on which the data of a holder have to be kept, after a cancellation on this day.
pub fn kept_until(cancelled_on: NaiveDate) -> NaiveDate {
    cancelled_on.checked_add_months(Months::new(RETENTION_MONTHS)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AddressId, CompanyId, CompanyTieId, OrganizationId};

    fn holder(id: u128, given_name: &str, family_name: &str, tax_code: &str) -> Holder {
        Holder {
            id: HolderId::from_u128(id),
            organization_id: OrganizationId::from_u128(1),
            given_name: given_name.into(),
            family_name: family_name.into(),
            tax_code: tax_code.into(),
            state: HolderState::Registered,
            merged_into: None,
            erased_at: None,
            created_at: DateTime::UNIX_EPOCH,
            created_by: "anna".into(),
            version: 1,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_field_is_taken_from_one_of_the_two() {
        let stays = holder(1, "Ana", "Rosi", "A");
        let ends = holder(2, "Anna", "Rossi", "B");
        let taken = Taken {
            given_name: MergeSource::This,
            family_name: MergeSource::Into,
            tax_code: MergeSource::This,
        };
        let merged = stays.with(&ends, taken);
        let fields = (&*merged.given_name, &*merged.family_name, &*merged.tax_code);
        assert_eq!(fields, ("Anna", "Rosi", "B"));
        assert_eq!((merged.id, merged.version), (stays.id, 2));
        let ended = ends.merged_into(stays.id);
        assert_eq!((ended.state, ended.merged_into), (HolderState::Merged, Some(stays.id)));
        assert!(ended.check_changeable().is_err());
    }

    #[test]
    fn pseudonyms_differ_and_say_nothing_of_the_person() {
        let anna = holder(0x0193_5a10_0000_7000_8abc_1234_5678_9abc, "Anna", "Rossi", "RSS");
        let erased = anna.erased(DateTime::UNIX_EPOCH);
        assert_eq!((&*erased.given_name, &*erased.family_name), ("", "Titolare cancellato"));
        assert_eq!(erased.tax_code, "ANON-123456789ABC");
        assert_eq!(erased.state, HolderState::Erased);
        assert!(erased.warnings().is_empty());
        assert_ne!(holder(7, "", "", "").erased(DateTime::UNIX_EPOCH).tax_code, erased.tax_code);
    }

    #[test]
    fn data_are_kept_for_thirty_months_after_a_cancellation() {
        assert_eq!(kept_until(day("2026-01-15")), day("2028-07-15"));
        // Months are not all as long.
        assert_eq!(kept_until(day("2026-08-31")), day("2029-02-28"));
        assert_eq!(kept_until(NaiveDate::MAX), NaiveDate::MAX);
    }

    #[test]
    fn a_merged_tie_says_what_either_said() {
        let tie = |role: &str, from: Option<&str>, to: Option<&str>| CompanyTie {
            id: CompanyTieId::from_u128(1),
            holder_id: HolderId::from_u128(1),
            company_id: CompanyId::from_u128(1),
            role: role.into(),
            from: from.map(day),
            to: to.map(day),
            created_at: DateTime::UNIX_EPOCH,
            version: 1,
        };
        let socio = tie("socio", Some("2020-01-01"), Some("2021-01-01"));
        let merged = tie("", None, None).with(&socio);
        assert_eq!((&*merged.role, merged.from, merged.to), ("socio", socio.from, None));
        assert_eq!(merged.version, 2);
        let kept = tie("titolare", Some("2019-01-01"), None);
        assert!(kept.is_the_same_as(&tie("Titolare", None, None)));
        assert!(kept.is_the_same_as(&tie("", None, None)) && !kept.is_the_same_as(&socio));
        assert_eq!(kept.with(&socio), kept);
        let ended = tie("", None, Some("2018-01-01")).with(&socio);
        assert_eq!(ended.from, None, "a tie does not begin after it has ended");
    }

    #[test]
    fn an_emptied_address_still_has_its_place() {
        let address = HolderAddress {
            id: AddressId::from_u128(1),
            holder_id: HolderId::from_u128(2),
            street: "Via Roma".into(),
            number: "1".into(),
            locality: "Potenza".into(),
            province: "PZ".into(),
            postal_code: "85100".into(),
            country: "IT".into(),
            phone: "0971123456".into(),
            fax: String::new(),
            email: "anna@example.org".into(),
            mobile: String::new(),
            created_at: DateTime::UNIX_EPOCH,
            version: 1,
        };
        let elsewhere =
            HolderAddress { id: AddressId::from_u128(3), version: 4, ..address.clone() };
        assert!(address.says_the_same_as(&elsewhere));
        let other = HolderAddress { number: "2".into(), ..elsewhere };
        assert!(!address.says_the_same_as(&other));
        let emptied = address.emptied();
        assert_eq!((emptied.id, emptied.holder_id), (address.id, address.holder_id));
        assert!(!format!("{emptied:?}").contains("Roma") && emptied.country.is_empty());
    }
}
