//! A simulated administrator, who creates, changes, disables, enables and cancels mailboxes, adds
//! notes and sends password resets.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::http::{Answer, Session};
use crate::load::{Tally, Worker, Workers};
use crate::panel::Server;

pub const DOMAIN: &str = "pec.example.it";
/// Below the largest page of a history or of messages.
const LONGEST_HISTORY: usize = 190;

#[derive(Debug, Clone, PartialEq)]
enum Change {
    Create,
    Quota(i64),
    Email(String),
    Disable,
    Enable,
    Note(String),
    Reset,
    Cancel,
}

/// The expected state of a mailbox.
#[derive(Debug, Clone, Default)]
struct Kept {
    id: String,
    local_part: String,
    state: &'static str,
    quota_mb: i64,
    email: String,
    version: i64,
    actions: Vec<&'static str>,
    notes: Vec<String>,
    messages: usize,
    effects: Vec<&'static str>,
    /// How often the communication e-mail was changed, which in these tests is within 24 hours, and
    /// each time to an address of its own.
    email_changes: usize,
}

impl Kept {
    /// The expected state after a change.
    fn after(&self, change: &Change) -> Self {
        let mut kept = self.clone();
        let (action, messages, effect) = match change {
            Change::Create => ("created", 1, None),
            Change::Quota(_) => ("updated", 0, Some("quota_changed")),
            // Messages to the new address, the old one and the mailbox itself.
            Change::Email(_) => ("updated", 3, None),
            Change::Disable => ("disabled", 1, Some("disabled")),
            Change::Enable => ("enabled", 1, Some("enabled")),
            Change::Note(_) => ("note_added", 0, None),
            // Each earlier address is told too.
            Change::Reset => ("password_link_sent", 1 + self.email_changes, None),
            Change::Cancel => ("cancelled", 1, Some("cancelled")),
        };
        match change {
            Change::Create | Change::Enable => kept.state = "active",
            Change::Quota(quota) => kept.quota_mb = *quota,
            Change::Email(email) => {
                kept.email.clone_from(email);
                kept.email_changes += 1;
            }
            Change::Disable => kept.state = "disabled",
            Change::Note(text) => kept.notes.push(text.clone()),
            Change::Reset => {}
            Change::Cancel => kept.state = "cancelled",
        }
        // Notes and links are recorded in the history without changing the mailbox's row.
        kept.version += i64::from(!matches!(change, Change::Note(_) | Change::Reset));
        kept.actions.push(action);
        kept.messages += messages;
        kept.effects.extend(effect);
        kept
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/mailboxes/{}{rest}", self.id)
    }
}

pub struct Administrator {
    name: String,
    random: StdRng,
    mailboxes: Vec<Kept>,
    /// The change in flight when the server went away, and the index of its mailbox.
    doubt: Option<(usize, Change)>,
    made: usize,
    tally: Tally,
}

pub fn administrators(number: usize) -> Workers {
    administrators_from(0, number)
}

/// Like [`administrators`], numbered from `first`: numbers must be unique within a panel.
pub fn administrators_from(first: usize, number: usize) -> Workers {
    let numbers = first..first + number;
    numbers.map(|number| Box::new(Administrator::new(number)) as Box<dyn Worker>).collect()
}

impl Administrator {
    fn new(number: usize) -> Self {
        Self {
            name: format!("c{number}"),
            random: StdRng::seed_from_u64(number as u64),
            mailboxes: vec![],
            doubt: None,
            made: 0,
            tally: Tally::default(),
        }
    }

    /// The next change and the index of its mailbox; the index after the last one means a new
    /// mailbox.
    fn choose(&mut self) -> (usize, Change) {
        self.made += 1;
        let (made, new) = (self.made, (self.mailboxes.len(), Change::Create));
        if self.mailboxes.len() < 3 || self.random.random_range(0..10) == 0 {
            return new;
        }
        let place = self.random.random_range(0..self.mailboxes.len());
        let kept = &self.mailboxes[place];
        if kept.state == "cancelled" || kept.actions.len() >= LONGEST_HISTORY {
            return new;
        }
        let change = match self.random.random_range(0..20) {
            0..5 => Change::Quota(i64::try_from(made).unwrap() + 2000),
            5..8 => Change::Email(format!("{}.{made}@example.org", self.name)),
            8..13 if kept.state == "active" => Change::Disable,
            8..13 => Change::Enable,
            13..16 => Change::Note(format!("nota {made}")),
            16..19 => Change::Reset,
            _ => Change::Cancel,
        };
        (place, change)
    }

    fn kept(&self, place: usize) -> Kept {
        let new = || Kept {
            local_part: format!("{}.{place}", self.name),
            email: format!("{}@example.org", self.name),
            quota_mb: 1000,
            ..Kept::default()
        };
        self.mailboxes.get(place).cloned().unwrap_or_else(new)
    }

    fn ask(server: &Server, session: &Session, kept: &Kept, change: &Change) -> Option<Answer> {
        let (method, rest, body) = match change {
            Change::Create => {
                let body = json!({"domain": DOMAIN, "local_part": kept.local_part,
                    "communication_email": kept.email, "quota_mb": kept.quota_mb});
                let request = server.post("/api/v1/mailboxes").by(session).json(&body);
                return request.try_send().ok();
            }
            Change::Quota(quota) => ("PATCH", "", json!({"quota_mb": quota})),
            Change::Email(email) => ("PATCH", "", json!({"communication_email": email})),
            Change::Disable => ("PATCH", "", json!({"state": "disabled"})),
            Change::Enable => ("PATCH", "", json!({"state": "active"})),
            Change::Note(text) => ("POST", "/notes", json!({"text": text})),
            Change::Reset => ("POST", "/password-reset", json!({})),
            Change::Cancel => ("DELETE", "", json!({})),
        };
        let path = kept.path(rest);
        server.request(method, &path).by(session).json(&body).try_send().ok()
    }

    fn keep(&mut self, place: usize, change: &Change, id: Option<&Value>) {
        let mut kept = self.kept(place).after(change);
        if let Some(id) = id.and_then(Value::as_str) {
            id.clone_into(&mut kept.id);
        }
        if place == self.mailboxes.len() {
            self.mailboxes.push(kept);
        } else {
            self.mailboxes[place] = kept;
        }
    }

    /// Finds out what became of a change that was not answered.
    fn settle(&mut self, server: &Server, session: &Session) -> bool {
        let Some((place, change)) = self.doubt.clone() else { return true };
        let kept = self.kept(place);
        let path = match change {
            Change::Create => format!("/api/v1/mailboxes?q={}&limit=200", kept.local_part),
            _ => kept.path("/history?limit=1"),
        };
        let Ok(answer) = server.get(&path).by(session).try_send() else { return false };
        if answer.status != 200 {
            self.refused(&answer, "a look at what is in doubt");
            return false;
        }
        let items = answer.body["items"].as_array().cloned().unwrap_or_default();
        let (done, id) = if change == Change::Create {
            let mut named = items.iter().filter(|item| item["local_part"] == *kept.local_part);
            let found = named.next();
            (found.is_some(), found.map(|found| found["id"].clone()))
        } else {
            let records = items.first().and_then(|item| item["seq"].as_u64()).unwrap_or_default();
            (records == kept.actions.len() as u64 + 1, None)
        };
        if done {
            self.tally.in_doubt_and_done += 1;
            self.keep(place, &change, id.as_ref());
        }
        self.doubt = None;
        true
    }

    fn refused(&mut self, answer: &Answer, what: &str) {
        let problem = answer.header("content-type") == Some("application/problem+json");
        if answer.status == 503 && problem && answer.body["code"] == "unavailable" {
            self.tally.unavailable += 1;
        } else {
            self.tally.wrong.push(format!("{what}: {} {}", answer.status, answer.body));
        }
    }

    fn check(&mut self, what: &str, kept: &Kept, expected: &Value, found: &Value) {
        if expected != found {
            self.tally
                .wrong
                .push(format!("{what} of {}: {found}, expected {kept:?}", kept.local_part));
        }
    }

    fn verify_one(&mut self, server: &Server, session: &Session, kept: &Kept) {
        let get = |rest: &str| server.get(&kept.path(rest)).by(session).send().body;
        let each = |page: &Value, name: &str| {
            let items = page["items"].as_array().cloned().unwrap_or_default();
            let mut found: Vec<_> = items.iter().map(|item| item[name].clone()).collect();
            found.reverse();
            Value::from(found)
        };
        let mailbox = get("");
        self.check("the state", kept, &json!(kept.state), &mailbox["state"]);
        self.check("the quota", kept, &json!(kept.quota_mb), &mailbox["quota_mb"]);
        self.check("the e-mail", kept, &json!(kept.email), &mailbox["communication_email"]);
        self.check("the version", kept, &json!(kept.version), &mailbox["version"]);
        let history = get("/history?limit=200");
        self.check("the history", kept, &json!(kept.actions), &each(&history, "action"));
        let notes = get("/notes?limit=200");
        self.check("the notes", kept, &json!(kept.notes), &each(&notes, "text"));
        let effects = get("/effects?limit=200");
        self.check("the effects", kept, &json!(kept.effects), &each(&effects, "effect"));
        let mut messages = 0;
        let mut page = get("/messages?limit=200");
        loop {
            messages += page["items"].as_array().map_or(0, Vec::len);
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            page = get(&format!("/messages?limit=200&cursor={cursor}"));
        }
        self.check("the messages", kept, &json!(kept.messages), &json!(messages));
    }
}

impl Worker for Administrator {
    fn step(&mut self, server: &Server, session: &Session) -> bool {
        if !self.settle(server, session) {
            return false;
        }
        let (place, change) = self.choose();
        let Some(answer) = Self::ask(server, session, &self.kept(place), &change) else {
            self.tally.in_doubt += 1;
            self.doubt = Some((place, change));
            return false;
        };
        if (200..300).contains(&answer.status) {
            self.tally.acknowledged += 1;
            let id = (change == Change::Create).then(|| &answer.body["id"]);
            self.keep(place, &change, id);
            return true;
        }
        self.refused(&answer, &format!("{change:?}"));
        // When the database goes away during the commit, the server does not know the outcome
        // either.
        self.doubt = Some((place, change));
        false
    }

    fn verify(&mut self, server: &Server, session: &Session) {
        assert!(self.settle(server, session), "{:?}", self.tally);
        for kept in self.mailboxes.clone() {
            self.verify_one(server, session, &kept);
        }
        let path = format!("/api/v1/mailboxes?q={}.&count=exact&limit=1", self.name);
        let total = server.get(&path).by(session).send().body["total"].clone();
        if total != self.mailboxes.len() {
            let name = &self.name;
            self.tally.wrong.push(format!("{name}: {total} mailboxes, {}", self.mailboxes.len()));
        }
    }

    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }
}
