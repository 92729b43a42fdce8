//! The document says what the server does.

use std::collections::BTreeSet;

use serde_json::Value;
use sigillo_contract::operations;
use sigillo_testkit::{Engine, TestApp};

fn all(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let of_path = |(path, item): (&String, &Value)| {
        let methods = item.as_object().expect("methods").clone();
        let path = path.clone();
        methods.into_iter().map(move |(method, operation)| (path.clone(), method, operation))
    };
    paths.iter().flat_map(of_path).collect()
}

#[test]
fn the_committed_document_is_the_one_that_is_served() {
    let committed = include_str!("../../../../openapi/openapi.json");
    assert!(committed == sigillo_http::openapi::text(), "out of date: run ./just openapi");
}

#[test]
fn the_document_is_the_table() {
    let document = sigillo_http::openapi::value();
    assert_eq!(document["openapi"], "3.1.0");
    let documented: BTreeSet<_> = all(&document)
        .into_iter()
        .map(|(path, method, operation)| {
            (operation["operationId"].as_str().unwrap().to_owned(), method.to_uppercase(), path)
        })
        .collect();
    let table: BTreeSet<_> = operations::ALL
        .iter()
        .map(|spec| (spec.id.to_owned(), spec.method.as_str().to_owned(), spec.path.to_owned()))
        .collect();
    assert_eq!(documented, table);
    let ids: BTreeSet<_> = operations::ALL.iter().map(|spec| spec.id).collect();
    assert_eq!(ids.len(), operations::ALL.len(), "operation ids are unique");
}

#[test]
fn every_operation_has_a_summary_examples_and_its_errors() {
    for (path, method, operation) in all(&sigillo_http::openapi::value()) {
        let at = format!("{method} {path}");
        assert!(operation["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{at}");
        let has_example = |content: &Value| {
            content.as_object().is_some_and(|types| {
                types.iter().all(|(media_type, content)| {
                    let json = media_type.contains("json");
                    !json || content.get("example").is_some() || content.get("examples").is_some()
                })
            })
        };
        if let Some(body) = operation.get("requestBody") {
            assert!(has_example(&body["content"]), "the request of {at}");
        }
        let responses = operation["responses"].as_object().expect("responses");
        for (status, response) in responses {
            if status != "204" {
                assert!(has_example(&response["content"]), "{status} of {at}");
            }
        }
        assert!(responses.contains_key("500") && responses.contains_key("503"), "{at}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(target)) = map.get("$ref") {
                    found.insert(target.clone());
                }
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = sigillo_http::openapi::value();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 10);
    for target in found {
        let pointer = target.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{target}");
    }
}

#[actix_web::test]
async fn the_document_and_its_page_are_served() {
    let app = TestApp::on(Engine::Sqlite).await;
    let answer = app.get("/api/openapi.json").expect(200).await;
    assert_eq!(answer.body, sigillo_http::openapi::value());
    let moved = app.get("/api/docs").expect(308).await;
    let page = app.get(moved.header("location").unwrap()).expect(200).await;
    let html = String::from_utf8(page.bytes.to_vec()).unwrap();
    assert!(html.contains("swagger-ui"), "{html}");
    assert!(!html.contains("http://") && !html.contains("https://"), "no outside host");
}
