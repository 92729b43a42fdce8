//! Which records a request asks for, validated in one place for the list, its export and its stream.

use chrono::NaiveDate;
use sigillo_contract::Operation;
use sigillo_contract::activity::{ActivityEventsQuery, ActivityExportQuery, ActivityQuery};
use sigillo_contract::operations::ListTickets;
use sigillo_domain::Faults;
use sigillo_domain::permission::Reach;
use sigillo_storage::activity::{Filter, Scope};
use sigillo_storage::{Connection, domains};

use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::listing::{one_of, person};
use crate::local_time::days;
use crate::{Caller, Grant};

/// The filters as they were sent.
pub(super) struct ActivityListRequest<'a> {
    domains: Option<&'a str>,
    person: Option<&'a str>,
    actions: Option<&'a str>,
    subject_kinds: Option<&'a str>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

macro_rules! from_queries {
    ($($query:ty),*) => {$(
        impl<'a> From<&'a $query> for ActivityListRequest<'a> {
            fn from(asked: &'a $query) -> Self {
                Self {
                    domains: asked.domain.as_deref(),
                    person: asked.person.as_deref(),
                    actions: asked.action.as_deref(),
                    subject_kinds: asked.subject_kind.as_deref(),
                    from: asked.from,
                    to: asked.to,
                }
            }
        }
    )*};
}

from_queries!(ActivityQuery, ActivityExportQuery, ActivityEventsQuery);

/// The records that a request asks for.
pub(super) struct Selection<'a> {
    /// Its scope is that of the caller only after [`Selection::scoped`].
    filter: Filter,
    domains: Option<&'a str>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// The records that a request asks for, within the caller's scope.
pub(super) struct ScopedSelection {
    pub filter: Filter,
    /// The names of the domains that the request names; none where it is for everything in scope.
    pub domains: Vec<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl<'a> ActivityListRequest<'a> {
    /// Validates the fields.
    pub fn read(&self, faults: &mut Faults) -> Selection<'a> {
        let person = person(self.person, faults);
        let actions = one_of("action", self.actions, faults);
        let subject_kinds = one_of("subject_kind", self.subject_kinds, faults);
        let (from, to) = days(self.from, self.to, faults);
        let scope = Scope::Domains(vec![]);
        let filter = Filter { scope, person, actions, subject_kinds, from, to };
        Selection { filter, domains: self.domains, from: self.from, to: self.to }
    }
}

impl Selection<'_> {
    /// Limits the selection to what the caller may see with this operation, and of that to the domains that
    /// the request names. A name out of scope is `not_found`.
    pub async fn scoped<O: Operation>(
        self,
        on: &mut impl Connection,
        grant: &Grant<O>,
    ) -> Result<ScopedSelection, AppError> {
        let Self { mut filter, domains: named, from, to } = self;
        let mut names = vec![];
        match named.filter(|names| !names.trim().is_empty()) {
            Some(list) => {
                let mut ids = vec![];
                for name in list.split(',') {
                    let found = domains::find_by_name(on, name.trim()).await?;
                    let domain = found.ok_or(NOT_FOUND)?.domain;
                    grant.permissions_on(&domain)?;
                    if !ids.contains(&domain.id) {
                        ids.push(domain.id);
                        names.push(domain.name);
                    }
                }
                filter.scope = Scope::Domains(ids);
            }
            None => filter.scope = scope_of(on, grant).await?,
        }
        Ok(ScopedSelection { filter, domains: names, from, to })
    }
}

/// An operator sees everything, a postmaster what belongs to the organisation, an assistant the domains
/// where it has a permission for this operation, and the tickets if it may work with them.
async fn scope_of<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
) -> Result<Scope, AppError> {
    let caller: &Caller = grant.caller();
    match caller.reach() {
        Reach::Everything => Ok(Scope::All),
        Reach::Organization(id) => Ok(Scope::Organization(*id)),
        reach @ Reach::Granted(_) => {
            let all = domains::within_reach(on, reach).await?;
            let open = all.into_iter().filter(|one| grant.permissions_on(&one.domain).is_ok());
            let domains = open.map(|owned| owned.domain.id).collect();
            let works_on_tickets = caller.may(ListTickets::SPEC.access);
            Ok(match caller.organization_id().filter(|_| works_on_tickets) {
                Some(organization) => Scope::DomainsAndTickets(domains, organization),
                None => Scope::Domains(domains),
            })
        }
    }
}
