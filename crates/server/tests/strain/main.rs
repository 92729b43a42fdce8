//! Slow, numerous and greedy clients: what the real binary does with them, and that others are
//! served meanwhile. A short form of each; the long ones run with `./just strain-trial`.

mod fixtures;
mod guessing;
#[path = "../cli/http.rs"]
#[expect(dead_code, reason = "the tests of the command line need more of it")]
mod http;
mod idle;
#[path = "../faults/many.rs"]
mod many;
mod others;
mod oversized;
#[path = "../cli/panel.rs"]
#[expect(dead_code, reason = "the tests of the command line need more of it")]
mod panel;
mod slow_readers;
mod slow_senders;
