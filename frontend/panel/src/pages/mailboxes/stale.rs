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
use crate::api::{self, ApiError};
use crate::components::{Difference, EditConflict};
use crate::i18n::{date_time, parse_integer, t, texts};
use sigillo_kit::mailbox_fields::{field_name, field_value};

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
    Conflict(Stale),
}

/// Saves a change. When it was overtaken the newer mailbox is read at once: the form waits for both.
pub async fn save(id: Uuid, patch: &MailboxPatch, version: i64) -> Result<Saved, ApiError> {
    match api::send::<UpdateMailbox>(id, patch, Some(version)).await {
        Ok(updated) => Ok(Saved::Done(updated)),
        Err(error) if error.is(Code::Stale) => Ok(Saved::Conflict(Stale::read(id).await?)),
        Err(error) => Err(error),
    }
}

#[component]
pub fn StalePanel(
    stale: RwSignal<Option<Stale>>,
    draft: Draft,
    redo: Callback<()>,
) -> impl IntoView {
    move || {
        stale.get().map(|Stale { newer, by }| {
            let differences = differences(draft, &newer);
            let lives = newer.state != State::Cancelled;
            let newer = StoredValue::new(newer);
            let on_redo = Callback::new(move |()| {
                draft.rebase(newer.get_value());
                stale.set(None);
                redo.run(());
            });
            let on_drop = Callback::new(move |()| {
                draft.reset(newer.get_value());
                stale.set(None);
            });
            let text = move || match &by {
                _ if !lives => texts().problems().mailbox_cancelled().to_owned(),
                Some((who, at)) => texts().forms().stale_by(who, &date_time(*at)),
                None => texts().forms().stale_text().to_owned(),
            };
            view! {
                <EditConflict
                    title=t!(forms.stale_title)
                    text=text
                    differences=differences
                    on_redo=lives.then_some(on_redo)
                    on_drop=on_drop
                />
            }
        })
    }
}

fn differences(draft: Draft, newer: &Mailbox) -> Vec<Difference> {
    let base = draft.base.get_untracked();
    let number = |text: RwSignal<String>| {
        let text = text.get_untracked();
        parse_integer(&text).map_or_else(|_| json!(text), |mb| json!(mb))
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
        .filter(|(((_, before), (_, now)), mine)| now != before || mine != before)
        .map(|(((field, before), (_, now)), mine)| {
            let theirs = Some(now).filter(|now| *now != before);
            let mine = Some(mine).filter(|mine| *mine != before);
            let told = |value: Value| TextProp::from(move || field_value(field, &value));
            Difference {
                field: (move || field_name(field)).into(),
                theirs: theirs.map(told),
                mine: mine.map(told),
                before: told(before),
            }
        })
        .collect()
}
