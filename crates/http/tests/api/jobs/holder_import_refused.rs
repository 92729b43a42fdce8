//! Importing holders without mailboxes: who may not, which files are refused, and what happens to requests
//! that are sent again.

use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::on_both_engines;

use super::holder_import::{
    ADDRESS, COMPANY, HOLDERS, IMPORTS, NO_ADDRESS, NO_COMPANY, checked, expect_verified, file,
    imported, items, outcomes, row, row_of_zoe, tax_code, upload,
};
use super::{counts, get, path, run, setting, work};

on_both_engines! {
    async fn a_file_that_is_not_a_table_is_refused_with_the_reason(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let bring = |media_type: &str, bytes: &[u8]| {
            app.post(IMPORTS).by(&rosa).raw(media_type, bytes.to_vec())
        };
        assert_eq!(bring("text/csv", b"%PDF-1.7").expect(422).await.code(), "file_not_readable");
        assert_eq!(bring("text/csv", b"").expect(422).await.code(), "rows_out_of_range");
        assert_eq!(bring("text/csv", b"nome;cognome;codice fiscale\n").expect(422).await.code(), "rows_out_of_range");
        assert_eq!(bring("text/plain", b"a;b").expect(415).await.code(), "unsupported_media_type");
        let name = "x".repeat(256);
        let faults = app.post(&format!("{IMPORTS}?file_name={name}")).by(&rosa);
        assert_eq!(faults.raw("text/csv", row_of_zoe().into_bytes()).expect(422).await.faults(), ["file_name too_long"]);
    }

    async fn a_file_without_tax_codes_waits_for_a_person(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = format!("Nome;Cognome;Sigla;Quota\nZoè;Tàlamo;{};x\nUgo;Prova;y;x\nIda;Neri;z;x\n", tax_code("Zoè", "Tàlamo"));
        let job = upload(&app, &rosa, &file).expect(202).await.body;
        assert_eq!(job["state"], "mapping");
        work(&app).await;
        let map = |columns: Value, version: i64| {
            let request = app.patch(&format!("{}/mapping", path(&job))).by(&rosa).if_match(version);
            request.json(&json!({"columns": columns}))
        };
        let field = |name: &str| json!({"field": name});
        let [given, family, code] = ["given_name", "family_name", "tax_code"].map(field);
        assert_eq!(map(json!([given, family, null, null]), 1).expect(422).await.faults(), ["/columns required"]);
        assert_eq!(map(json!([given, code, code, null]), 1).expect(422).await.faults(), ["/columns/2 taken"]);
        let foreign = json!([given, family, code, field("quota_mb")]);
        assert_eq!(map(foreign, 1).expect(422).await.faults(), ["/columns/3 not_expected"]);
        assert_eq!(map(json!([given, family, code, null]), 2).expect(412).await.code(), "stale");
        map(json!([given, family, code, null]), 1).expect(200).await;
        work(&app).await;
        let job = get(&app, &rosa, &job).await;
        assert_eq!((job["state"].as_str(), counts(&job)), (Some("ready"), [0, 1, 0, 2, 0]));
    }

    async fn passwords_in_the_file_are_not_stored(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = format!("Nome;Cognome;Codice fiscale;Password;Via\nZoè;Tàlamo;{};segreta;x\n", tax_code("Zoè", "Tàlamo"));
        let job = checked(&app, &rosa, &file).await;
        assert_eq!(job["import"]["columns"][3]["samples"], json!([]));
        let mut on = app.app.db.read().await.unwrap();
        let id = job["id"].as_str().unwrap().parse().unwrap();
        let rows = sigillo_storage::job_rows::list(&mut on, id, None, 0, 100).await.unwrap();
        assert!(rows.iter().all(|row| !row.cells.as_deref().unwrap().contains("segreta")));
    }

    async fn importing_holders_needs_the_create_permission(app: TestApp) {
        let (domain, rosa) = setting(&app, &[]).await;
        let ugo = app.assistant("ugo", &domain, &[Permission::View, Permission::Edit]).await;
        let all = file(&[row_of_zoe()]);
        assert_eq!(upload(&app, &ugo, &all).expect(403).await.code(), "forbidden");
        app.post(IMPORTS).raw("text/csv", all.clone().into_bytes()).expect(401).await;
        // Whoever may create holders but not change them adds nothing to those that are there.
        let tea = app.assistant("tea", &domain, &[Permission::View, Permission::Create]).await;
        imported(&app, &rosa, &file(&[row("Zoè", "Tàlamo", NO_ADDRESS, NO_COMPANY)])).await;
        let both = file(&[row_of_zoe(), row("Ugo", "Prova", ADDRESS, COMPANY)]);
        let job = checked(&app, &tea, &both).await;
        assert_eq!(outcomes(&app, &tea, &job).await, ["failed forbidden", "to_do holder address company"]);
        let job = run(&app, &tea, &job, json!({})).await;
        assert_eq!(counts(&job), [0, 0, 0, 1, 1]);
        let rest = app.get(&format!("{}/failures", path(&job))).by(&tea).expect(200).await;
        let rest = String::from_utf8(rest.bytes.to_vec()).unwrap();
        assert!(rest.contains("Il titolare è già registrato e non hai i permessi per modificarlo"), "{rest}");
        assert_eq!(outcomes(&app, &rosa, &checked(&app, &rosa, &both).await).await, ["to_do address company", "unchanged"]);
    }

    async fn the_holders_of_another_organisation_stay_its_own(app: TestApp) {
        let (domain, rosa) = setting(&app, &[]).await;
        imported(&app, &rosa, &file(&[row_of_zoe()])).await;
        let other = app.domain("altra.example.it").await;
        let remo = app.postmaster("remo", other.organization_id).await;
        let into = |organization: String| {
            let request = app.post(&format!("{IMPORTS}?organization_id={organization}"));
            request.raw("text/csv", file(&[row_of_zoe()]).into_bytes())
        };
        let foreign = domain.organization_id.to_string();
        assert_eq!(into(foreign.clone()).by(&remo).expect(422).await.faults(), ["organization_id unknown"]);
        let job = checked(&app, &remo, &file(&[format!("Ugo;Altra;{};{NO_ADDRESS};{NO_COMPANY}", tax_code("Zoè", "Tàlamo"))])).await;
        assert_eq!(outcomes(&app, &remo, &job).await, ["to_do holder name_does_not_fit_tax_code"]);
        // Nobody else's job can be looked at, mapped, run or stopped.
        app.get(&path(&job)).by(&rosa).expect(404).await;
        app.get(&format!("{}/rows", path(&job))).by(&rosa).expect(404).await;
        app.post(&format!("{}/run", path(&job))).by(&rosa).json(&json!({})).expect(404).await;
        app.post(&format!("{}/cancel", path(&job))).by(&rosa).expect(404).await;
        run(&app, &remo, &job, json!({})).await;
        let [here, there] = [items(&app, &rosa, HOLDERS).await, items(&app, &remo, HOLDERS).await];
        assert_eq!((&here[0]["given_name"], &there[0]["given_name"]), (&json!("Zoè"), &json!("Ugo")));
        // An operator says which organisation.
        let operator = app.operator("gestore").await;
        assert_eq!(upload(&app, &operator, &file(&[row_of_zoe()])).expect(422).await.faults(), ["organization_id required"]);
        let unknown = uuid::Uuid::nil().to_string();
        assert_eq!(into(unknown).by(&operator).expect(422).await.faults(), ["organization_id unknown"]);
        let job = into(foreign).by(&operator).expect(202).await.body;
        work(&app).await;
        assert_eq!(outcomes(&app, &rosa, &job).await, ["unchanged"]);
    }

    async fn an_import_of_holders_is_stopped_and_not_undone(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let dropped = checked(&app, &rosa, &file(&[row_of_zoe()])).await;
        let stopped = app.post(&format!("{}/cancel", path(&dropped))).by(&rosa).expect(202).await.body;
        assert_eq!(stopped["state"], "cancelled");
        app.post(&format!("{}/run", path(&dropped))).by(&rosa).json(&json!({})).expect(409).await;
        assert_eq!(items(&app, &rosa, HOLDERS).await, Vec::<Value>::new());
        let done = imported(&app, &rosa, &file(&[row_of_zoe()])).await;
        let undo = app.post(&format!("{}/undo", path(&done))).by(&rosa).expect(409).await;
        assert_eq!(undo.code(), "cannot_be_undone");
    }

    async fn an_import_of_holders_ends_when_the_permission_is_withdrawn(app: TestApp) {
        let (domain, rosa) = setting(&app, &[]).await;
        let ugo = app.assistant("ugo", &domain, &[Permission::View, Permission::Create]).await;
        let job = checked(&app, &ugo, &file(&[row_of_zoe()])).await;
        app.post(&format!("{}/run", path(&job))).by(&ugo).json(&json!({})).expect(202).await;
        let grants = |permissions: &[&str]| json!({"grants": [{"domain": domain.name, "permissions": permissions}]});
        let change = |body: Value| app.patch(&format!("/api/v1/accounts/{}", ugo.id)).by(&rosa).json(&body).expect(200);
        change(grants(&["view"])).await;
        work(&app).await;
        let ended = get(&app, &ugo, &job).await;
        assert_eq!((&ended["state"], &ended["problem"]), (&json!("failed"), &json!("forbidden")));
        assert_eq!(items(&app, &rosa, HOLDERS).await, Vec::<Value>::new());
        // Without any domain there are no holders to see, and no jobs about them either.
        change(json!({"grants": []})).await;
        app.get(&path(&job)).by(&ugo).expect(404).await;
        app.get(&format!("{}/rows", path(&job))).by(&ugo).expect(404).await;
        assert_eq!(items(&app, &ugo, "/api/v1/jobs").await, Vec::<Value>::new());
        assert_eq!(items(&app, &rosa, "/api/v1/jobs?kind=holder_import").await.len(), 1);
    }

    async fn a_lost_answer_is_sent_again(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let bring = || upload(&app, &rosa, &file(&[row_of_zoe()])).header("idempotency-key", "file");
        let (first, second) = (bring().expect(202).await, bring().expect(202).await);
        assert_eq!((&first.body["id"], second.header("idempotency-replayed")), (&second.body["id"], Some("true")));
        work(&app).await;
        let word = || {
            let request = app.post(&format!("{}/run", path(&first.body))).by(&rosa);
            request.header("idempotency-key", "word").json(&json!({"count": 1}))
        };
        word().expect(202).await;
        work(&app).await;
        assert_eq!(word().expect(202).await.header("idempotency-replayed"), Some("true"));
        work(&app).await;
        assert_eq!(items(&app, &rosa, "/api/v1/jobs").await.len(), 1);
        assert_eq!(items(&app, &rosa, HOLDERS).await.len(), 1);
        expect_verified(&app).await;
    }
}
