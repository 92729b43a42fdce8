use std::sync::Arc;

use serde_json::json;
use sigillo_testkit::{TestScanner, VIRUS, on_both_engines};

use super::*;

fn mixed(parts: &[(&str, &str)]) -> String {
    let parts = parts.iter().map(|(headers, content)| format!("--b\n{headers}\n\n{content}\n"));
    format!("{}--b--\n", parts.collect::<Vec<_>>().concat())
}

const MIXED: &str = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n";

on_both_engines! {
    async fn files_come_by_the_rules_of_uploads(app: TestApp) {
        let mut app = app;
        app.app.virus_scanner = Some(Arc::new(TestScanner::default()));
        let office = office(&app).await;
        let (path, notice) = asked(&app, &office).await;
        let attached = "Content-Disposition: attachment; filename";
        let body = mixed(&[
            ("Content-Type: text/plain", "Ecco gli allegati"),
            (&format!("Content-Type: text/csv\n{attached}=conti.csv"), "=cmd|' /C calc'!A0"),
            (&format!("Content-Type: text/plain\n{attached}=../../infetto.txt"), VIRUS),
            ("Content-Type: text/calendar; method=REQUEST", "BEGIN:VCALENDAR\nEND:VCALENDAR"),
        ]);
        let mail = Mail { to: reply_to(&notice), headers: MIXED, body: &body, ..Mail::default() };
        assert!(matches!(take(&app.app, 1, mail).await, TakenIn::Answered(_)));
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        let names: Vec<_> = ticket["attachments"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
        assert_eq!(names, ["conti.csv", "allegato-3.ics"]);
        assert_eq!(ticket["attachments"][0]["message_id"], ticket["messages"][1]["id"]);
        assert_eq!(ticket["messages"][1]["text"], "Ecco gli allegati\n\nAllegati non accolti: infetto.txt (contiene un virus)");
        let history = app.get(&format!("{path}/history")).by(&office.rosa).expect(200).await.body;
        assert_eq!(history["items"][0]["action"], "document_refused");
        check_history(&app).await;
    }

    async fn a_file_of_thirty_megabytes_is_told_and_left_out(app: TestApp) {
        let office = office(&app).await;
        let (path, notice) = asked(&app, &office).await;
        let large = "x".repeat(sigillo_domain::document::MAX_BYTES + 1);
        let file = "Content-Type: text/plain\nContent-Disposition: attachment; filename=grande.txt";
        let body = mixed(&[("Content-Type: text/plain", "In allegato"), (file, &large)]);
        let mail = Mail { to: reply_to(&notice), headers: MIXED, body: &body, ..Mail::default() };
        assert!(matches!(take(&app.app, 1, mail).await, TakenIn::Answered(_)));
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        assert_eq!(ticket["messages"][1]["text"], "In allegato\n\nAllegati non accolti: grande.txt (troppo grande)");
        assert_eq!(ticket["attachments"], json!([]));
    }

    async fn a_long_answer_is_kept_whole_as_a_file(app: TestApp) {
        let office = office(&app).await;
        let (path, notice) = asked(&app, &office).await;
        let long = "parola ".repeat(5000);
        let mail = Mail { to: reply_to(&notice), body: &long, ..Mail::default() };
        assert!(matches!(take(&app.app, 1, mail).await, TakenIn::Answered(_)));
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        assert!(ticket["messages"][1]["text"].as_str().unwrap().ends_with('…'));
        let file = &ticket["attachments"][0];
        assert_eq!((&file["name"], &file["bytes"]), (&json!("messaggio.txt"), &json!(long.trim().len())));
        // What it quotes is not what makes it long.
        let quoting = format!("Breve\n> {}", "citata ".repeat(5000));
        let mail = Mail { to: reply_to(&notice), body: &quoting, ..Mail::default() };
        assert!(matches!(take(&app.app, 2, mail).await, TakenIn::Answered(_)));
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        assert!(ticket["messages"][2]["text"].as_str().unwrap().starts_with("Breve\n> citata"));
        assert_eq!(ticket["attachments"].as_array().map(Vec::len), Some(1));
        check_history(&app).await;
    }

    async fn of_html_the_text_alone_is_kept(app: TestApp) {
        let office = office(&app).await;
        let (path, notice) = asked(&app, &office).await;
        let headers = "Content-Type: text/html; charset=klingon\n";
        let body = "<p>Non <b>funziona</b></p><script type='text/javascript'>alert(1)</script><img src=x onerror=alert(2)>";
        let mail = Mail { to: reply_to(&notice), headers, body, ..Mail::default() };
        assert!(matches!(take(&app.app, 1, mail).await, TakenIn::Answered(_)));
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        assert_eq!(ticket["messages"][1]["text"], "Non funziona");
        // What is in no known form is refused, and nothing breaks.
        for (uid, raw) in [(2, vec![]), (3, vec![0xff; 100]), (4, b"\r\n\r\n".to_vec())] {
            let taken = take_in(&app.app, received(uid, raw)).await.unwrap();
            assert!(matches!(taken, TakenIn::Refused(_)), "{taken:?}");
        }
    }
}
