//! The OpenAPI document describes what the server does, in a form that client generators can use.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use sigillo_contract::{Access, operations};
use sigillo_domain::access_log::AccessSortField;
use sigillo_domain::account::AccountSortField;
use sigillo_domain::company::CompanySortField;
use sigillo_domain::contract::ContractSortField;
use sigillo_domain::contract_template::ContractTemplateSortField;
use sigillo_domain::document::DocumentSortField;
use sigillo_domain::export_record::ExportSortField;
use sigillo_domain::holder::HolderSortField;
use sigillo_domain::holder_change::HolderChangeSortField;
use sigillo_domain::job::JobSortField;
use sigillo_domain::job::JobState;
use sigillo_domain::mail_domain::DomainSortField;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::mailbox_list::SortField;
use sigillo_domain::organization::OrganizationSortField;
use sigillo_domain::permission::Permission;
use sigillo_domain::plan::PlanSortField;
use sigillo_domain::preservation::{DisposalSortField, PackageSortField};
use sigillo_domain::receipt::{CertifiedMessageSortField, ReceiptSortField};
use sigillo_domain::reseller::ResellerSortField;
use sigillo_domain::saved_view::SavedViewSortField;
use sigillo_domain::text_enum::TextEnum;
use sigillo_domain::ticket::{RefusedMailSortField, TicketSortField};
use sigillo_domain::{Code, FaultCode};
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
fn the_committed_document_equals_the_served_one() {
    let committed = include_str!("../../../../openapi/openapi.json");
    assert!(committed == sigillo_http::openapi::text(), "out of date: run ./just openapi");
}

#[test]
fn the_document_has_exactly_the_operations_of_the_table() {
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
fn every_operation_states_its_authentication() {
    for (path, method, operation) in all(&sigillo_http::openapi::value()) {
        let security = operation["security"].as_array().expect("security");
        let spec = operations::ALL.iter().find(|spec| spec.id == operation["operationId"]);
        let is_public = spec.expect("a row").access == Access::Public;
        assert_eq!(security.is_empty(), is_public, "{method} {path}");
    }
}

#[test]
fn every_tag_is_described_and_used() {
    let document = sigillo_http::openapi::value();
    let tags = document["tags"].as_array().expect("tags");
    let described: BTreeSet<_> = tags.iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let used: BTreeSet<_> = operations::ALL.iter().map(|spec| spec.tag).collect();
    assert_eq!(described, used);
    assert!(
        tags.iter().all(|tag| tag["description"].as_str().is_some_and(|text| !text.is_empty()))
    );
}

#[test]
fn bodies_are_named_schemas() {
    for (path, method, operation) in all(&sigillo_http::openapi::value()) {
        let responses = operation["responses"].as_object().expect("responses").values();
        for body in responses.chain(operation.get("requestBody")) {
            let content = body["content"].as_object().into_iter().flatten();
            for (_, content) in content.filter(|(media_type, _)| media_type.contains("json")) {
                assert!(content["schema"]["$ref"].is_string(), "{method} {path}: {content}");
            }
        }
    }
    let schemas = &sigillo_http::openapi::value()["components"]["schemas"];
    assert_eq!(
        schemas["MailboxPage"]["properties"]["items"]["items"]["$ref"],
        "#/components/schemas/Mailbox"
    );
}

/// The pattern of a sort: the name of a field, with or without a sign.
fn sort<T: TextEnum>() -> String {
    let names: Vec<_> = T::VARIANTS.iter().map(|variant| variant.as_str()).collect();
    format!("^-?({})$", names.join("|"))
}

#[test]
fn names_are_enums_rather_than_patterns() {
    let document = sigillo_http::openapi::value();
    let mut patterns = BTreeSet::new();
    every_object(&document, &mut |object| {
        patterns.extend(object.get("pattern").and_then(Value::as_str).map(str::to_owned));
    });
    // The remaining patterns cannot be expressed as enums.
    let expected = [
        r#"^(\*|(W/)?"[!#-~]*"( *, *(W/)?"[!#-~]*")*)$"#.to_owned(),
        "^[!-~]+$".to_owned(),
        "^(over_soft_limit)?$".to_owned(),
        // A day, or an empty text that takes one away.
        "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$".to_owned(),
        sort::<SortField>(),
        sort::<AccessSortField>(),
        sort::<AccountSortField>(),
        sort::<DomainSortField>(),
        sort::<ExportSortField>(),
        sort::<JobSortField>(),
        sort::<OrganizationSortField>(),
        sort::<PlanSortField>(),
        sort::<ResellerSortField>(),
        sort::<ContractTemplateSortField>(),
        sort::<ContractSortField>(),
        // The kind and the id of a subject.
        "^(mailbox|holder):[0-9a-fA-F-]{36}$".to_owned(),
        sort::<PackageSortField>(),
        sort::<ReceiptSortField>(),
        sort::<CertifiedMessageSortField>(),
        sort::<DisposalSortField>(),
        sort::<DocumentSortField>(),
        sort::<HolderChangeSortField>(),
        sort::<SavedViewSortField>(),
        sort::<HolderSortField>(),
        sort::<CompanySortField>(),
        sort::<TicketSortField>(),
        sort::<RefusedMailSortField>(),
        // A year and one of its periods.
        sigillo_contract::sla::PERIOD_PATTERN.to_owned(),
    ];
    assert_eq!(patterns, BTreeSet::from(expected));
}

fn names<T: TextEnum>() -> Value {
    T::VARIANTS.iter().map(|variant| variant.as_str()).collect()
}

#[test]
fn enums_have_the_names_used_in_bodies() {
    let document = sigillo_http::openapi::value();
    let schema = |name: &str| &document["components"]["schemas"][name]["enum"];
    assert_eq!(*schema("MailboxState"), names::<MailboxState>());
    assert_eq!(*schema("JobState"), names::<JobState>());
    assert_eq!(*schema("Permission"), names::<Permission>());
    assert_eq!(*schema("FaultCode"), names::<FaultCode>());
    let codes: Value = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(*schema("ProblemCode"), codes);
    for (change, whole) in
        [("MailboxStateChange", "MailboxState"), ("AccountStateChange", "AccountState")]
    {
        let whole = schema(whole).as_array().unwrap();
        assert!(schema(change).as_array().unwrap().iter().all(|name| whole.contains(name)));
    }
}

#[test]
fn lists_in_queries_are_comma_separated() {
    let mut lists = 0;
    for (path, method, operation) in all(&sigillo_http::openapi::value()) {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if parameter["schema"]["type"] == "array" {
                lists += 1;
                assert_eq!(parameter["style"], "form", "{method} {path}");
                assert_eq!(parameter["explode"], false, "{method} {path}");
            }
        }
    }
    assert!(lists >= 4, "{lists}");
}

#[test]
fn descriptions_have_no_line_breaks_or_doc_links() {
    let document = sigillo_http::openapi::value();
    let mut descriptions = 0;
    every_object(&document, &mut |object| {
        if let Some(text) = object.get("description").and_then(Value::as_str) {
            descriptions += 1;
            assert!(
                !text.contains("  ") && text == text.trim() && !text.contains("[`"),
                "{text:?}"
            );
        }
    });
    assert!(descriptions > 300);
    every_object(&document["paths"], &mut |object| {
        let text = object.get("description").and_then(Value::as_str).unwrap_or_default();
        assert!(!text.contains('\n'), "{text:?}");
    });
}

fn every_object(value: &Value, visit: &mut impl FnMut(&Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(object);
            object.values().for_each(|value| every_object(value, visit));
        }
        Value::Array(list) => list.iter().for_each(|value| every_object(value, visit)),
        _ => {}
    }
}

#[test]
fn headers_follow_from_the_types() {
    let document = sigillo_http::openapi::value();
    let headers = |id: &str, status: &str| {
        let all = all(&document);
        let (_, _, operation) =
            all.into_iter().find(|(_, _, operation)| operation["operationId"] == id).unwrap();
        let headers = operation["responses"][status]["headers"].as_object().cloned();
        headers.unwrap_or_default().keys().cloned().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(headers("get_mailbox", "200"), "ETag");
    assert_eq!(headers("update_mailbox", "200"), "ETag");
    assert_eq!(headers("list_mailboxes", "200"), "Link");
    assert_eq!(headers("get_mailbox_usage", "200"), "");
    assert_eq!(headers("create_mailbox", "201"), "ETag Idempotency-Replayed Location");
    for id in [
        "create_import",
        "create_holder_import",
        "create_identification_import",
        "create_bulk_change",
    ] {
        assert_eq!(headers(id, "202"), "ETag Idempotency-Replayed Location");
    }
    assert_eq!(headers("add_mailbox_note", "201"), "Idempotency-Replayed Location");
    assert_eq!(headers("sign_in", "201"), "Idempotency-Replayed Set-Cookie");
    assert_eq!(headers("export_mailboxes", "200"), "Content-Disposition");
    assert_eq!(headers("export_selection", "200"), "Content-Disposition Idempotency-Replayed");
    assert_eq!(headers("get_mailbox", "401"), "WWW-Authenticate");
}

#[test]
fn every_reference_can_be_resolved() {
    let document = sigillo_http::openapi::value();
    let mut found = BTreeSet::new();
    every_object(&document, &mut |object| {
        found.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
    });
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
    assert!(
        !html.contains("http://") && !html.contains("https://"),
        "the page loads nothing from other hosts"
    );
}
