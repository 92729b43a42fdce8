//! A log that is not read.

use std::io::Read;

use sigillo_testkit::Engine;

use crate::panel::{Panel, Server};

/// Far more lines than a pipe holds; a request logs two, of some three hundred bytes together.
const REQUESTS: usize = 1500;

fn ask(server: &Server, times: usize) {
    for _ in 0..times {
        assert_eq!(server.get("/api/health").send().status, 200);
    }
}

#[test]
fn a_full_pipe_does_not_block_requests() {
    let panel = Panel::on(Engine::Sqlite);
    let (server, mut unread) = Server::start_unread(panel.command(&["serve"]));
    ask(&server, REQUESTS);
    // The buffered lines arrive once the log is read.
    let reader = std::thread::spawn(move || {
        let mut log = String::new();
        unread.read_to_string(&mut log).unwrap();
        log
    });
    let (code, _) = server.stop();
    assert_eq!(code, Some(0));
    let log = reader.join().unwrap();
    assert_eq!(log.matches("answered").count(), REQUESTS);
}

#[test]
fn a_closed_pipe_does_not_block_requests() {
    let panel = Panel::on(Engine::Sqlite);
    let (server, unread) = Server::start_unread(panel.command(&["serve"]));
    drop(unread);
    ask(&server, 200);
    let (code, _) = server.stop();
    assert_eq!(code, Some(0));
}

#[test]
#[ignore = "some minutes: `./just fault-trial`"]
fn lost_lines_are_counted() {
    let panel = Panel::on(Engine::Sqlite);
    let (server, mut unread) = Server::start_unread(panel.command(&["serve"]));
    ask(&server, 12_000);
    let reader = std::thread::spawn(move || {
        let mut log = String::new();
        unread.read_to_string(&mut log).unwrap();
        log
    });
    std::thread::sleep(std::time::Duration::from_secs(12));
    server.stop();
    assert!(reader.join().unwrap().contains("lines are lost"));
}
