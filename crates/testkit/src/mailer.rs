//! A mailer that keeps the messages and answers as a test tells it to.

use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;
use sigillo_app::{Accepted, Letter, Mailer, Undelivered};

#[derive(Default)]
pub struct TestMailer {
    accepted: Mutex<Vec<Letter>>,
    refusals: Mutex<VecDeque<Undelivered>>,
}

impl TestMailer {
    /// Refuses the next message that has no refusal queued.
    pub fn refuse_next(&self, reply: &str, is_final: bool) {
        let refusal = Undelivered { server: SERVER.into(), reply: reply.into(), is_final };
        self.refusals.lock().expect("no test panics meanwhile").push_back(refusal);
    }

    /// The messages accepted since the last call, in order.
    pub fn take(&self) -> Vec<Letter> {
        std::mem::take(&mut *self.accepted.lock().expect("no test panics meanwhile"))
    }
}

const SERVER: &str = "mail.example.net:25";

#[async_trait]
impl Mailer for TestMailer {
    async fn send(&self, letter: &Letter) -> Result<Accepted, Undelivered> {
        if let Some(refusal) = self.refusals.lock().expect("no test panics meanwhile").pop_front() {
            return Err(refusal);
        }
        self.accepted.lock().expect("no test panics meanwhile").push(letter.clone());
        Ok(Accepted { server: SERVER.into(), reply: "250 2.0.0 Ok".into() })
    }
}
