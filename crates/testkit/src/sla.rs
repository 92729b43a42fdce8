//! Service levels: probes with a script, and periods.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use sigillo_app::{ServiceProbe, sla};
use sigillo_contract::sla::{MaintenanceCreate, SlaClosure};
use sigillo_domain::id::MaintenanceId;
use sigillo_domain::sla::{Failure, OutageCause, Period, SlaComponent};
use uuid::Uuid;

use crate::TestApp;
use crate::build::grant;

/// What a probe of the tests finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProbeScript {
    Succeeds,
    Fails(OutageCause),
    /// It never answers.
    Hangs,
}

/// A probe that finds what a test says.
pub struct TestProbe {
    component: SlaComponent,
    script: Mutex<ProbeScript>,
    probed: AtomicUsize,
}

impl TestProbe {
    pub fn new(component: SlaComponent) -> Self {
        Self { component, script: Mutex::new(ProbeScript::Succeeds), probed: AtomicUsize::new(0) }
    }

    pub fn will(&self, script: ProbeScript) {
        *self.script.lock().expect("no test panics while it holds the script") = script;
    }

    /// How often the service was used.
    pub fn probed(&self) -> usize {
        self.probed.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl ServiceProbe for TestProbe {
    fn component(&self) -> SlaComponent {
        self.component
    }

    async fn probe(&self, _: Uuid) -> Result<(), Failure> {
        self.probed.fetch_add(1, Ordering::SeqCst);
        let script = *self.script.lock().expect("no test panics while it holds the script");
        match script {
            ProbeScript::Succeeds => Ok(()),
            ProbeScript::Fails(cause) => Err(Failure { cause, evidence: "as scripted".into() }),
            ProbeScript::Hangs => std::future::pending().await,
        }
    }
}

impl TestApp {
    /// Measures each of so many minutes, beginning with the present one, and moves the clock past them.
    pub async fn measure(&self, probe: &TestProbe, minutes: i64) {
        for _ in 0..minutes {
            let measured = sla::measure(&self.app, probe).await.expect("a measurement");
            assert_eq!(measured, 1, "the minute of {}", self.app.clock.now());
            self.clock.advance(TimeDelta::minutes(1));
        }
    }

    /// A maintenance that begins so many minutes after another moment.
    pub async fn maintenance(&self, after: DateTime<Utc>, minutes: usize) -> MaintenanceId {
        let minutes = TimeDelta::minutes(i64::try_from(minutes).unwrap_or_default());
        let request = MaintenanceCreate {
            components: vec!["imap".into()],
            starts_at: Some(after + minutes),
            ends_at: Some(after + minutes + TimeDelta::hours(1)),
            description: "Aggiornamento".into(),
        };
        sla::announce(&self.app, &grant(), &request).await.expect("an announcement").id
    }

    /// Freezes the figures of a period.
    pub async fn close_period(&self, period: Period) -> SlaClosure {
        sla::close(&self.app, &grant(), period).await.expect("a period that has ended")
    }
}
