//! Undoing a recorded change of an account.

use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Answer, Client, TestApp, on_both_engines};

use crate::confirmation::signed_in;
use crate::restore::seq;

const DOMAIN: &str = "pec.example.it";

fn path(of: &Account) -> String {
    format!("/api/v1/accounts/{}", of.id)
}

/// Changes an account and returns the `seq` of the record.
async fn changed(app: &TestApp, by: &Account, of: &Account, change: Value, action: &str) -> Value {
    app.patch(&path(of)).by(by).json(&change).expect(200).await;
    seq(app, by, &path(of), action).await
}

fn restore(app: &TestApp, by: &Account, of: &Account, seq: &Value) -> Client {
    app.post(&format!("{}/restore", path(of))).by(by).json(&json!({"seq": seq}))
}

async fn shown(app: &TestApp, by: &Account, of: &Account) -> Value {
    app.get(&path(of)).by(by).expect(200).await.body
}

fn problem(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.code())
}

fn grants(permissions: &[&str]) -> Value {
    json!([{"domain": DOMAIN, "permissions": permissions}])
}

on_both_engines! {
    async fn name_grants_and_state_come_back_and_each_return_is_a_record(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let anna = app.assistant("anna", &domain, &[Permission::View]).await;
        let both = json!({"display_name": "Anna Neri", "grants": grants(&["view", "cancel"])});
        let first = changed(&app, &rosa, &anna, both, "updated").await;
        let disabled = changed(&app, &rosa, &anna, json!({"state": "disabled"}), "disabled").await;

        let body = restore(&app, &rosa, &anna, &first).expect(200).await.body;
        assert_eq!((&body["display_name"], &body["grants"]), (&json!("anna"), &grants(&["view"])));
        assert_eq!(body["state"], "disabled", "only what the record changed");
        let body = restore(&app, &rosa, &anna, &disabled).expect(200).await.body;
        assert_eq!((&body["state"], &body["version"]), (&json!("enabled"), &json!(5)));

        let history = app.get(&format!("{}/history", path(&anna))).by(&rosa).expect(200).await.body;
        let items = history["items"].as_array().unwrap();
        let actions: Vec<_> = items.iter().map(|record| record["action"].clone()).collect();
        assert_eq!(actions, ["enabled", "updated", "disabled", "updated", "created"]);
        let names = |place: usize, seq: i64| {
            let reference = json!({"field": "restored_seq", "before": null, "after": seq});
            items[place]["changes"].as_array().unwrap().contains(&reference)
        };
        assert!(names(0, 3) && names(1, 2), "{history}");
        // What was brought back can be taken back in its turn.
        let body = restore(&app, &rosa, &anna, &items[1]["seq"]).expect(200).await.body;
        assert_eq!(body["display_name"], "Anna Neri");
        let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await;
        assert!(verified.unwrap().is_ok());
    }

    async fn passwords_first_enablings_and_creations_stay_as_they_are(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let operator = app.operator("gestore").await;
        let pending = json!({
            "username": "ugo", "display_name": "Ugo Galli", "role": "assistant",
            "password": sigillo_testkit::PASSWORD,
        });
        let created = app.post("/api/v1/accounts").by(&rosa).json(&pending).expect(201).await.body;
        let ugo = Account { id: created["id"].as_str().unwrap().parse().unwrap(), ..rosa.clone() };
        let enabled = changed(&app, &operator, &ugo, json!({"state": "enabled"}), "enabled").await;
        let password = json!({"display_name": "Ugo", "password": "altre cinque parole a caso"});
        let password = changed(&app, &rosa, &ugo, password, "updated").await;
        for (seq, detail) in [
            (&json!(1), "A creation cannot be undone."),
            (&enabled, "A first value can be changed but not taken away again."),
            (&password, "Passwords are never brought back: set a new one."),
        ] {
            let answer = restore(&app, &rosa, &ugo, seq).send().await;
            assert_eq!(problem(&answer), (409, "cannot_be_undone"));
            assert_eq!(answer.body["detail"], detail);
        }
        for unknown in [json!(99), json!(0), json!(i64::MAX)] {
            let answer = restore(&app, &rosa, &ugo, &unknown).expect(422).await;
            assert_eq!(answer.faults(), ["/seq unknown"]);
        }
        assert_eq!(shown(&app, &rosa, &ugo).await["version"], 3);
    }

    async fn state_and_grants_need_a_confirmed_session_and_the_name_does_not(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let anna = app.assistant("anna", &domain, &[Permission::View]).await;
        let name = changed(&app, &rosa, &anna, json!({"display_name": "Anna N."}), "updated").await;
        let set = json!({"grants": grants(&["view", "edit"])});
        let set = changed(&app, &rosa, &anna, set, "updated").await;
        let state = changed(&app, &rosa, &anna, json!({"state": "disabled"}), "disabled").await;
        let unconfirmed = signed_in(&app, "rosa").await;
        for seq in [&set, &state] {
            let answer = restore(&app, &unconfirmed, &anna, seq).send().await;
            assert_eq!(problem(&answer), (403, "confirmation_required"));
        }
        restore(&app, &unconfirmed, &anna, &name).expect(200).await;
        app.confirm(&unconfirmed.access_token).await;
        restore(&app, &unconfirmed, &anna, &set).expect(200).await;
        restore(&app, &unconfirmed, &anna, &state).expect(200).await;
        let body = shown(&app, &rosa, &anna).await;
        assert_eq!((&body["grants"], &body["state"]), (&grants(&["view"]), &json!("enabled")));
    }

    async fn nobody_gains_what_a_change_by_them_would_be_refused(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let (operator, other) = (app.operator("gestore").await, app.operator("altro").await);
        // One's own state, whoever changed it: the account would lock itself out.
        changed(&app, &operator, &other, json!({"state": "disabled"}), "disabled").await;
        let enabled = changed(&app, &operator, &other, json!({"state": "enabled"}), "enabled").await;
        let other = app.sign_in("altro").await;
        let answer = restore(&app, &other, &other, &enabled).expect(422).await;
        assert_eq!(answer.faults(), ["/state invalid_transition"]);
        // One's own account, of which a postmaster may change nothing here.
        let own = changed(&app, &operator, &rosa, json!({"display_name": "Rosa N."}), "updated").await;
        restore(&app, &rosa, &rosa, &own).expect(404).await;
        let anna = app.assistant("anna", &domain, &Permission::ALL).await;
        let set = changed(&app, &rosa, &anna, json!({"grants": grants(&["view"])}), "updated").await;
        restore(&app, &anna, &anna, &set).expect(403).await;
        app.get(&format!("{}/history", path(&anna))).by(&anna).expect(403).await;
        let foreign = app.domain("altra.example.it").await;
        let carlo = app.postmaster("carlo", foreign.organization_id).await;
        restore(&app, &carlo, &anna, &set).expect(404).await;
        app.get(&format!("{}/history", path(&anna))).by(&carlo).expect(404).await;
        assert_eq!(shown(&app, &rosa, &anna).await["grants"], grants(&["view"]));
    }

    async fn a_stale_version_a_later_change_and_a_second_request_change_nothing(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let anna = app.assistant("anna", &domain, &[Permission::View]).await;
        let first = changed(&app, &rosa, &anna, json!({"display_name": "Anna N."}), "updated").await;
        let answer = restore(&app, &rosa, &anna, &first).if_match(1).send().await;
        assert_eq!(problem(&answer), (412, "stale"));
        let later = changed(&app, &rosa, &anna, json!({"display_name": "Anna B."}), "updated").await;
        let answer = restore(&app, &rosa, &anna, &first).send().await;
        assert_eq!(problem(&answer), (409, "changed_since"));
        // Two at once: one changes the account, the other finds that it has changed.
        let one = restore(&app, &rosa, &anna, &later).send();
        let another = restore(&app, &rosa, &anna, &later).send();
        let (one, another) = futures_util::future::join(one, another).await;
        let mut outcomes = [problem(&one).0, problem(&another).0];
        outcomes.sort_unstable();
        assert_eq!(outcomes, [200, 409]);
        // An answer that was lost is sent again, and nothing is done twice.
        let again = || restore(&app, &rosa, &anna, &first).header("idempotency-key", "ripristino");
        let done = again().expect(200).await.body;
        assert_eq!(again().expect(200).await.body, done);
        assert_eq!(shown(&app, &rosa, &anna).await["version"], 5);
    }

    async fn a_restored_disabling_ends_the_sessions(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let anna = app.assistant("anna", &domain, &[Permission::View]).await;
        changed(&app, &rosa, &anna, json!({"state": "disabled"}), "disabled").await;
        let enabled = changed(&app, &rosa, &anna, json!({"state": "enabled"}), "enabled").await;
        let anna = app.sign_in("anna").await;
        restore(&app, &rosa, &anna, &enabled).expect(200).await;
        app.get("/api/v1/me").by(&anna).expect(401).await;
    }
}
