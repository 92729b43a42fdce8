//! Clerks who upload documents and have holders of mailboxes changed while the server goes away and comes back:
//! no acknowledged file is lost, every file gets its verdict, and a change that was approved is carried out once.

use std::process::Command;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use sigillo_domain::holder::Sex;
use sigillo_domain::tax_code::TaxCode;

use crate::http::{Answer, Session};
use crate::load::{Tally, Worker};
use crate::panel::{PASSWORD, Panel, Server};
use crate::workload::DOMAIN;

/// Longer than a lease, for which the verification of a killed worker has to wait.
const TIMEOUT: Duration = Duration::from_mins(4);
/// Bytes of an ordinary document: enough for several writes.
const DOCUMENT_BYTES: usize = 60_000;
const POSTMASTER: &str = "rosa";

/// Adds the postmaster by whom changes of holder are requested.
pub fn prepare_clerks(panel: &Panel) {
    let arguments = ["--username", POSTMASTER, "--role", "postmaster", "--organization", "Ente"];
    let done = panel.create_account(&arguments);
    assert_eq!(done.code, Some(0), "{done:?}");
}

/// A file as it was acknowledged.
struct Uploaded {
    document: String,
    content: String,
}

/// A mailbox, and how far the change of its holder has come.
#[derive(Default)]
struct Case {
    /// Known once the creation was acknowledged.
    mailbox: Option<String>,
    /// The signed request for the change.
    request: Option<String>,
    change: Option<String>,
    approved: bool,
}

pub struct Clerk {
    name: &'static str,
    /// Signed by a certificate that nobody knows, so that a person decides about it.
    signed: String,
    postmaster: Option<Session>,
    uploads: Vec<Uploaded>,
    cases: Vec<Case>,
    tally: Tally,
}

impl Clerk {
    pub fn new(name: &'static str, panel: &Panel) -> Self {
        Self {
            name,
            signed: signed_request(panel, name),
            postmaster: None,
            uploads: vec![],
            cases: vec![],
            tally: Tally::default(),
        }
    }

    /// Takes the next step; None when the server did not answer as expected.
    fn go_on(&mut self, server: &Server, session: &Session) -> Option<()> {
        if self.postmaster.is_none() {
            let answer = server
                .post("/api/v1/sessions")
                .json(&json!({"username": POSTMASTER, "password": PASSWORD}));
            let answer = answer.try_send().ok().filter(|answer| answer.status == 201)?;
            self.postmaster = Some(answer.session());
        }
        if self.cases.last().is_none_or(|case| case.approved) {
            self.cases.push(Case::default());
        }
        let place = self.cases.len() - 1;
        let Some(mailbox) = self.cases[place].mailbox.clone() else {
            let mailbox = self.find_or_create(server, session, place)?;
            self.cases[place].mailbox = Some(mailbox);
            return Some(());
        };
        // An ordinary document beside each step of the change.
        let content = plain_document(&format!("{} {}", self.name, self.uploads.len()));
        let document = self.upload(server, session, &mailbox, ("other", "atto.pdf"), &content)?;
        self.uploads.push(Uploaded { document, content });
        self.change_holder(server, session, place, &mailbox)
    }

    fn change_holder(
        &mut self,
        server: &Server,
        session: &Session,
        place: usize,
        mailbox: &str,
    ) -> Option<()> {
        let Some(request) = self.cases[place].request.clone() else {
            let signed = self.signed.clone();
            let kind = ("change_of_holder", "subentro.p7m");
            let document = self.upload(server, session, mailbox, kind, &signed)?;
            self.uploads.push(Uploaded { document: document.clone(), content: signed });
            self.cases[place].request = Some(document);
            return Some(());
        };
        let Some(change) = self.cases[place].change.clone() else {
            self.cases[place].change =
                Some(self.find_or_request(server, session, place, &request)?);
            self.tally.acknowledged += 1;
            return Some(());
        };
        let path = format!("/api/v1/holder-changes/{change}");
        if get(server, session, &path)?["state"] == "approved" {
            self.cases[place].approved = true;
            return Some(());
        }
        let body = json!({"reason": "Certificato esaminato allo sportello"});
        let path = format!("{path}/approve");
        let answer = server.post(&path).by(session).json(&body).try_send().ok()?;
        if answer.status == 200 {
            self.tally.acknowledged += 1;
            self.cases[place].approved = true;
            return Some(());
        }
        // Its verdict is under way.
        let waits = answer.status == 409 || answer.status == 422;
        self.refused(&answer, "an approval", waits)
    }

    fn find_or_create(
        &mut self,
        server: &Server,
        session: &Session,
        place: usize,
    ) -> Option<String> {
        let local_part = format!("{}.{place}", self.name);
        let path = format!("/api/v1/mailboxes?domain={DOMAIN}&q={local_part}@");
        let found = get(server, session, &path)?;
        if let Some(id) = found["items"][0]["id"].as_str() {
            return Some(id.to_owned());
        }
        let body = json!({
            "domain": DOMAIN, "local_part": local_part,
            "communication_email": format!("{local_part}@example.org"),
            "holder": self.person(2 * place),
        });
        let answer = server.post("/api/v1/mailboxes").by(session).json(&body).try_send().ok()?;
        self.created(&answer, "a mailbox")
    }

    fn find_or_request(
        &mut self,
        server: &Server,
        session: &Session,
        place: usize,
        request: &str,
    ) -> Option<String> {
        let mailbox = self.cases[place].mailbox.clone()?;
        let found = get(server, session, &format!("/api/v1/mailboxes/{mailbox}"))?;
        if let Some(id) = found["holder_change"]["id"].as_str() {
            return Some(id.to_owned());
        }
        let body = json!({
            "mailbox_id": mailbox, "document_id": request,
            "new_holder": self.person(2 * place + 1),
            "communication_email": format!("{}.{place}.nuovo@example.org", self.name),
        });
        let postmaster = self.postmaster.as_ref()?;
        let answer = server.post("/api/v1/holder-changes").by(postmaster).json(&body);
        let answer = answer.try_send().ok()?;
        self.created(&answer, "a request")
    }

    fn upload(
        &mut self,
        server: &Server,
        session: &Session,
        mailbox: &str,
        (kind, name): (&str, &str),
        content: &str,
    ) -> Option<String> {
        let path = format!("/api/v1/documents?subject=mailbox:{mailbox}&kind={kind}&name={name}");
        let answer = server.post(&path).by(session).file(content).try_send().ok()?;
        self.created(&answer, "an upload")
    }

    /// The id of what was created.
    fn created(&mut self, answer: &Answer, what: &str) -> Option<String> {
        if answer.status == 201 {
            self.tally.acknowledged += 1;
            return answer.body["id"].as_str().map(str::to_owned);
        }
        self.refused(answer, what, false)?;
        None
    }

    /// Records an answer that should not have come; 503 may.
    fn refused(&mut self, answer: &Answer, what: &str, is_expected: bool) -> Option<()> {
        if is_expected {
            std::thread::sleep(Duration::from_millis(20));
            return Some(());
        }
        if answer.status == 503 {
            self.tally.unavailable += 1;
        } else {
            self.tally.wrong.push(format!("{what}: {} {}", answer.status, answer.body));
        }
        None
    }

    /// The new holder's data: another person for each number and clerk.
    fn person(&self, number: usize) -> Value {
        json!({"given_name": "Ada", "family_name": "Esempi", "tax_code": self.tax_code(number)})
    }

    fn tax_code(&self, number: usize) -> String {
        let first = NaiveDate::from_ymd_opt(1980, 1, 1).unwrap();
        let day = first.checked_add_days(Days::new(number as u64)).unwrap();
        let sex = if self.name < "b" { Sex::Female } else { Sex::Male };
        TaxCode::of("Ada", "Esempi", day, sex, "G942").unwrap().to_string()
    }

    fn check_file(&mut self, server: &Server, session: &Session, place: usize) {
        let Uploaded { document, content } = &self.uploads[place];
        let path = format!("/api/v1/documents/{document}");
        let answer = server.get(&format!("{path}/content")).by(session).send();
        if answer.status != 200 || answer.text != *content {
            self.tally.wrong.push(format!("{path} is lost: {}", answer.status));
            return;
        }
        let asked = Instant::now();
        while server.get(&path).by(session).send().body["verdict"] == "pending" {
            if asked.elapsed() > TIMEOUT {
                self.tally.wrong.push(format!("{path} has no verdict"));
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn check_case(&mut self, server: &Server, session: &Session, place: usize) {
        let case = &self.cases[place];
        let (Some(mailbox), Some(change)) = (&case.mailbox, &case.change) else { return };
        let fetch = |path: String| server.get(&path).by(session).send().body;
        let is_approved = fetch(format!("/api/v1/holder-changes/{change}"))["state"] == "approved";
        let expected = self.tax_code(2 * place + usize::from(is_approved));
        let found = fetch(format!("/api/v1/mailboxes/{mailbox}"));
        let history = fetch(format!("/api/v1/mailboxes/{mailbox}/history?limit=200"));
        let actions = history["items"].as_array().cloned().unwrap_or_default();
        let changed = actions.iter().filter(|one| one["action"] == "holder_changed").count();
        let is_right = found["holder"]["tax_code"] == expected
            && changed == usize::from(is_approved)
            && (!case.approved || is_approved);
        if !is_right {
            self.tally.wrong.push(format!(
                "{mailbox}: holder {}, changed {changed} times, approved {is_approved}, \
                 acknowledged {}",
                found["holder"], case.approved
            ));
        }
    }
}

impl Worker for Clerk {
    fn step(&mut self, server: &Server, session: &Session) -> bool {
        self.go_on(server, session).is_some()
    }

    fn verify(&mut self, server: &Server, session: &Session) {
        for place in 0..self.uploads.len() {
            self.check_file(server, session, place);
        }
        for place in 0..self.cases.len() {
            self.check_case(server, session, place);
        }
        let approved = self.cases.iter().filter(|case| case.approved).count();
        let (name, files) = (self.name, self.uploads.len());
        println!("  {files} files of {name}, {approved} changes of holder approved");
    }

    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }
}

fn get(server: &Server, session: &Session, path: &str) -> Option<Value> {
    let answer = server.get(path).by(session).try_send().ok()?;
    (answer.status == 200).then_some(answer.body)
}

/// A PDF without a signature, as far as its first and last lines go.
fn plain_document(text: &str) -> String {
    let line = format!("% {text}\n");
    format!("%PDF-1.7\n{}%%EOF\n", line.repeat(DOCUMENT_BYTES / line.len()))
}

/// A request, signed by OpenSSL with a new certificate, as base64.
fn signed_request(panel: &Panel, name: &str) -> String {
    let folder = panel.folder.path().join(format!("openssl-{name}"));
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("document"), format!("Subentro chiesto da {name}\n")).unwrap();
    for arguments in [
        "req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -days 3650 -subj /CN=Prova",
        "cms -sign -binary -nodetach -in document -signer certificate -inkey key -outform PEM \
         -out signed",
    ] {
        let arguments = arguments.split_whitespace();
        let output = Command::new("openssl").args(arguments).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    std::fs::read_to_string(folder.join("signed")).unwrap()
}
