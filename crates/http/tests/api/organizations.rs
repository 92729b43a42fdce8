//! Organisations, which only operators manage.

use serde_json::json;
use sigillo_testkit::on_both_engines;

const PATH: &str = "/api/v1/organizations";

on_both_engines! {
    async fn an_organisation_is_created_and_renamed(app: TestApp) {
        let operator = app.operator("gestore").await;
        let create = |name: &str| app.post(PATH).by(&operator).json(&json!({"name": name}));
        let answer = create(" Regione Esempio ").expect(201).await;
        assert_eq!(answer.body["name"], "Regione Esempio");
        let path = answer.header("location").unwrap().to_owned();
        let taken = create("REGIONE esempio").expect(409).await;
        assert_eq!((taken.code(), taken.faults()), ("name_taken", vec!["/name taken".to_owned()]));
        assert_eq!(create("").expect(422).await.faults(), ["/name required"]);

        let rename = |name: &str| app.patch(&path).by(&operator).json(&json!({"name": name}));
        let renamed = rename("Regione Campione").if_match(1).expect(200).await;
        assert_eq!((renamed.body["version"].as_i64(), renamed.header("etag")), (Some(2), Some("\"2\"")));
        assert_eq!(rename("Altro").if_match(1).expect(412).await.code(), "stale");
        create("Provincia Esempio").expect(201).await;
        assert_eq!(rename("Provincia Esempio").expect(409).await.code(), "name_taken");
        assert_eq!(app.get(&path).by(&operator).expect(200).await.body["name"], "Regione Campione");
    }

    async fn organisations_are_listed_by_name_ignoring_case(app: TestApp) {
        let operator = app.operator("gestore").await;
        for name in ["beta", "Alfa", "gamma", "Delta"] {
            app.organization(name).await;
        }
        let mut path = format!("{PATH}?limit=3");
        let mut names = vec![];
        loop {
            let answer = app.get(&path).by(&operator).expect(200).await;
            let items = answer.body["items"].as_array().unwrap().clone();
            names.extend(items.iter().map(|item| item["name"].as_str().unwrap().to_owned()));
            let Some(next) = answer.next_page() else { break };
            path = next;
        }
        assert_eq!(names, ["Alfa", "beta", "Delta", "gamma"]);
    }
}
