//! The probes of the service against a real Postfix and Dovecot, with a canary that is no mailbox of the panel.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};

use sigillo_adapters::probe::{DeliveryProbe, ImapProbe, SubmissionProbe};
use sigillo_app::ServiceProbe;
use sigillo_domain::sla::OutageCause;
use sigillo_testkit::{TestApp, on_both_engines};
use uuid::Uuid;

use crate::certificate::Certificate;
use crate::clients::Imap;
use crate::directory::panel;
use crate::dovecot::{Dovecot, Setup, share};
use crate::postfix_instance::{Postfix, can_run, id, options, over_tcp};

const CANARY: &str = "canarino@sonda.example.it";
const PASSWORD: &str = "quattro parole del canarino";

/// Adds the canary to the files of the mail host, as the page on operations says.
fn add_canary(setup: &Setup) {
    let dir = setup.dir();
    let users = dir.join("canary.passwd");
    let home = dir.join("canary");
    fs::write(&users, format!("{CANARY}:{{PLAIN}}{PASSWORD}::::{}::\n", home.display())).unwrap();
    let append = |name: &str, text: &str| {
        let file = dir.join(name);
        let before = fs::read_to_string(&file).unwrap();
        fs::write(&file, before + text).unwrap();
    };
    let source = format!("{{\n  driver = passwd-file\n  args = {}\n}}\n", users.display());
    append("dovecot.conf", &format!("passdb {source}userdb {source}"));
    let main = dir.join("postfix/main.cf");
    let text = fs::read_to_string(&main).unwrap();
    let lines = text.lines().map(|line| match line.split(" = ").next() {
        Some("virtual_mailbox_domains") => format!("{line}, inline:{{sonda.example.it=x}}\n"),
        Some("virtual_mailbox_maps") => format!("{line}, inline:{{{CANARY}=x}}\n"),
        Some("smtpd_sender_login_maps") => format!("{line}, inline:{{{CANARY}={CANARY}}}\n"),
        _ => format!("{line}\n"),
    });
    fs::write(&main, lines.collect::<String>()).unwrap();
    fs::set_permissions(&users, fs::Permissions::from_mode(0o644)).unwrap();
    // Dovecot runs as nobody here, and makes the canary's home in a folder that is theirs.
    fs::create_dir(&home).unwrap();
    let nobody = id("-u", "nobody");
    chown(&home, Some(nobody), None).unwrap();
}

async fn mail_host(app: &TestApp) -> Option<(Postfix, Certificate)> {
    if !can_run() {
        return None;
    }
    share(app.url());
    let certificate = Certificate::new();
    let same = certificate.clone();
    let dovecot = Dovecot::started(app.url(), Setup::command, |setup| {
        let options = options(setup, &certificate);
        let done = setup.configure(&over_tcp(app), &options.each_ref().map(String::as_str));
        if done.status.success() {
            add_canary(setup);
        }
        done
    });
    let dovecot = dovecot.await;
    Some((Postfix::before(dovecot, certificate), same))
}

struct Probes {
    submission: SubmissionProbe,
    imap: ImapProbe,
    delivery: DeliveryProbe,
}

fn probes(postfix: &Postfix, certificate: &Certificate, password: &str) -> Probes {
    let user = format!("{}:{}", CANARY.replace('@', "%40"), password.replace(' ', "%20"));
    let roots = Some(certificate.pem.as_bytes());
    let to_submit = format!("smtp://{user}@localhost:{}?tls=required", postfix.submission);
    let to_read = format!("imaps://{user}@localhost:{}", postfix.dovecot.imap());
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
        let good = probes(&postfix, &certificate, PASSWORD);
        for _ in 0..2 {
            assert_eq!(cause(&good.submission).await, None);
            assert_eq!(cause(&good.imap).await, None);
            assert_eq!(cause(&good.delivery).await, None);
        }
        // What was delivered is gone, and the panel has no such mailbox.
        let mut canary = Imap::connect_securely(postfix.dovecot.imap(), &certificate.pem);
        assert!(canary.sign_in(CANARY, PASSWORD).starts_with("OK "));
        assert_eq!(canary.messages("INBOX"), 0);
        drop(canary);
        assert_eq!(app.row_counts().await["mailbox"], 0);

        let wrong = probes(&postfix, &certificate, "un'altra");
        assert_eq!(cause(&wrong.submission).await, Some(OutageCause::SignInRefused));
        assert_eq!(cause(&wrong.imap).await, Some(OutageCause::SignInRefused));
        assert_eq!(cause(&wrong.delivery).await, Some(OutageCause::SignInRefused));

        // Whom nobody has vouched for is not spoken to.
        let other = Certificate::new();
        let unknown = probes(&postfix, &other, PASSWORD);
        assert_eq!(cause(&unknown.imap).await, Some(OutageCause::Unreachable));

        postfix.dovecot.stop();
        assert_eq!(cause(&good.imap).await, Some(OutageCause::Unreachable));
        assert_ne!(cause(&good.delivery).await, None);
    }
}
