//! Two servers on one PostgreSQL; one of them is killed.

use std::time::Duration;

use sigillo_testkit::Engine;

use crate::kills::{all_messages_leave, number, serve};
use crate::load::{under_load, verified};
use crate::mail_server::MailServer;
use crate::panel::Panel;
use crate::workload::{administrators, administrators_from};

fn trial(kills: usize) {
    let panel = Panel::on(Engine::Postgres);
    panel.create_organization();
    let mail = MailServer::start(Duration::from_millis(20));
    let survivor = serve(&panel, &mail, "survivor");
    let (mut at_one, mut at_other) = (administrators(3), administrators_from(3, 3));
    // The session was opened on the server that is killed.
    let mut victim = serve(&panel, &mail, "victim");
    let session = victim.session("gestore");
    for _ in 0..kills {
        under_load(&mut at_other, &survivor, &session, || {
            under_load(&mut at_one, &victim, &session, || {
                std::thread::sleep(Duration::from_millis(300));
                victim.kill_while_in_use();
            });
            std::thread::sleep(Duration::from_millis(300));
        });
        drop(victim);
        victim = serve(&panel, &mail, "victim");
    }
    victim.kill();
    assert_eq!(survivor.get("/api/v1/me").by(&session).send().status, 200);
    let renewed = survivor.refresh(&session);
    assert_eq!(renewed.status, 200);
    let other = verified(at_other, &survivor, &session);
    let one = verified(at_one, &survivor, &session);
    println!(
        "one of two servers killed {kills} times: at the other {} acknowledged, {} failed, slowest \
         {:.2} s; at the killed {} acknowledged, {} in doubt of which {} done; {} wrong",
        other.acknowledged,
        other.in_doubt + other.unavailable,
        other.slowest.as_secs_f64(),
        one.acknowledged,
        one.in_doubt,
        one.in_doubt_and_done,
        one.wrong.len() + other.wrong.len()
    );
    assert_eq!((other.in_doubt, other.unavailable), (0, 0), "{other:?}");
    assert_eq!(other.wrong, Vec::<String>::new());
    assert_eq!(one.wrong, Vec::<String>::new());
    assert!(one.acknowledged > 0 && one.in_doubt > 0 && other.acknowledged > 0);
    drop(survivor);
    assert!(panel.run_ok(&["history", "verify"]).ends_with("whole"));
    all_messages_leave(&panel, &mail, number(&panel, "SELECT COUNT(*) FROM message"));
}

#[test]
fn requests_to_the_other_server_succeed() {
    trial(2);
}

#[test]
#[ignore = "some minutes: `./just fault-trial`"]
fn one_of_two_servers_killed_thirty_times() {
    trial(30);
}
