//! Merging a holder into another one, for a person who was registered twice.
//!
//! The holder that ends stays as a trace, with its history and the notes on it, which nobody can write anew:
//! the notes are listed with those on the holder that stays.

mod references;

use sigillo_contract::holder::{Holder as Shown, HolderMerge, MergeTake};
use sigillo_contract::operations::MergeHolder;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::holder::{Holder, MergeSource};
use sigillo_domain::holder_end::Taken;
use sigillo_domain::id::HolderId;
use sigillo_domain::identification::identification_holds;
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::{Tx, holders};

use super::create::exists;
use super::{audit, check_changeable, find_to_change, view};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::scope::InScope;
use crate::{App, Grant, contracts, identification, local_time};

/// The field that names the merged holder in the history of the one that stays.
const MERGED_HOLDER: &str = "merged_holder";

/// The holder that ends and the one that stays.
struct Both {
    ends: InScope<Holder>,
    stays: InScope<Holder>,
}

pub async fn merge(
    app: &App,
    grant: &Grant<MergeHolder>,
    id: HolderId,
    expected_version: Option<ExpectedVersions>,
    request: &HolderMerge,
) -> Result<Shown, AppError> {
    check_into(id, request.into)?;
    let mut tx = app.db.begin().await?;
    let Both { ends, stays } = find_both(&mut tx, grant, id, request.into).await?;
    check_version(expected_version, ends.version)?;
    check_changeable(&ends)?;
    if stays.check_changeable().is_err() {
        let fault = Fault::new("/into", FaultCode::HolderEnded);
        return Err(AppError::AtField(Code::HolderEnded, fault));
    }
    let kept = stays.with(&ends, taken(&request.take));
    for before in [&ends, &stays] {
        contracts::check_names(&mut tx, before, &kept, "/take").await?;
    }
    // The holder that ends comes first: then the other one can have its tax code.
    let ended = ends.merged_into(stays.id);
    holders::update(&mut tx, &ended).await?;
    holders::update(&mut tx, &kept).await.map_err(exists("/take/tax_code"))?;
    let moved = references::give(app, &mut tx, grant, &ends, &stays).await?;
    // The mailboxes of the other one have gone over by now; one person may have been registered twice.
    let codes = [&ends.tax_code, &stays.tax_code];
    let is_one_person = codes.iter().all(|code| identification_holds(code, &kept.tax_code));
    if !is_one_person {
        identification::void_of_holder(app, &mut tx, grant.caller().actor(), stays.id).await?;
    }

    let key = audit::key_of(&mut tx, ends.id).await?;
    let fields = |holder: &Holder| audit::audited_fields(holder, Some(&key));
    let changes = FieldChange::between(Some(fields(&ends)?), fields(&ended)?);
    let changes = changes.into_iter().chain(moved.of_ended);
    let actor = grant.caller().actor();
    audit::record(app, &mut tx, actor, ends.id, Action::Merged, changes).await?;

    let key = audit::key_of(&mut tx, stays.id).await?;
    let fields = |holder: &Holder| audit::audited_fields(holder, Some(&key));
    let mut changes = FieldChange::between(Some(fields(&stays)?), fields(&kept)?);
    changes.push(FieldChange::new(
        MERGED_HOLDER,
        serde_json::Value::Null,
        serde_json::json!(ends.id),
    ));
    changes.extend(moved.of_kept);
    audit::record(app, &mut tx, actor, stays.id, Action::Merged, changes).await?;
    tx.commit().await?;
    Ok(view::holder(kept, local_time(app.now()).date()))
}

fn check_into(id: HolderId, into: HolderId) -> Result<(), AppError> {
    match into {
        HolderId::NIL => Err(AppError::fault("/into", FaultCode::Required)),
        into if into == id => Err(AppError::fault("/into", FaultCode::Contradiction)),
        _ => Ok(()),
    }
}

/// Locks both holders in the order of their ids, so that two merges in opposite directions do not wait for
/// each other. The other holder must be of the same organisation.
async fn find_both(
    tx: &mut Tx,
    grant: &Grant<MergeHolder>,
    id: HolderId,
    into: HolderId,
) -> Result<Both, AppError> {
    let stays = |found: Result<InScope<Holder>, AppError>| match found {
        Err(AppError::Problem(Code::NotFound)) => Err(AppError::not_found_at("/into")),
        other => other,
    };
    let both = if id < into {
        let ends = find_to_change(tx, grant, id).await?;
        Both { ends, stays: stays(find_to_change(tx, grant, into).await)? }
    } else {
        let first = find_to_change(tx, grant, into).await;
        // Whether the holder of the path is there comes first.
        let ends = find_to_change(tx, grant, id).await?;
        Both { ends, stays: stays(first)? }
    };
    if both.ends.organization_id != both.stays.organization_id {
        return Err(AppError::not_found_at("/into"));
    }
    Ok(both)
}

fn taken(take: &MergeTake) -> Taken {
    Taken {
        given_name: take.given_name.unwrap_or(MergeSource::Into),
        family_name: take.family_name.unwrap_or(MergeSource::Into),
        tax_code: take.tax_code.unwrap_or(MergeSource::Into),
    }
}
