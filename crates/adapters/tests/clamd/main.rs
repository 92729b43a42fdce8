//! Scans by a clamd that listens on a port of this machine.

use std::time::Duration;

use bytes::Bytes;
use sigillo_adapters::clamd::Clamd;
use sigillo_app::{ScanError, ScanOutcome, VirusScanner};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What a clamd of the test does.
#[derive(Clone, Copy)]
enum Conduct {
    /// It calls what contains this text infected.
    Finds(&'static str),
    /// It takes so many bytes.
    TakesAtMost(usize),
    Silent,
}

/// Serves one scan, and returns the address.
async fn clamd(conduct: Conduct) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut command = [0; 10];
        socket.read_exact(&mut command).await.unwrap();
        assert_eq!(&command, b"zINSTREAM\0");
        let mut content = vec![];
        loop {
            let length = socket.read_u32().await.unwrap() as usize;
            if length == 0 {
                break;
            }
            let mut piece = vec![0; length];
            socket.read_exact(&mut piece).await.unwrap();
            content.extend(piece);
            if matches!(conduct, Conduct::TakesAtMost(most) if content.len() > most) {
                socket.write_all(b"INSTREAM size limit exceeded. ERROR\0").await.unwrap();
                return;
            }
        }
        match conduct {
            Conduct::Silent => tokio::time::sleep(Duration::from_mins(1)).await,
            Conduct::Finds(text) if String::from_utf8_lossy(&content).contains(text) => {
                socket.write_all(b"stream: Eicar-Test-Signature FOUND\0").await.unwrap();
            }
            _ => socket.write_all(b"stream: OK\0").await.unwrap(),
        }
    });
    address
}

async fn scan(address: &str, pieces: &[&'static str]) -> Result<ScanOutcome, ScanError> {
    let scanner = Clamd::with_timeout(address, Duration::from_millis(500)).unwrap();
    let mut scan = scanner.begin().await?;
    for piece in pieces {
        scan.write(Bytes::from_static(piece.as_bytes())).await?;
    }
    scan.finish().await
}

#[tokio::test]
async fn a_file_is_clean_or_infected() {
    let finds = Conduct::Finds("EICAR");
    let clean = scan(&clamd(finds).await, &["%PDF-1.7", "", " nothing here"]).await;
    assert_eq!(clean, Ok(ScanOutcome::Clean));
    let infected = scan(&clamd(finds).await, &["%PDF-1.7 EIC", "AR"]).await;
    assert_eq!(infected, Ok(ScanOutcome::Infected("Eicar-Test-Signature".into())));
}

#[tokio::test]
async fn what_was_not_judged_is_not_clean() {
    let pieces = vec!["0123456789"; 100];
    let limited = scan(&clamd(Conduct::TakesAtMost(50)).await, &pieces).await;
    assert!(limited.is_err(), "{limited:?}");
    let silent = scan(&clamd(Conduct::Silent).await, &["%PDF-1.7"]).await;
    assert!(silent.is_err(), "{silent:?}");
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let away = scan(&nobody.to_string(), &["%PDF-1.7"]).await;
    assert!(away.is_err(), "{away:?}");
}
