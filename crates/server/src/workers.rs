//! What happens by itself, as time passes. Any number of servers on one database may do it.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use sigillo_app::{
    App, AppError, Mailer, advance_mailbox_passwords, idempotency, jobs, links, mail_host,
    mailboxes, outbox, sessions,
};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::MailHostSettings;

/// How long a worker that found nothing to do rests: also how long, at most, a message waits for
/// nothing.
const MESSAGES_REST: Duration = Duration::from_millis(500);
const REQUESTS_REST: Duration = Duration::from_millis(500);
const PASSWORDS_REST: Duration = Duration::from_secs(30);
/// A person waits to see a mailbox disabled.
const EFFECTS_REST: Duration = Duration::from_millis(200);
/// How often it is asked whether a measurement is due.
const POLL_REST: Duration = Duration::from_secs(1);
const THIN_REST: Duration = Duration::from_hours(1);
const PURGE_REST: Duration = Duration::from_hours(1);
/// What has changed meanwhile is read with every count.
const COUNTS_REST: Duration = Duration::from_secs(20);

/// A person waits for the dry run to begin.
const JOBS_REST: Duration = Duration::from_millis(300);
/// Jobs that this server carries on at a time.
const JOB_LANES: usize = 2;

/// Messages go out by this many lanes, so that a mail server that takes its time over one holds up
/// only its lane.
const LANES: usize = 4;
/// Messages that a lane takes at a time: with all lanes, as many as the mailer has connections.
const LANE_LOAD: i64 = 2;

/// Effects are brought about in this many lanes, so that one that waits for an answer holds up only
/// those it was taken with.
const EFFECTS_LANES: usize = 3;
const EFFECTS_LOAD: i64 = 4;

/// The workers of this server.
pub struct Workers {
    stop: watch::Sender<bool>,
    running: Vec<JoinHandle<()>>,
    /// Its name, for the log.
    database: String,
}

impl Workers {
    pub fn start(
        app: &App,
        mailer: &Arc<dyn Mailer>,
        mail_host: Option<&MailHostSettings>,
    ) -> Self {
        let mut workers =
            Self { stop: watch::Sender::new(false), running: vec![], database: app.db.name() };
        for _ in 0..LANES {
            let (app, mailer) = (app.clone(), mailer.clone());
            workers.repeat("messages", MESSAGES_REST, move || {
                let (app, mailer) = (app.clone(), mailer.clone());
                async move { outbox::deliver(&app, &*mailer, LANE_LOAD).await }
            });
        }
        let of = app.clone();
        workers.repeat("requests for links", REQUESTS_REST, move || {
            let app = of.clone();
            async move { links::answer_requests(&app).await }
        });
        let of = app.clone();
        workers.repeat("passwords", PASSWORDS_REST, move || {
            let app = of.clone();
            async move { advance_mailbox_passwords(&app).await }
        });
        if let Some(settings) = mail_host {
            workers.serve_mail_host(app, settings.poll_every);
        }
        for _ in 0..JOB_LANES {
            let of = app.clone();
            workers.repeat("jobs", JOBS_REST, move || {
                let app = of.clone();
                async move { jobs::work(&app).await }
            });
        }
        let of = app.clone();
        workers.repeat("rows of old jobs", PURGE_REST, move || {
            let app = of.clone();
            async move { jobs::forget(&app).await }
        });
        let of = app.clone();
        workers.repeat("what is over", PURGE_REST, move || {
            let app = of.clone();
            // However much was forgotten, there is nothing more to forget at once.
            async move { sessions::purge(&app).await.map(|_| 0) }
        });
        let of = app.clone();
        workers.repeat("kept replies that are over", PURGE_REST, move || {
            let app = of.clone();
            async move { idempotency::purge(&app).await }
        });
        let of = app.clone();
        workers.repeat("counts of mailboxes", COUNTS_REST, move || {
            let app = of.clone();
            async move { mailboxes::gather_counts(&app).await }
        });
        workers
    }

    fn serve_mail_host(&mut self, app: &App, poll_every: TimeDelta) {
        for _ in 0..EFFECTS_LANES {
            let of = app.clone();
            self.repeat("effects on the mail host", EFFECTS_REST, move || {
                let app = of.clone();
                async move { mail_host::carry_out(&app, EFFECTS_LOAD).await }
            });
        }
        let of = app.clone();
        self.repeat("measuring use", POLL_REST, move || {
            let app = of.clone();
            async move { mail_host::poll(&app, poll_every).await }
        });
        let of = app.clone();
        self.repeat("thinning the series of use", THIN_REST, move || {
            let app = of.clone();
            async move { mail_host::thin(&app).await }
        });
    }

    /// Does a work over and over: at once while it finds something to do, else after a rest.
    fn repeat<F>(
        &mut self,
        name: &'static str,
        rest: Duration,
        mut work: impl FnMut() -> F + Send + 'static,
    ) where
        F: Future<Output = Result<usize, AppError>> + Send,
    {
        let mut stop = self.stop.subscribe();
        let database = self.database.clone();
        self.running.push(tokio::spawn(async move {
            let mut waiting = false;
            while !*stop.borrow() {
                let outcome = work().await;
                match &outcome {
                    // Told once: a database that is away for an hour is away once.
                    Err(error) if !waiting => {
                        tracing::warn!(work = name, %error, database, "work has to wait");
                    }
                    Ok(_) if waiting => tracing::info!(work = name, "work goes on again"),
                    _ => {}
                }
                waiting = outcome.is_err();
                if let Ok(done) = outcome
                    && done > 0
                {
                    tracing::debug!(work = name, done, "worked");
                    continue;
                }
                let _ = tokio::time::timeout(rest, stop.changed()).await;
            }
        }));
    }

    /// Ends once what is in hand is done: nothing is left half-way when the server is asked to stop.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for worker in self.running {
            if let Err(error) = worker.await {
                tracing::error!(%error, "a worker broke down");
            }
        }
    }
}
