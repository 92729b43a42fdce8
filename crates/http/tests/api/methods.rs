//! Methods, paths and preconditions, as HTTP defines them (RFC 9110).

use serde_json::json;
use sigillo_contract::operations::ALL;
use sigillo_contract::{Method, operations};
use sigillo_domain::Code;
use sigillo_testkit::{TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";

/// The path of an operation, with an id that names nothing.
fn path_of(template: &str) -> String {
    template.replace("{id}", "01935a10-0000-7000-8000-000000000001")
}

/// The methods of a path according to the table, with HEAD wherever GET is.
fn methods_of(template: &str) -> Vec<&'static str> {
    let specs = ALL.iter().filter(|spec| spec.path == template);
    let mut methods: Vec<_> = specs.map(|spec| spec.method.as_str()).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.sort_unstable();
    methods
}

async fn patch_status(app: &TestApp, tags: &[&str]) -> u16 {
    let operator = app.operator("gestore").await;
    app.domain(DOMAIN).await;
    let mailbox = app.mailbox(DOMAIN, "protocollo").await;
    let path = format!("/api/v1/mailboxes/{}", mailbox.id);
    let mut request = app.patch(&path).by(&operator).json(&json!({"quota_mb": 2000}));
    for tag in tags {
        request = request.another("if-match", tag);
    }
    request.send().await.status
}

on_both_engines! {
    async fn head_answers_as_get_does_and_without_a_body(app: TestApp) {
        let operator = app.operator("gestore").await;
        app.domain(DOMAIN).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        for path in [path.as_str(), "/api/v1/mailboxes", "/api/v1/me", "/api/health", "/api/openapi.json", "/api/docs/"] {
            let got = app.get(path).by(&operator).expect(200).await;
            let head = app.request("HEAD", path).by(&operator).expect(200).await;
            assert!(head.bytes.is_empty() && !got.bytes.is_empty(), "{path}");
            for name in ["etag", "content-type", "cache-control"] {
                assert_eq!(head.header(name), got.header(name), "{name} of {path}");
            }
        }
        let unknown = app.request("HEAD", "/api/v1/mailboxes/no-id").by(&operator).expect(404).await;
        assert!(unknown.bytes.is_empty());
        assert_eq!(app.request("HEAD", "/api/v1/me").send().await.status, 401);
    }

    async fn a_head_request_for_a_file_exports_nothing(app: TestApp) {
        let operator = app.operator("gestore").await;
        app.domain(DOMAIN).await;
        let path = "/api/v1/mailboxes/export?format=csv";
        let head = app.request("HEAD", path).by(&operator).expect(200).await;
        assert!(head.bytes.is_empty());
        assert!(head.header("content-disposition").is_some_and(|value| value.contains(".csv")));
        let exports = app.get("/api/v1/exports").by(&operator).expect(200).await;
        assert_eq!(exports.body["items"], json!([]));
    }

    async fn every_path_names_its_methods_when_it_refuses_one(app: TestApp) {
        for spec in ALL {
            let path = path_of(spec.path);
            let expected = methods_of(spec.path);
            for method in ["GET", "HEAD", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"] {
                if expected.contains(&method) {
                    continue;
                }
                let answer = app.request(method, &path).send().await;
                assert_eq!(answer.status, 405, "{method} {path}: {}", answer.body);
                assert!(answer.header("x-trace-id").is_some());
                let allow = answer.header("allow").unwrap_or_default();
                let mut allowed: Vec<_> = allow.split(", ").collect();
                allowed.sort_unstable();
                assert_eq!(allowed, expected, "{method} {path}");
            }
        }
        for path in ["/api/openapi.json", "/api/docs", "/api/docs/", "/api/problems/stale"] {
            let answer = app.post(path).expect(405).await;
            assert_eq!((answer.code(), answer.header("allow")), ("method_not_allowed", Some("GET, HEAD")), "{path}");
        }
    }

    async fn a_path_with_a_slash_at_its_end_is_another_path(app: TestApp) {
        let operator = app.operator("gestore").await;
        for spec in ALL {
            let path = format!("{}/", path_of(spec.path));
            for method in ["GET", "HEAD", "POST", "PATCH", "DELETE"] {
                let answer = app.request(method, &path).by(&operator).send().await;
                assert_eq!(answer.status, 404, "{method} {path}");
            }
        }
    }

    async fn a_weak_entity_tag_matches_no_version(app: TestApp) {
        assert_eq!(patch_status(&app, &["W/\"1\""]).await, 412);
    }

    async fn a_list_of_entity_tags_that_holds_the_version_passes(app: TestApp) {
        assert_eq!(patch_status(&app, &["\"7\", W/\"1\",\"1\""]).await, 200);
    }

    async fn entity_tags_may_be_spread_over_several_headers(app: TestApp) {
        assert_eq!(patch_status(&app, &["\"7\"", "\"1\""]).await, 200);
    }

    async fn a_list_of_entity_tags_without_the_version_is_stale(app: TestApp) {
        assert_eq!(patch_status(&app, &["\"7\", \"a, b\", \"8\""]).await, 412);
    }

    async fn another_spelling_of_a_version_is_another_entity_tag(app: TestApp) {
        assert_eq!(patch_status(&app, &["\"01\""]).await, 412);
    }

    async fn an_entity_tag_without_quotes_is_malformed(app: TestApp) {
        assert_eq!(patch_status(&app, &["1"]).await, 400);
    }

    async fn an_asterisk_matches_whatever_exists(app: TestApp) {
        assert_eq!(patch_status(&app, &["*"]).await, 200);
    }

    async fn the_type_of_every_problem_explains_it(app: TestApp) {
        for code in Code::ALL {
            let path = format!("/api/problems/{}", code.as_str());
            let answer = app.get(&path).expect(200).await;
            assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
            let page = String::from_utf8(answer.bytes.to_vec()).unwrap();
            for text in [code.title(), code.as_str(), &code.status().to_string(), code.explanation()] {
                assert!(page.contains(text), "{text:?} in {path}: {page}");
            }
        }
        let refused = app.get("/api/v1/me").expect(401).await;
        app.get(refused.body["type"].as_str().unwrap()).expect(200).await;
        assert_eq!(app.get("/api/problems/nothing").expect(404).await.code(), "not_found");
    }
}

#[test]
fn the_table_has_paths_that_take_several_methods() {
    let spec = operations::ALL.iter().find(|spec| spec.method == Method::Patch).unwrap();
    assert!(methods_of(spec.path).len() > 1);
}
