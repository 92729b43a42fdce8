//! Exporting mailboxes that were chosen one by one.

use std::collections::{BTreeSet, HashMap, HashSet};

use sigillo_contract::mailbox::SelectionExport;
use sigillo_contract::operations::ExportSelection;
use sigillo_domain::id::MailboxId;
use sigillo_domain::job::MAX_NAMED;
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::{Connection, domains, mailboxes};

use super::export::{Exported, PreparedExport};
use crate::caller::Identity;
use crate::error::AppError;
use crate::export_file::{FileForm, exporting_account};
use crate::{App, Grant};

pub async fn export_selection(
    app: &App,
    grant: &Grant<ExportSelection>,
    request: &SelectionExport,
) -> Result<PreparedExport, AppError> {
    let mut faults = Faults::default();
    let SelectionExport { format, separator, lang, ids } = request;
    let file = FileForm::parse(format, separator.as_deref(), lang.as_deref(), "/", &mut faults);
    match ids.len() {
        0 => faults.add("/ids", FaultCode::Required),
        1..=MAX_NAMED => {}
        _ => faults.add("/ids", FaultCode::OutOfRange),
    }
    let file = faults.result(file)?;
    let account = exporting_account(grant.caller())?;
    let mut on = app.db.read().await?;
    let domains = domains_in_scope(&mut on, grant, ids).await?;
    let mut seen = HashSet::new();
    let ids: Vec<_> = ids.iter().copied().filter(|id| seen.insert(*id)).collect();
    let total = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let exported = Exported::Named { ids, domains: domains.into_iter().collect() };
    Ok(PreparedExport::new(app, grant.caller(), account, file, exported, total))
}

/// The names of the domains that the mailboxes are in, if the caller may export each mailbox.
async fn domains_in_scope(
    on: &mut impl Connection,
    grant: &Grant<ExportSelection>,
    ids: &[MailboxId],
) -> Result<BTreeSet<String>, AppError> {
    let found = mailboxes::find_many(on, ids.iter().copied()).await?;
    let domain_ids: HashMap<_, _> =
        found.into_iter().map(|mailbox| (mailbox.id, mailbox.domain_id)).collect();
    let reachable = domains::within_reach(on, grant.caller().reach()).await?;
    let reachable: HashMap<_, _> =
        reachable.into_iter().map(|owned| (owned.domain.id, owned.domain)).collect();
    let mut names = BTreeSet::new();
    for (place, id) in ids.iter().enumerate() {
        let not_found = || AppError::not_found_at(&format!("/ids/{place}"));
        let domain = domain_ids.get(id).and_then(|domain_id| reachable.get(domain_id));
        let domain = domain.ok_or_else(not_found)?;
        grant.permissions_on(domain).map_err(|error| match error.code() {
            Code::NotFound => not_found(),
            _ => error,
        })?;
        names.insert(domain.name.clone());
    }
    Ok(names)
}
