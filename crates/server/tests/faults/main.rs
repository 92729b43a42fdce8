//! Fault injection: what the real binary does when it is killed, when its database goes away, when
//! the disk is full. A short form of each; the long ones run with `./just fault-trial`.

mod clerk;
mod cluster;
mod ending;
mod failover;
#[path = "../cli/holder.rs"]
mod holder;
#[path = "../cli/http.rs"]
mod http;
mod importer;
mod kills;
mod load;
mod log;
#[path = "../cli/mail_server.rs"]
#[expect(dead_code, reason = "the tests of the command line need more of it")]
mod mail_server;
mod many;
#[path = "../cli/panel.rs"]
mod panel;
mod postgres_away;
mod postgres_tls;
mod signer;
mod sqlite_disk;
mod standby;
#[cfg(debug_assertions)]
mod two_releases;
mod two_servers;
mod workload;
