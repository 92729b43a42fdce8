//! One rule for the passwords of accounts and of mailboxes.

use serde_json::json;
use sigillo_testkit::{PASSWORD, on_both_engines};

const DOMAIN: &str = "pec.vallechiara.example.it";

/// Passwords that nobody may have, and why.
const REFUSED: [(&str, &str); 13] = [
    ("corta", "too_short"),
    ("            ", "required"),
    ("a b          c", "too_short"),
    ("\t\t\t\t\t\t\t\t\t\t\t\t", "invalid_characters"),
    ("una\u{200b}frase\u{200b}lunga", "invalid_characters"),
    ("una\u{202e}frase lunga", "invalid_characters"),
    ("aaaaaaaaaaaa", "too_simple"),
    ("abababababab", "too_simple"),
    ("abcdefghijklmn", "too_simple"),
    ("123456789012", "too_simple"),
    ("password1234", "too_common"),
    ("Q1W2E3R4T5Y6", "too_common"),
    ("P@ssw0rd2026!", "too_common"),
];

on_both_engines! {
    async fn accounts_refuse_what_is_easy_to_guess(app: TestApp) {
        app.domain(DOMAIN).await;
        let operator = app.operator("gestore").await;
        for (password, fault) in REFUSED {
            let body = json!({
                "username": "rosa.bianchi", "display_name": "Rosa Bianchi", "role": "operator",
                "password": password,
            });
            let answer = app.post("/api/v1/accounts").by(&operator).json(&body).expect(422).await;
            assert_eq!(answer.faults(), [format!("/password {fault}")], "{password:?}");
            let body = json!({"current_password": PASSWORD, "new_password": password});
            let answer = app.post("/api/v1/me/password").by(&operator).json(&body).expect(422).await;
            assert_eq!(answer.faults(), [format!("/new_password {fault}")], "{password:?}");
        }
        // A password made of what everybody knows about its owner.
        let body = json!({
            "username": "r.b", "display_name": "Rosa Bianchi", "role": "operator",
            "password": "Bianchi-Rosa-2026",
        });
        let answer = app.post("/api/v1/accounts").by(&operator).json(&body).expect(422).await;
        assert_eq!(answer.faults(), ["/password guessable"]);
    }

    async fn an_account_does_not_keep_its_present_password(app: TestApp) {
        let operator = app.operator("gestore").await;
        let other = app.operator("altro").await;
        let body = json!({"current_password": PASSWORD, "new_password": PASSWORD});
        let answer = app.post("/api/v1/me/password").by(&operator).json(&body).expect(422).await;
        assert_eq!(answer.faults(), ["/new_password unchanged"]);
        let path = format!("/api/v1/accounts/{}", other.id);
        let body = json!({"password": PASSWORD});
        let answer = app.patch(&path).by(&operator).json(&body).expect(422).await;
        assert_eq!(answer.faults(), ["/password unchanged"]);
        // A wrong present password is answered before that: it cannot be guessed here.
        let body = json!({"current_password": "sbagliata", "new_password": PASSWORD});
        app.post("/api/v1/me/password").by(&operator).json(&body).expect(401).await;
    }

    async fn mailboxes_refuse_the_same(app: TestApp) {
        app.domain(DOMAIN).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let token = app.password_link(mailbox.id).await;
        let set = |password: &str| {
            let body = json!({"token": token, "new_password": password});
            app.post("/api/v1/links/password").json(&body)
        };
        for (password, fault) in REFUSED {
            let answer = set(password).expect(422).await;
            assert_eq!(answer.faults(), [format!("/new_password {fault}")], "{password:?}");
        }
        assert_eq!(set("Vallechiara-pec-2026").expect(422).await.faults(), ["/new_password guessable"]);
        set("perché così è").expect(204).await;
    }
}
