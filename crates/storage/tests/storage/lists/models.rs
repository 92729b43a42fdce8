//! Simple models of the contract of each list, and random requests.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};
use sigillo_domain::access_log::AccessSortField;
use sigillo_domain::account::{AccountSortField, AccountState, Role};
use sigillo_domain::company::CompanySortField;
use sigillo_domain::export_record::{ExportFormat, ExportOutcome, ExportSortField};
use sigillo_domain::holder::{AccessKind, HolderSortField, HolderState};
use sigillo_domain::id::{
    AccessId, AccountId, CompanyId, DomainId, ExportId, HolderId, JobId, OrganizationId, PlanId,
    ResellerId, SavedViewId,
};
use sigillo_domain::job::{JobKind, JobSortField, JobState};
use sigillo_domain::list::{Sort, parse_search};
use sigillo_domain::mail_domain::{DomainSortField, Onboarding};
use sigillo_domain::organization::OrganizationSortField;
use sigillo_domain::permission::{Permission, PermissionSet, Reach};
use sigillo_domain::plan::{PlanSortField, PlanState};
use sigillo_domain::reseller::ResellerSortField;
use sigillo_domain::saved_view::{SavedViewSortField, ViewList};
use sigillo_domain::search_text::{fold, fold_unspaced, name_key};
use sigillo_storage::{
    access_log, account_list, company_list, domain_list, export_list, holder_list, job_list,
    organization_list, plan_list, reseller_list, saved_view_list,
};
use sigillo_testkit::TestApp;
use uuid::Uuid;

use super::fixtures::Fixtures;
use super::{Key, model};

/// Parts of names with other case and accents, and texts that no name contains.
const SEARCHES: [&str; 16] = [
    "citta",
    "CITTÀ",
    "città n",
    "nicco",
    "ZOE",
    "_",
    "%",
    "\\",
    "100%",
    "a_",
    "e",
    "élite",
    "anna_m",
    "example.it",
    "nessuno",
    "'",
];

fn some_search(random: &mut StdRng) -> Option<String> {
    let text = SEARCHES.choose(random).unwrap();
    if random.random() { parse_search(text).unwrap() } else { None }
}

fn contains(texts: &[&str], search: Option<&str>) -> bool {
    search.is_none_or(|search| texts.iter().any(|text| fold(text).contains(search)))
}

/// No value, or a few of them.
fn some<T: Copy>(random: &mut StdRng, values: &[T]) -> Vec<T> {
    let count = if random.random() { 0 } else { random.random_range(1..=2) };
    values.sample(random, count).copied().collect()
}

fn passes<T: PartialEq>(chosen: &[T], value: &T) -> bool {
    chosen.is_empty() || chosen.contains(value)
}

/// No id, one of these ids or, sometimes, an id that does not exist.
fn some_id<I: Copy + From<Uuid>>(random: &mut StdRng, ids: impl Iterator<Item = I>) -> Option<I> {
    let ids: Vec<_> = ids.collect();
    match random.next_u32() % 6 {
        0 | 1 => ids.choose(random).copied(),
        2 => Some(Uuid::from_u128(1).into()),
        _ => None,
    }
}

fn owners(fixtures: &Fixtures) -> impl Iterator<Item = OrganizationId> {
    fixtures.organizations.iter().map(|organization| organization.id)
}

fn account_ids(fixtures: &Fixtures) -> impl Iterator<Item = AccountId> {
    fixtures.accounts.iter().map(|account| account.id)
}

pub fn some_accounts(random: &mut StdRng, fixtures: &Fixtures) -> account_list::Filter {
    use account_list::{Filter, Scope};
    Filter {
        scope: some_id(random, owners(fixtures)).map_or(Scope::All, Scope::AssistantsOf),
        search: some_search(random),
        roles: some(random, &Role::ALL),
        states: some(random, &AccountState::ALL),
        organization_id: some_id(random, owners(fixtures)),
    }
}

pub fn accounts(
    fixtures: &Fixtures,
    filter: &account_list::Filter,
    sort: Sort<AccountSortField>,
) -> Vec<AccountId> {
    use account_list::Scope;
    model(
        &fixtures.accounts,
        |account| {
            let in_scope = match filter.scope {
                Scope::All => true,
                Scope::AssistantsOf(id) => {
                    account.role == Role::Assistant && account.organization_id == Some(id)
                }
            };
            in_scope
                && contains(&[&account.username, &account.display_name], filter.search.as_deref())
                && passes(&filter.roles, &account.role)
                && passes(&filter.states, &account.state)
                && filter.organization_id.is_none_or(|id| account.organization_id == Some(id))
        },
        |account| {
            let key = match sort.field {
                AccountSortField::Username => Key::Text(account.username.clone()),
                AccountSortField::DisplayName => Key::Text(fold(&account.display_name)),
                AccountSortField::Role => Key::Text(account.role.to_string()),
                AccountSortField::State => Key::Text(account.state.to_string()),
                AccountSortField::CreatedAt => Key::Time(Some(account.created_at)),
                AccountSortField::LastSignInAt => Key::Time(account.last_sign_in_at),
            };
            (key, account.id)
        },
        sort.descending,
    )
}

pub fn some_organizations(random: &mut StdRng) -> organization_list::Filter {
    organization_list::Filter { search: some_search(random) }
}

pub fn organizations(
    fixtures: &Fixtures,
    filter: &organization_list::Filter,
    sort: Sort<OrganizationSortField>,
) -> Vec<OrganizationId> {
    model(
        &fixtures.organizations,
        |organization| contains(&[&organization.name], filter.search.as_deref()),
        |organization| {
            let key = match sort.field {
                OrganizationSortField::Name => Key::Text(organization.name.to_lowercase()),
                OrganizationSortField::CreatedAt => Key::Time(Some(organization.created_at)),
            };
            (key, organization.id)
        },
        sort.descending,
    )
}

pub fn some_domains(random: &mut StdRng, fixtures: &Fixtures) -> domain_list::Filter {
    domain_list::Filter {
        reach: some_reach(random, fixtures),
        search: some_search(random),
        organization_id: some_id(random, owners(fixtures)),
        onboarding: some(random, &Onboarding::ALL),
    }
}

fn some_reach(random: &mut StdRng, fixtures: &Fixtures) -> Reach {
    match random.next_u32() % 4 {
        0 => Reach::Organization(owners(fixtures).next().unwrap()),
        1 => {
            let granted = fixtures.domains.sample(random, 10).map(|domain| domain.id);
            let granted: Vec<_> = granted.collect();
            // Without the permission `view` a domain is not visible, whatever else was granted.
            let sets = [Permission::View, Permission::Edit]
                .map(|permission| [permission].into_iter().collect::<PermissionSet>());
            let set = |random: &mut StdRng| *sets.choose(random).unwrap();
            Reach::Granted(granted.into_iter().map(|id| (id, set(random))).collect())
        }
        2 => Reach::Granted([].into()),
        _ => Reach::Everything,
    }
}

pub fn domains(
    fixtures: &Fixtures,
    filter: &domain_list::Filter,
    sort: Sort<DomainSortField>,
) -> Vec<DomainId> {
    model(
        &fixtures.domains,
        |domain| {
            let owner = fixtures.organization_name(domain.organization_id);
            !filter.reach.on(domain.id, domain.organization_id).is_empty()
                && contains(&[&domain.name, owner], filter.search.as_deref())
                && filter.organization_id.is_none_or(|id| domain.organization_id == id)
                && passes(&filter.onboarding, &domain.onboarding)
        },
        |domain| {
            let owner = fixtures.organization_name(domain.organization_id);
            let key = match sort.field {
                DomainSortField::Name => Key::Text(domain.name.clone()),
                DomainSortField::OrganizationName => Key::Text(owner.to_lowercase()),
                DomainSortField::CreatedAt => Key::Time(Some(domain.created_at)),
            };
            (key, domain.id)
        },
        sort.descending,
    )
}

pub fn some_exports(random: &mut StdRng, fixtures: &Fixtures) -> export_list::Filter {
    use export_list::{Filter, Scope};
    let bound = |random: &mut StdRng| {
        let micros = *[0, 1, 2, 1_000_000, 2_000_000].choose(random).unwrap();
        random.random_bool(0.3).then(|| TestApp::START + chrono::TimeDelta::microseconds(micros))
    };
    let domain = fixtures.domains[random.random_range(0..3)].name.clone();
    Filter {
        scope: some_id(random, owners(fixtures)).map_or(Scope::All, Scope::Organization),
        domain: random.random_bool(0.3).then_some(domain),
        account_id: some_id(random, account_ids(fixtures)),
        formats: some(random, &ExportFormat::ALL),
        outcomes: some(random, &ExportOutcome::ALL),
        from: bound(random),
        to: bound(random),
    }
}

pub fn exports(
    fixtures: &Fixtures,
    filter: &export_list::Filter,
    sort: Sort<ExportSortField>,
) -> Vec<ExportId> {
    use export_list::Scope;
    model(
        &fixtures.exports,
        |record| {
            let in_scope = match filter.scope {
                Scope::All => true,
                Scope::Organization(id) => record.organization_id == Some(id),
            };
            let formats: Vec<_> = filter.formats.iter().map(ToString::to_string).collect();
            in_scope
                && (filter.domain.is_none() || filter.domain == record.list.domain)
                && filter.account_id.is_none_or(|id| record.account_id == id)
                && passes(&formats, &record.format)
                && passes(&filter.outcomes, &record.outcome)
                && filter.from.is_none_or(|from| record.at >= from)
                && filter.to.is_none_or(|to| record.at < to)
        },
        |record| {
            let key = match sort.field {
                ExportSortField::At => Key::Id(record.id.uuid()),
                ExportSortField::Actor => Key::Text(record.actor_name.clone()),
                ExportSortField::RowsAnnounced => Key::Int(record.rows_announced),
                ExportSortField::FinishedAt => Key::Time(record.finished_at),
            };
            (key, record.id)
        },
        sort.descending,
    )
}

pub fn some_accesses(random: &mut StdRng, fixtures: &Fixtures) -> access_log::Filter {
    use access_log::{Filter, Scope};
    let bound = |random: &mut StdRng| {
        let micros = *[0, 1, 2, 1_000_000, 2_000_000].choose(random).unwrap();
        random.random_bool(0.3).then(|| TestApp::START + chrono::TimeDelta::microseconds(micros))
    };
    let person = (*["anna", "nessuno"].choose(random).unwrap()).to_owned();
    let holder = fixtures.accesses.iter().find_map(|record| record.holder_id);
    Filter {
        scope: some_id(random, owners(fixtures)).map_or(Scope::All, Scope::Organization),
        person: random.random_bool(0.3).then_some(person),
        holder_id: holder.filter(|_| random.random_bool(0.2)),
        kinds: some(random, &AccessKind::ALL),
        from: bound(random),
        to: bound(random),
    }
}

pub fn accesses(
    fixtures: &Fixtures,
    filter: &access_log::Filter,
    sort: Sort<AccessSortField>,
) -> Vec<AccessId> {
    use access_log::Scope;
    model(
        &fixtures.accesses,
        |record| {
            let in_scope = match filter.scope {
                Scope::All => true,
                Scope::Organization(id) => record.organization_id == Some(id),
            };
            in_scope
                && filter.person.as_ref().is_none_or(|name| record.actor.name == *name)
                && filter.holder_id.is_none_or(|id| record.holder_id == Some(id))
                && passes(&filter.kinds, &record.kind)
                && filter.from.is_none_or(|from| record.at >= from)
                && filter.to.is_none_or(|to| record.at < to)
        },
        |record| {
            let key = match sort.field {
                AccessSortField::At => Key::Id(record.id.uuid()),
            };
            (key, record.id)
        },
        sort.descending,
    )
}

pub fn some_jobs(random: &mut StdRng, fixtures: &Fixtures) -> job_list::Filter {
    use job_list::{Filter, Scope};
    let scope = match random.next_u32() % 3 {
        0 => some_id(random, owners(fixtures)).map(Scope::Organization),
        // The jobs of the fixtures are about no domain, so every account sees its own.
        1 => some_id(random, account_ids(fixtures))
            .map(|account_id| Scope::Account { account_id, domains: vec![] }),
        _ => None,
    };
    Filter {
        scope: scope.unwrap_or(Scope::All),
        kinds: some(random, &JobKind::ALL),
        states: some(random, &JobState::ALL),
        account_id: some_id(random, account_ids(fixtures)),
    }
}

pub fn jobs(
    fixtures: &Fixtures,
    filter: &job_list::Filter,
    sort: Sort<JobSortField>,
) -> Vec<JobId> {
    use job_list::Scope;
    model(
        &fixtures.jobs,
        |job| {
            let in_scope = match &filter.scope {
                Scope::All => true,
                Scope::Organization(id) => job.organization_id == Some(*id),
                Scope::Account { account_id, .. } => job.account_id == *account_id,
            };
            in_scope
                && passes(&filter.kinds, &job.kind)
                && passes(&filter.states, &job.state)
                && filter.account_id.is_none_or(|id| job.account_id == id)
        },
        |job| {
            let key = match sort.field {
                JobSortField::CreatedAt => Key::Id(job.id.uuid()),
                JobSortField::Kind => Key::Text(job.kind.to_string()),
                JobSortField::State => Key::Text(job.state.to_string()),
                JobSortField::FinishedAt => Key::Time(job.finished_at),
            };
            (key, job.id)
        },
        sort.descending,
    )
}

pub fn some_views(random: &mut StdRng, fixtures: &Fixtures) -> saved_view_list::Filter {
    saved_view_list::Filter {
        owner_id: some_id(random, account_ids(fixtures).take(12)).unwrap_or_default(),
        organization_id: some_id(random, owners(fixtures)),
        lists: some(random, &ViewList::ALL),
    }
}

pub fn views(
    fixtures: &Fixtures,
    filter: &saved_view_list::Filter,
    sort: Sort<SavedViewSortField>,
) -> Vec<SavedViewId> {
    model(
        &fixtures.views,
        |view| {
            let is_shared = view.shared && view.organization_id == filter.organization_id;
            (view.owner_id == filter.owner_id || is_shared) && passes(&filter.lists, &view.list)
        },
        |view| {
            let key = match sort.field {
                SavedViewSortField::Name => Key::Text(view.name.to_lowercase()),
                SavedViewSortField::CreatedAt => Key::Time(Some(view.created_at)),
            };
            (key, view.id)
        },
        sort.descending,
    )
}

pub fn some_plans(random: &mut StdRng) -> plan_list::Filter {
    plan_list::Filter { search: some_search(random), states: some(random, &PlanState::ALL) }
}

pub fn plans(
    fixtures: &Fixtures,
    filter: &plan_list::Filter,
    sort: Sort<PlanSortField>,
) -> Vec<PlanId> {
    model(
        &fixtures.plans,
        |plan| {
            contains(&[&plan.name, &plan.code], filter.search.as_deref())
                && passes(&filter.states, &plan.state)
        },
        |plan| {
            let key = match sort.field {
                PlanSortField::Code => Key::Text(plan.code.clone()),
                PlanSortField::Name => Key::Text(fold(&plan.name)),
                PlanSortField::State => Key::Text(plan.state.to_string()),
                PlanSortField::CreatedAt => Key::Time(Some(plan.created_at)),
            };
            (key, plan.id)
        },
        sort.descending,
    )
}

pub fn some_resellers(random: &mut StdRng, fixtures: &Fixtures) -> reseller_list::Filter {
    use reseller_list::{Filter, Scope};
    Filter {
        scope: some_id(random, owners(fixtures)).map_or(Scope::All, Scope::Of),
        search: some_search(random),
        organization_id: some_id(random, owners(fixtures)),
    }
}

pub fn resellers(
    fixtures: &Fixtures,
    filter: &reseller_list::Filter,
    sort: Sort<ResellerSortField>,
) -> Vec<ResellerId> {
    use reseller_list::Scope;
    model(
        &fixtures.resellers,
        |reseller| {
            let in_scope = match filter.scope {
                Scope::All => true,
                Scope::Of(id) => reseller.organization_id == id,
            };
            in_scope
                && contains(&[&reseller.name], filter.search.as_deref())
                && filter.organization_id.is_none_or(|id| reseller.organization_id == id)
        },
        |reseller| {
            let owner = fixtures.organization_name(reseller.organization_id);
            let key = match sort.field {
                ResellerSortField::Name => Key::Text(name_key(&reseller.name)),
                ResellerSortField::OrganizationName => Key::Text(owner.to_lowercase()),
                ResellerSortField::CreatedAt => Key::Time(Some(reseller.created_at)),
            };
            (key, reseller.id)
        },
        sort.descending,
    )
}

fn some_scope(random: &mut StdRng, fixtures: &Fixtures) -> holder_list::Scope {
    use holder_list::Scope;
    some_id(random, owners(fixtures)).map_or(Scope::All, Scope::Of)
}

fn in_scope(scope: holder_list::Scope, organization_id: OrganizationId) -> bool {
    match scope {
        holder_list::Scope::All => true,
        holder_list::Scope::Of(id) => id == organization_id,
    }
}

pub fn some_holders(random: &mut StdRng, fixtures: &Fixtures) -> holder_list::Filter {
    holder_list::Filter {
        states: some(random, &HolderState::ALL),
        organization_id: some_id(random, owners(fixtures)),
        ..holder_list::Filter::new(some_scope(random, fixtures))
    }
}

pub fn holders(
    fixtures: &Fixtures,
    filter: &holder_list::Filter,
    sort: Sort<HolderSortField>,
) -> Vec<HolderId> {
    model(
        &fixtures.holders,
        |holder| {
            in_scope(filter.scope, holder.organization_id)
                && passes(&filter.states, &holder.state)
                && filter.organization_id.is_none_or(|id| holder.organization_id == id)
        },
        |holder| {
            let [family, given] =
                [&holder.family_name, &holder.given_name].map(|name| fold_unspaced(name));
            let key = match sort.field {
                HolderSortField::FamilyName => Key::Text(format!("{family} {given}")),
                HolderSortField::GivenName => Key::Text(given),
                HolderSortField::CreatedAt => Key::Time(Some(holder.created_at)),
            };
            (key, holder.id)
        },
        sort.descending,
    )
}

pub fn some_companies(random: &mut StdRng, fixtures: &Fixtures) -> company_list::Filter {
    let code = ["1", "000000", "TLM", "NESSUNO"].choose(random).unwrap();
    company_list::Filter {
        scope: some_scope(random, fixtures),
        search: some_search(random).map(|text| fold_unspaced(&text)),
        code: random.random_bool(0.3).then(|| (*code).to_owned()),
        organization_id: some_id(random, owners(fixtures)),
    }
}

pub fn companies(
    fixtures: &Fixtures,
    filter: &company_list::Filter,
    sort: Sort<CompanySortField>,
) -> Vec<CompanyId> {
    model(
        &fixtures.companies,
        |company| {
            let searched = filter.search.is_some() || filter.code.is_some();
            let by_name = filter
                .search
                .as_deref()
                .is_some_and(|text| fold_unspaced(&company.legal_name).contains(text));
            let codes = [&company.vat_number, &company.tax_code];
            let by_code = |text: &str| codes.iter().any(|code| code.contains(text));
            in_scope(filter.scope, company.organization_id)
                && filter.organization_id.is_none_or(|id| company.organization_id == id)
                && (!searched || by_name || filter.code.as_deref().is_some_and(by_code))
        },
        |company| {
            let key = match sort.field {
                CompanySortField::LegalName => Key::Text(fold_unspaced(&company.legal_name)),
                CompanySortField::CreatedAt => Key::Time(Some(company.created_at)),
            };
            (key, company.id)
        },
        sort.descending,
    )
}
