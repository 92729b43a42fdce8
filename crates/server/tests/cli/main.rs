//! The real binary, run as people, scripts and service managers run it.

/// Defines a test that runs on both engines.
macro_rules! on_both_engines {
    ($(fn $name:ident($panel:ident: Panel) $body:block)*) => {$(
        mod $name {
            use super::*;

            fn test($panel: &Panel) $body

            #[test]
            fn sqlite() {
                test(&Panel::on(sigillo_testkit::Engine::Sqlite));
            }

            #[test]
            fn postgres() {
                test(&Panel::on(sigillo_testkit::Engine::Postgres));
            }
        }
    )*};
}

mod activation;
mod backup;
mod commands;
mod configuration;
mod demo;
mod history;
mod holder;
#[expect(dead_code, reason = "the trials of faults need more of it")]
mod http;
mod mail_server;
mod outbox;
#[expect(dead_code, reason = "the trials of faults need more of it")]
mod panel;
mod probe;
mod seal;
mod serving;
mod two_servers;
mod unparsed;
