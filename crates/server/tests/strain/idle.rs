//! Connections that are kept open without sending anything.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Instant;

use crate::fixtures::say;
use crate::others::{are_served, memory, prepared_panel};
use crate::panel::{Panel, Server};

/// Fewer than the connections, so that the server has to raise the limit itself.
const FILES_AT_THE_START: usize = 256;
/// Other open files of the two processes.
const BESIDES: usize = 200;

/// Starts the server with a low limit of open files.
fn serve_with_few_files(panel: &Panel) -> Server {
    let binary = panel.command(&["serve"]);
    let mut command = Command::new("sh");
    let script = format!("ulimit -Sn {FILES_AT_THE_START} && exec \"$0\" serve");
    command.arg("-c").arg(script).arg(binary.get_program());
    command.current_dir(panel.folder.path()).env_clear();
    command.envs(binary.get_envs().filter_map(|(name, value)| Some((name, value?))));
    Server::start(command)
}

/// Sends a small request and keeps the connection.
fn ask(stream: &mut TcpStream) {
    stream.write_all(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut answer = vec![];
    let mut piece = [0; 2048];
    while !answer.ends_with(b"}") {
        let read = stream.read(&mut piece).unwrap();
        assert!(read > 0, "it was closed: {:?}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&piece[..read]);
    }
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{:?}", String::from_utf8_lossy(&answer));
}

fn others_are_served_beside(connections: usize) {
    let files = rlimit::increase_nofile_limit(u64::MAX).unwrap();
    assert!(files > (connections + BESIDES) as u64, "{files} files may be open");
    let panel = prepared_panel();
    let server = serve_with_few_files(&panel);
    let session = server.session("gestore");
    are_served(&server, &session, 20);
    let at_rest = memory(&server);
    let began = Instant::now();
    let mut idle: Vec<_> = (0..connections).map(|_| say(&server, b"")).collect();
    idle.iter_mut().for_each(ask);
    let opened = began.elapsed();
    let with_all = memory(&server);
    let p95 = are_served(&server, &session, 200);
    println!(
        "{connections} idle connections, opened in {opened:.1?}: 95 of 100 requests within {p95:.1?}, \
         {at_rest} MB at rest and {with_all} MB with them"
    );
    // No idle connection was closed for it.
    idle.iter_mut().for_each(ask);
}

#[test]
fn idle_connections_keep_nobody_out() {
    others_are_served_beside(1_000);
}

#[test]
#[ignore = "takes most of the files that may be open: `./just strain-trial`"]
fn ten_thousand_idle_connections_keep_nobody_out() {
    others_are_served_beside(10_000);
}
