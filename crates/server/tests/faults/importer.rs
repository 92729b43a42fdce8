//! A worker that imports one file after another while the server goes away and comes back: a job
//! continues where it was, and no row is imported twice.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::http::Session;
use crate::load::{Tally, Worker};
use crate::panel::Server;
use crate::workload::DOMAIN;

/// Rows in a file: enough for several steps of a job.
const ROWS: usize = 900;
/// Longer than a lease, for which the job of a killed worker has to wait.
const TIMEOUT: Duration = Duration::from_mins(2);

/// A file and the progress of its import.
struct Brought {
    /// The job, once its creation was acknowledged.
    job: Option<String>,
    finished: bool,
}

pub struct Importer {
    name: &'static str,
    files: Vec<Brought>,
    tally: Tally,
}

impl Importer {
    pub fn new(name: &'static str) -> Self {
        Self { name, files: vec![], tally: Tally::default() }
    }

    fn local_part(&self, file: usize, row: usize) -> String {
        format!("{}.{file}.{row}", self.name)
    }

    fn file(&self, number: usize) -> String {
        let row = |row| {
            let name = self.local_part(number, row);
            format!("{name};{name}@example.org\n")
        };
        let rows: String = (0..ROWS).map(row).collect();
        format!("casella;e-mail di comunicazione\n{rows}")
    }

    /// Takes the next step; None when the server did not answer as expected.
    fn go_on(&mut self, server: &Server, session: &Session) -> Option<()> {
        if self.files.last().is_none_or(|file| file.finished) {
            self.files.push(Brought { job: None, finished: false });
        }
        let number = self.files.len() - 1;
        let Some(job) = self.files[number].job.clone() else {
            let path = format!("/api/v1/imports?domain={DOMAIN}");
            let answer = server.post(&path).by(session).csv(&self.file(number)).try_send().ok()?;
            if answer.status != 202 {
                return None;
            }
            self.tally.acknowledged += 1;
            self.files[number].job = answer.body["id"].as_str().map(str::to_owned);
            return Some(());
        };
        let path = format!("/api/v1/jobs/{job}");
        let answer = server.get(&path).by(session).try_send().ok()?;
        match answer.body["state"].as_str()? {
            "ready" if answer.body["counts"]["to_do"] == 0 => self.files[number].finished = true,
            "ready" => {
                let path = format!("{path}/run");
                let run = server.post(&path).by(session).json(&json!({}));
                self.tally.acknowledged += usize::from(run.try_send().ok()?.status == 202);
            }
            "finished" => self.files[number].finished = true,
            _ => std::thread::sleep(Duration::from_millis(20)),
        }
        Some(())
    }

    fn check(&mut self, server: &Server, session: &Session, number: usize) {
        let Some(job) = self.files[number].job.clone() else { return };
        let get = |path: &str| server.get(path).by(session).send().body;
        let counts = get(&format!("/api/v1/jobs/{job}"))["counts"].clone();
        let settled = ["done", "unchanged"].map(|name| counts[name].as_i64().unwrap_or_default());
        if usize::try_from(settled.iter().sum::<i64>()) != Ok(ROWS) {
            self.tally.wrong.push(format!("the job of file {number}: {counts}"));
        }
        let prefix = self.local_part(number, 0);
        let prefix = prefix.trim_end_matches('0');
        let list = get(&format!("/api/v1/mailboxes?q={prefix}&count=exact&limit=200"));
        if list["total"] != ROWS {
            self.tally.wrong.push(format!("of file {number} there are {}", list["total"]));
        }
        for mailbox in list["items"].as_array().cloned().unwrap_or_default().iter().take(40) {
            let path = format!("/api/v1/mailboxes/{}", mailbox["id"].as_str().unwrap_or_default());
            let count =
                |what: &str| get(&format!("{path}/{what}"))["items"].as_array().map(Vec::len);
            let seen = (mailbox["version"].as_i64(), count("history"), count("messages"));
            if seen != (Some(1), Some(1), Some(1)) {
                let address = &mailbox["address"];
                self.tally.wrong.push(format!("{address}: version, records, messages {seen:?}"));
            }
        }
    }
}

impl Worker for Importer {
    fn step(&mut self, server: &Server, session: &Session) -> bool {
        self.go_on(server, session).is_some()
    }

    fn verify(&mut self, server: &Server, session: &Session) {
        let asked = Instant::now();
        let last = self.files.len();
        while self.files.iter().any(|file| !file.finished) && self.files.len() == last {
            if asked.elapsed() > TIMEOUT {
                self.tally.wrong.push(format!("file {} is not in after {TIMEOUT:?}", last - 1));
                break;
            }
            let _ = self.go_on(server, session);
        }
        for number in 0..last {
            self.check(server, session, number);
        }
        println!("  {last} files of {ROWS} rows brought in by {}", self.name);
    }

    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }
}

/// Selects rows of jobs that share a mailbox, which must not exist.
pub fn rows_done_twice() -> &'static str {
    "SELECT COUNT(*) FROM (SELECT mailbox_id FROM job_row WHERE outcome = 'done'
        GROUP BY job_id, mailbox_id HAVING COUNT(*) > 1) twice"
}
