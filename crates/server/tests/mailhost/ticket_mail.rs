//! Answers to tickets in a real mailbox: read over IMAP, taken in once, and put away.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_adapters::ticket_mail::ImapInbox;
use sigillo_app::tickets::read_mailbox;
use sigillo_testkit::{Account, TestApp, on_both_engines};

use crate::certificate::Certificate;
use crate::clients::Imap;
use crate::directory::panel;
use crate::postfix_instance::Postfix;
use crate::probes::{CANARY, canary_password, mail_host};

const EMAIL: &str = "rosa@example.org";

fn inbox(postfix: &Postfix, certificate: &Certificate, password: &str) -> ImapInbox {
    let user = format!("{}:{}", CANARY.replace('@', "%40"), password.replace(' ', "%20"));
    let url = format!("imaps://{user}@localhost:{}", postfix.dovecot.imap());
    ImapInbox::new(&url, Some(certificate.pem.as_bytes())).expect("a good URL")
}

/// Puts an e-mail into the mailbox, as a delivery does.
fn arrive(imap: &mut Imap, to: &str, id: &str, body: &str) {
    let mail = format!(
        "From: Rosa <{EMAIL}>\r\nTo: {to}\r\nSubject: Re: segnalazione\r\nMessage-ID: <{id}@example.org>\r\n\r\n{body}\r\n"
    );
    let done = imap.ask(&format!("APPEND INBOX {{{}+}}\r\n{mail}", mail.len())).pop().unwrap();
    assert!(done.starts_with("OK"), "{done}");
}

async fn texts(app: &TestApp, path: &str, by: &Account) -> Vec<Value> {
    let ticket = app.get(path).by(by).expect(200).await.body;
    ticket["messages"].as_array().unwrap().iter().map(|message| message["text"].clone()).collect()
}

on_both_engines! {
    async fn an_answer_goes_from_the_mailbox_into_its_ticket(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let Some((mut postfix, certificate)) = mail_host(&app).await else { return };
        let domain = app.domain("assistenza.example.it").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let otto = app.operator("otto").await;
        let request = json!({"summary": "La casella non riceve", "email": EMAIL});
        let made = app.post("/api/v1/tickets").by(&rosa).json(&request).expect(201).await.body;
        let path = format!("/api/v1/tickets/{}", made["id"].as_str().unwrap());
        let ask = json!({"event": "ask", "text": "Da quale mittente?"});
        app.post(&format!("{path}/messages")).by(&otto).json(&ask).expect(200).await;
        let notice = app.work().await.pop().expect("a notice");
        let to = notice.reply_to.expect("an address for answers");

        let password = canary_password(&postfix);
        let mut imap = Imap::connect_securely(postfix.dovecot.imap(), &certificate.pem);
        assert!(imap.sign_in(CANARY, &password).starts_with("OK "));
        arrive(&mut imap, &to, "uno", "Da ugo@example.org");
        arrive(&mut imap, "supporto@assistenza.example.it", "due", "Senza avviso");
        let good = inbox(&postfix, &certificate, &password);
        assert_eq!(read_mailbox(&app.app, &good).await.unwrap(), 2);
        assert_eq!(texts(&app, &path, &otto).await, ["Da quale mittente?", "Da ugo@example.org"]);
        let refused = app.get("/api/v1/refused-mail").by(&otto).expect(200).await.body;
        assert_eq!(refused["items"][0]["reason"], "no_ticket");
        assert_eq!((imap.messages("INBOX"), imap.messages("Sigillo")), (0, 2));

        // The same e-mail comes again, as from a server that did not hear the reply.
        arrive(&mut imap, &to, "uno", "Da ugo@example.org");
        arrive(&mut imap, &to, "tre", "E da anna@example.org");
        app.clock.advance(TimeDelta::seconds(20));
        assert_eq!(read_mailbox(&app.app, &good).await.unwrap(), 2);
        let all = ["Da quale mittente?", "Da ugo@example.org", "E da anna@example.org"];
        assert_eq!(texts(&app, &path, &otto).await, all);
        assert_eq!(imap.messages("INBOX"), 0);

        // A mailbox that cannot be read is no error of the panel, and is read later.
        arrive(&mut imap, &to, "quattro", "Dopo");
        drop(imap);
        let wrong = inbox(&postfix, &certificate, "un'altra");
        app.clock.advance(TimeDelta::seconds(20));
        assert_eq!(read_mailbox(&app.app, &wrong).await.unwrap(), 0);
        postfix.dovecot.stop();
        app.clock.advance(TimeDelta::seconds(20));
        assert_eq!(read_mailbox(&app.app, &good).await.unwrap(), 0);
        postfix.dovecot.start_again();
        app.clock.advance(TimeDelta::seconds(20));
        assert_eq!(read_mailbox(&app.app, &good).await.unwrap(), 1);
        assert_eq!(texts(&app, &path, &otto).await.len(), 4);
    }
}
