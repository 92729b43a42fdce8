//! A trial of service levels: the clock moves through a period with outages of known length, measured by two servers of
//! which one is killed, and the exact minutes are found.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sigillo_app::{App, ServiceProbe as _, sla};
use sigillo_domain::sla::{OutageCause, SlaComponent};
use sigillo_testkit::{Engine, ProbeScript, TestApp, TestProbe, on_both_engines};
use uuid::Uuid;

/// What happens from a minute of the trial on, for so many minutes.
struct Happening {
    from: i64,
    minutes: i64,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Outage(SlaComponent, OutageCause),
    /// No server lives.
    Silence,
    /// The second server is killed while it probes.
    Kill,
}

/// A day and a half, again and again until the trial ends.
const ROUND: i64 = 36 * 60;
const HAPPENINGS: [Happening; 8] = [
    Happening {
        from: 30,
        minutes: 7,
        what: What::Outage(SlaComponent::Imap, OutageCause::Unreachable),
    },
    // A failure that nothing confirms.
    Happening {
        from: 60,
        minutes: 1,
        what: What::Outage(SlaComponent::Web, OutageCause::WrongAnswer),
    },
    Happening {
        from: 90,
        minutes: 2,
        what: What::Outage(SlaComponent::Web, OutageCause::TimedOut),
    },
    Happening { from: 200, minutes: 1, what: What::Kill },
    Happening {
        from: 300,
        minutes: 61,
        what: What::Outage(SlaComponent::Delivery, OutageCause::NotDelivered),
    },
    // Over midnight in Rome.
    Happening {
        from: 14 * 60 - 5,
        minutes: 25,
        what: What::Outage(SlaComponent::Submission, OutageCause::SignInRefused),
    },
    Happening { from: 20 * 60, minutes: 33, what: What::Silence },
    Happening {
        from: 30 * 60,
        minutes: 3,
        what: What::Outage(SlaComponent::Imap, OutageCause::WrongAnswer),
    },
];

fn happening(minute: i64) -> impl Iterator<Item = What> {
    let minute = minute % ROUND;
    let now = move |one: &&Happening| one.from <= minute && minute < one.from + one.minutes;
    HAPPENINGS.iter().filter(now).map(|one| one.what)
}

struct Trial {
    servers: Vec<(Uuid, App)>,
    probes: Vec<TestProbe>,
    /// How many minutes each component was down.
    down: BTreeMap<&'static str, i64>,
    unmeasured: i64,
}

impl Trial {
    async fn on(app: &TestApp, components: &[SlaComponent]) -> Self {
        let servers = vec![
            (Uuid::from_u128(1), app.app.clone()),
            (Uuid::from_u128(2), app.another_server().await),
        ];
        let probes = components.iter().map(|component| TestProbe::new(*component)).collect();
        Self { servers, probes, down: BTreeMap::new(), unmeasured: 0 }
    }

    async fn minute(&mut self, app: &TestApp, minute: i64) {
        let now: Vec<_> = happening(minute).collect();
        if now.contains(&What::Silence) {
            *self.down.entry("web").or_default() += 1;
            self.unmeasured += 1;
            app.clock.advance(TimeDelta::minutes(1));
            return;
        }
        let is_killed = now.contains(&What::Kill);
        for (server, living) in &self.servers {
            sla::give_sign_of_life(living, *server).await.expect("a sign of life");
        }
        for probe in &self.probes {
            let script = now.iter().find_map(|what| match what {
                What::Outage(component, cause) if *component == probe.component() => Some(*cause),
                _ => None,
            });
            if let Some(cause) = script {
                probe.will(ProbeScript::Fails(cause));
            } else {
                probe.will(ProbeScript::Succeeds);
            }
            if is_killed {
                kill_while_probing(&self.servers[1].1, probe).await;
            }
        }
        if is_killed {
            // The other server takes over when the leases have ended, within the minute.
            app.clock.advance(TimeDelta::seconds(50));
        }
        let order = if minute % 2 == 0 { [0, 1] } else { [1, 0] };
        for probe in &self.probes {
            let [first, second] = order.map(|place| &self.servers[place].1);
            let measured =
                futures_util::join!(sla::measure(first, probe), sla::measure(second, probe));
            let measured = measured.0.expect("a measurement") + measured.1.expect("a measurement");
            assert_eq!(measured, 1, "minute {minute} of {}", probe.component());
        }
        for what in now {
            if let What::Outage(component, cause) = what
                && cause_is_confirmed(component, cause)
            {
                *self.down.entry(component.as_str()).or_default() += 1;
            }
        }
        let rest = if is_killed { TimeDelta::seconds(10) } else { TimeDelta::minutes(1) };
        app.clock.advance(rest);
    }
}

/// The single failure of the trial is the only one of its kind.
fn cause_is_confirmed(component: SlaComponent, cause: OutageCause) -> bool {
    (component, cause) != (SlaComponent::Web, OutageCause::WrongAnswer)
}

/// Begins a measurement on a server, and ends the server in the midst of it.
async fn kill_while_probing(server: &App, probe: &TestProbe) {
    probe.will(ProbeScript::Hangs);
    let before = probe.probed();
    let dying = Box::pin(sla::measure(server, probe));
    let begun = Box::pin(async {
        while probe.probed() == before {
            actix_web::rt::task::yield_now().await;
        }
    });
    drop(futures_util::future::select(dying, begun).await);
    probe.will(ProbeScript::Succeeds);
}

async fn levels(app: &TestApp) -> Value {
    let gestore = app.sign_in("gestore").await;
    app.get("/api/v1/sla/overview?period=2026-1").by(&gestore).expect(200).await.body
}

/// Moves the clock from one moment to another, and compares what the panel says with what happened.
async fn run(app: &TestApp, until: DateTime<Utc>, components: &[SlaComponent]) {
    app.operator("gestore").await;
    let mut trial = Trial::on(app, components).await;
    let minutes = (until - app.app.clock.now()).num_minutes();
    let begun = std::time::Instant::now();
    for minute in 0..minutes {
        trial.minute(app, minute).await;
    }
    // A last sign of life and a last measurement, so that nothing waits for its confirmation.
    trial.minute(app, 0).await;
    let measured = minutes + 1;
    let asked = std::time::Instant::now();
    let found = levels(app).await;
    let answered = asked.elapsed();
    let level = |name: &str| {
        let levels = found["components"].as_array().expect("components").iter();
        levels.into_iter().find(|level| level["component"] == name).expect("the component").clone()
    };
    for component in components {
        let name = component.as_str();
        let level = level(name);
        let down = trial.down.get(name).copied().unwrap_or_default();
        assert_eq!(level["used_minutes"], json!(down), "{name}");
        let up: i64 = level["days"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|day| day["up_minutes"].as_i64())
            .sum();
        let unmeasured = if *component == SlaComponent::Web { 0 } else { trial.unmeasured };
        assert_eq!(up, measured - down - unmeasured, "{name}");
    }
    println!(
        "{measured} minutes in {:.1?}, {} outages, the page in {answered:.1?}",
        begun.elapsed(),
        found["outages"].as_array().map_or(0, Vec::len),
    );
}

on_both_engines! {
    async fn most_of_a_day_with_every_component(app: TestApp) {
        let until = TestApp::START + TimeDelta::hours(21);
        run(&app, until, &SlaComponent::ALL).await;
    }
}

/// A whole period of the panel, which is then closed.
async fn whole_period(app: TestApp) {
    run(&app, "2026-04-30T21:50:00Z".parse().unwrap(), &[SlaComponent::Web]).await;
    app.clock.set("2026-05-01T08:00:00Z".parse().unwrap());
    let gestore = app.sign_in("gestore").await;
    let close = app.post("/api/v1/sla/periods/2026-1/close").by(&gestore);
    assert_eq!(close.expect(200).await.body["sha256"].as_str().map(str::len), Some(64));
    let request = sigillo_app::history::Request::default();
    let verified = sigillo_app::history::verify(&app.app.db, &request).await;
    assert!(verified.unwrap().is_ok());
}

#[actix_web::test]
#[ignore = "a trial: takes minutes"]
async fn a_whole_period_on_sqlite() {
    whole_period(TestApp::on(Engine::Sqlite).await).await;
}

#[actix_web::test]
#[ignore = "a trial: takes minutes"]
async fn a_whole_period_on_postgres() {
    whole_period(TestApp::on(Engine::Postgres).await).await;
}
