//! A whole installation: the binary serving, its database, and a Dovecot over it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sigillo_testkit::Engine;

use crate::dovecot::{Dovecot, share};
use crate::http::Session;
use crate::panel::{Done, Panel, Server, block_on};

pub const DOMAIN: &str = "pec.example.it";
const TIMEOUT: Duration = Duration::from_secs(30);

pub struct Site {
    pub server: Server,
    pub dovecot: Dovecot,
    pub panel: Panel,
    pub operator: Session,
}

impl Site {
    pub fn on(engine: Engine) -> Self {
        let panel = Panel::on(engine);
        panel.create_organization();
        let dovecot = block_on(Dovecot::over_database(&panel.database.url));
        let server = serve(&panel, &dovecot);
        // Dovecot also needs the files that the server has created beside the database.
        share(&panel.database.url);
        let operator = server.session("gestore");
        Self { server, dovecot, panel, operator }
    }

    /// Stops the server and starts another after `meanwhile`.
    pub fn restart(mut self, meanwhile: impl FnOnce(&Panel)) -> Self {
        let (code, log) = self.server.stop();
        assert_eq!(code, Some(0), "{log}");
        meanwhile(&self.panel);
        self.server = serve(&self.panel, &self.dovecot);
        self
    }

    /// Runs a command of the binary with this mail host.
    pub fn run(&self, arguments: &[&str]) -> Done {
        let mut command = self.panel.command(arguments);
        command.envs(mail_host(&self.dovecot));
        crate::panel::run(&mut command, "")
    }

    pub fn create(&self, name: &str) -> String {
        let body = json!({
            "domain": DOMAIN, "local_part": name, "communication_email": format!("{name}@example.org"),
        });
        let created = self.server.post("/api/v1/mailboxes").by(&self.operator).json(&body).send();
        assert_eq!(created.status, 201, "{:?}", created.body);
        created.body["id"].as_str().unwrap().to_owned()
    }

    pub fn get(&self, path: &str) -> Value {
        let answer = self.server.get(path).by(&self.operator).send();
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        answer.body
    }

    pub fn patch(&self, id: &str, body: &Value) {
        let path = format!("/api/v1/mailboxes/{id}");
        let answer = self.server.request("PATCH", &path).by(&self.operator).json(body).send();
        assert_eq!(answer.status, 200, "{:?}", answer.body);
    }

    pub fn cancel(&self, id: &str) {
        let path = format!("/api/v1/mailboxes/{id}");
        let answer = self.server.request("DELETE", &path).by(&self.operator).send();
        assert_eq!(answer.status, 200, "{:?}", answer.body);
    }

    /// Lets the mailboxes of the domain have preservation.
    pub fn allow_preservation(&self) {
        let domains = self.get("/api/v1/domains");
        let path = format!("/api/v1/domains/{}", domains["items"][0]["id"].as_str().unwrap());
        let body = json!({"preservation_available": true});
        let answer = self.server.request("PATCH", &path).by(&self.operator).json(&body).send();
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        // Deliveries are counted from the first look at the log on.
        let logs = wait(|| {
            let logs = self.get("/api/v1/mail-host")["logs"].clone();
            logs.as_array().is_some_and(|logs| !logs.is_empty()).then_some(())
        });
        assert!(logs.is_some(), "the log is not read");
    }

    /// Replaces the server by one that reads no mailboxes.
    pub fn serve_without_preservation(&mut self) {
        self.server.kill_while_in_use();
        let mut command = self.panel.command(&["serve"]);
        command.envs(mail_host(&self.dovecot));
        command.env_remove("SIGILLO_PRESERVATION_IMAP_URL");
        self.server = Server::start(command);
    }

    /// Kills the server and starts another one.
    pub fn kill_server(&mut self) {
        self.server.kill_while_in_use();
        self.server = serve(&self.panel, &self.dovecot);
    }

    /// The latest effect of a mailbox.
    pub fn effect(&self, id: &str) -> Value {
        self.get(&format!("/api/v1/mailboxes/{id}/effects?limit=1"))["items"][0].clone()
    }

    /// Waits until the latest effect of a mailbox is applied.
    #[track_caller]
    pub fn applied(&self, id: &str) -> Value {
        let found = wait(|| {
            let effect = self.effect(id);
            (effect["state"] == "applied").then_some(effect)
        });
        found.unwrap_or_else(|| panic!("{}", self.effect(id)))
    }
}

/// Waits until something is found.
pub fn wait<T>(found: impl FnMut() -> Option<T>) -> Option<T> {
    wait_for(TIMEOUT, found)
}

/// Like [`wait`], with a timeout.
pub fn wait_for<T>(timeout: Duration, mut found: impl FnMut() -> Option<T>) -> Option<T> {
    let asked = Instant::now();
    loop {
        let there = found();
        if there.is_some() || asked.elapsed() > timeout {
            return there;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn mail_host(dovecot: &Dovecot) -> [(&'static str, String); 7] {
    let dir = dovecot.setup.dir();
    [
        ("SIGILLO_MAILHOST_URL", format!("http://127.0.0.1:{}", dovecot.setup.doveadm)),
        ("SIGILLO_MAILHOST_KEY_FILE", dir.join("doveadm.key").display().to_string()),
        ("SIGILLO_MAILHOST_MAIL_DIR", dir.join("mail").display().to_string()),
        ("SIGILLO_MAILHOST_POLL", "1".to_owned()),
        ("SIGILLO_MAILHOST_DOVECOT_LOG", dir.join("dovecot.log").display().to_string()),
        (
            "SIGILLO_PRESERVATION_IMAP_URL",
            format!("imap://sigillo@127.0.0.1:{}", dovecot.setup.preservation),
        ),
        (
            "SIGILLO_PRESERVATION_IMAP_PASSWORD_FILE",
            dir.join("preservation.password").display().to_string(),
        ),
    ]
}

fn serve(panel: &Panel, dovecot: &Dovecot) -> Server {
    let mut command = panel.command(&["serve"]);
    command.envs(mail_host(dovecot));
    Server::start(command)
}
