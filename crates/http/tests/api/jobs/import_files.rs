//! Importing files as people have them: headings of their own, faulty cells, sheets, compressed
//! uploads.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::{Value, json};
use sigillo_testkit::{Account, Client, TestApp, on_both_engines};

use super::import::{checked_import, upload};
use super::{DOMAIN, counts, get, mailbox, path, rows, run, setting, work};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn upload_book(app: &TestApp, by: &Account, book: &mut Workbook, query: &str) -> Client {
    let path = format!("/api/v1/imports?domain={DOMAIN}{query}");
    app.post(&path).by(by).raw(XLSX, book.save_to_buffer().expect("a workbook"))
}

fn held(job: &Value) -> Vec<Value> {
    let columns = job["import"]["columns"].as_array().expect("columns");
    columns.iter().map(|column| column["holds"]["field"].clone()).collect()
}

/// The rows of a job as the API lists them.
async fn listed(app: &TestApp, by: &Account, job: &Value) -> Vec<Value> {
    let page = app.get(&format!("{}/rows?limit=200", path(job))).by(by).expect(200).await.body;
    page["items"].as_array().expect("rows").clone()
}

fn map(app: &TestApp, by: &Account, job: &Value, columns: &Value) -> Client {
    let version = job["version"].as_i64().expect("a version");
    let request = app.patch(&format!("{}/mapping", path(job))).by(by).if_match(version);
    request.json(&json!({"columns": columns}))
}

/// Everything that the database holds of a job and its rows.
async fn stored(app: &TestApp, job: &Value) -> String {
    let id: sigillo_domain::id::JobId = job["id"].as_str().expect("an id").parse().expect("an id");
    let mut on = app.app.db.read().await.expect("a connection");
    let rows = sigillo_storage::job_rows::list(&mut on, id, None, 0, 1000).await.expect("rows");
    let job = sigillo_storage::jobs::find(&mut on, id).await.expect("a job").expect("a job");
    format!("{rows:?}\n{}", job.request)
}

on_both_engines! {
    async fn a_bad_email_fails_its_row_and_no_other(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        for heading in ["email", "E-mail", "Posta elettronica", "Mail referente"] {
            let file = format!("casella;{heading}\nuno;uno@example.org\ndue;due@example\n");
            let job = checked_import(&app, &rosa, &file).await;
            assert_eq!(held(&job), ["address", "communication_email"], "{heading}");
            assert_eq!(rows(&app, &rosa, &job).await, ["uno to_do -", "- failed validation"]);
            let faulty = &listed(&app, &rosa, &job).await[1]["errors"];
            assert_eq!(faulty[0]["pointer"], "/communication_email");
            assert_eq!(faulty[0]["code"], "invalid_email");
        }
    }

    async fn a_panels_own_headings_are_recognised(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = "Utente PEC;Recapito;Spazio\n\
            anagrafe.comune;anagrafe@example.org;2 GB\ntributi.comune;tributi@example.org;1 GB\n";
        let job = checked_import(&app, &rosa, file).await;
        assert_eq!(held(&job), ["local_part", "communication_email", "quota_mb"]);
        assert_eq!(rows(&app, &rosa, &job).await, ["anagrafe.comune to_do -", "tributi.comune to_do -"]);
    }

    async fn a_missing_or_implausible_required_column_waits_for_a_person(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        for (file, why) in [
            ("casella;quota\nuno;100 MB\ndue;100 MB\n", "no column holds the e-mail"),
            ("sede;casella;email\nuno@pec.example.it;Via Roma 1;uno@example.org\n\
              due@pec.example.it;Via Po 2;due@example.org\n", "the mailboxes are street addresses"),
            ("casella;email\nuno;Mario Rossi\ndue;Ugo Neri\n", "the e-mails are names"),
            ("casella;dominio;email\nuno;Comune di X;uno@example.org\ndue;Comune di X;due@example.org\n",
             "the domains are names"),
            ("casella;email\nuno@example.org;uno@pec.example.it\ndue@example.org;due@pec.example.it\n",
             "the columns are swapped: no mailbox is of the domain"),
            ("sigla;scrivere a\nuno.comune;uno@example.org\ndue.comune;due@example.org\n",
             "the headings are unknown, so the values were a guess"),
        ] {
            let job = checked_import(&app, &rosa, file).await;
            assert_eq!(job["state"], "mapping", "{why}: {job:#}");
        }
    }

    async fn the_domain_of_the_import_tells_the_mailboxes_from_the_emails(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        // The e-mails share a domain too, and come first.
        let file = "uno@example.org;uno@pec.example.it\ndue@example.org;due@pec.example.it\n";
        let job = checked_import(&app, &rosa, file).await;
        assert_eq!(held(&job), ["communication_email", "address"]);
        assert_eq!(rows(&app, &rosa, &job).await, ["uno to_do -", "due to_do -"]);
    }

    async fn no_cell_of_a_password_column_is_ever_stored(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        for heading in [
            "Password", "Password PEC", "Nuova password", "password_attuale", "PASSWORD (provvisoria)",
            "Pwd utente", "psw", "Passwd", "Hash password", "Parola d'ordine", "Parola chiave",
            "PIN", "Codice segreto", "user_pass", "Pass", "Credenziali", "Passphrase", "p.w.", "pw",
            "Codice di accesso", "codice accesso", "Chiave", "chiave di accesso", "segreto", "Access code",
        ] {
            // The second row has one separator too many, which shifts its cells.
            let file = format!("casella;email;{heading};note\n\
                uno;uno@example.org;segreta.uno;x\ndue;due@example.org;segreta.due;segreta.tre;x;y\n");
            let job = checked_import(&app, &rosa, &file).await;
            assert_eq!(job["import"]["columns"][2]["holds"]["field"], "password", "{heading}");
            let stored = stored(&app, &job).await;
            assert!(!stored.contains("segreta"), "{heading}: {stored}");
            assert_eq!(rows(&app, &rosa, &job).await, ["uno to_do -", "- failed validation"]);
        }
    }

    async fn no_part_of_a_password_with_a_separator_is_stored(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        for (file, why) in [
            ("casella;email;password\nuno;uno@example.org;segreta;segretb\n", "every row has one cell too many"),
            ("casella;password;email\nuno;segreta;segretb;uno@example.org\ndue;segreta;due@example.org\n",
             "the cells after it are shifted"),
            ("casella;password;email;note\nuno;segreta;segretb;uno@example.org\n\
              due;segreta;due@example.org;x\n", "Excel dropped the last cell"),
            ("casella;email;password;note\nuno;uno@example.org;segreta;segretb;\n", "the last cell is empty"),
            ("casella;email;p.w.;\nuno;uno@example.org;segreta;segretb;x\n", "the headings end in a separator"),
            ("uno@pec.example.it;uno@example.org;{PLAIN}segreta;segretb\n\
              due@pec.example.it;due@example.org;{PLAIN}segreta\n\
              tre@pec.example.it;tre@example.org;{PLAIN}segreta\n", "there are no headings"),
        ] {
            let job = checked_import(&app, &rosa, file).await;
            let stored = stored(&app, &job).await;
            assert!(!stored.contains("segret"), "{why}: {stored}");
            assert!(rows(&app, &rosa, &job).await.contains(&"- failed validation".to_owned()), "{why}");
            let held = held(&job);
            assert_eq!(held.iter().filter(|field| **field == "password").count(), 1, "{why}");
        }
        // A row that is not shifted keeps its faulty cell, so that it can be corrected.
        let file = "casella;email;password\nuno;uno@example;segreta\n";
        let job = checked_import(&app, &rosa, file).await;
        assert_eq!(listed(&app, &rosa, &job).await[0]["cells"], json!(["uno", "uno@example", ""]));
    }

    async fn a_password_that_is_named_by_hand_leaves_no_part_either(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = "casella;codice;email\nuno;segreta;segretb;uno@example.org\ndue;segreta;segretb;due@example.org\n";
        let job = checked_import(&app, &rosa, file).await;
        let columns = json!([{"field": "address"}, {"field": "password"}, {"field": "communication_email"}, null]);
        map(&app, &rosa, &job, &columns).expect(200).await;
        let stored = stored(&app, &job).await;
        assert!(!stored.contains("segret"), "{stored}");
        work(&app).await;
        assert_eq!(rows(&app, &rosa, &job).await, ["- failed validation", "- failed validation"]);
    }

    async fn cells_past_the_headings_are_not_stored(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = "casella;email\nuno;uno@example.org;privato\ndue;due@example.org\ntre;tre@example.org\n";
        let job = checked_import(&app, &rosa, file).await;
        let stored = stored(&app, &job).await;
        assert!(!stored.contains("privato"), "{stored}");
        let all = listed(&app, &rosa, &job).await;
        assert_eq!(all[0]["errors"][0]["code"], "cell_count");
        assert_eq!(rows(&app, &rosa, &job).await, ["- failed validation", "due to_do -", "tre to_do -"]);
    }

    async fn what_is_not_used_of_a_file_is_told(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Caselle").unwrap();
        sheet.write_row(0, 0, ["Casella", "E-mail", "GB", "E-mail 2", "Conservazione"]).unwrap();
        sheet.write_row(1, 0, ["uno", "a@example.org", "2", "b@example.org", "sì"]).unwrap();
        sheet.set_column_hidden(3).unwrap();
        sheet.set_column_hidden(4).unwrap();
        book.add_worksheet().set_name("Bozza").unwrap().set_hidden(true);
        let job = upload_book(&app, &rosa, &mut book, "").expect(202).await.body;
        assert_eq!(held(&job), [
            json!("address"), json!("communication_email"), json!(null), json!(null), json!("preservation"),
        ]);
        let columns = job["import"]["columns"].as_array().unwrap();
        let hidden: Vec<_> = columns.iter().map(|column| column["hidden"].as_bool().unwrap()).collect();
        assert_eq!(hidden, [false, false, false, true, true]);
        assert_eq!(job["import"]["hidden_sheets"], json!(["Bozza"]));
    }

    async fn a_truth_value_or_an_error_of_a_sheet_names_no_mailbox(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["Casella", "E-mail"]).unwrap();
        sheet.write(1, 0, true).unwrap();
        sheet.write(2, 0, false).unwrap();
        sheet.write(3, 0, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write(4, 0, "vero").unwrap();
        sheet.write(5, 0, "uno").unwrap();
        for row in 1..6 {
            sheet.write(row, 1, format!("{row}@example.org")).unwrap();
        }
        let job = upload_book(&app, &rosa, &mut book, "").expect(202).await.body;
        work(&app).await;
        let failed = "- failed validation";
        assert_eq!(rows(&app, &rosa, &job).await, [failed, failed, failed, failed, "uno to_do -"]);
        let all = listed(&app, &rosa, &job).await;
        for row in &all[..4] {
            assert_eq!(row["errors"][0]["pointer"], "/local_part", "{row}");
        }
        assert_eq!(all[0]["cells"][0], "TRUE");
        let job = run(&app, &rosa, &get(&app, &rosa, &job).await, json!({})).await;
        assert_eq!(counts(&job), [0, 0, 0, 4, 1]);
    }

    async fn passwords_are_recognised_by_their_values_too(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        for file in [
            "casella;email;accesso\nuno;uno@example.org;Xk93-vTq2\ndue;due@example.org;aR7!pplmQ\n",
            "uno@pec.example.it;uno@example.org;Xk93-vTq2\ndue@pec.example.it;due@example.org;aR7!pplmQ\n",
            "casella;email;x\nuno;uno@example.org;{SHA512-CRYPT}$6$a$b\ndue;due@example.org;$6$aR7!pplmQ$b\n",
        ] {
            let job = checked_import(&app, &rosa, file).await;
            let stored = stored(&app, &job).await;
            assert!(!stored.contains("Xk93") && !stored.contains("aR7!"), "{stored}");
            assert_eq!(job["import"]["columns"][2]["holds"]["field"], "password");
        }
    }

    async fn naming_a_password_column_by_hand_erases_its_cells(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = "casella;email;nota\nuno;uno@example.org;segreta uno\ndue;due@example.org;segreta due;segreta tre\n";
        let job = checked_import(&app, &rosa, file).await;
        assert!(stored(&app, &job).await.contains("segreta uno"));
        let [name, email] = ["address", "communication_email"].map(|field| json!({"field": field}));
        let columns = json!([name, email, {"field": "password"}]);
        let stale = app.patch(&format!("{}/mapping", path(&job))).by(&rosa).if_match(99);
        stale.json(&json!({"columns": columns})).expect(412).await;
        let changed = map(&app, &rosa, &job, &columns).expect(200).await.body;
        assert_eq!(changed["import"]["columns"][2]["samples"], json!([]));
        assert!(!stored(&app, &job).await.contains("segreta"));
        // Naming it otherwise brings nothing back.
        let back = json!([name, email, null]);
        map(&app, &rosa, &changed, &back).expect(200).await;
        work(&app).await;
        let job = get(&app, &rosa, &job).await;
        assert!(!stored(&app, &job).await.contains("segreta"));
        assert_eq!(rows(&app, &rosa, &job).await, ["uno to_do -", "- failed validation"]);
    }

    async fn rows_whose_last_cells_excel_dropped_are_imported(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = "casella;email;quota (MB);conservazione\nuno;uno@example.org\n\
            due;due@example.org;500\ntre\nquattro;quattro@example.org;;;in più\n";
        let job = checked_import(&app, &rosa, file).await;
        assert_eq!(rows(&app, &rosa, &job).await, [
            "uno to_do -", "due to_do -", "- failed validation", "- failed validation",
        ]);
        let all = listed(&app, &rosa, &job).await;
        assert_eq!(all[2]["errors"][0]["pointer"], "/communication_email");
        assert_eq!(all[3]["errors"][0]["code"], "cell_count");
    }

    async fn a_unit_that_is_not_certain_waits_for_a_person(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let import = async |heading: &str, quotas: [&str; 2]| {
            let file = format!("casella;email;{heading}\nuno;uno@example.org;{}\ndue;due@example.org;{}\n",
                quotas[0], quotas[1]);
            let job = checked_import(&app, &rosa, &file).await;
            let unit = job["import"]["columns"][2]["holds"]["unit"].as_str().unwrap().to_owned();
            (job["state"].as_str().unwrap().to_owned(), unit)
        };
        for (heading, quotas, state, unit) in [
            ("quota", ["1000", "2000"], "ready", "megabytes"),
            ("quota", ["1048576000", "2097152000"], "ready", "bytes"),
            // No limit, in other panels.
            ("quota", ["0", "2097152000"], "ready", "bytes"),
            ("quota", ["0", "0"], "ready", "megabytes"),
            ("quota", ["1 GB", "500 MB"], "ready", "megabytes"),
            ("quota (KB)", ["1048576", "2097152"], "ready", "kilobytes"),
            ("quota", ["1048576", "2097152"], "mapping", "kilobytes"),
            ("quota", ["1", "2"], "mapping", "gigabytes"),
            ("quota", ["1000", "2097152000"], "mapping", "megabytes"),
        ] {
            let expected = (state.to_owned(), unit.to_owned());
            assert_eq!(import(heading, quotas).await, expected, "{heading} {quotas:?}");
        }
    }

    async fn what_a_sheet_shows_is_imported(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Elenco delle caselle richieste").unwrap();
        for (column, heading) in (0..).zip(["Casella", "E-mail", "Quota"]) {
            sheet.write(2, column, heading).unwrap();
        }
        sheet.write_with_format(3, 0, 123, &Format::new().set_num_format("00000")).unwrap();
        sheet.write(3, 1, "uno@example.org").unwrap();
        sheet.write_with_format(3, 2, 2, &Format::new().set_num_format("0\" GB\"")).unwrap();
        let job = upload_book(&app, &rosa, &mut book, "").expect(202).await.body;
        work(&app).await;
        let job = get(&app, &rosa, &job).await;
        assert_eq!(rows(&app, &rosa, &job).await, ["00123 to_do -"]);
        run(&app, &rosa, &job, json!({})).await;
        assert_eq!(mailbox(&app, &rosa, "00123").await["quota_mb"], 2048);
    }

    async fn a_person_chooses_among_sheets_and_about_hidden_rows(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let book = || {
            let mut book = Workbook::new();
            book.add_worksheet().set_name("Note").unwrap().write(0, 0, "Da completare").unwrap();
            for (sheet, name) in [("Gennaio", "uno"), ("Febbraio", "due")] {
                let sheet = book.add_worksheet().set_name(sheet).unwrap();
                sheet.write_row(0, 0, ["Casella", "E-mail"]).unwrap();
                sheet.write_row(1, 0, [name, "a@example.org"]).unwrap();
                sheet.write_row(2, 0, ["nascosta", "b@example.org"]).unwrap();
                sheet.set_row_hidden(2).unwrap();
            }
            book
        };
        let refused = upload_book(&app, &rosa, &mut book(), "").expect(422).await;
        assert_eq!((refused.code(), refused.faults()), ("import_choice_required", vec!["sheet required".to_owned()]));
        assert_eq!(refused.body["choices"]["sheets"], json!(["Gennaio", "Febbraio"]));
        let refused = upload_book(&app, &rosa, &mut book(), "&sheet=Febbraio").expect(422).await;
        assert_eq!((refused.code(), refused.faults()), ("import_choice_required", vec!["hidden_rows required".to_owned()]));
        assert_eq!(refused.body["choices"]["hidden_rows"], 1);
        for (choice, expected) in [("skip", vec!["due to_do -"]), ("include", vec!["due to_do -", "nascosta to_do -"])] {
            let query = format!("&sheet=Febbraio&hidden_rows={choice}");
            let job = upload_book(&app, &rosa, &mut book(), &query).expect(202).await.body;
            assert_eq!(job["import"]["sheet"], "Febbraio");
            work(&app).await;
            assert_eq!(rows(&app, &rosa, &job).await, expected);
        }
        let faults = upload_book(&app, &rosa, &mut book(), "&sheet=Marzo&hidden_rows=x").expect(422).await.faults();
        assert_eq!(faults, ["hidden_rows unknown"]);
        let faults = upload_book(&app, &rosa, &mut book(), "&sheet=Marzo").expect(422).await.faults();
        assert_eq!(faults, ["sheet unknown"]);
        assert_eq!(app.get("/api/v1/jobs").by(&rosa).expect(200).await.body["items"].as_array().unwrap().len(), 2);
    }

    async fn a_compressed_upload_is_read_and_an_unknown_coding_refused(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = b"casella;email di contatto\nuno;uno@example.org\n";
        let mut gzip = GzEncoder::new(vec![], Compression::default());
        gzip.write_all(file).unwrap();
        let gzip = gzip.finish().unwrap();
        let send = |coding: &str, bytes: &[u8]| {
            let path = format!("/api/v1/imports?domain={DOMAIN}");
            app.post(&path).by(&rosa).raw("text/csv", bytes.to_vec()).header("content-encoding", coding)
        };
        for (coding, bytes) in [("gzip", &*gzip), ("x-gzip", &gzip), ("GZIP", &gzip), ("identity", file)] {
            let job = send(coding, bytes).expect(202).await.body;
            assert_eq!(job["total"], 1, "{coding}");
        }
        for coding in ["zstd", "compress", "gzip, gzip", "pippo"] {
            let refused = send(coding, file).expect(415).await;
            assert_eq!(refused.code(), "unsupported_media_type", "{coding}");
            assert_eq!(refused.header("accept-encoding"), Some("gzip, deflate, br"), "{coding}");
        }
        assert_eq!(send("gzip", file).expect(400).await.code(), "malformed");
        let json = app.post("/api/v1/mailboxes").by(&rosa).json(&json!({})).header("content-encoding", "pippo");
        assert_eq!(json.expect(415).await.code(), "unsupported_media_type");
        // The limit holds for what is unpacked.
        let mut bomb = GzEncoder::new(vec![], Compression::fast());
        bomb.write_all(&vec![b'a'; 40 << 20]).unwrap();
        assert_eq!(send("gzip", &bomb.finish().unwrap()).expect(413).await.code(), "payload_too_large");
    }

    async fn the_dry_run_shows_every_value_and_the_text_of_each_row(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = "casella;email;quota (GB);password\nuno;UNO@example.org;1,5;segreta\ndue;due;tanta;segreta\ntre;tre@example.org;;segreta\n";
        let job = checked_import(&app, &rosa, file).await;
        let all = listed(&app, &rosa, &job).await;
        assert_eq!(all[0]["values"], json!({
            "communication_email": "UNO@example.org", "quota_mb": 1536, "soft_limit_mb": 1228, "preservation": false,
            "holder": null,
            "plan": null, "reseller": null,
        }));
        assert_eq!(all[1]["values"], json!(null));
        assert_eq!(all[1]["cells"], json!(["due", "due", "tanta", ""]));
        let defaults = app.post("/api/v1/mailboxes").by(&rosa).json(&json!({
            "domain": DOMAIN, "local_part": "form", "communication_email": "a@example.org",
        })).expect(201).await.body;
        for field in ["quota_mb", "soft_limit_mb", "preservation"] {
            assert_eq!(all[2]["values"][field], defaults[field], "{field}");
        }
        let job = run(&app, &rosa, &job, json!({})).await;
        assert_eq!(counts(&job), [0, 0, 0, 1, 2]);
        let uno = mailbox(&app, &rosa, "uno").await;
        for field in ["communication_email", "quota_mb", "soft_limit_mb", "preservation"] {
            assert_eq!(uno[field], all[0]["values"][field], "{field}");
        }
    }

    async fn a_column_of_other_sizes_can_be_told_its_unit(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let job = upload(&app, &rosa, "casella;email;quota\nuno;uno@example.org;1048576\n").expect(202).await.body;
        assert_eq!((job["state"].as_str(), job["import"]["columns"][2]["doubt"].as_str()), (Some("mapping"), Some("unit")));
        let [name, email] = ["address", "communication_email"].map(|field| json!({"field": field}));
        let columns = json!([name, email, {"field": "quota_mb", "unit": "kilobytes"}]);
        let job = map(&app, &rosa, &job, &columns).expect(200).await.body;
        assert_eq!(job["import"]["columns"][2]["doubt"], json!(null));
        work(&app).await;
        assert_eq!(listed(&app, &rosa, &job).await[0]["values"]["quota_mb"], 1024);
    }
}
