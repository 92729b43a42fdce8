//! Clients that request much and do not read it.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::fixtures::{head, say};
use crate::http::Session;
use crate::many::multiply;
use crate::others::{are_served, create_mailbox, memory, prepared_panel};
use crate::panel::{PASSWORD, Panel, Server};

/// Rows of the list: about 20 MB of csv, far more than the sockets buffer.
const ROWS: u32 = 150_000;

fn long_list() -> (Panel, Server, Session) {
    let panel = prepared_panel();
    let server = panel.serve();
    let session = server.session("gestore");
    create_mailbox(&server, &session, "molte");
    multiply(&panel, ROWS);
    (panel, server, session)
}

fn ask_for_all(server: &Server, session: &Session) -> TcpStream {
    let head = head("GET", "/api/v1/mailboxes/export?format=csv", session);
    say(server, format!("{head}\r\n").as_bytes())
}

#[test]
fn what_is_not_read_is_not_written() {
    const READERS: usize = 10;
    /// Memory limit for one client, in MB: half the size of the file.
    const MOST: u64 = 10;
    let (_panel, server, session) = long_list();
    are_served(&server, &session, 20);
    let at_rest = memory(&server);
    let idle: Vec<_> = (0..READERS).map(|_| ask_for_all(&server, &session)).collect();
    // Enough time to fill the sockets' buffers.
    std::thread::sleep(Duration::from_secs(8));
    let p95 = are_served(&server, &session, 100);
    let with_all = memory(&server);
    println!(
        "{READERS} exports that nobody reads: 95 of 100 requests within {p95:.1?}, {at_rest} MB at \
         rest and {with_all} MB with them"
    );
    assert!(with_all < at_rest + MOST * READERS as u64, "{at_rest} MB, then {with_all} MB");
    drop(idle);
}

#[test]
#[ignore = "some minutes: `./just strain-trial`"]
fn many_who_do_not_read_keep_nobody_from_signing_in() {
    const READERS: usize = 700;
    let (_panel, server, session) = long_list();
    let idle: Vec<_> = (0..READERS).map(|_| ask_for_all(&server, &session)).collect();
    std::thread::sleep(Duration::from_secs(20));
    let asked = Instant::now();
    assert_eq!(server.sign_in("gestore", PASSWORD).status, 201);
    let signed_in = asked.elapsed();
    let p95 = are_served(&server, &session, 100);
    println!(
        "{READERS} exports that nobody reads: 95 of 100 requests within {p95:.1?}, a sign-in in \
         {signed_in:.1?}, {} MB",
        memory(&server)
    );
    drop(idle);
}
