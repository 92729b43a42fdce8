//! Every POST of the table is sent twice with the same key.

use std::collections::BTreeMap;

use sigillo_contract::{Access, Method};
use sigillo_testkit::{Answer, Client, TestApp, on_both_engines, rows};

use crate::matrix::{body, file, path, subject, tenant, upload_of, user_with_receipt};

/// Tables that may change although nothing is done again: the kept replies and the counted sign-in
/// attempts.
const APART: [&str; 2] = ["kept_reply", "sign_in_throttle"];

async fn content(app: &TestApp) -> BTreeMap<String, i64> {
    let mut counts = app.row_counts().await;
    for table in APART {
        counts.remove(table).expect("a table of that name");
    }
    counts
}

/// Everything in a response except the headers that belong to the single request.
fn essence(answer: &Answer) -> (u16, &[u8], BTreeMap<String, String>) {
    let own = |name: &str| matches!(name, "x-trace-id" | "idempotency-replayed");
    let headers = answer.headers.iter().filter(|(name, _)| !own(name.as_str()));
    let text = |value: &actix_web::http::header::HeaderValue| value.to_str().unwrap().to_owned();
    let headers = headers.map(|(name, value)| (name.to_string(), text(value))).collect();
    (answer.status, &answer.bytes, headers)
}

on_both_engines! {
    async fn every_repeated_post_is_carried_out_once_and_gets_the_same_reply(app: TestApp) {
        let mut app = app;
        app.mail_host();
        let tenant = tenant(&app, "proprio").await;
        let operator = app.operator("gestore").await;
        // The others go on with the password that tests know.
        let with_new_password = app.operator("cambia").await;
        let posts: Vec<_> =
            rows().into_iter().filter(|row| row.spec.method == Method::Post).collect();
        for (unique, row) in posts.iter().enumerate() {
            let (spec, id) = (&row.spec, row.spec.id);
            let mut about = None;
            if spec.takes_id() {
                about = Some(subject(&app, spec, &tenant, unique).await);
            }
            let mut path = path(spec, &tenant, about);
            let mut visit = None;
            if spec.is_streamed {
                let (query, token) = upload_of(&app, spec, &tenant, unique).await;
                path += &query;
                visit = token;
            }
            let mut payload = None;
            if spec.takes_body() {
                payload = Some(Box::pin(body(&app, row, &tenant, unique)).await);
            }
            let user = match spec.access {
                Access::MailboxUser => {
                    let name = format!("chiede{unique}");
                    user_with_receipt(&app, &tenant.domain.name, &name).await;
                    Some(app.user(&format!("{name}@{}", tenant.domain.name)).await)
                }
                _ => None,
            };
            let session = app.sign_in("gestore").await;
            app.work().await;
            let request = || -> Client {
                let request = app.post(&path).header("idempotency-key", &format!("chiave-{unique}"));
                let request = match (&user, spec.access) {
                    (Some(user), _) => request.by_user(user),
                    (None, Access::RefreshCookie) => {
                        request.cookie("sigillo_refresh", &session.refresh_token)
                    }
                    _ if visit.is_some() => {
                        let token = visit.as_deref().unwrap_or_default();
                        request.header("authorization", &format!("Bearer {token}"))
                    }
                    _ if id == "change_own_password" => request.by(&with_new_password),
                    _ => request.by(&operator),
                };
                match &payload {
                    Some(payload) => request.json(payload),
                    None => match file(spec) {
                        Some((media_type, file)) => request.raw(media_type, file),
                        None => request,
                    },
                }
            };
            let first = request().send().await;
            assert_eq!(first.status, spec.status, "{id}: {}", first.body);
            assert_eq!(first.header("idempotency-replayed"), None, "{id}");
            // The work that follows from the request is done; from here on nothing may be added.
            app.work().await;
            let before = content(&app).await;
            let second = request().send().await;
            assert_eq!(essence(&second), essence(&first), "{id}");
            assert_eq!(second.header("idempotency-replayed"), Some("true"), "{id}");
            assert_eq!(content(&app).await, before, "{id}");
            assert_eq!(app.work().await, [], "{id} sent another message");
        }
        println!("{} operations were sent twice", posts.len());
        assert!(posts.len() >= 17);
    }
}
