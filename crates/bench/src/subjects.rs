//! The subjects of the requests, chosen from the database.

use anyhow::{Context, Result, ensure};
use chrono::TimeDelta;
use serde_json::json;
use sigillo_adapters::clock::SystemClock;
use sigillo_app::Clock;
use sigillo_domain::id::DomainId;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::mailbox_list::{Sort, SortField};
use sigillo_storage::mailbox_list::{Filter, Position, page};
use sigillo_storage::{Db, domains};

use crate::panel::DOMAINS;

pub struct Subjects {
    /// Domains, the largest first.
    pub domains: Vec<DomainId>,
    /// Active mailboxes of the largest domain, created one after another around the middle of the
    /// period.
    pub mailboxes: Vec<Mailbox>,
    /// The start of a page in the middle of the names.
    pub middle: Position,
}

impl Subjects {
    pub async fn choose(db: &Db) -> Result<Self> {
        let mut on = db.read().await?;
        let mut ids = vec![];
        for domain in DOMAINS {
            let owned = domains::find_by_name(&mut on, domain.name).await?;
            ids.push(owned.context("the domains are there")?.domain.id);
        }
        let half = SystemClock.now() - TimeDelta::days(540);
        let sort = Sort { field: SortField::CreatedAt, descending: false };
        let half =
            json!({"sort": sort.to_string(), "rank": 0, "key": {"Time": half}, "address": ""});
        let half = serde_json::from_value(half)?;
        let filter = Filter {
            domains: vec![ids[0]],
            states: vec![MailboxState::Active],
            ..Filter::default()
        };
        let (mailboxes, _) = page(&mut on, &filter, sort, Some(&half), 200).await?;
        ensure!(!mailboxes.is_empty(), "there are too few mailboxes to choose from");
        let sort = Sort::default();
        let middle =
            json!({"sort": sort.to_string(), "rank": 0, "key": {"Text": "lavinia"}, "address": ""});
        Ok(Self { domains: ids, mailboxes, middle: serde_json::from_value(middle)? })
    }

    pub fn mailbox(&self, round: usize) -> &Mailbox {
        &self.mailboxes[round % self.mailboxes.len()]
    }
}
