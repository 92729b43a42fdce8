//! Somebody else changed the mailbox meanwhile: what they changed, what was to be changed, and the
//! way to have both.

use leptos::prelude::*;
use serde_json::{Value, json};
use sigillo_contract::mailbox::{Mailbox, MailboxPatch, MailboxUpdated};
use sigillo_contract::operations::{GetMailbox, GetMailboxHistory, UpdateMailbox};
use sigillo_contract::page::PageQuery;
use sigillo_domain::Code;
use sigillo_domain::mailbox::State;
use uuid::Uuid;

use super::draft::Draft;
use super::fields::{field_name, field_value};
use super::judge::parse_mb;
use crate::api::{self, ApiError};
use crate::browser;
use crate::components::Icon;
use crate::i18n::{date_time, t, texts};

/// The mailbox as it is now, and who made it so.
#[derive(Clone)]
pub struct Stale {
    pub newer: Mailbox,
    by: Option<(String, chrono::DateTime<chrono::Utc>)>,
}

impl Stale {
    async fn read(id: Uuid) -> Result<Self, ApiError> {
        let newer = api::get::<GetMailbox>(id).await?;
        let last = PageQuery { limit: Some(1), ..PageQuery::default() };
        // Who it was is good to know, not needed: the panel stands without it.
        let history = api::list::<GetMailboxHistory>(id, &last).await;
        let record = history.ok().and_then(|page| page.items.into_iter().next());
        Ok(Self { newer, by: record.map(|record| (record.actor.name, record.at)) })
    }
}

/// How a change went that was made to a version somebody else may have replaced.
pub enum Saved {
    Done(MailboxUpdated),
    Overtaken(Stale),
}

/// Saves a change. When it was overtaken the newer mailbox is read at once: the form waits for both.
pub async fn save(id: Uuid, patch: &MailboxPatch, version: i64) -> Result<Saved, ApiError> {
    match api::send::<UpdateMailbox>(id, patch, Some(version)).await {
        Ok(updated) => Ok(Saved::Done(updated)),
        Err(error) if error.is(Code::Stale) => Ok(Saved::Overtaken(Stale::read(id).await?)),
        Err(error) => Err(error),
    }
}

const PANEL: &str = "stale";

#[component]
pub fn StalePanel(
    stale: RwSignal<Option<Stale>>,
    draft: Draft,
    redo: Callback<()>,
) -> impl IntoView {
    Effect::new(move |_| {
        if stale.get().is_some() {
            browser::focus(PANEL);
        }
    });
    move || {
        stale.get().map(|Stale { newer, by }| {
            let rows = differences(draft, &newer);
            let lives = newer.state != State::Cancelled;
            let newer = StoredValue::new(newer);
            let redo = move |_| {
                draft.rebase(newer.get_value());
                stale.set(None);
                redo.run(());
            };
            let drop = move |_| {
                draft.reset(newer.get_value());
                stale.set(None);
            };
            let told = move || match &by {
                Some((who, at)) => texts().forms().stale_by(who, &date_time(*at)),
                None => texts().forms().stale_text().to_owned(),
            };
            view! {
                <section class="panel panel-stale" id=PANEL tabindex="-1" role="alert" aria-labelledby="stale-title">
                    <h2 id="stale-title"><Icon name="it-warning-circle" />{t!(forms.stale_title)}</h2>
                    <p>{told}</p>
                    {if lives {
                        view! { <Comparison rows=rows /> }.into_any()
                    } else {
                        view! { <p>{t!(problems.mailbox_cancelled)}</p> }.into_any()
                    }}
                    <div class="form-actions">
                        {lives.then(|| view! {
                            <button type="button" class="btn btn-primary" on:click=redo>{t!(forms.stale_redo)}</button>
                        })}
                        <button type="button" class="btn btn-outline-primary" on:click=drop>{t!(forms.stale_drop)}</button>
                    </div>
                </section>
            }
        })
    }
}

/// One field: as it was read, as it is now, as it was to become.
struct Difference {
    field: &'static str,
    before: Value,
    now: Value,
    mine: Value,
}

fn differences(draft: Draft, newer: &Mailbox) -> Vec<Difference> {
    let base = draft.base.get_untracked();
    let number = |text: RwSignal<String>| {
        let text = text.get_untracked();
        parse_mb(&text).map_or_else(|_| json!(text), |mb| json!(mb))
    };
    let email = draft.email.get_untracked().trim().to_owned();
    let mine = [
        if email.is_empty() { Value::Null } else { json!(email) },
        json!(draft.state.get_untracked()),
        number(draft.quota),
        number(draft.soft_limit),
        json!(draft.preservation.get_untracked()),
    ];
    let told = |mailbox: &Mailbox| {
        [
            ("communication_email", json!(mailbox.communication_email)),
            ("state", json!(mailbox.state)),
            ("quota_mb", json!(mailbox.quota_mb)),
            ("soft_limit_mb", json!(mailbox.soft_limit_mb)),
            ("preservation", json!(mailbox.preservation)),
        ]
    };
    told(&base)
        .into_iter()
        .zip(told(newer))
        .zip(mine)
        .map(|(((field, before), (_, now)), mine)| Difference { field, before, now, mine })
        .filter(|row| row.now != row.before || row.mine != row.before)
        .collect()
}

#[component]
fn Comparison(rows: Vec<Difference>) -> impl IntoView {
    let row = |row: Difference| {
        let Difference { field, before, now, mine } = row;
        let (theirs, own) = (now != before, mine != before);
        let value = move |value: Value, changed: bool| {
            move || {
                if changed {
                    field_value(field, &value)
                } else {
                    texts().forms().stale_same().to_owned()
                }
            }
        };
        view! {
            <tr role="row">
                <th role="rowheader" scope="row">{move || field_name(field)}</th>
                <td role="cell">
                    <span class="cell-label" aria-hidden="true">{t!(forms.stale_before)}": "</span>
                    {value(before, true)}
                </td>
                <td role="cell">
                    <span class="cell-label" aria-hidden="true">{t!(forms.stale_theirs)}": "</span>
                    <strong>{value(now, theirs)}</strong>
                </td>
                <td role="cell">
                    <span class="cell-label" aria-hidden="true">{t!(forms.stale_mine)}": "</span>
                    <strong>{value(mine, own)}</strong>
                </td>
            </tr>
        }
    };
    view! {
        <table class="list" role="table">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t!(forms.stale_field)}</th>
                    <th role="columnheader" scope="col">{t!(forms.stale_before)}</th>
                    <th role="columnheader" scope="col">{t!(forms.stale_theirs)}</th>
                    <th role="columnheader" scope="col">{t!(forms.stale_mine)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
