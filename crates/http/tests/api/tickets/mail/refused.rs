use serde_json::json;
use sigillo_testkit::on_both_engines;

use super::*;

on_both_engines! {
    async fn what_no_person_has_written_is_dropped_and_listed(app: TestApp) {
        let office = office(&app).await;
        let (path, notice) = asked(&app, &office).await;
        let cases = [
            ("Auto-Submitted: auto-replied\n", MailRefusal::AutomaticReply),
            ("Precedence: bulk\n", MailRefusal::AutomaticReply),
            ("X-Autoreply: yes\n", MailRefusal::AutomaticReply),
            ("Return-Path: <>\n", MailRefusal::Bounce),
            ("Content-Type: multipart/report; report-type=delivery-status; boundary=b\n", MailRefusal::Bounce),
            ("X-Ricevuta: avvenuta-consegna\n", MailRefusal::CertifiedReceipt),
            ("X-Trasporto: posta-certificata\n", MailRefusal::CertifiedReceipt),
        ];
        for (place, (headers, refusal)) in cases.iter().enumerate() {
            app.clock.advance(chrono::TimeDelta::minutes(1));
            let mail = Mail { to: reply_to(&notice), headers, ..Mail::default() };
            let uid = i64::try_from(place).unwrap();
            assert_eq!(take(&app.app, uid, mail).await, TakenIn::Refused(*refusal), "{headers}");
        }
        let empty = Mail { to: reply_to(&notice), body: "\u{200b}\n", ..Mail::default() };
        assert_eq!(take(&app.app, 20, empty).await, TakenIn::Refused(MailRefusal::Empty));
        let large = Received { is_whole: false, ..received(21, Mail { to: reply_to(&notice), ..Mail::default() }.raw()) };
        assert_eq!(take_in(&app.app, large).await.unwrap(), TakenIn::Refused(MailRefusal::TooLarge));
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        assert_eq!(events(&ticket), ["ask"]);
        // Nobody is written to: an answer to a program would be answered again.
        assert_eq!(app.work().await, []);

        let list = app.get("/api/v1/refused-mail?count=exact").by(&office.otto).expect(200).await.body;
        assert_eq!((&list["total"], list["items"].as_array().map(Vec::len)), (&json!(9), Some(9)));
        let last = &list["items"][8];
        assert_eq!((&last["sender"], &last["subject"], &last["reason"]), (&json!(EMAIL), &json!("Re: segnalazione"), &json!("automatic_reply")));
        let bounces = app.get("/api/v1/refused-mail?reason=bounce,empty").by(&office.otto).expect(200).await.body;
        assert_eq!(bounces["items"].as_array().map(Vec::len), Some(3));
        let named = app.get("/api/v1/refused-mail?reason=empty").by(&office.otto).expect(200).await.body;
        assert_eq!(named["items"][0]["reference"], "SIG-2026-000001");
        let page = app.get("/api/v1/refused-mail?limit=4").by(&office.otto).expect(200).await.body;
        let next = format!("/api/v1/refused-mail?limit=200&cursor={}", page["next_cursor"].as_str().unwrap());
        assert_eq!(app.get(&next).by(&office.otto).expect(200).await.body["items"].as_array().map(Vec::len), Some(5));
        for by in [&office.rosa, &office.anna] {
            app.get("/api/v1/refused-mail").by(by).expect(403).await;
        }
        let refused = app.get("/api/v1/refused-mail?reason=boh").by(&office.otto).expect(422).await;
        assert_eq!(refused.faults(), ["reason unknown"]);
    }

    async fn without_a_mailbox_a_notice_says_nothing_of_answers(app: TestApp) {
        let mut app = app;
        app.app.ticket_replies = None;
        let office = office(&app).await;
        let (_, notice) = asked(&app, &office).await;
        assert_eq!(notice.reply_to, None);
    }
}
