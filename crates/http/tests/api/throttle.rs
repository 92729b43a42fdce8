//! Slowing down whoever guesses passwords, without locking out anybody else.

use std::net::SocketAddr;

use chrono::TimeDelta;
use serde_json::json;
use sigillo_http::Settings;
use sigillo_testkit::{Account, Answer, Client, PASSWORD, TestApp, on_both_engines};

const DEVICE: &str = "sigillo_device";

fn request(app: &TestApp, username: &str, password: &str, peer: SocketAddr) -> Client {
    let credentials = json!({"username": username, "password": password});
    app.post("/api/v1/sessions").json(&credentials).from(peer)
}

fn host(number: u8) -> SocketAddr {
    SocketAddr::from(([203, 0, 113, number], 4000))
}

async fn attempt(app: &TestApp, username: &str, password: &str, number: u8) -> Answer {
    request(app, username, password, host(number)).send().await
}

fn retry_after(answer: &Answer) -> i64 {
    assert_eq!((answer.status, answer.code()), (429, "too_many_requests"), "{}", answer.body);
    answer.header("retry-after").unwrap().parse().unwrap()
}

/// Signs in and returns the cookie by which the device is known from then on.
async fn device(app: &TestApp, username: &str, number: u8) -> String {
    let answer = attempt(app, username, PASSWORD, number).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.set_cookie(DEVICE).expect("the device is remembered").value().to_owned()
}

async fn from_device(
    app: &TestApp,
    username: &str,
    password: &str,
    number: u8,
    cookie: &str,
) -> Answer {
    request(app, username, password, host(number)).cookie(DEVICE, cookie).send().await
}

/// Makes wrong guesses of different names until the address is blocked.
async fn block_address(app: &TestApp, number: u8) {
    for place in 0..50 {
        let name = format!("nome{place}");
        assert_eq!(attempt(app, &name, "sbagliata", number).await.status, 401, "{place}");
    }
    retry_after(&attempt(app, "nome0", "sbagliata", number).await);
}

async fn counters(app: &TestApp) -> Vec<String> {
    let rows = "SELECT subject || ' ' || CAST(attempts AS TEXT) FROM sign_in_throttle ORDER BY 1";
    app.texts(rows).await
}

on_both_engines! {
    async fn an_account_is_blocked_for_the_address_that_guesses(app: TestApp) {
        app.operator("gestore").await;
        for _ in 0..5 {
            assert_eq!(attempt(&app, "gestore", "sbagliata", 1).await.status, 401);
        }
        // The right password is refused too, from there.
        let wait = retry_after(&attempt(&app, "gestore", PASSWORD, 1).await);
        assert!((59..=61).contains(&wait), "{wait}");
        assert_eq!(attempt(&app, "GESTORE", PASSWORD, 1).await.status, 429);

        app.clock.advance(TimeDelta::seconds(61));
        assert_eq!(attempt(&app, "gestore", "sbagliata", 1).await.status, 401);
        let wait = retry_after(&attempt(&app, "gestore", PASSWORD, 1).await);
        assert!((119..=121).contains(&wait), "the next block is twice as long: {wait}");

        app.clock.advance(TimeDelta::seconds(121));
        assert_eq!(attempt(&app, "gestore", PASSWORD, 1).await.status, 201);
        assert_eq!(attempt(&app, "gestore", "sbagliata", 1).await.status, 401, "the count starts afresh");
        assert_eq!(attempt(&app, "gestore", PASSWORD, 1).await.status, 201);
    }

    async fn wrong_passwords_from_elsewhere_lock_nobody_out(app: TestApp) {
        app.operator("gestore").await;
        for number in 1..=40 {
            assert_eq!(attempt(&app, "gestore", "sbagliata", number).await.status, 401);
        }
        assert_eq!(attempt(&app, "gestore", PASSWORD, 99).await.status, 201);
    }

    async fn eight_sign_ins_at_once_with_the_right_password_all_succeed(app: TestApp) {
        app.operator("gestore").await;
        let attempts = (0..8).map(|_| attempt(&app, "gestore", PASSWORD, 1));
        let answers = futures_util::future::join_all(attempts).await;
        let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses, [201; 8]);
    }

    async fn an_unknown_name_is_blocked_likewise(app: TestApp) {
        for _ in 0..5 {
            assert_eq!(attempt(&app, "nessuno", "sbagliata", 1).await.status, 401);
        }
        retry_after(&attempt(&app, "nessuno", "sbagliata", 1).await);
    }

    async fn an_address_that_tries_many_names_is_blocked(app: TestApp) {
        app.operator("gestore").await;
        block_address(&app, 1).await;
        retry_after(&attempt(&app, "gestore", PASSWORD, 1).await);
        assert_eq!(attempt(&app, "gestore", PASSWORD, 2).await.status, 201, "other addresses can still sign in");
    }

    async fn a_device_that_signed_in_before_passes_while_its_address_is_blocked(app: TestApp) {
        app.operator("gestore").await;
        app.operator("altro").await;
        let known = device(&app, "gestore", 1).await;
        block_address(&app, 1).await;
        retry_after(&attempt(&app, "gestore", PASSWORD, 1).await);
        assert_eq!(from_device(&app, "gestore", PASSWORD, 1, &known).await.status, 201);
        // The cookie is of one account, and cannot be made up.
        assert_eq!(from_device(&app, "altro", PASSWORD, 1, &known).await.status, 429);
        let forged = format!("{}x", &known[..known.len() - 1]);
        assert_eq!(from_device(&app, "gestore", PASSWORD, 1, &forged).await.status, 429);
        assert_eq!(from_device(&app, "gestore", PASSWORD, 1, "").await.status, 429);
    }

    async fn a_known_device_may_be_known_for_several_accounts_and_for_half_a_year(app: TestApp) {
        app.operator("gestore").await;
        app.operator("altro").await;
        let one = device(&app, "gestore", 1).await;
        let answer = from_device(&app, "altro", PASSWORD, 1, &one).await;
        let both = answer.set_cookie(DEVICE).unwrap().value().to_owned();
        block_address(&app, 1).await;
        for name in ["gestore", "altro"] {
            assert_eq!(from_device(&app, name, PASSWORD, 1, &both).await.status, 201, "{name}");
        }
        app.clock.advance(TimeDelta::days(181));
        block_address(&app, 1).await;
        assert_eq!(from_device(&app, "gestore", PASSWORD, 1, &both).await.status, 429);
    }

    async fn a_known_device_is_limited_by_itself(app: TestApp) {
        app.operator("gestore").await;
        let known = device(&app, "gestore", 1).await;
        for number in 1..=5 {
            let answer = from_device(&app, "gestore", "sbagliata", number, &known).await;
            assert_eq!(answer.status, 401);
        }
        retry_after(&from_device(&app, "gestore", PASSWORD, 6, &known).await);
        // Nobody else is held up by that.
        assert_eq!(attempt(&app, "gestore", PASSWORD, 1).await.status, 201);
    }

    async fn nothing_is_written_for_whoever_is_blocked(app: TestApp) {
        app.operator("gestore").await;
        block_address(&app, 1).await;
        let (rows, before) = (app.row_counts().await, counters(&app).await);
        for place in 0..20 {
            retry_after(&attempt(&app, &format!("inventato{place}"), "sbagliata", 1).await);
            retry_after(&attempt(&app, "gestore", "sbagliata", 1).await);
        }
        assert_eq!(counters(&app).await, before);
        assert_eq!(app.row_counts().await, rows);
        // A blocked address does not count against the account either.
        assert_eq!(attempt(&app, "gestore", PASSWORD, 2).await.status, 201);
    }

    async fn the_addresses_of_one_ipv6_network_count_together(app: TestApp) {
        app.operator("gestore").await;
        let from = |network: u16, place: u16| {
            SocketAddr::from(([0x2001, 0xdb8, 0, network, 0, 0, 0, place], 4000))
        };
        for place in 0..50 {
            let name = format!("nome{place}");
            let answer = request(&app, &name, "sbagliata", from(1, place)).send().await;
            assert_eq!(answer.status, 401, "{place}");
        }
        retry_after(&request(&app, "gestore", PASSWORD, from(1, 999)).send().await);
        assert_eq!(request(&app, "gestore", PASSWORD, from(2, 999)).send().await.status, 201);
    }

    async fn an_ipv4_address_written_as_ipv6_is_the_same_address(app: TestApp) {
        app.operator("gestore").await;
        let mapped = SocketAddr::from(([0, 0, 0, 0, 0, 0xffff, 0xcb00, 0x7101], 4000));
        for _ in 0..5 {
            assert_eq!(request(&app, "gestore", "sbagliata", mapped).send().await.status, 401);
        }
        retry_after(&attempt(&app, "gestore", PASSWORD, 1).await);
    }

    async fn a_line_of_x_forwarded_for_that_the_client_wrote_does_not_count(app: TestApp) {
        app.operator("gestore").await;
        let settings = Settings {
            trusted_proxies: vec!["10.0.0.1".parse().unwrap()],
            ..Settings::default()
        };
        let proxy = SocketAddr::from(([10, 0, 0, 1], 4000));
        // A proxy may append its own line rather than extend the client's.
        let send = |place: u8, password: &str| {
            request(&app, "gestore", password, proxy)
                .settings(settings.clone())
                .header("x-forwarded-for", &format!("198.51.100.{place}"))
                .another("x-forwarded-for", "203.0.113.1:4711")
                .send()
        };
        for place in 0..5 {
            assert_eq!(send(place, "sbagliata").await.status, 401);
        }
        retry_after(&send(6, PASSWORD).await);
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
        let guess = |by: &Account| {
            let body = json!({"current_password": "sbagliata", "new_password": "una frase nuova"});
            app.post("/api/v1/me/password").by(by).json(&body).send()
        };
        for _ in 0..5 {
            assert_eq!(guess(&account).await.status, 401);
        }
        retry_after(&guess(&account).await);
        // Another session, and signing in, are not held up.
        let other = app.sign_in("gestore").await;
        assert_eq!(guess(&other).await.status, 401);
    }
}
