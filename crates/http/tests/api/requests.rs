//! Requests that are refused before they reach a handler.

use sigillo_testkit::on_both_engines;

on_both_engines! {
    async fn unreadable_bodies_are_answered_with_problems(app: TestApp) {
        let operator = app.operator("gestore").await;
        let post = |media_type: &str, body: &str| {
            app.post("/api/v1/organizations").by(&operator).raw(media_type, body.as_bytes().to_vec())
        };
        let json = "application/json";
        assert_eq!(post(json, "{").expect(400).await.code(), "malformed");
        assert_eq!(post(json, "").expect(400).await.code(), "malformed");
        assert_eq!(post(json, "\u{feff}{}").expect(400).await.code(), "malformed");
        assert_eq!(post("text/plain", "{}").expect(415).await.code(), "unsupported_media_type");
        let large = format!(r#"{{"name": "{}"}}"#, "x".repeat(70_000));
        assert_eq!(post(json, &large).expect(413).await.code(), "payload_too_large");
        let typed = post(json, r#"{"name": 5}"#).expect(422).await;
        assert_eq!(typed.faults(), ["/name invalid_type"]);
        let unknown = post(json, r#"{"name": "a", "colour": 1}"#).expect(422).await;
        assert_eq!(unknown.faults(), ["/colour not_expected"]);
        let nul = post(json, r#"{"name": "a\u0000b"}"#).expect(422).await;
        assert_eq!(nul.faults(), ["/name invalid_characters"]);
    }

    async fn all_faults_in_the_shape_of_a_body_are_named_at_once(app: TestApp) {
        let operator = app.operator("gestore").await;
        let faults = async |path: &str, body: &str| {
            let refused = app.post(path).by(&operator).raw("application/json", body.into());
            let mut faults = refused.expect(422).await.faults();
            faults.sort();
            faults
        };
        let all = ["/display_name required", "/password required", "/role required", "/username required"];
        assert_eq!(faults("/api/v1/accounts", "{}").await, all);
        let body = r#"{"username": 5, "display_name": null, "role": "king", "colour": 1,
            "grants": [{"domain": 7, "permissions": ["view", "fly"]}]}"#;
        assert_eq!(faults("/api/v1/accounts", body).await, [
            "/colour not_expected",
            "/display_name invalid_type",
            "/grants/0/domain invalid_type",
            "/grants/0/permissions/1 unknown",
            "/password required",
            "/role unknown",
            "/username invalid_type",
        ]);
        let body = r#"{"local_part": true, "quota_mb": "large", "soft_limit_mb": null}"#;
        assert_eq!(faults("/api/v1/mailboxes", body).await, [
            "/communication_email required",
            "/domain required",
            "/local_part invalid_type",
            "/quota_mb invalid_type",
        ]);
    }

    async fn an_unknown_path_is_not_found(app: TestApp) {
        let operator = app.operator("gestore").await;
        for path in ["/api", "/api/v2/mailboxes", "/api/v1/mailboxes/x/y/z"] {
            let answer = app.get(path).by(&operator).expect(404).await;
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            assert_eq!(answer.code(), "not_found");
        }
        for path in ["/api/v1/mailboxes/no-id", "/api/v1/domains/0"] {
            assert_eq!(app.get(path).by(&operator).expect(404).await.code(), "not_found");
        }
    }

    async fn an_unknown_method_is_answered_with_the_allowed_ones(app: TestApp) {
        let answer = app.delete("/api/v1/mailboxes").expect(405).await;
        assert_eq!(answer.code(), "method_not_allowed");
        assert_eq!(answer.header("allow"), Some("GET, HEAD, POST"));
    }

    async fn every_problem_carries_the_trace_id(app: TestApp) {
        let answer = app.get("/api/v1/me").expect(401).await;
        let trace_id = answer.header("x-trace-id").unwrap();
        assert_eq!(trace_id.len(), 16);
        assert_eq!(answer.body["trace_id"], trace_id);
        assert_eq!(answer.body["type"], "/api/problems/unauthenticated");
    }

    async fn a_closed_database_is_answered_with_unavailable(app: TestApp) {
        let operator = app.operator("gestore").await;
        app.app.db.close().await;
        for path in ["/api/health", "/api/v1/me"] {
            let answer = app.get(path).by(&operator).expect(503).await;
            assert_eq!(answer.code(), "unavailable");
        }
    }
}
