//! The selection of mailboxes for a list, an export or a bulk change, validated in one place.

use chrono::NaiveDate;
use sigillo_contract::Operation;
use sigillo_contract::job::MailboxSelection;
use sigillo_contract::mailbox::{ExportQuery, MailboxQuery};
use sigillo_domain::holder_search::HolderSearchField;
use sigillo_domain::id::HolderId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox_list::{
    Sort, parse_email_filter, parse_entry_kinds, parse_fill, parse_note_filter,
    parse_password_states, parse_plans, parse_rem_readiness, parse_requests, parse_resellers,
    parse_search, parse_search_fields, parse_states, parse_troubles,
};
use sigillo_domain::permission::{Permission, PermissionSet};
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::holder_list::Search;
use sigillo_storage::mailbox_list::Filter;
use sigillo_storage::{Connection, domains};

use crate::Grant;
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::local_time::{days_of, start_of_day};

/// The filters as they were sent.
pub(crate) struct MailboxListRequest<'a> {
    pub search: Option<&'a str>,
    pub search_in: Option<&'a str>,
    pub communication_email: Option<&'a str>,
    pub note: Option<&'a str>,
    pub states: Option<&'a str>,
    pub passwords: Option<&'a str>,
    pub fill: Option<&'a str>,
    pub holder: Option<HolderId>,
    pub plans: Option<&'a str>,
    pub resellers: Option<&'a str>,
    pub people: [(HolderSearchField, Option<&'a str>); 5],
    pub created_from: Option<NaiveDate>,
    pub created_to: Option<NaiveDate>,
    pub created_by: Option<&'a str>,
    pub entry: Option<&'a str>,
    pub managed_by: Option<&'a str>,
    pub activated: Option<bool>,
    pub troubles: Option<&'a str>,
    pub expires_before: Option<NaiveDate>,
    pub not_opened_since: Option<NaiveDate>,
    pub requests: Option<&'a str>,
    pub rem_readiness: Option<&'a str>,
    pub sort: Option<&'a str>,
}

pub(crate) struct Selection {
    pub filter: Filter,
    pub sort: Sort,
    /// The domains that the request names; none where it is for every domain in scope.
    pub domains: Vec<MailDomain>,
    pub days: Days,
}

/// The days of the filters by time, as they were asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Days {
    pub created_from: Option<NaiveDate>,
    pub created_to: Option<NaiveDate>,
    pub expires_before: Option<NaiveDate>,
    pub not_opened_since: Option<NaiveDate>,
}

impl Selection {
    /// The names of the domains that the request names, with this between them.
    pub fn domain_names(&self, separator: &str) -> Option<String> {
        let names: Vec<&str> = self.domains.iter().map(|domain| domain.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(separator))
    }
}

macro_rules! from_queries {
    ($($query:ty, $sort:expr;)*) => {$(
        impl<'a> From<&'a $query> for MailboxListRequest<'a> {
            fn from(asked: &'a $query) -> Self {
                let sort: fn(&'a $query) -> Option<&'a str> = $sort;
                Self {
                    search: asked.q.as_deref(),
                    search_in: asked.search_in.as_deref(),
                    communication_email: asked.communication_email.as_deref(),
                    note: asked.note.as_deref(),
                    states: asked.state.as_deref(),
                    passwords: asked.password_state.as_deref(),
                    fill: asked.fill.as_deref(),
                    holder: asked.holder,
                    plans: asked.plan.as_deref(),
                    resellers: asked.reseller.as_deref(),
                    people: [
                        (HolderSearchField::GivenName, asked.given_name.as_deref()),
                        (HolderSearchField::FamilyName, asked.family_name.as_deref()),
                        (HolderSearchField::TaxCode, asked.tax_code.as_deref()),
                        (HolderSearchField::Email, asked.email.as_deref()),
                        (HolderSearchField::CompanyName, asked.company_name.as_deref()),
                    ],
                    created_from: asked.created_from,
                    created_to: asked.created_to,
                    created_by: asked.created_by.as_deref(),
                    entry: asked.entry.as_deref(),
                    managed_by: asked.managed_by.as_deref(),
                    activated: asked.activated,
                    troubles: asked.trouble.as_deref(),
                    expires_before: asked.expires_before,
                    not_opened_since: asked.not_opened_since,
                    requests: asked.request.as_deref(),
                    rem_readiness: asked.rem_readiness.as_deref(),
                    sort: sort(asked),
                }
            }
        }
    )*};
}

from_queries! {
    MailboxQuery, |asked| asked.sort.as_deref();
    ExportQuery, |asked| asked.sort.as_deref();
    MailboxSelection, |_| None;
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
        let plans = faults.check("plan", parse_plans(self.plans.unwrap_or_default()));
        let resellers = parse_resellers(self.resellers.unwrap_or_default());
        let resellers = faults.check("reseller", resellers);
        let people = self.people(faults);
        let created = ["created_from", "created_to"];
        let (created_from, created_to) =
            days_of(created, self.created_from, self.created_to, faults);
        let created_by = usernames("created_by", self.created_by, faults);
        let managed_by = usernames("managed_by", self.managed_by, faults);
        let entry = faults.check("entry", parse_entry_kinds(self.entry.unwrap_or_default()));
        let troubles = faults.check("trouble", parse_troubles(self.troubles.unwrap_or_default()));
        let mut start = |name: &str, day: Option<NaiveDate>| {
            faults.check(name, start_of_day(day?).ok_or(FaultCode::OutOfRange))
        };
        let expires_before = start("expires_before", self.expires_before);
        let not_opened_since = start("not_opened_since", self.not_opened_since);
        let requests = parse_requests(self.requests.unwrap_or_default());
        let requests = faults.check("request", requests);
        let rem_readiness = parse_rem_readiness(self.rem_readiness.unwrap_or_default());
        let rem_readiness = faults.check("rem_readiness", rem_readiness);
        let filter = Filter {
            states: states?,
            passwords: passwords?,
            over_soft_limit: over_soft_limit?,
            search: search?,
            search_in: search_in?,
            communication_email: communication_email?,
            note: note?,
            holder: self.holder,
            plans: plans?,
            resellers: resellers?,
            people,
            created_from,
            created_to,
            created_by,
            entry: entry?,
            managed_by,
            activated: self.activated,
            troubles: troubles?,
            expires_before,
            not_opened_since,
            requests: requests?,
            rem_readiness: rem_readiness?,
            ..Filter::default()
        };
        let Self { created_from, created_to, expires_before, not_opened_since, .. } = *self;
        let days = Days { created_from, created_to, expires_before, not_opened_since };
        Some(Selection { filter, sort: sort?, domains: vec![], days })
    }

    /// The texts of the holder, the company and the e-mails.
    fn people(&self, faults: &mut Faults) -> Vec<Search> {
        let mut searches = vec![];
        for (field, text) in self.people {
            let text = field.parse_text(text.unwrap_or_default());
            if let Some(Some(text)) = faults.check(field.as_str(), text) {
                searches.push(Search { field, text });
            }
        }
        searches
    }
}

/// User names, which are in lower case.
fn usernames(field: &str, text: Option<&str>, faults: &mut Faults) -> Vec<String> {
    let names = parse_search(text.unwrap_or_default());
    let names = faults.check(field, names).flatten().unwrap_or_default();
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
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
