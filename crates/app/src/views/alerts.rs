//! Evaluating the alerts of saved views.

use chrono::TimeDelta;
use sigillo_contract::mailbox::MailboxQuery;
use sigillo_contract::operations::ListMailboxes;
use sigillo_domain::account::{Account, AccountState};
use sigillo_domain::mailbox_list::Sort;
use sigillo_domain::message::{Content, Language, MessageKind, SavedViewMessage};
use sigillo_domain::saved_view::{ALERT_INTERVAL, SavedView, ViewList};
use sigillo_storage::view_alerts::{self, StoredAlert};
use sigillo_storage::{Conn, accounts, mailbox_list, saved_views};

use crate::error::AppError;
use crate::mailboxes::select::Selection;
use crate::outbox::MessageTrigger;
use crate::{App, Grant, JobCaller, mailboxes};

/// How long a worker may take for one alert. A worker that dies delays its alert by this much.
const LEASE: TimeDelta = TimeDelta::minutes(1);
/// Up to this many rows are read, to know whether there are more than a number: counting a search
/// reads everything that it finds.
const READ_UP_TO: i64 = 1_000;

/// Evaluates the alert that has been due for longest, and returns the number of alerts found (0 or 1).
/// Any number of workers on any number of servers may do so: the message is part of the transaction
/// that records the evaluation, under the worker's lease.
pub async fn evaluate_alerts(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    // A read is cheap and does not occupy SQLite's single writer.
    let mut on = app.db.read().await?;
    if !view_alerts::any_due(&mut on, now).await? {
        return Ok(0);
    }
    drop(on);
    let lease = app.new_id();
    let mut tx = app.db.begin().await?;
    let claimed = view_alerts::claim(&mut tx, lease, now, now + LEASE).await?;
    tx.commit().await?;
    let Some(due) = claimed else { return Ok(0) };

    let evaluation = evaluate(app, &due).await?;
    let (state, fires) = match &evaluation {
        Some(evaluation) => due.state.after(evaluation.found.is_some(), now),
        None => (due.state, false),
    };
    let mut tx = app.db.begin().await?;
    let next = now + ALERT_INTERVAL;
    if !view_alerts::finish(&mut tx, due.view_id, lease, state, next).await? {
        // The alert was changed meanwhile, and is due again.
        return Ok(1);
    }
    if fires && let Some(Evaluation { view, owner, found: Some(found) }) = evaluation {
        let content = Content::from(SavedViewMessage::Alert {
            alert_id: due.alert_id,
            list: view.list,
            query: view.query.clone(),
            sort: view.sort.clone(),
            count: found.count,
            above: due.alert.above,
            set_by: owner.display_name,
        });
        let trigger = MessageTrigger {
            subject: view.subject(),
            subject_name: &view.name,
            language: found.language,
            id: app.new_id(),
            at: now,
        };
        let recipient = [due.alert.email.as_str()];
        trigger.queue(app, &mut tx, MessageKind::ViewAlert, &content, recipient).await?;
    }
    tx.commit().await?;
    Ok(1)
}

struct Evaluation {
    view: SavedView,
    owner: Account,
    /// What the view has, if that is more than the alert waits for.
    found: Option<Found>,
}

struct Found {
    count: i64,
    language: Language,
}

/// Evaluates an alert with the present permissions of the view's owner. None where nothing can be
/// said: the owner is disabled, or the query is of another release.
async fn evaluate(app: &App, due: &StoredAlert) -> Result<Option<Evaluation>, AppError> {
    let mut on = app.db.read().await?;
    let Some(owned) = saved_views::find(&mut on, due.view_id).await? else { return Ok(None) };
    let view = owned.view;
    let owner = accounts::find(&mut on, view.owner_id).await?;
    let owner = owner.filter(|named| named.account.state == AccountState::Enabled);
    let Some(owner) = owner else { return Ok(None) };
    let grants = accounts::grants(&mut on, view.owner_id).await?;
    let account = owner.account.clone();
    let grant = Grant::<ListMailboxes>::of_job(JobCaller::new(owner, grants));
    let selected = match view.list {
        ViewList::Mailboxes => {
            let Ok(query) = serde_json::from_str::<MailboxQuery>(&view.query) else {
                tracing::warn!(view = %view.id, "the query of a view with an alert is of no use");
                return Ok(None);
            };
            mailboxes::selection(&mut on, &grant, &query).await
        }
    };
    let found = match selected {
        Ok(selection) => more_than(due.alert.above, &mut on, &selection).await?,
        // The owner no longer reaches the domain: the view has no rows.
        Err(AppError::Problem(_) | AppError::Invalid(_)) => None,
        Err(other) => return Err(other),
    };
    Ok(Some(Evaluation { view, owner: account, found }))
}

/// What a selection finds, if that is more than a number of rows.
async fn more_than(
    above: i64,
    on: &mut Conn,
    selection: &Selection,
) -> Result<Option<Found>, AppError> {
    let filter = &selection.filter;
    if filter.domains.is_empty() {
        return Ok(None);
    }
    if above < READ_UP_TO {
        let enough = usize::try_from(above + 1).unwrap_or(usize::MAX);
        let (rows, _) = mailbox_list::page(on, filter, Sort::default(), None, enough).await?;
        if rows.len() < enough {
            return Ok(None);
        }
    }
    let count = mailbox_list::count(on, filter).await?;
    let language = selection.domains.first().map(|domain| domain.language).unwrap_or_default();
    Ok((count > above).then_some(Found { count, language }))
}
