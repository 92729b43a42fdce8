//! The whole service on either engine, for tests.

mod build;
pub mod certified_mail;
mod client;
mod contracts;
mod count;
mod database;
mod document;
mod holder_changes;
mod mail_host;
mod mail_log;
mod mailer;
mod objects;
mod preserved_receipts;
mod receipts;
mod registry;
mod signatures;
mod sla;
mod table;
mod tickets;
mod user;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use objects::SharedObjects;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sigillo_adapters::clock::ManualClock;
use sigillo_adapters::fact_sheet::PdfFactSheets;
use sigillo_adapters::passwords::Argon2Passwords;
use sigillo_adapters::receipt_reader::Receipts;
use sigillo_adapters::report_document::ReportFiles;
use sigillo_adapters::table::TableFiles;
use sigillo_adapters::ticket_mail::MailParser;
use sigillo_adapters::trust::TrustFolder;
use sigillo_adapters::zip_archive::ZipArchives;
use sigillo_app::{
    AccessTokens, AlertLinks, App, Entropy, KnownDevices, ReplyAddresses, ReplyKeys, SigningCodes,
    history,
};
use sigillo_storage::Db;
use sqlx::AssertSqlSafe;

pub use build::{Account, Domain, PASSWORD};
pub use client::{Answer, Client};
use contracts::TestDocuments;
pub use contracts::{SentContract, TestSeal, TestSms};
use database::TestDatabase;
pub use database::{EmptyDatabase, Engine, history_key, personal_secret, private_folder};
pub use mail_host::{Inside, TestMailHost};
pub use mail_log::TestMailLog;
pub use mailer::TestMailer;
pub use objects::{TestObjects, TestScanner, VIRUS, pdf};
pub use preserved_receipts::TestReceipt;
pub use registry::{address, tax_code, tax_code_variant, vat_number};
pub use signatures::{TestVerifier, signed_by};
pub use sla::{ProbeScript, TestProbe};
pub use table::{Row, rows};
pub use user::User;

/// Defines a test that runs on both engines: `on_both_engines! { async fn name(app: TestApp) { … }
/// }`.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident: TestApp) $body:block)*) => {$(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports, reason = "not every test needs all imports of its file")]
            use super::*;

            async fn test($app: $crate::TestApp) $body

            #[actix_web::test]
            async fn sqlite() {
                test($crate::TestApp::on($crate::Engine::Sqlite).await).await;
            }

            #[actix_web::test]
            async fn postgres() {
                test($crate::TestApp::on($crate::Engine::Postgres).await).await;
            }
        }
    )*};
}

/// The mailbox that answers to tickets come to.
pub const TICKET_MAILBOX: &str = "supporto@assistenza.example.it";

/// The service on a database of its own, with a clock that stands at [`TestApp::START`] until it is
/// moved and reproducible randomness.
pub struct TestApp {
    pub app: App,
    pub clock: Arc<ManualClock>,
    pub mailer: TestMailer,
    pub seal: Arc<TestSeal>,
    /// The gateway of short messages, for a test that takes it up.
    pub sms: Arc<TestSms>,
    pub objects: Arc<TestObjects>,
    database: TestDatabase,
}

impl TestApp {
    /// The microseconds are not zero, so that losing them is noticed.
    pub const START: DateTime<Utc> = DateTime::from_timestamp(1_767_258_000, 123_456_000).unwrap();

    pub async fn on(engine: Engine) -> Self {
        let database = TestDatabase::new(engine).await;
        let clock = Arc::new(ManualClock::at(Self::START));
        // The strength of the hash is not under test.
        let passwords = Argon2Passwords::cheapest().expect("a hash");
        let seal = Arc::new(TestSeal::default());
        let objects = Arc::<TestObjects>::default();
        let no_authorities = Arc::new(TrustFolder::new("/nowhere".into()));
        let app = App {
            db: database.db.clone(),
            clock: clock.clone(),
            entropy: Arc::new(SeededEntropy(Mutex::new(StdRng::seed_from_u64(7)))),
            passwords: Arc::new(passwords),
            access_tokens: Arc::new(AccessTokens::new(&[7; 32])),
            reply_keys: Arc::new(ReplyKeys::new(&[7; 32])),
            known_devices: Arc::new(KnownDevices::new(&[7; 32])),
            alert_links: Arc::new(AlertLinks::new(&[7; 32])),
            turns: Arc::default(),
            mail_host: None,
            contract_documents: Arc::new(TestDocuments),
            report_documents: Arc::new(ReportFiles),
            fact_sheets: Arc::new(PdfFactSheets),
            archives: Arc::new(ZipArchives),
            document_seal: Some(seal.clone()),
            sms: None,
            objects: Arc::new(SharedObjects(objects.clone())),
            virus_scanner: None,
            signature_verifier: no_authorities.clone(),
            signing_codes: Arc::new(SigningCodes::new(&[7; 32])),
            preservation: None,
            mail_reader: Arc::new(MailParser),
            receipt_reader: Arc::new(Receipts::new(no_authorities)),
            ticket_replies: Some(Arc::new(
                ReplyAddresses::new(&[7; 32], TICKET_MAILBOX).expect("an address"),
            )),
            table_writers: Arc::new(TableFiles),
            table_reader: Arc::new(TableFiles),
        };
        let mailer = TestMailer::default();
        Self { app, clock, mailer, seal, sms: Arc::default(), objects, database }
    }

    pub fn engine(&self) -> Engine {
        self.database.engine
    }

    /// The database's address, for other programs.
    pub fn url(&self) -> &str {
        &self.database.url
    }

    /// The number of rows of each table.
    pub async fn row_counts(&self) -> BTreeMap<String, i64> {
        match &self.app.db {
            Db::Sqlite { writer, .. } => count::rows(writer, count::SQLITE).await,
            Db::Postgres { pool, .. } => count::rows(pool, count::POSTGRES).await,
        }
    }

    /// The texts that a statement selects.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        match &self.app.db {
            Db::Sqlite { writer, .. } => sqlx::query_scalar(sql).fetch_all(writer).await,
            Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_all(pool).await,
        }
        .expect("the statement runs")
    }

    /// Another server on the same database, with its own connections and the same key and clock.
    pub async fn another_server(&self) -> App {
        let db = Db::open(self.url()).await.expect("the database opens");
        db.set_history_key(history_key());
        db.set_personal_secret(personal_secret());
        App { db, ..self.app.clone() }
    }

    /// Runs SQL statements behind the use cases' back, whether or not they change anything.
    pub async fn execute(&self, sql: &str) {
        let statements = || sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let outcome = match &self.app.db {
            Db::Sqlite { writer, .. } => statements().execute(writer).await.map(drop),
            Db::Postgres { pool, .. } => statements().execute(pool).await.map(drop),
        };
        outcome.unwrap_or_else(|error| panic!("{error}: {sql}"));
    }

    /// Seals everything that was recorded in the history's log, as the worker does.
    pub async fn seal_history(&self) {
        while history::seal_log(&self.app).await.expect("the log is sealed") > 0 {}
    }

    /// Changes the database behind the use cases' back.
    pub async fn tamper(&self, sql: &'static str) {
        let touched = match &self.app.db {
            Db::Sqlite { writer, .. } => {
                sqlx::query(sql).execute(writer).await.map(|done| done.rows_affected())
            }
            Db::Postgres { pool, .. } => {
                sqlx::query(sql).execute(pool).await.map(|done| done.rows_affected())
            }
        };
        assert!(touched.expect("the statement runs") > 0, "the statement changes nothing: {sql}");
    }
}

struct SeededEntropy(Mutex<StdRng>);

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().expect("no test panics while it draws").fill_bytes(bytes);
    }
}
