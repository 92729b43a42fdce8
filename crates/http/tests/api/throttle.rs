//! Blocking sign-ins after too many wrong passwords.

use chrono::TimeDelta;
use serde_json::json;
use sigillo_testkit::{Answer, PASSWORD, TestApp, on_both_engines};

async fn attempt(app: &TestApp, username: &str, password: &str, host: u8) -> Answer {
    let credentials = json!({"username": username, "password": password});
    let peer = std::net::SocketAddr::from(([203, 0, 113, host], 4000));
    app.post("/api/v1/sessions").json(&credentials).from(peer).send().await
}

fn retry_after(answer: &Answer) -> i64 {
    assert_eq!((answer.status, answer.code()), (429, "too_many_requests"), "{}", answer.body);
    answer.header("retry-after").unwrap().parse().unwrap()
}

on_both_engines! {
    async fn an_account_is_blocked_after_five_attempts(app: TestApp) {
        app.operator("gestore").await;
        for place in 0..5 {
            assert_eq!(attempt(&app, "gestore", "sbagliata", place).await.status, 401);
        }
        // The block applies from any address, even with the right password.
        let wait = retry_after(&attempt(&app, "gestore", PASSWORD, 99).await);
        assert!((59..=61).contains(&wait), "{wait}");
        assert_eq!(attempt(&app, "GESTORE", PASSWORD, 99).await.status, 429);

        app.clock.advance(TimeDelta::seconds(61));
        assert_eq!(attempt(&app, "gestore", "sbagliata", 1).await.status, 401);
        let wait = retry_after(&attempt(&app, "gestore", PASSWORD, 1).await);
        assert!((119..=121).contains(&wait), "the next block is twice as long: {wait}");

        app.clock.advance(TimeDelta::seconds(121));
        assert_eq!(attempt(&app, "gestore", PASSWORD, 1).await.status, 201);
        assert_eq!(attempt(&app, "gestore", "sbagliata", 1).await.status, 401, "the count starts afresh");
        assert_eq!(attempt(&app, "gestore", PASSWORD, 1).await.status, 201);
    }

    async fn an_unknown_name_is_blocked_likewise(app: TestApp) {
        for _ in 0..5 {
            assert_eq!(attempt(&app, "nessuno", "sbagliata", 1).await.status, 401);
        }
        retry_after(&attempt(&app, "nessuno", "sbagliata", 1).await);
    }

    async fn an_address_that_tries_many_names_is_blocked(app: TestApp) {
        app.operator("gestore").await;
        for place in 0..50 {
            let name = format!("nome{place}");
            assert_eq!(attempt(&app, &name, "sbagliata", 1).await.status, 401, "{place}");
        }
        retry_after(&attempt(&app, "gestore", PASSWORD, 1).await);
        assert_eq!(attempt(&app, "gestore", PASSWORD, 2).await.status, 201, "other addresses can still sign in");
    }

    async fn successful_sign_ins_do_not_block_their_address(app: TestApp) {
        app.operator("gestore").await;
        for _ in 0..60 {
            assert_eq!(attempt(&app, "gestore", PASSWORD, 1).await.status, 201);
        }
    }

    async fn attempts_are_forgotten_after_a_quarter_of_an_hour(app: TestApp) {
        app.operator("gestore").await;
        for _ in 0..4 {
            assert_eq!(attempt(&app, "gestore", "sbagliata", 1).await.status, 401);
        }
        app.clock.advance(TimeDelta::minutes(15));
        for _ in 0..4 {
            assert_eq!(attempt(&app, "gestore", "sbagliata", 1).await.status, 401);
        }
        assert_eq!(attempt(&app, "gestore", PASSWORD, 1).await.status, 201);
    }

    async fn simultaneous_attempts_are_each_counted(app: TestApp) {
        app.operator("gestore").await;
        let attempts = (0..20).map(|_| attempt(&app, "gestore", "sbagliata", 1));
        let answers = futures_util::future::join_all(attempts).await;
        let tried = answers.iter().filter(|answer| answer.status == 401).count();
        assert_eq!(tried, 5, "the other attempts are blocked");
    }

    async fn the_current_password_cannot_be_guessed_in_an_open_session(app: TestApp) {
        let account = app.operator("gestore").await;
        let guess = || {
            let body = json!({"current_password": "sbagliata", "new_password": "una frase nuova"});
            app.post("/api/v1/me/password").by(&account).json(&body).send()
        };
        for _ in 0..5 {
            assert_eq!(guess().await.status, 401);
        }
        retry_after(&guess().await);
    }
}
