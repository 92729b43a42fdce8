//! Holders who sign their contracts while the server goes away and comes back: no code is accepted twice, no
//! signature is lost, and no mailbox is active without a sealed contract.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::holder::{Holder, Registered, ask_for_code};
use crate::http::Session;
use crate::load::{Tally, Worker};
use crate::mail_server::MailServer;
use crate::panel::Server;

/// Longer than a lease, for which the messages of a killed worker have to wait.
const TIMEOUT: Duration = Duration::from_mins(4);

/// A contract, and what its holder has done.
struct Signed {
    holder: Holder,
    /// Known once the creation was acknowledged.
    registered: Option<Registered>,
    /// The contract as it was opened.
    opened: Option<Value>,
    /// When a code was asked for.
    asked: Option<Instant>,
    acknowledged: bool,
}

impl Signed {
    fn new(local_part: String) -> Self {
        let holder = Holder { local_part };
        Self { holder, registered: None, opened: None, asked: None, acknowledged: false }
    }
}

pub struct Signer {
    name: &'static str,
    mail: Arc<MailServer>,
    contracts: Vec<Signed>,
    tally: Tally,
}

impl Signer {
    pub fn new(name: &'static str, mail: &Arc<MailServer>) -> Self {
        Self { name, mail: mail.clone(), contracts: vec![], tally: Tally::default() }
    }

    /// Takes the next step; None when the server did not answer as expected, or a message is missing.
    fn go_on(&mut self, server: &Server, session: &Session) -> Option<()> {
        if self.contracts.last().is_none_or(|last| last.acknowledged) {
            self.contracts.push(Signed::new(format!("{}.{}", self.name, self.contracts.len())));
        }
        let last = self.contracts.last_mut()?;
        if last.registered.is_none() {
            last.registered = Some(last.holder.register(server, session)?);
            self.tally.acknowledged += 1;
            return Some(());
        }
        let Some(opened) = &last.opened else {
            last.opened = Some(last.holder.open(server, &self.mail)?);
            return Some(());
        };
        // A code whose message was lost, or was replaced, is asked for again after half a minute.
        if last.asked.is_none_or(|asked| asked.elapsed() > Duration::from_secs(35)) {
            ask_for_code(server, opened)?;
            last.asked = Some(Instant::now());
            return Some(());
        }
        let signed = last.holder.sign(server, &self.mail, opened);
        if signed.is_some() {
            self.tally.acknowledged += 1;
            last.acknowledged = true;
        } else {
            // The message with a newer code is under way.
            std::thread::sleep(Duration::from_millis(50));
        }
        signed
    }

    fn check(&mut self, server: &Server, session: &Session, place: usize) {
        let Some(registered) = self.contracts[place].registered.clone() else { return };
        let Registered { mailbox, contract } = registered;
        let get = |path: String| server.get(&path).by(session).send().body;
        let asked = Instant::now();
        let mut state = get(format!("/api/v1/contracts/{contract}"))["state"].clone();
        while state == "signed" && asked.elapsed() < TIMEOUT {
            std::thread::sleep(Duration::from_millis(100));
            state = get(format!("/api/v1/contracts/{contract}"))["state"].clone();
        }
        let active = get(format!("/api/v1/mailboxes/{mailbox}"))["state"] == "active";
        let history = get(format!("/api/v1/contracts/{contract}/history?limit=200"));
        let actions = history["items"].as_array().cloned().unwrap_or_default();
        let count = |name: &str| actions.iter().filter(|one| one["action"] == name).count();
        let (signed, sealed) = (count("signed"), count("document_sealed"));
        let expected = usize::from(state == "sealed");
        let was_acknowledged = self.contracts[place].acknowledged;
        let is_right = (signed, sealed) == (expected, expected)
            && active == (state == "sealed")
            && (!was_acknowledged || state == "sealed");
        if !is_right {
            self.tally.wrong.push(format!(
                "{contract}: {state}, signed {signed} and sealed {sealed} times, active {active}, \
                 acknowledged {was_acknowledged}"
            ));
        }
    }
}

impl Worker for Signer {
    fn step(&mut self, server: &Server, session: &Session) -> bool {
        self.go_on(server, session).is_some()
    }

    fn verify(&mut self, server: &Server, session: &Session) {
        let contracts = self.contracts.len();
        for place in 0..contracts {
            self.check(server, session, place);
        }
        let signed = self.contracts.iter().filter(|one| one.acknowledged).count();
        println!("  {contracts} contracts of {}, {signed} of them signed", self.name);
    }

    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }
}
