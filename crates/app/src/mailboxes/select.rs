//! The selection of mailboxes for a list, an export or a bulk change, validated in one place.

use sigillo_contract::Operation;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox_list::{
    Sort, parse_fill, parse_password_states, parse_search, parse_states,
};
use sigillo_domain::permission::{Permission, PermissionSet};
use sigillo_domain::{Code, Faults};
use sigillo_storage::mailbox_list::Filter;
use sigillo_storage::{Connection, domains};

use crate::Grant;
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};

/// The filters as they were sent.
pub(crate) struct MailboxListRequest<'a> {
    pub search: Option<&'a str>,
    pub states: Option<&'a str>,
    pub passwords: Option<&'a str>,
    pub fill: Option<&'a str>,
    pub sort: Option<&'a str>,
}

pub(crate) struct Selection {
    pub filter: Filter,
    pub sort: Sort,
    /// The domain, if the selection is limited to one.
    pub domain: Option<MailDomain>,
}

impl MailboxListRequest<'_> {
    /// Validates the fields. [`Selection::scoped`] adds the domains to the filter.
    pub fn read(&self, faults: &mut Faults) -> Option<Selection> {
        let search = faults.check("q", parse_search(self.search.unwrap_or_default()));
        let states = faults.check("state", parse_states(self.states.unwrap_or_default()));
        let passwords = parse_password_states(self.passwords.unwrap_or_default());
        let passwords = faults.check("password_state", passwords);
        let sort = faults.check("sort", self.sort.map_or(Ok(Sort::default()), Sort::parse));
        let over_soft_limit = faults.check("fill", parse_fill(self.fill.unwrap_or_default()));
        let filter = Filter {
            domains: vec![],
            states: states?,
            passwords: passwords?,
            over_soft_limit: over_soft_limit?,
            search: search?,
        };
        Some(Selection { filter, sort: sort?, domain: None })
    }
}

impl Selection {
    /// Limits the selection to the domains where the caller may use this operation.
    pub async fn scoped<O: Operation>(
        self,
        on: &mut impl Connection,
        grant: &Grant<O>,
        domain: Option<&str>,
    ) -> Result<Self, AppError> {
        self.within(on, grant, domain, |_| true).await
    }

    /// Limits the selection as [`Selection::scoped`] does, to the domains where the caller has one
    /// particular permission of those that open the operation.
    pub async fn scoped_for<O: Operation>(
        self,
        on: &mut impl Connection,
        grant: &Grant<O>,
        domain: Option<&str>,
        permission: Permission,
    ) -> Result<Self, AppError> {
        self.within(on, grant, domain, |set| set.has(permission)).await
    }

    async fn within<O: Operation>(
        mut self,
        on: &mut impl Connection,
        grant: &Grant<O>,
        domain: Option<&str>,
        suffices: impl Fn(PermissionSet) -> bool,
    ) -> Result<Self, AppError> {
        if let Some(name) = domain {
            let domain = domains::find_by_name(on, name.trim()).await?.ok_or(NOT_FOUND)?.domain;
            if !suffices(grant.permissions_on(&domain)?) {
                return Err(AppError::Problem(Code::Forbidden));
            }
            self.filter.domains = vec![domain.id];
            self.domain = Some(domain);
        } else {
            let all = domains::within_reach(on, grant.caller().reach()).await?;
            let open = all
                .into_iter()
                .filter(|owned| grant.permissions_on(&owned.domain).is_ok_and(&suffices));
            self.filter.domains = open.map(|owned| owned.domain.id).collect();
        }
        Ok(self)
    }
}
