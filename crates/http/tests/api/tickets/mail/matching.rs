use serde_json::json;
use sigillo_testkit::on_both_engines;

use super::*;

on_both_engines! {
    async fn an_answer_comes_back_into_its_ticket(app: TestApp) {
        let office = office(&app).await;
        let (path, notice) = asked(&app, &office).await;
        let body = "Da ugo@example.org\n\nIl giorno 1 gen 2026 Supporto ha scritto:\n> Da quale mittente?";
        let mail = Mail { to: reply_to(&notice), body, ..Mail::default() };
        assert!(matches!(take(&app.app, 1, mail).await, TakenIn::Answered(_)));
        let ticket = app.get(&path).by(&office.anna).expect(200).await.body;
        assert_eq!(ticket["status"], "waiting_for_support");
        let entry = &ticket["messages"][1];
        assert_eq!((&entry["event"], &entry["author"], &entry["by_mail"]), (&json!("answer"), &json!("rosa"), &json!(true)));
        assert_eq!(entry["text"], body);
        assert_eq!(ticket["messages"][0]["by_mail"], false);
        let history = app.get(&format!("{path}/history")).by(&office.rosa).expect(200).await.body;
        assert_eq!(history["items"][0]["actor"]["name"], "rosa");
        // Nobody is told of their own answer.
        assert_eq!(app.work().await, []);
        check_history(&app).await;
    }

    async fn the_message_that_is_answered_names_the_ticket_too(app: TestApp) {
        let office = office(&app).await;
        let (path, notice) = asked(&app, &office).await;
        let references: Vec<_> = (0..1000).map(|place| format!(" <altro{place}@example.org>\n")).collect();
        let references = references.concat();
        let headers = format!("References:{references} <{}@pannello.example.it>\n", notice.id);
        let mail = Mail { headers: &headers, from: "ROSA@example.org", ..Mail::default() };
        assert!(matches!(take(&app.app, 1, mail).await, TakenIn::Answered(_)));
        let headers = format!("In-Reply-To: <{}@pannello.example.it>\nMessage-ID: <a@example.org>\n", notice.id);
        let mail = Mail { headers: &headers, from: "anna@example.org", ..Mail::default() };
        assert_eq!(take(&app.app, 2, mail).await, TakenIn::Refused(MailRefusal::WrongSender));
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        assert_eq!(events(&ticket), ["ask", "answer"]);
    }

    async fn an_address_serves_its_recipient_alone(app: TestApp) {
        let office = office(&app).await;
        let (path, notice) = asked(&app, &office).await;
        let to = reply_to(&notice);
        let (id, rest) = to.split_at(12);
        let changed = if rest.starts_with('a') { 'b' } else { 'a' };
        let forged = format!("{id}{changed}{}", &rest[1..]);
        for (uid, from, to, refusal) in [
            (1, "anna@example.org", to, MailRefusal::WrongSender),
            (2, EMAIL, forged.as_str(), MailRefusal::WrongSender),
            (3, EMAIL, TICKET_MAILBOX, MailRefusal::NoTicket),
            (4, "ugo@example.net", TICKET_MAILBOX, MailRefusal::NoTicket),
        ] {
            let mail = Mail { from, to, ..Mail::default() };
            assert_eq!(take(&app.app, uid, mail).await, TakenIn::Refused(refusal), "{uid}");
        }
        // A wrong address is not mended by the right message.
        let headers = format!("In-Reply-To: <{}@pannello.example.it>\n", notice.id);
        let mail = Mail { to: &forged, headers: &headers, ..Mail::default() };
        assert_eq!(take(&app.app, 5, mail).await, TakenIn::Refused(MailRefusal::WrongSender));
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        assert_eq!(events(&ticket), ["ask"]);
    }

    async fn an_answer_to_a_closed_ticket_reopens_it(app: TestApp) {
        let office = office(&app).await;
        let (path, _) = asked(&app, &office).await;
        close(&app, &path, &office.otto).expect(200).await;
        let notice = app.work().await.pop().unwrap();
        let mail = Mail { to: reply_to(&notice), body: "Succede ancora", ..Mail::default() };
        assert!(matches!(take(&app.app, 1, mail).await, TakenIn::Answered(_)));
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        assert_eq!((events(&ticket), &ticket["status"]), (vec!["ask", "close", "reopen"], &json!("waiting_for_support")));
        check_history(&app).await;
    }

    async fn whoever_may_no_longer_write_is_refused(app: TestApp) {
        let office = office(&app).await;
        let path = opened(&app, &office.anna).await;
        act(&app, &path, &office.otto, "ask", "Quando?").expect(200).await;
        let notice = app.work().await.pop().unwrap();
        let anna = format!("/api/v1/accounts/{}", office.anna.id);
        app.patch(&anna).by(&office.rosa).json(&json!({"state": "disabled"})).expect(200).await;
        let mail = || Mail { to: reply_to(&notice), ..Mail::default() };
        assert_eq!(take(&app.app, 1, mail()).await, TakenIn::Refused(MailRefusal::NoAccess));
        let ticket = app.get(&path).by(&office.otto).expect(200).await.body;
        assert_eq!(events(&ticket), ["ask"]);
    }

    async fn whom_the_support_has_opened_a_ticket_for_answers_without_an_account(app: TestApp) {
        let office = office(&app).await;
        let request = json!({"summary": "Per telefono", "email": EMAIL, "organization_id": office.domain.organization_id});
        let path = crate::tickets::path_of(&app.post(crate::tickets::TICKETS).by(&office.otto).json(&request).expect(201).await);
        act(&app, &path, &office.otto, "ask", "Quando?").expect(200).await;
        let notice = app.work().await.pop().unwrap();
        let mail = Mail { to: reply_to(&notice), ..Mail::default() };
        assert!(matches!(take(&app.app, 1, mail).await, TakenIn::Answered(_)));
        let ticket = app.get(&path).by(&office.otto).expect(200).await.body;
        let entry = &ticket["messages"][1];
        assert_eq!((&entry["author"], &entry["by_support"]), (&json!(EMAIL), &json!(false)));
        assert_eq!(ticket["status"], "waiting_for_support");
        assert_eq!(app.work().await, []);
        check_history(&app).await;
    }
}
