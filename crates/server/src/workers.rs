//! Background workers. Any number of servers on one database may run them.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use sigillo_adapters::mail_log::LogFile;
use sigillo_app::{
    App, AppError, MailLog, Mailer, ServiceProbe, TicketInbox, advance_mailbox_passwords,
    contracts, document_seal, documents, history, idempotency, jobs, links, mail_host,
    mail_traffic, mailboxes, objects, outbox, own_receipts, preservation, reports, service,
    sessions, sla, tickets, views,
};
use sigillo_domain::mail_host::MailLogKind;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::checkpoint_file::{CheckpointFile, write_checkpoint};
use crate::config::MailHostSettings;

/// How long a worker sleeps after it found nothing to do, which is also the longest delay of a new
/// message.
const MESSAGES_REST: Duration = Duration::from_millis(500);
const REQUESTS_REST: Duration = Duration::from_millis(500);
/// How often to check whether a contract has to be reminded of, or has expired.
const CONTRACTS_REST: Duration = Duration::from_secs(30);
/// Short, because the holder is waiting for the mailbox.
const SEALS_REST: Duration = Duration::from_secs(1);
const CONTRACTS_LOAD: i64 = 50;
/// Short, because somebody waits for the verdict on what was uploaded.
const VERIFICATIONS_REST: Duration = Duration::from_secs(1);
/// One file at a time: each may take seconds, and 200 MB.
const VERIFICATIONS_LOAD: i64 = 1;
/// How often to check whether a notice before the end of a service is due, or the end.
const SERVICES_REST: Duration = Duration::from_secs(30);
const SERVICES_LOAD: i64 = 100;
/// How often to check whether the digest of the week is due.
const DIGESTS_REST: Duration = Duration::from_mins(10);
/// How often the log says that the seal expires or cannot be used.
const SEAL_NOTICE_REST: Duration = Duration::from_hours(24);
const PASSWORDS_REST: Duration = Duration::from_secs(30);
/// Short, because somebody is waiting to see the mailbox disabled.
const EFFECTS_REST: Duration = Duration::from_millis(200);
/// How often to check whether a measurement is due.
const POLL_REST: Duration = Duration::from_secs(1);
/// How soon a message that came or went is counted.
const TRAFFIC_REST: Duration = Duration::from_secs(2);
const THIN_REST: Duration = Duration::from_hours(1);
const PURGE_REST: Duration = Duration::from_hours(1);
/// May be long, because every count also reads what has changed since the last run.
const COUNTS_REST: Duration = Duration::from_secs(20);

/// How often to check whether a package of receipts is due, or its seal.
const PACKAGES_REST: Duration = Duration::from_secs(20);
const PACKAGE_SEALS_LOAD: i64 = 50;
/// How often to check whether the verification of an archive is due.
const ARCHIVE_REST: Duration = Duration::from_mins(5);

/// Short, because somebody waits for the package.
const DISTRIBUTION_REST: Duration = Duration::from_secs(1);
/// How soon the content of a deleted document goes.
const UNNAMED_REST: Duration = Duration::from_secs(10);
const UNNAMED_LOAD: i64 = 50;
/// Seldom, because it lists the whole store.
const ORPHANS_REST: Duration = Duration::from_hours(12);
/// How often to check whether an alert of a saved view is due.
const ALERTS_REST: Duration = Duration::from_secs(5);

/// How often to check whether a report is due to be sent.
const SCHEDULES_REST: Duration = Duration::from_secs(10);
/// How often to check whether the figures of reports are due.
const FIGURES_REST: Duration = Duration::from_secs(5);

/// How soon a mailbox is read after its delivery was counted.
const PRESERVATION_REST: Duration = Duration::from_millis(500);
/// Number of mailboxes that this server reads at a time.
const PRESERVATION_LANES: usize = 4;

/// How often to check whether the mailbox of the support has to be read.
const TICKET_MAIL_REST: Duration = Duration::from_secs(2);
/// How often to check whether a minute of the service has to be measured.
const MEASURE_REST: Duration = Duration::from_secs(1);
/// How often this server gives a sign of life.
const LIFE_REST: Duration = Duration::from_secs(10);

/// How often the records since the last block are sealed in the history's log.
const HISTORY_REST: Duration = Duration::from_secs(1);
/// What was recorded since the last checkpoint could be rolled back unnoticed.
const CHECKPOINT_REST: Duration = Duration::from_mins(5);
/// Short, because somebody is waiting for the dry run to begin.
const JOBS_REST: Duration = Duration::from_millis(300);
/// Number of jobs that this server works on at a time.
const JOB_LANES: usize = 2;

/// Number of concurrent senders: a slow mail server holds up only one of them.
const LANES: usize = 4;
/// Number of messages that a sender claims at a time; together they use all of the mailer's
/// connections.
const LANE_LOAD: i64 = 2;

/// Number of concurrent workers for effects, so that one that waits for an answer holds up only
/// those claimed with it.
const EFFECTS_LANES: usize = 3;
const EFFECTS_LOAD: i64 = 4;

/// The workers of this server.
pub struct Workers {
    stop: watch::Sender<bool>,
    running: Vec<JoinHandle<()>>,
    /// Name of the database, for the log.
    database: String,
}

impl Workers {
    pub fn start(
        app: &App,
        mailer: &Arc<dyn Mailer>,
        mail_host: Option<&MailHostSettings>,
        checkpoints: &Arc<CheckpointFile>,
        checkpoint_email: Option<&str>,
        probes: Vec<Arc<dyn ServiceProbe>>,
        inbox: Option<Arc<dyn TicketInbox>>,
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
        workers.repeat_for(app, "requests for links", REQUESTS_REST, async |app| {
            links::answer_requests(&app).await
        });
        workers.repeat_for(app, "passwords", PASSWORDS_REST, async |app| {
            advance_mailbox_passwords(&app).await
        });
        workers.repeat_for(app, "services that end", SERVICES_REST, async |app| {
            service::advance(&app, SERVICES_LOAD).await
        });
        workers.repeat_for(app, "digests of services", DIGESTS_REST, async |app| {
            service::send_digests(&app).await
        });
        workers.repeat_for(app, "contracts that are due", CONTRACTS_REST, async |app| {
            contracts::advance(&app, CONTRACTS_LOAD).await
        });
        workers.repeat_for(app, "seals of contracts", SEALS_REST, async |app| {
            contracts::seal_signed(&app, CONTRACTS_LOAD).await
        });
        workers.repeat_for(app, "notices of the seal", SEAL_NOTICE_REST, async |app| {
            document_seal::announce(&app).await.map(|()| 0)
        });
        if let Some(settings) = mail_host {
            workers.serve_mail_host(app, settings.poll_every);
            workers.count_messages(app, &settings.logs);
        }
        if app.preservation.is_some() {
            for _ in 0..PRESERVATION_LANES {
                workers.repeat_for(app, "receipts to preserve", PRESERVATION_REST, async |app| {
                    preservation::ingest::read_due(&app).await
                });
            }
        }
        for _ in 0..JOB_LANES {
            workers.repeat_for(app, "jobs", JOBS_REST, async |app| jobs::work(&app).await);
        }
        workers.repeat_for(app, "alerts of saved views", ALERTS_REST, async |app| {
            views::evaluate_alerts(&app).await
        });
        workers.repeat_for(app, "scheduled reports", SCHEDULES_REST, async |app| {
            reports::schedules::send_due(&app).await
        });
        workers.repeat_for(app, "figures of reports", FIGURES_REST, async |app| {
            reports::gather(&app).await
        });
        workers.repeat_for(app, "the history's log", HISTORY_REST, async |app| {
            history::seal_log(&app).await
        });
        let (of, file) = (app.clone(), checkpoints.clone());
        workers.repeat("checkpoints of the history", CHECKPOINT_REST, move || {
            let (app, file) = (of.clone(), file.clone());
            async move { write_checkpoint(&app, &file).await.map(|()| 0) }
        });
        if let Some(recipient) = checkpoint_email {
            let (of, recipient) = (app.clone(), recipient.to_owned());
            workers.repeat("checkpoints by e-mail", CHECKPOINT_REST, move || {
                let (app, recipient) = (of.clone(), recipient.clone());
                async move { history::queue_checkpoint_email(&app, &recipient).await.map(|()| 0) }
            });
        }
        workers
            .repeat_for(app, "rows of old jobs", PURGE_REST, async |app| jobs::forget(&app).await);
        workers.repeat_for(app, "signatures of documents", VERIFICATIONS_REST, async |app| {
            documents::verify_pending(&app, VERIFICATIONS_LOAD).await
        });
        workers.preserve_receipts(app);
        workers.repeat_for(app, "packages for users", DISTRIBUTION_REST, async |app| {
            own_receipts::packages::work(&app).await
        });
        workers.sweep_objects(app);
        workers.measure_service(app, probes);
        if let Some(inbox) = inbox {
            workers.read_ticket_mail(app, inbox);
        }
        // The purge deletes everything in one go, so there is no reason to run again at once.
        workers.repeat_for(app, "what is over", PURGE_REST, async |app| {
            sessions::purge(&app).await.map(|_| 0)
        });
        workers.repeat_for(app, "kept replies that are over", PURGE_REST, async |app| {
            idempotency::purge(&app).await
        });
        workers.repeat_for(app, "counts of mailboxes", COUNTS_REST, async |app| {
            mailboxes::gather_counts(&app).await
        });
        workers
    }

    fn preserve_receipts(&mut self, app: &App) {
        self.repeat_for(app, "packages of receipts", PACKAGES_REST, async |app| {
            preservation::archive::close_due(&app).await
        });
        self.repeat_for(app, "seals of packages", PACKAGES_REST, async |app| {
            preservation::archive::seal_waiting(&app, PACKAGE_SEALS_LOAD).await
        });
        self.repeat_for(app, "verification of the archive", ARCHIVE_REST, async |app| {
            preservation::archive::verify_due(&app).await
        });
    }

    fn sweep_objects(&mut self, app: &App) {
        self.repeat_for(app, "content that nothing names", UNNAMED_REST, async |app| {
            objects::sweep_unnamed(&app, UNNAMED_LOAD).await
        });
        // It looks at everything, so there is no reason to run again at once.
        self.repeat_for(app, "orphans in the store of objects", ORPHANS_REST, async |app| {
            objects::sweep(&app).await.map(|_| 0)
        });
    }

    fn read_ticket_mail(&mut self, app: &App, inbox: Arc<dyn TicketInbox>) {
        let of = app.clone();
        self.repeat("answers to tickets", TICKET_MAIL_REST, move || {
            let (app, inbox) = (of.clone(), inbox.clone());
            async move { tickets::read_mailbox(&app, &*inbox).await }
        });
        self.repeat_for(app, "e-mails that were read", PURGE_REST, async |app| {
            tickets::forget_mail(&app).await
        });
    }

    /// A worker for each part of the service, so that one that hangs delays no other.
    fn measure_service(&mut self, app: &App, probes: Vec<Arc<dyn ServiceProbe>>) {
        for probe in probes {
            let app = app.clone();
            self.repeat("measuring the service", MEASURE_REST, move || {
                let (app, probe) = (app.clone(), probe.clone());
                async move { sla::measure(&app, &*probe).await }
            });
        }
        let server = sla::new_server(app);
        self.repeat_for(app, "signs of life", LIFE_REST, move |app| async move {
            sla::give_sign_of_life(&app, server).await.map(|()| 0)
        });
        self.repeat_for(app, "old measurements", PURGE_REST, async |app| {
            sla::forget_claims(&app).await
        });
    }

    fn serve_mail_host(&mut self, app: &App, poll_every: TimeDelta) {
        for _ in 0..EFFECTS_LANES {
            self.repeat_for(app, "effects on the mail host", EFFECTS_REST, async |app| {
                mail_host::carry_out(&app, EFFECTS_LOAD).await
            });
        }
        let stop = self.stop.clone();
        self.repeat_for(app, "measuring use", POLL_REST, move |app| {
            let mut stop = stop.subscribe();
            async move {
                let stopped = async { drop(stop.wait_for(|stops| *stops).await) };
                mail_host::poll(&app, poll_every, stopped).await
            }
        });
        self.repeat_for(app, "thinning the series of use", THIN_REST, async |app| {
            mail_host::thin(&app).await
        });
    }

    /// A worker for each log of the mail host that is on this machine.
    fn count_messages(&mut self, app: &App, logs: &[(MailLogKind, PathBuf)]) {
        let server = mail_traffic::new_server(app);
        for (kind, path) in logs {
            let log: Arc<dyn MailLog> = Arc::new(LogFile::new(*kind, path));
            let app = app.clone();
            self.repeat("counting messages", TRAFFIC_REST, move || {
                let (app, log) = (app.clone(), log.clone());
                async move { mail_traffic::count(&app, &*log, server).await }
            });
        }
    }

    /// Repeats a task of the application.
    fn repeat_for<F>(
        &mut self,
        app: &App,
        name: &'static str,
        rest: Duration,
        work: impl Fn(App) -> F + Send + 'static,
    ) where
        F: Future<Output = Result<usize, AppError>> + Send,
    {
        let app = app.clone();
        self.repeat(name, rest, move || work(app.clone()));
    }

    /// Repeats a task: at once while it finds something to do, else after a rest.
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
                    // Logged once, however long the database is away.
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

    /// Stops after the work in hand is done, so that nothing is left half-way.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for worker in self.running {
            if let Err(error) = worker.await {
                tracing::error!(%error, "a worker broke down");
            }
        }
    }
}
