//! Sessions: signing in, refreshing, signing out.

use chrono::TimeDelta;
use serde_json::json;
use sigillo_domain::account::Role;
use sigillo_http::Settings;
use sigillo_testkit::{Account, Answer, PASSWORD, TestApp, on_both_engines};

const COOKIE: &str = "sigillo_refresh";

async fn refresh(app: &TestApp, token: &str) -> Answer {
    app.post("/api/v1/sessions/refresh").cookie(COOKIE, token).send().await
}

async fn me(app: &TestApp, account: &Account) -> u16 {
    app.get("/api/v1/me").by(account).send().await.status
}

fn token(answer: &Answer) -> String {
    answer.set_cookie(COOKIE).expect("the cookie is set").value().to_owned()
}

on_both_engines! {
    async fn the_right_password_opens_a_session(app: TestApp) {
        app.operator("gestore").await;
        let credentials = json!({"username": " Gestore ", "password": PASSWORD});
        let answer = app.post("/api/v1/sessions").json(&credentials).expect(201).await;
        assert_eq!(answer.body["expires_in"], 900);
        assert_eq!(answer.body["account"]["username"], "gestore");
        assert_eq!(answer.header("cache-control"), Some("no-store"));

        let cookie = answer.set_cookie(COOKIE).unwrap();
        assert_eq!(cookie.http_only(), Some(true));
        assert_eq!(cookie.same_site().map(|site| site.is_strict()), Some(true));
        assert_eq!(cookie.path(), Some("/api/v1/sessions"));
        assert_eq!(cookie.secure(), None, "on the loopback it may be sent without TLS");

        let bearer = format!("Bearer {}", answer.body["access_token"].as_str().unwrap());
        let answer = app.get("/api/v1/me").header("authorization", &bearer).expect(200).await;
        assert_eq!(answer.body["role"], "operator");
    }

    async fn outside_the_loopback_the_cookie_is_secure(app: TestApp) {
        app.operator("gestore").await;
        let credentials = json!({"username": "gestore", "password": PASSWORD});
        let settings = Settings { secure_cookie: true, ..Settings::default() };
        let request = app.post("/api/v1/sessions").json(&credentials).settings(settings);
        let cookie = request.expect(201).await.set_cookie("__Host-sigillo_refresh").unwrap();
        assert_eq!(cookie.secure(), Some(true));
    }

    async fn a_wrong_password_and_an_unknown_name_look_the_same(app: TestApp) {
        app.operator("gestore").await;
        for username in ["gestore", "nessuno"] {
            let credentials = json!({"username": username, "password": "un'altra frase lunga"});
            let answer = app.post("/api/v1/sessions").json(&credentials).expect(401).await;
            assert_eq!(answer.code(), "invalid_credentials");
            assert!(answer.set_cookie(COOKIE).is_none());
        }
    }

    async fn an_account_that_is_not_enabled_cannot_sign_in(app: TestApp) {
        let operator = app.operator("gestore").await;
        let request = json!({
            "username": "nuovo", "display_name": "Nuovo", "role": "operator", "password": PASSWORD,
        });
        app.post("/api/v1/accounts").by(&operator).json(&request).expect(201).await;
        let sign_in = |password: &str| {
            app.post("/api/v1/sessions").json(&json!({"username": "nuovo", "password": password}))
        };
        assert_eq!(sign_in(PASSWORD).expect(403).await.code(), "account_not_enabled");
        // Without the right password the account's state is not revealed.
        assert_eq!(sign_in("sbagliata").expect(401).await.code(), "invalid_credentials");
    }

    async fn disabling_an_account_ends_its_sessions_at_once(app: TestApp) {
        let operator = app.operator("gestore").await;
        let other = app.operator("altro").await;
        assert_eq!(me(&app, &other).await, 200);
        let path = format!("/api/v1/accounts/{}", other.id);
        app.patch(&path).by(&operator).json(&json!({"state": "disabled"})).expect(200).await;
        assert_eq!(me(&app, &other).await, 401);
        assert_eq!(refresh(&app, &other.refresh_token).await.status, 401);
        let credentials = json!({"username": "altro", "password": PASSWORD});
        let answer = app.post("/api/v1/sessions").json(&credentials).expect(403).await;
        assert_eq!(answer.code(), "account_not_enabled");

        // After the account is enabled again, the old session stays ended and a new one can be
        // opened.
        app.patch(&path).by(&operator).json(&json!({"state": "enabled"})).expect(200).await;
        assert_eq!(me(&app, &other).await, 401);
        app.post("/api/v1/sessions").json(&credentials).expect(201).await;
    }

    async fn an_access_token_lasts_a_quarter_of_an_hour(app: TestApp) {
        let account = app.operator("gestore").await;
        app.clock.advance(TimeDelta::seconds(899));
        assert_eq!(me(&app, &account).await, 200);
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(me(&app, &account).await, 401);
    }

    async fn a_refresh_token_is_exchanged_for_a_new_one(app: TestApp) {
        let mut account = app.operator("gestore").await;
        app.clock.advance(TimeDelta::hours(11));
        let answer = refresh(&app, &account.refresh_token).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        account.access_token = answer.body["access_token"].as_str().unwrap().to_owned();
        assert_eq!(me(&app, &account).await, 200);
        let second = token(&answer);
        assert_ne!(second, account.refresh_token);
        assert_eq!(refresh(&app, &second).await.status, 200);
    }

    async fn reusing_a_refresh_token_ends_the_session(app: TestApp) {
        let mut account = app.operator("gestore").await;
        let answer = refresh(&app, &account.refresh_token).await;
        let second = token(&answer);
        account.access_token = answer.body["access_token"].as_str().unwrap().to_owned();
        assert_eq!(me(&app, &account).await, 200);

        let reused = refresh(&app, &account.refresh_token).await;
        assert_eq!((reused.status, reused.code()), (401, "unauthenticated"));
        assert_eq!(me(&app, &account).await, 401, "the valid access token ends too");
        assert_eq!(refresh(&app, &second).await.status, 401, "the newer refresh token ends too");
    }

    async fn an_unused_session_expires(app: TestApp) {
        let account = app.operator("gestore").await;
        app.clock.advance(TimeDelta::hours(12));
        assert_eq!(refresh(&app, &account.refresh_token).await.status, 401);
    }

    async fn a_session_in_use_expires_after_a_week(app: TestApp) {
        let account = app.operator("gestore").await;
        let mut last = account.refresh_token;
        for _ in 0..14 {
            app.clock.advance(TimeDelta::hours(11));
            let answer = refresh(&app, &last).await;
            assert_eq!(answer.status, 200);
            last = token(&answer);
        }
        // 154 hours have passed; a session lasts 168 at most.
        app.clock.advance(TimeDelta::hours(11));
        last = token(&refresh(&app, &last).await);
        app.clock.advance(TimeDelta::hours(3));
        assert_eq!(refresh(&app, &last).await.status, 401);
    }

    async fn signing_out_ends_the_session(app: TestApp) {
        let account = app.operator("gestore").await;
        let answer = app.delete("/api/v1/sessions/current").by(&account).expect(204).await;
        let cookie = answer.set_cookie(COOKIE).unwrap();
        assert_eq!((cookie.value(), cookie.max_age().map(actix_web::cookie::time::Duration::whole_seconds)), ("", Some(0)));
        assert_eq!(me(&app, &account).await, 401);
        assert_eq!(refresh(&app, &account.refresh_token).await.status, 401);
    }

    async fn invented_tokens_are_refused(app: TestApp) {
        assert_eq!(refresh(&app, "inventato").await.status, 401);
        app.post("/api/v1/sessions/refresh").expect(401).await;
        for value in ["Bearer inventato", "Basic Zm9v", "Bearer", ""] {
            let answer = app.get("/api/v1/me").header("authorization", value).expect(401).await;
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        }
    }

    async fn changing_the_own_password_needs_the_current_one(app: TestApp) {
        let here = app.operator("gestore").await;
        let elsewhere = app.sign_in("gestore").await;
        let change = |current: &str, new: &str| {
            let body = json!({"current_password": current, "new_password": new});
            app.post("/api/v1/me/password").by(&here).json(&body)
        };
        let wrong = change("sbagliata", "un'altra frase lunga").expect(401).await;
        assert_eq!(wrong.code(), "invalid_credentials");
        let short = change(PASSWORD, "corta").expect(422).await;
        assert_eq!(short.faults(), ["/new_password too_short"]);
        let own_name = change(PASSWORD, "il-gestore-sono-io").expect(422).await;
        assert_eq!(own_name.faults(), ["/new_password contains_username"]);

        change(PASSWORD, "un'altra frase lunga").expect(204).await;
        assert_eq!(me(&app, &here).await, 200, "the session that changed it continues");
        assert_eq!(me(&app, &elsewhere).await, 401, "every other session ends");
        let sign_in = |password: &str| {
            app.post("/api/v1/sessions").json(&json!({"username": "gestore", "password": password}))
        };
        sign_in(PASSWORD).expect(401).await;
        sign_in("un'altra frase lunga").expect(201).await;
    }

    async fn only_one_of_two_simultaneous_password_changes_succeeds(app: TestApp) {
        let here = app.operator("gestore").await;
        let elsewhere = app.sign_in("gestore").await;
        let change = |by: &Account, new: &str| {
            let body = json!({"current_password": PASSWORD, "new_password": new});
            app.post("/api/v1/me/password").by(by).json(&body).send()
        };
        let (one, two) = futures_util::future::join(
            change(&here, "una frase lunga qui"),
            change(&elsewhere, "una frase lunga altrove"),
        )
        .await;
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 401]);
        // The second change is refused because its current password is no longer the account's.
        let goes_on = [me(&app, &here).await, me(&app, &elsewhere).await];
        assert_eq!(goes_on, [one.status, two.status].map(|status| if status == 204 { 200 } else { 401 }));
    }

    async fn me_lists_what_the_account_may_do(app: TestApp) {
        use sigillo_domain::permission::Permission;
        let domain = app.domain("pec.example.it").await;
        app.domain("pec.altrove.example").await;
        let assistant = app
            .assistant("anna", &domain, &[Permission::View, Permission::Edit])
            .await;
        let answer = app.get("/api/v1/me").by(&assistant).expect(200).await;
        assert_eq!(answer.body["role"], json!(Role::Assistant));
        let domains = answer.body["domains"].as_array().unwrap();
        assert_eq!(domains.len(), 1);
        assert_eq!(domains[0]["permissions"], json!(["view", "edit"]));
        let operations = answer.body["operations"].as_array().unwrap();
        assert!(operations.contains(&json!("update_mailbox")));
        assert!(!operations.contains(&json!("create_mailbox")));
        assert!(!operations.contains(&json!("create_account")));

        // What pages need at the start of a session is the same as from its own operations.
        let lists = json!({"mailboxes": {"limit": 200}});
        app.patch("/api/v1/me/preferences").by(&assistant).json(&json!({ "lists": lists })).expect(200).await;
        let me = app.get("/api/v1/me").by(&assistant).expect(200).await.body;
        let preferences = app.get("/api/v1/me/preferences").by(&assistant).expect(200).await.body;
        assert_eq!((&me["preferences"], &preferences["version"]), (&preferences, &json!(1)));
        assert_eq!(me["service"], app.get("/api/v1/info").expect(200).await.body);
    }

    async fn outside_the_loopback_cookies_are_bound_to_the_host(app: TestApp) {
        app.domain("pec.example.it").await;
        let mailbox = app.used_mailbox("pec.example.it", "protocollo").await;
        app.operator("gestore").await;
        let settings = Settings { secure_cookie: true, ..Settings::default() };
        let panel = ("/api/v1/sessions", json!({"username": "gestore", "password": PASSWORD}));
        let user = ("/api/v1/own-mailbox/sessions", json!({"address": mailbox.address, "password": PASSWORD}));
        for ((path, body), name) in [(panel, "__Host-sigillo_refresh"), (user, "__Host-sigillo_mailbox")] {
            let answer = app.post(path).json(&body).settings(settings.clone()).expect(201).await;
            for name in [name, "__Host-sigillo_device"] {
                let cookie = answer.set_cookie(name).expect(name);
                assert_eq!((cookie.path(), cookie.secure()), (Some("/"), Some(true)), "{name}");
                assert_eq!((cookie.domain(), cookie.http_only()), (None, Some(true)), "{name}");
                assert_eq!(cookie.same_site().map(|site| site.is_strict()), Some(true), "{name}");
            }
            let hsts = answer.header("strict-transport-security").unwrap();
            assert!(hsts.contains("includeSubDomains"), "{hsts}");
            let token = answer.set_cookie(name).unwrap().value().to_owned();
            let used = match name {
                "__Host-sigillo_refresh" => app.post("/api/v1/sessions/refresh"),
                _ => app.get("/api/v1/own-mailbox"),
            };
            used.cookie(name, &token).settings(settings.clone()).expect(200).await;
        }
        // A cookie that another host of the domain could have set is not taken.
        let refused = app.post("/api/v1/sessions/refresh").cookie(COOKIE, "un altro").settings(settings);
        refused.expect(401).await;
    }

    async fn a_new_sign_in_ends_the_old_session_of_the_device(app: TestApp) {
        let first = app.operator("gestore").await;
        app.operator("altro").await;
        let credentials = json!({"username": "altro", "password": PASSWORD});
        let request = app.post("/api/v1/sessions").cookie(COOKIE, &first.refresh_token);
        request.json(&json!({"username": "altro", "password": "sbagliata"})).expect(401).await;
        assert_eq!(me(&app, &first).await, 200, "a wrong password ends nothing");
        let request = app.post("/api/v1/sessions").cookie(COOKIE, &first.refresh_token);
        request.json(&credentials).expect(201).await;
        assert_eq!(me(&app, &first).await, 401);
        assert_eq!(refresh(&app, &first.refresh_token).await.status, 401);

        app.domain("pec.example.it").await;
        let mailbox = app.used_mailbox("pec.example.it", "protocollo").await;
        let user = app.user(&mailbox.address).await;
        let credentials = json!({"address": mailbox.address, "password": PASSWORD});
        let request = app.post("/api/v1/own-mailbox/sessions").by_user(&user);
        request.json(&credentials).expect(201).await;
        app.get("/api/v1/own-mailbox").by_user(&user).expect(401).await;
    }

    async fn old_sessions_are_deleted(app: TestApp) {
        let account = app.operator("gestore").await;
        app.clock.advance(TimeDelta::days(31));
        let gone = sigillo_app::sessions::purge(&app.app).await.unwrap();
        assert!(gone >= 1);
        assert_eq!(refresh(&app, &account.refresh_token).await.status, 401);
    }
}
