use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use sigillo_app::tickets::{forget_mail, read_mailbox};
use sigillo_app::{InboxError, MailPart, OpenInbox, TicketInbox, WaitingMail};
use sigillo_testkit::on_both_engines;

use super::*;

/// An e-mail with its UID.
type Raw = (i64, Vec<u8>);

/// A mailbox, from which what is put away goes, unless the connection breaks before.
#[derive(Clone, Default)]
struct Inbox {
    mails: Arc<Mutex<Vec<Raw>>>,
    /// How many e-mails are put away until the connection breaks.
    breaks_after: Arc<Mutex<Option<usize>>>,
}

#[async_trait]
impl TicketInbox for Inbox {
    async fn open(&self) -> Result<Box<dyn OpenInbox>, InboxError> {
        Ok(Box::new(self.clone()))
    }
}

#[async_trait]
impl OpenInbox for Inbox {
    async fn waiting(&mut self) -> Result<Vec<WaitingMail>, InboxError> {
        let mails = self.mails.lock().unwrap();
        let waiting = mails.iter().map(|(uid, raw)| WaitingMail {
            place: received(*uid, vec![]).place,
            bytes: raw.len() as u64,
        });
        Ok(waiting.collect())
    }

    async fn read(
        &mut self,
        mail: &WaitingMail,
        part: MailPart,
    ) -> Result<Option<Vec<u8>>, InboxError> {
        let mails = self.mails.lock().unwrap();
        let raw = mails.iter().find(|(uid, _)| *uid == mail.place.uid).map(|(_, raw)| raw.clone());
        Ok(raw.map(|raw| match part {
            MailPart::Whole => raw,
            MailPart::Headers => {
                raw.split(|byte| *byte == b'\n').take(5).collect::<Vec<_>>().join(&b'\n')
            }
        }))
    }

    async fn put_away(&mut self, mail: &WaitingMail) -> Result<(), InboxError> {
        match &mut *self.breaks_after.lock().unwrap() {
            Some(0) => return Err(InboxError("the connection is lost".into())),
            Some(left) => *left -= 1,
            None => {}
        }
        self.mails.lock().unwrap().retain(|(uid, _)| *uid != mail.place.uid);
        Ok(())
    }

    async fn close(self: Box<Self>) {}
}

on_both_engines! {
    async fn an_answer_stands_once_however_often_it_is_read(app: TestApp) {
        let office = office(&app).await;
        let (path, notice) = asked(&app, &office).await;
        let mail = || Mail { to: reply_to(&notice), headers: "Message-ID: <uno@example.org>\n", ..Mail::default() };
        assert!(matches!(take(&app.app, 1, mail()).await, TakenIn::Answered(_)));
        // At its place, copied to another, and from another server at the same time.
        assert_eq!(take(&app.app, 1, mail()).await, TakenIn::Known);
        assert_eq!(take(&app.app, 2, mail()).await, TakenIn::Known);
        let other = app.another_server().await;
        let without_id = || Mail { to: reply_to(&notice), body: "Senza Message-ID", ..Mail::default() };
        let servers = [&app.app, &other, &app.app, &other];
        let outcomes = join_all(servers.map(|server| take(server, 3, without_id()))).await;
        assert_eq!(outcomes.iter().filter(|it| matches!(it, TakenIn::Answered(_))).count(), 1, "{outcomes:?}");
        // Somebody else's e-mail with the same id is another.
        let foreign = Mail { from: "ugo@example.net", headers: "Message-ID: <due@example.org>\n", ..Mail::default() };
        assert_eq!(take(&app.app, 4, foreign).await, TakenIn::Refused(MailRefusal::NoTicket));
        let own = Mail { to: reply_to(&notice), headers: "Message-ID: <due@example.org>\n", body: "Due", ..Mail::default() };
        assert!(matches!(take(&app.app, 5, own).await, TakenIn::Answered(_)));
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        assert_eq!(events(&ticket), ["ask", "answer", "answer", "answer"]);
        check_history(&app).await;
    }

    async fn a_mailbox_is_read_once_whoever_is_killed(app: TestApp) {
        let office = office(&app).await;
        let (path, notice) = asked(&app, &office).await;
        let mails = (1..=3).map(|uid| {
            let mail = Mail { to: reply_to(&notice), body: &format!("Risposta {uid}"), ..Mail::default() };
            (uid, mail.raw())
        });
        let inbox = Inbox { mails: Arc::new(Mutex::new(mails.collect())), ..Inbox::default() };
        *inbox.breaks_after.lock().unwrap() = Some(1);
        assert_eq!(read_mailbox(&app.app, &inbox).await.unwrap(), 0);
        assert_eq!(inbox.mails.lock().unwrap().len(), 2);
        // It is not read again at once, by this server or another.
        *inbox.breaks_after.lock().unwrap() = None;
        let other = app.another_server().await;
        assert_eq!(read_mailbox(&other, &inbox).await.unwrap(), 0);
        app.clock.advance(chrono::TimeDelta::seconds(20));
        let read = join_all([&app.app, &other].map(|server| read_mailbox(server, &inbox))).await;
        assert_eq!(read.into_iter().map(Result::unwrap).sum::<usize>(), 2);
        assert!(inbox.mails.lock().unwrap().is_empty());
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        let texts: Vec<_> = ticket["messages"].as_array().unwrap().iter().map(|it| it["text"].clone()).collect();
        assert_eq!(texts, ["Da quale mittente?", "Risposta 1", "Risposta 2", "Risposta 3"]);
        app.clock.advance(chrono::TimeDelta::days(91));
        forget_mail(&app.app).await.unwrap();
        assert_eq!(app.row_counts().await["ticket_mail"], 0);
    }

    async fn one_that_cannot_be_taken_in_now_holds_up_no_other(app: TestApp) {
        let mut app = app;
        let scanner = sigillo_testkit::TestScanner::default();
        let is_away = scanner.is_away.clone();
        app.app.virus_scanner = Some(Arc::new(scanner));
        let office = office(&app).await;
        let (path, notice) = asked(&app, &office).await;
        let headers = "Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\n";
        let with_file = Mail { to: reply_to(&notice), headers, body: "%PDF-1.7", ..Mail::default() };
        let plain = Mail { to: reply_to(&notice), ..Mail::default() };
        let mails = vec![(1, with_file.raw()), (2, plain.raw())];
        let inbox = Inbox { mails: Arc::new(Mutex::new(mails)), ..Inbox::default() };
        is_away.store(true, std::sync::atomic::Ordering::Relaxed);
        read_mailbox(&app.app, &inbox).await.unwrap_err();
        assert_eq!(inbox.mails.lock().unwrap().iter().map(|(uid, _)| *uid).collect::<Vec<_>>(), [1]);
        is_away.store(false, std::sync::atomic::Ordering::Relaxed);
        app.clock.advance(chrono::TimeDelta::seconds(20));
        assert_eq!(read_mailbox(&app.app, &inbox).await.unwrap(), 1);
        let ticket = app.get(&path).by(&office.rosa).expect(200).await.body;
        assert_eq!((events(&ticket).len(), ticket["attachments"].as_array().map(Vec::len)), (3, Some(1)));
    }
}
