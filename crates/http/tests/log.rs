//! The content of the log. This test has its own process because the subscriber's cached interests
//! are global to a process.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::json;
use sigillo_http::Settings;
use sigillo_testkit::{Engine, PASSWORD, TestApp};

/// Collects the log.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[actix_web::test]
async fn secrets_and_names_are_not_logged() {
    let kept = Kept::default();
    let writer = kept.clone();
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(log);
    let app = TestApp::on(Engine::Sqlite).await;
    let account = app.operator("gestore").await;
    let credentials = json!({"username": "gestore", "password": PASSWORD});
    app.post("/api/v1/sessions").json(&credentials).expect(201).await;
    app.get("/api/v1/mailboxes?q=cognome").by(&account).expect(200).await;
    let refresh = app.post("/api/v1/sessions/refresh");
    refresh.cookie("sigillo_refresh", &account.refresh_token).expect(200).await;
    for is_bare_loopback in [false, true, true] {
        let settings = Settings { is_bare_loopback, ..Settings::default() };
        app.get("/api/v1/info").settings(settings.clone()).expect(200).await;
        let request = app.get("/api/v1/info").header("x-forwarded-proto", "https");
        request.settings(settings).expect(200).await;
    }
    drop(guard);
    let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("answered"), "the log is collected");
    let statements = |line: &&str| !line.contains("sqlx::query");
    let own: Vec<_> = text.lines().filter(statements).collect();
    for secret in [PASSWORD, &account.access_token, &account.refresh_token, "cognome"] {
        assert!(!own.iter().any(|line| line.contains(secret)), "{secret}");
    }
    // A proxy before a panel that does not know its public address is noticed, once.
    assert_eq!(text.matches("SIGILLO_PUBLIC_URL is not set").count(), 1);
    // Even at the trace level the logged statements do not show their values.
    assert!(!text.contains(PASSWORD) && !text.contains(&account.refresh_token));
}
