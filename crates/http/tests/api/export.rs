//! The list as a file: its rows, its order.

use sigillo_testkit::{Account, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";

async fn setting(app: &TestApp) -> Account {
    let domain = app.domain(DOMAIN).await;
    for name in ["anna", "giovanna", "anna.verdi", "luca"] {
        app.mailbox(DOMAIN, name).await;
    }
    app.postmaster("rosa", domain.organization_id).await
}

async fn csv(app: &TestApp, by: &Account, parameters: &str) -> Vec<String> {
    let path = format!("/api/v1/mailboxes/export?format=csv&domain={DOMAIN}&{parameters}");
    let answer = app.get(&path).by(by).expect(200).await;
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&answer.bytes[3..]);
    reader.records().map(|record| record.expect("a record")[0].to_owned()).collect()
}

async fn listed(app: &TestApp, by: &Account, parameters: &str) -> Vec<String> {
    let path = format!("/api/v1/mailboxes?domain={DOMAIN}&{parameters}");
    let answer = app.get(&path).by(by).expect(200).await;
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|item| item["local_part"].as_str().unwrap().to_owned()).collect()
}

on_both_engines! {
    async fn a_csv_has_the_rows_of_the_list_in_its_order(app: TestApp) {
        let rosa = setting(&app).await;
        for parameters in ["", "q=anna", "sort=-address", "q=anna&sort=-created_at", "state=disabled"] {
            let (file, list) = (csv(&app, &rosa, parameters).await, listed(&app, &rosa, parameters).await);
            let names: Vec<_> = file.iter().map(|cell| cell.split('@').next().unwrap()).collect();
            assert_eq!(names, list, "{parameters}");
        }
    }

    async fn each_format_says_what_it_is(app: TestApp) {
        let rosa = setting(&app).await;
        for (format, media_type, magic) in [
            ("csv", "text/csv; charset=utf-8", &b"\xEF\xBB\xBF"[..]),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
            ("pdf", "application/pdf", b"%PDF-"),
        ] {
            let path = format!("/api/v1/mailboxes/export?format={format}&domain={DOMAIN}");
            let answer = app.get(&path).by(&rosa).expect(200).await;
            assert_eq!(answer.header("content-type"), Some(media_type));
            let name = format!("attachment; filename=\"caselle-{DOMAIN}-2026-01-01.{format}\"");
            assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
            assert!(answer.bytes.starts_with(magic), "{format}");
        }
    }

    async fn what_cannot_be_read_names_its_parameter(app: TestApp) {
        let rosa = setting(&app).await;
        for (parameters, fault) in [
            ("format=doc", "format unknown"),
            ("", "format required"),
            ("format=csv&lang=fr", "lang unknown"),
            ("format=csv&sort=colour", "sort unknown"),
            ("format=csv&limit=5", "limit not_expected"),
        ] {
            let path = format!("/api/v1/mailboxes/export?{parameters}");
            assert_eq!(app.get(&path).by(&rosa).expect(422).await.faults(), [fault], "{parameters}");
        }
    }

    async fn an_empty_list_is_a_file_all_the_same(app: TestApp) {
        let rosa = setting(&app).await;
        assert!(csv(&app, &rosa, "q=nessuno").await.is_empty());
    }
}
