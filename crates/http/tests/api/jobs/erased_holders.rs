//! What imports hold of a holder whose personal data are erased.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::jobs::forget;
use sigillo_testkit::{Account, TestApp, on_both_engines, tax_code};

use super::holder_import::{
    HOLDERS, checked, file, items, row_of_zoe, upload as upload_of_holders, zoe,
};
use super::import::checked_import;
use super::{counts, get, path, run, setting, work};

/// Everything that the database holds of jobs.
async fn stored(app: &TestApp) -> String {
    let mut all = app.texts("SELECT cells FROM job_row WHERE cells IS NOT NULL").await;
    all.extend(
        app.texts("SELECT COALESCE(subject_name, '') || COALESCE(remarks, '') FROM job_row").await,
    );
    all.extend(app.texts("SELECT request FROM job").await);
    all.join(" ").to_lowercase().replace(' ', "")
}

async fn erase(app: &TestApp, rosa: &Account, id: &Value) {
    app.confirm(&rosa.access_token).await;
    let path = format!("{HOLDERS}/{}/erase", id.as_str().unwrap());
    app.post(&path).by(rosa).json(&json!({"reason": "richiesta"})).expect(200).await;
}

/// A file of holders in which a row of Zoè is read, one is not, and one of somebody else is between them.
fn people() -> String {
    let other = tax_code(1);
    let spaced = format!("{} {}", &zoe()[..6].to_lowercase(), &zoe()[6..]);
    file(&[
        row_of_zoe(),
        format!("Ugo;Prova;{other};Via Altra;2;Potenza;PZ;85100;;;;;"),
        format!("Zoè;Tàlamo;{spaced};Via Sbagliata;1;Potenza;XX;1;;;;;"),
    ])
}

on_both_engines! {
    async fn an_import_that_waits_does_not_bring_an_erased_holder_back(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let first = checked(&app, &rosa, &file(&[row_of_zoe()])).await;
        run(&app, &rosa, &first, json!({})).await;
        let waiting = checked(&app, &rosa, &people()).await;
        assert_eq!(counts(&waiting), [0, 1, 1, 1, 0]);
        let boxes = format!(
            "Casella;E-mail;Nome;Cognome;Codice fiscale\nuna;una@example.org;Zoè;Tàlamo;{}\ndue;due@example.org;;;\n",
            zoe(),
        );
        let mailboxes = checked_import(&app, &rosa, &boxes).await;
        assert_eq!(counts(&mailboxes), [0, 2, 0, 0, 0]);
        let personal = ["tàlamo", "viaprova", "viasbagliata", "zoe@", &zoe().to_lowercase()];
        let before = stored(&app).await;
        for value in personal {
            assert!(before.contains(value), "{value}");
        }

        let holder = items(&app, &rosa, HOLDERS).await[0].clone();
        erase(&app, &rosa, &holder["id"]).await;
        let after = stored(&app).await;
        for value in personal {
            assert!(!after.contains(value), "{value}: {after}");
        }
        assert!(after.contains("viaaltra") && after.contains("due@example.org"), "{after}");

        // The rest is done, and the person stays away.
        let waiting = run(&app, &rosa, &waiting, json!({"count": 1})).await;
        assert_eq!(counts(&waiting), [0, 0, 1, 1, 1]);
        let mailboxes = run(&app, &rosa, &mailboxes, json!({"count": 2})).await;
        assert_eq!(counts(&mailboxes), [0, 0, 0, 1, 1]);
        let names: Vec<_> = items(&app, &rosa, HOLDERS).await.iter().map(|one| one["given_name"].clone()).collect();
        assert_eq!(names, ["Ugo"]);
        for job in [&first, &waiting, &mailboxes] {
            items(&app, &rosa, &format!("{}/rows", path(job))).await;
        }
        let failures = app.get(&format!("{}/failures?format=csv", path(&waiting))).by(&rosa).expect(200).await;
        assert!(!String::from_utf8_lossy(&failures.bytes).to_lowercase().contains("talamo"));
    }

    async fn a_file_that_is_not_checked_yet_is_blanked_too(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let first = checked(&app, &rosa, &file(&[row_of_zoe()])).await;
        run(&app, &rosa, &first, json!({})).await;
        let holder = items(&app, &rosa, HOLDERS).await[0].clone();
        let fresh = upload_of_holders(&app, &rosa, &people()).expect(202).await.body;
        erase(&app, &rosa, &holder["id"]).await;
        work(&app).await;
        assert_eq!(counts(&get(&app, &rosa, &fresh).await), [0, 1, 0, 2, 0]);
        assert!(!stored(&app).await.contains("tàlamo"));
    }

    async fn another_organisations_rows_stay(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let other = app.domain("altrove.example.org").await;
        let ugo = app.postmaster("ugo", other.organization_id).await;
        for by in [&rosa, &ugo] {
            let job = checked(&app, by, &file(&[row_of_zoe()])).await;
            run(&app, by, &job, json!({})).await;
        }
        let holder = items(&app, &rosa, HOLDERS).await[0].clone();
        erase(&app, &rosa, &holder["id"]).await;
        assert!(stored(&app).await.contains("tàlamo"));
        let holder = items(&app, &ugo, HOLDERS).await[0].clone();
        erase(&app, &ugo, &holder["id"]).await;
        assert!(!stored(&app).await.contains("tàlamo"));
    }

    async fn nothing_of_a_file_is_kept_longer_than_its_rows(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let job = checked(&app, &rosa, &file(&[row_of_zoe()])).await;
        assert!(stored(&app).await.contains("viaprova"));
        app.clock.advance(TimeDelta::days(31));
        while forget(&app.app).await.unwrap() > 0 {}
        assert!(!stored(&app).await.contains("viaprova"));
        let rosa = app.sign_in("rosa").await;
        let job = get(&app, &rosa, &job).await;
        assert_eq!((&job["rows_forgotten"], &job["import"]["columns"][0]["samples"]), (&json!(true), &json!([])));
        assert_eq!(job["import"]["columns"][0]["heading"], "Nome");
        // A job of before, whose rows were forgotten without the samples.
        app.execute("UPDATE job SET rows_forgotten = FALSE").await;
        while forget(&app.app).await.unwrap() > 0 {}
        assert_eq!(get(&app, &rosa, &job).await["rows_forgotten"], true);
    }
}
