//! Municipalities, for addresses and places of birth.

use serde_json::{Value, json};
use sigillo_testkit::{Account, TestApp, on_both_engines};

async fn found(app: &TestApp, by: &Account, parameters: &str) -> Value {
    let path = format!("/api/v1/municipalities?{parameters}");
    app.get(&path).by(by).expect(200).await.body["items"].clone()
}

on_both_engines! {
    async fn municipalities_are_found_by_the_beginning_of_a_name_or_by_a_code(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let assistant = app.assistant("lettore", &domain, &[]).await;
        let potenza = json!({"code": "G942", "name": "Potenza", "province": "PZ", "country": "IT"});
        assert_eq!(found(&app, &assistant, "q=%20POTENZA&limit=1").await, json!([potenza]));
        assert_eq!(found(&app, &assistant, "q=g942").await, json!([potenza]));
        // What no longer exists is found by its code alone.
        assert_eq!(found(&app, &assistant, "q=D620").await, json!([{
            "code": "D620", "name": "Fiume", "province": "FU", "country": "IT", "ended": "1947-09-15",
        }]));
        let fiume = found(&app, &assistant, "q=fiume").await;
        assert!(fiume.as_array().unwrap().iter().all(|place| place["name"] != "Fiume"), "{fiume}");
        assert_eq!(found(&app, &assistant, "q=Z110").await, json!([
            {"code": "Z110", "name": "Francia", "province": null, "country": "FR"},
        ]));
        assert_eq!(found(&app, &assistant, "q=san").await.as_array().unwrap().len(), 20);
        for nothing in ["", "q=", "q=%20", "q=zzz"] {
            assert_eq!(found(&app, &assistant, nothing).await, json!([]), "{nothing}");
        }
    }

    async fn all_faults_of_a_query_are_reported_together(app: TestApp) {
        let gestore = app.operator("gestore").await;
        let path = format!("/api/v1/municipalities?limit=51&q={}", "a".repeat(255));
        let answer = app.get(&path).by(&gestore).expect(422).await;
        let errors = answer.body["errors"].as_array().unwrap().iter();
        let faults: Vec<_> = errors.map(|error| (error["pointer"].clone(), error["code"].clone())).collect();
        assert_eq!(faults, [
            (json!("q"), json!("too_long")),
            (json!("limit"), json!("out_of_range")),
        ]);
        app.get("/api/v1/municipalities?q=a&limit=0").by(&gestore).expect(422).await;
    }
}
