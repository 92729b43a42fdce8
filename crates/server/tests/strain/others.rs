//! The other clients, which must not be affected.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use sigillo_testkit::Engine;

use crate::http::Session;
use crate::panel::{Panel, Server};

pub const DOMAIN: &str = "pec.example.it";
/// Limit for the 95th percentile of other clients' requests under strain.
const BEARABLE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(20);

pub fn prepared_panel() -> Panel {
    let panel = Panel::on(Engine::Sqlite);
    panel.create_organization();
    panel
}

pub fn create_mailbox(server: &Server, session: &Session, name: &str) {
    let body =
        json!({"domain": DOMAIN, "local_part": name, "communication_email": "a@example.org"});
    let created = server.post("/api/v1/mailboxes").by(session).json(&body).send();
    assert_eq!(created.status, 201, "{}", created.body);
}

/// Number of items in a list of one page.
pub fn listed(server: &Server, session: &Session, list: &str) -> usize {
    let list = server.get(list).by(session).send();
    list.body["items"].as_array().unwrap_or_else(|| panic!("{}", list.body)).len()
}

/// Requests a list over a new connection.
fn ask(server: &Server, session: &Session) -> Duration {
    let asked = Instant::now();
    let list = server.get("/api/v1/mailboxes").by(session).send();
    assert_eq!(list.status, 200, "{}", list.body);
    asked.elapsed()
}

/// Sends a number of requests and checks the limit; returns the 95th percentile.
pub fn are_served(server: &Server, session: &Session, times: usize) -> Duration {
    bearable((0..times).map(|_| ask(server, session)).collect())
}

/// Sends requests while something is done to the server and checks the limit.
pub fn are_served_while<T>(
    server: &Server,
    session: &Session,
    meanwhile: impl FnOnce() -> T,
) -> (T, Duration) {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut times = vec![];
            while !over.load(Ordering::Relaxed) {
                times.push(ask(server, session));
                std::thread::sleep(PAUSE);
            }
            times
        });
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(meanwhile));
        over.store(true, Ordering::Relaxed);
        let times = asking.join().unwrap();
        let done = done.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (done, bearable(times))
    })
}

fn bearable(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    assert!(times.len() >= 20, "too few to tell: {}", times.len());
    let p95 = times[times.len() * 95 / 100];
    assert!(p95 < BEARABLE, "{p95:?}");
    p95
}

/// Resident memory of the server, in MB.
pub fn memory(server: &Server) -> u64 {
    let path = format!("/proc/{}/status", server.child.id());
    let status = std::fs::read_to_string(path).unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let kilobytes: u64 = resident.trim().trim_end_matches(" kB").parse().unwrap();
    kilobytes / 1024
}
