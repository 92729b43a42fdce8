//! The selection of mailboxes for a list, an export or a bulk change, validated in one place.

use sigillo_contract::Operation;
use sigillo_contract::job::MailboxSelection;
use sigillo_contract::mailbox::{ExportQuery, MailboxQuery};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox_list::{
    Sort, parse_email_filter, parse_fill, parse_note_filter, parse_password_states, parse_search,
    parse_search_fields, parse_states,
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
    pub search_in: Option<&'a str>,
    pub communication_email: Option<&'a str>,
    pub note: Option<&'a str>,
    pub states: Option<&'a str>,
    pub passwords: Option<&'a str>,
    pub fill: Option<&'a str>,
    pub sort: Option<&'a str>,
}

pub(crate) struct Selection {
    pub filter: Filter,
    pub sort: Sort,
    /// The domains that the request names; none where it is for every domain in scope.
    pub domains: Vec<MailDomain>,
}

impl Selection {
    /// The names of the domains that the request names, with this between them.
    pub fn domain_names(&self, separator: &str) -> Option<String> {
        let names: Vec<&str> = self.domains.iter().map(|domain| domain.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(separator))
    }
}

impl<'a> From<&'a MailboxQuery> for MailboxListRequest<'a> {
    fn from(asked: &'a MailboxQuery) -> Self {
        Self {
            search: asked.q.as_deref(),
            search_in: asked.search_in.as_deref(),
            communication_email: asked.communication_email.as_deref(),
            note: asked.note.as_deref(),
            states: asked.state.as_deref(),
            passwords: asked.password_state.as_deref(),
            fill: asked.fill.as_deref(),
            sort: asked.sort.as_deref(),
        }
    }
}

impl<'a> From<&'a ExportQuery> for MailboxListRequest<'a> {
    fn from(asked: &'a ExportQuery) -> Self {
        Self {
            search: asked.q.as_deref(),
            search_in: asked.search_in.as_deref(),
            communication_email: asked.communication_email.as_deref(),
            note: asked.note.as_deref(),
            states: asked.state.as_deref(),
            passwords: asked.password_state.as_deref(),
            fill: asked.fill.as_deref(),
            sort: asked.sort.as_deref(),
        }
    }
}

impl<'a> From<&'a MailboxSelection> for MailboxListRequest<'a> {
    fn from(asked: &'a MailboxSelection) -> Self {
        Self {
            search: asked.q.as_deref(),
            search_in: asked.search_in.as_deref(),
            communication_email: asked.communication_email.as_deref(),
            note: asked.note.as_deref(),
            states: asked.state.as_deref(),
            passwords: asked.password_state.as_deref(),
            fill: asked.fill.as_deref(),
            sort: None,
        }
    }
}

impl MailboxListRequest<'_> {
    /// Validates the fields. [`Selection::scoped`] adds the domains to the filter.
    pub fn read(&self, faults: &mut Faults) -> Option<Selection> {
        let search = faults.check("q", parse_search(self.search.unwrap_or_default()));
        let search_in = parse_search_fields(self.search_in.unwrap_or_default());
        let search_in = faults.check("in", search_in);
        let communication_email = parse_email_filter(self.communication_email.unwrap_or_default());
        let communication_email = faults.check("communication_email", communication_email);
        let note = faults.check("note", parse_note_filter(self.note.unwrap_or_default()));
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
            search_in: search_in?,
            communication_email: communication_email?,
            note: note?,
        };
        Some(Selection { filter, sort: sort?, domains: vec![] })
    }
}

impl Selection {
    /// Limits the selection to the domains where the caller may use this operation, and of these to
    /// a comma list of names if there is one. A name out of scope is `not_found`.
    pub async fn scoped<O: Operation>(
        self,
        on: &mut impl Connection,
        grant: &Grant<O>,
        domains: Option<&str>,
    ) -> Result<Self, AppError> {
        self.within(on, grant, domains, |_| true).await
    }

    /// Limits the selection as [`Selection::scoped`] does, to the domains where the caller has one
    /// particular permission of those that open the operation.
    pub async fn scoped_for<O: Operation>(
        self,
        on: &mut impl Connection,
        grant: &Grant<O>,
        domains: Option<&str>,
        permission: Permission,
    ) -> Result<Self, AppError> {
        self.within(on, grant, domains, |set| set.has(permission)).await
    }

    async fn within<O: Operation>(
        mut self,
        on: &mut impl Connection,
        grant: &Grant<O>,
        named: Option<&str>,
        suffices: impl Fn(PermissionSet) -> bool,
    ) -> Result<Self, AppError> {
        if let Some(names) = named {
            for name in names.split(',') {
                let domain = domains::find_by_name(on, name.trim()).await?.ok_or(NOT_FOUND)?.domain;
                if !suffices(grant.permissions_on(&domain)?) {
                    return Err(AppError::Problem(Code::Forbidden));
                }
                if !self.filter.domains.contains(&domain.id) {
                    self.filter.domains.push(domain.id);
                    self.domains.push(domain);
                }
            }
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
