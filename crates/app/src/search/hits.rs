//! The hits of each kind, in the scope of the list of that kind.

use sigillo_contract::Operation;
use sigillo_contract::operations::{ListOrganizations, Search};
use sigillo_contract::search::{SearchHit, panel_path};
use sigillo_domain::id::DomainId;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::permission::Permission;
use sigillo_domain::search::{Match, SearchKind};
use sigillo_domain::search_text::fold;
use sigillo_storage::{
    Connection, account_list, domain_list, domains as stored_domains, mailbox_list,
    organization_list,
};
use uuid::Uuid;

use super::Request;
use super::choose::Hit;
use crate::error::AppError;
use crate::jobs::searchable;
use crate::mailboxes::state_name;
use crate::{Grant, Identity, accounts as account_use_cases};

pub(super) fn hit(
    fit: Match,
    kind: SearchKind,
    id: Uuid,
    title: String,
    subtitle: Option<String>,
) -> Hit {
    Hit { fit, shown: SearchHit { kind, id, title, subtitle, href: panel_path(kind, id) } }
}

pub(super) async fn mailboxes(
    on: &mut impl Connection,
    grant: &Grant<Search>,
    request: &Request,
) -> Result<Vec<Hit>, AppError> {
    let domains = viewed_domains(on, grant).await?;
    if domains.is_empty() {
        return Ok(vec![]);
    }
    let search = Some(request.lower.clone());
    let filter = mailbox_list::Filter { domains, search, ..mailbox_list::Filter::default() };
    let found = mailbox_list::best_matches(on, &filter, request.limit).await?;
    Ok(found.into_iter().map(|mailbox| mailbox_hit(mailbox, request)).collect())
}

fn mailbox_hit(mailbox: Mailbox, request: &Request) -> Hit {
    let texts = [mailbox.address.as_str(), mailbox.local_part.as_str()];
    let fit = Match::of(&request.lower, texts).unwrap_or(Match::Part);
    let state = state_name(mailbox.state, request.language);
    let subtitle = match &mailbox.communication_email {
        Some(email) => format!("{state} · {email}"),
        None => state.to_owned(),
    };
    hit(fit, SearchKind::Mailbox, mailbox.id.uuid(), mailbox.address, Some(subtitle))
}

/// The domains whose mailboxes the caller may view.
async fn viewed_domains(
    on: &mut impl Connection,
    grant: &Grant<Search>,
) -> Result<Vec<DomainId>, AppError> {
    let reach = grant.caller().reach();
    let all = stored_domains::within_reach(on, reach).await?;
    let viewed = all.into_iter().filter(|owned| {
        reach.on(owned.domain.id, owned.domain.organization_id).has(Permission::View)
    });
    Ok(viewed.map(|owned| owned.domain.id).collect())
}

pub(super) async fn domains(
    on: &mut impl Connection,
    grant: &Grant<Search>,
    request: &Request,
) -> Result<Vec<Hit>, AppError> {
    let mut filter = domain_list::Filter::new(grant.caller().reach().clone());
    filter.search = Some(request.folded.clone());
    let found = domain_list::best_matches(on, &filter, request.limit).await?;
    let hits = found.into_iter().map(|owned| {
        let organization = fold(&owned.organization_name);
        let fit = Match::of(&request.folded, [owned.domain.name.as_str(), &organization]);
        let (id, name) = (owned.domain.id.uuid(), owned.domain.name);
        let fit = fit.unwrap_or(Match::Part);
        hit(fit, SearchKind::Domain, id, name, Some(owned.organization_name))
    });
    Ok(hits.collect())
}

pub(super) async fn accounts(
    on: &mut impl Connection,
    grant: &Grant<Search>,
    request: &Request,
) -> Result<Vec<Hit>, AppError> {
    let Some(scope) = account_use_cases::scope(grant.caller()) else { return Ok(vec![]) };
    let mut filter = account_list::Filter::new(scope);
    filter.search = Some(request.folded.clone());
    let found = account_list::best_matches(on, &filter, request.limit).await?;
    let hits = found.into_iter().map(|named| {
        let account = named.account;
        let display_name = fold(&account.display_name);
        let fit = Match::of(&request.folded, [account.username.as_str(), &display_name]);
        let subtitle = match named.organization_name {
            Some(organization) => format!("{} · {organization}", account.username),
            None => account.username,
        };
        let (id, name) = (account.id.uuid(), account.display_name);
        hit(fit.unwrap_or(Match::Part), SearchKind::Account, id, name, Some(subtitle))
    });
    Ok(hits.collect())
}

pub(super) async fn organizations(
    on: &mut impl Connection,
    grant: &Grant<Search>,
    request: &Request,
) -> Result<Vec<Hit>, AppError> {
    if !grant.caller().may(ListOrganizations::SPEC.access) {
        return Ok(vec![]);
    }
    let filter = organization_list::Filter { search: Some(request.folded.clone()) };
    let found = organization_list::best_matches(on, &filter, request.limit).await?;
    let hits = found.into_iter().map(|organization| {
        let fit = Match::of(&request.folded, [fold(&organization.name).as_str()]);
        let (id, name) = (organization.id.uuid(), organization.name);
        hit(fit.unwrap_or(Match::Part), SearchKind::Organization, id, name, None)
    });
    Ok(hits.collect())
}

pub(super) async fn jobs(
    on: &mut impl Connection,
    grant: &Grant<Search>,
    request: &Request,
) -> Result<Vec<Hit>, AppError> {
    let found = searchable::newest(on, grant.caller(), request.language).await?;
    let hits = found.into_iter().filter_map(|job| {
        let texts = [fold(&job.title), fold(&job.created_by)];
        let fit = Match::of(&request.folded, texts.iter().map(String::as_str))?;
        let subtitle = format!("{} · {}", job.created_by, job.created_on);
        Some(hit(fit, SearchKind::Job, job.id.uuid(), job.title, Some(subtitle)))
    });
    // The best first, and among equal ones the newest.
    let mut hits: Vec<Hit> = hits.collect();
    hits.sort_by_key(|hit| hit.fit);
    hits.truncate(request.limit);
    Ok(hits)
}
