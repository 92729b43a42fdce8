//! The probe of the panel, against the real binary; and what a server with it measures.

use std::time::{Duration, Instant};

use sigillo_adapters::probe::WebProbe;
use sigillo_app::ServiceProbe;
use sigillo_domain::sla::OutageCause;
use uuid::Uuid;

use crate::panel::{PASSWORD, Panel, Server, block_on};

fn cause(address: &str, password: &str) -> Option<OutageCause> {
    let password = password.replace(' ', "%20");
    let probe =
        WebProbe::new(&format!("http://gestore:{password}@{address}/")).expect("a good URL");
    block_on(probe.probe(Uuid::nil())).err().map(|failure| failure.cause)
}

on_both_engines! {
    fn it_signs_in_and_reads(panel: Panel) {
        panel.create_organization();
        let server = Server::start(panel.command(&["serve"]));
        let address = server.address.to_string();
        assert_eq!(cause(&address, PASSWORD), None);
        assert_eq!(cause(&address, "parola sbagliata"), Some(OutageCause::SignInRefused));
        server.stop();
        assert_eq!(cause(&address, PASSWORD), Some(OutageCause::Unreachable));
    }

    fn a_server_measures_itself(panel: Panel) {
        panel.create_organization();
        let measured = Server::start(panel.command(&["serve"]));
        let mut command = panel.command(&["serve", "--data-dir", "other"]);
        let url = format!("http://gestore:{}@{}/", PASSWORD.replace(' ', "%20"), measured.address);
        command.env("SIGILLO_PROBE_WEB_URL", url);
        command.env("SIGILLO_SIGNING_KEY_FILE", panel.data().join("signing.key"));
        let measuring = Server::start(command);
        let session = measuring.session("gestore");
        let begun = Instant::now();
        loop {
            let level = measured.get("/api/v1/sla?component=web").by(&session).send().body;
            let up = level["days"].as_array().and_then(|days| days.last()?["up_minutes"].as_i64());
            if up.is_some_and(|minutes| minutes > 0) {
                break;
            }
            // The minute has to pass before it counts.
            assert!(begun.elapsed() < Duration::from_secs(90), "{level}");
            std::thread::sleep(Duration::from_millis(500));
        }
    }
}
