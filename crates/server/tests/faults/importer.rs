//! Workers that import one file after another while the server goes away and comes back: a job
//! continues where it was, and no row is imported twice.

use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use serde_json::json;
use sigillo_domain::holder::Sex;
use sigillo_domain::tax_code::TaxCode;

use crate::http::Session;
use crate::load::{Tally, Worker};
use crate::panel::Server;
use crate::workload::DOMAIN;

/// Rows in a file: enough for several steps of a job.
const ROWS: usize = 900;
/// Longer than a lease, for which the job of a killed worker has to wait.
const TIMEOUT: Duration = Duration::from_mins(2);

/// What the rows of the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    Mailboxes,
    Holders,
}

/// A file and the progress of its import.
struct Brought {
    /// The job, once its creation was acknowledged.
    job: Option<String>,
    finished: bool,
}

pub struct Importer {
    name: &'static str,
    rows: Rows,
    files: Vec<Brought>,
    tally: Tally,
}

impl Importer {
    pub fn new(name: &'static str, rows: Rows) -> Self {
        Self { name, rows, files: vec![], tally: Tally::default() }
    }

    fn local_part(&self, file: usize, row: usize) -> String {
        format!("{}.{file}.{row}", self.name)
    }

    /// The family name of the holders of a file.
    fn family(&self, file: usize) -> String {
        format!("{}.{file}.", self.name)
    }

    fn file(&self, number: usize) -> String {
        if self.rows == Rows::Holders {
            let family = self.family(number);
            let row = |row| format!("Zoè;{family};{}\n", tax_code(number, row));
            let rows: String = (0..ROWS).map(row).collect();
            return format!("nome;cognome;codice fiscale\n{rows}");
        }
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
            let path = self.destination(server, session)?;
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

    /// Where the next file goes.
    fn destination(&self, server: &Server, session: &Session) -> Option<String> {
        if self.rows == Rows::Mailboxes {
            return Some(format!("/api/v1/imports?domain={DOMAIN}"));
        }
        let found = server.get(&format!("/api/v1/domains?q={DOMAIN}")).by(session).try_send();
        let organization = found.ok()?.body["items"][0]["organization_id"].as_str()?.to_owned();
        Some(format!("/api/v1/holder-imports?organization_id={organization}"))
    }

    /// What was imported from a file: where the list of it is, where each has its path, and which of its
    /// lists have one entry for each.
    fn imported(&self, file: usize) -> (String, &'static str, &'static [&'static str]) {
        match self.rows {
            Rows::Mailboxes => {
                let prefix = format!("{}.{file}.", self.name);
                let list = format!("/api/v1/mailboxes?q={prefix}&count=exact&limit=200");
                (list, "/api/v1/mailboxes", &["history", "messages"])
            }
            Rows::Holders => {
                let family = self.family(file);
                let list = format!("/api/v1/holders?family_name={family}&count=exact&limit=200");
                (list, "/api/v1/holders", &["history"])
            }
        }
    }

    fn check(&mut self, server: &Server, session: &Session, number: usize) {
        let Some(job) = self.files[number].job.clone() else { return };
        let get = |path: &str| server.get(path).by(session).send().body;
        let counts = get(&format!("/api/v1/jobs/{job}"))["counts"].clone();
        let settled = ["done", "unchanged"].map(|name| counts[name].as_i64().unwrap_or_default());
        if usize::try_from(settled.iter().sum::<i64>()) != Ok(ROWS) {
            self.tally.wrong.push(format!("the job of file {number}: {counts}"));
        }
        let (list, root, of_each) = self.imported(number);
        let list = get(&list);
        if list["total"] != ROWS {
            self.tally.wrong.push(format!("of file {number} there are {}", list["total"]));
        }
        for one in list["items"].as_array().cloned().unwrap_or_default().iter().take(40) {
            let path = format!("{root}/{}", one["id"].as_str().unwrap_or_default());
            let count =
                |what: &&str| get(&format!("{path}/{what}"))["items"].as_array().map(Vec::len);
            let seen: Vec<_> = of_each.iter().map(count).collect();
            if one["version"] != 1 || seen.iter().any(|count| *count != Some(1)) {
                let version = &one["version"];
                self.tally.wrong.push(format!("{path}: version {version}, {of_each:?} {seen:?}"));
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

/// The codice fiscale of an invented person: another one for each row of each file.
fn tax_code(file: usize, row: usize) -> TaxCode {
    const CONSONANTS: &[u8; 16] = b"BCDFGHJKLMNPQRST";
    let letter = |place: usize| char::from(CONSONANTS[file / place % 16]);
    let family: String = [256, 16, 1].map(letter).into_iter().collect();
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day");
    let day = first.checked_add_days(Days::new(row as u64)).expect("a day");
    TaxCode::of("Zoè", &family, day, Sex::Female, "G942").expect("a tax code")
}

/// Selects rows of jobs that share a mailbox, which must not exist.
pub fn rows_done_twice() -> &'static str {
    "SELECT COUNT(*) FROM (SELECT subject_id FROM job_row WHERE outcome = 'done'
        GROUP BY job_id, subject_id HAVING COUNT(*) > 1) twice"
}
