//! The probes of the service against a real Postfix and Dovecot, with a canary that is no mailbox of the panel.

use std::fs;

use sigillo_adapters::probe::{DeliveryProbe, ImapProbe, SubmissionProbe};
use sigillo_app::ServiceProbe;
use sigillo_domain::sla::OutageCause;
use sigillo_testkit::{TestApp, on_both_engines};
use uuid::Uuid;

use crate::certificate::Certificate;
use crate::clients::Imap;
use crate::directory::panel;
use crate::dovecot::{Dovecot, Setup, share};
use crate::postfix_instance::{Postfix, can_run, options, over_tcp};

pub const CANARY: &str = "canarino@sonda.example.it";

pub async fn mail_host(app: &TestApp) -> Option<(Postfix, Certificate)> {
    if !can_run() {
        return None;
    }
    share(app.url());
    let certificate = Certificate::new();
    let same = certificate.clone();
    let dovecot = Dovecot::started(app.url(), Setup::command, |setup| {
        let options = options(setup, &certificate);
        let canary = ["--canary", CANARY, "--canary-host", "localhost"];
        let options = [&options.each_ref().map(String::as_str)[..], &canary].concat();
        setup.configure(&over_tcp(app), &options)
    });
    let dovecot = dovecot.await;
    Some((Postfix::before(dovecot, certificate), same))
}

/// The password that `mailhost config` has given to the canary.
pub fn canary_password(postfix: &Postfix) -> String {
    fs::read_to_string(postfix.dovecot.setup.dir().join("canary.password")).unwrap()
}

struct Probes {
    submission: SubmissionProbe,
    imap: ImapProbe,
    delivery: DeliveryProbe,
}

/// The probes that `mailhost config` has written, with this password in place of theirs.
fn probes(postfix: &Postfix, certificate: &Certificate, password: Option<&str>) -> Probes {
    let dir = postfix.dovecot.setup.dir();
    let own = canary_password(postfix);
    let written = fs::read_to_string(dir.join("probes.env")).unwrap();
    let url = |name: &str| {
        let line = written.lines().find_map(|line| line.strip_prefix(name)).expect("a probe");
        line.replace(&own, password.unwrap_or(&own))
    };
    let roots = Some(certificate.pem.as_bytes());
    // The tests' Postfix has a port of its own.
    let to_submit = url("SIGILLO_PROBE_SUBMISSION_URL=");
    let to_submit = to_submit.replace(":587", &format!(":{}", postfix.submission));
    let to_read = url("SIGILLO_PROBE_IMAP_URL=");
    let submission = || SubmissionProbe::new(&to_submit, roots).expect("a good URL");
    let imap = || ImapProbe::new(&to_read, roots).expect("a good URL");
    let delivery = DeliveryProbe::new(submission(), imap()).expect("addresses");
    Probes { submission: submission(), imap: imap(), delivery }
}

async fn cause(probe: &dyn ServiceProbe) -> Option<OutageCause> {
    let outcome = probe.probe(Uuid::from_u128(rand::random())).await;
    if let Err(failure) = &outcome {
        println!("{}: {}: {}", probe.component(), failure.cause, failure.evidence);
    }
    outcome.err().map(|failure| failure.cause)
}

on_both_engines! {
    async fn the_probes_use_the_mail_host_as_people_do(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let Some((mut postfix, certificate)) = mail_host(&app).await else { return };
        let good = probes(&postfix, &certificate, None);
        for _ in 0..2 {
            assert_eq!(cause(&good.submission).await, None);
            assert_eq!(cause(&good.imap).await, None);
            assert_eq!(cause(&good.delivery).await, None);
        }
        // What was delivered is gone, and the panel has no such mailbox.
        let password = canary_password(&postfix);
        let mut canary = Imap::connect_securely(postfix.dovecot.imap(), &certificate.pem);
        assert!(canary.sign_in(CANARY, &password).starts_with("OK "));
        assert_eq!(canary.messages("INBOX"), 0);
        drop(canary);
        assert_eq!(app.row_counts().await["mailbox"], 0);

        let wrong = probes(&postfix, &certificate, Some("unaltra"));
        assert_eq!(cause(&wrong.submission).await, Some(OutageCause::SignInRefused));
        assert_eq!(cause(&wrong.imap).await, Some(OutageCause::SignInRefused));
        assert_eq!(cause(&wrong.delivery).await, Some(OutageCause::SignInRefused));

        // Whom nobody has vouched for is not spoken to.
        let other = Certificate::new();
        let unknown = probes(&postfix, &other, None);
        assert_eq!(cause(&unknown.imap).await, Some(OutageCause::Unreachable));

        postfix.dovecot.stop();
        assert_eq!(cause(&good.imap).await, Some(OutageCause::Unreachable));
        assert_ne!(cause(&good.delivery).await, None);
    }
}
