//! How the two apps are served.

use std::borrow::Cow;
use std::sync::Arc;

use sigillo_http::assets::{Assets, NoAssets, are_built};
use sigillo_testkit::{Engine, TestApp};

struct Built;

impl Assets for Built {
    fn get(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        let content: &[u8] = match path {
            "panel/index.html" => b"<!doctype html>",
            "panel/app-1a2b.js" => b"plain",
            "panel/app-1a2b.js.br" => b"brotli",
            "panel/app-1a2b.js.gz" => b"gzip",
            "user/index.html" => b"<!doctype html>user",
            "user/app-3c4d.js" => b"user",
            _ => return None,
        };
        Some(Cow::Borrowed(content))
    }
}

#[actix_web::test]
async fn files_are_cached_for_ever_and_the_index_is_revalidated() {
    let app = TestApp::on(Engine::Sqlite).await;
    let get = |path: &str| app.get(path).assets(Arc::new(Built)).send();
    let script = get("/app-1a2b.js").await;
    assert_eq!(script.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    // Paths of pages get the index, and the app finds the page.
    for path in ["/", "/caselle", "/caselle/01935a10/modifica", "/index.html"] {
        let index = get(path).await;
        assert_eq!((index.status, &index.bytes[..]), (200, &b"<!doctype html>"[..]), "{path}");
        assert_eq!(index.header("cache-control"), Some("no-cache"));
        assert_eq!(index.header("content-type"), Some("text/html; charset=utf-8"));
    }
    assert_eq!(get("/app-0000.js").await.status, 404, "a file of an older build");
    assert_eq!(app.post("/caselle").assets(Arc::new(Built)).send().await.status, 405);
}

#[actix_web::test]
async fn each_app_is_served_under_its_own_path() {
    let app = TestApp::on(Engine::Sqlite).await;
    let get = |path: &str| app.get(path).assets(Arc::new(Built)).send();
    for path in ["/mia-casella", "/mia-casella/", "/mia-casella/accesso", "/mia-casella/index.html"]
    {
        let index = get(path).await;
        assert_eq!((index.status, &index.bytes[..]), (200, &b"<!doctype html>user"[..]), "{path}");
        assert_eq!(index.header("cache-control"), Some("no-cache"));
    }
    let script = get("/mia-casella/app-3c4d.js").await;
    assert_eq!((script.status, &script.bytes[..]), (200, &b"user"[..]));
    assert_eq!(script.header("cache-control"), Some("public, max-age=31536000, immutable"));
    for path in ["/app-3c4d.js", "/mia-casella/app-1a2b.js", "/user/app-3c4d.js"] {
        assert_eq!(get(path).await.status, 404, "{path}");
    }
    let elsewhere = get("/mia-casella-altrui").await;
    assert_eq!(
        &elsewhere.bytes[..],
        b"<!doctype html>",
        "the index of the panel, which reports an unknown page"
    );
}

#[actix_web::test]
async fn a_compressed_file_is_sent_to_clients_that_accept_it() {
    let app = TestApp::on(Engine::Sqlite).await;
    for (accepts, coding, content) in [
        ("gzip, deflate, br", Some("br"), &b"brotli"[..]),
        ("gzip", Some("gzip"), b"gzip"),
        ("br;q=0, gzip;q=1", Some("gzip"), b"gzip"),
        ("identity", None, b"plain"),
    ] {
        let request = app.get("/app-1a2b.js").assets(Arc::new(Built));
        let answer = request.header("accept-encoding", accepts).expect(200).await;
        assert_eq!((answer.header("content-encoding"), &answer.bytes[..]), (coding, content));
        assert!(answer.header("vary").is_some_and(|vary| vary.contains("accept-encoding")));
    }
}

#[actix_web::test]
async fn security_headers_are_strict() {
    let app = TestApp::on(Engine::Sqlite).await;
    let page = app.get("/").assets(Arc::new(Built)).expect(200).await;
    let api = app.get("/api/health").expect(200).await;
    let missing = app.get("/api/v1/niente").expect(404).await;
    for answer in [&page, &api, &missing] {
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("x-frame-options"), Some("DENY"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'")
        );
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    }
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .contains("script-src 'self' 'wasm-unsafe-eval';")
    );
    assert_eq!(api.header("cache-control"), Some("no-store"));
    assert_eq!(missing.header("cache-control"), Some("no-store"));
}

#[test]
fn the_pages_count_as_built_when_both_apps_are() {
    assert!(are_built(&Built));
    assert!(!are_built(&NoAssets));
}

#[actix_web::test]
async fn without_pages_the_api_still_answers() {
    let app = TestApp::on(Engine::Sqlite).await;
    assert_eq!(app.get("/").expect(404).await.code(), "not_found");
    assert_eq!(app.get("/api/health").expect(200).await.body["status"], "ok");
}
