//! Looks for viruses with clamd, by its command INSTREAM (`man clamd`).

use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use sigillo_app::{ScanError, ScanOutcome, VirusScan, VirusScanner};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

/// The longest wait for a connection, for a piece to be taken, and for the answer.
const TIMEOUT: Duration = Duration::from_secs(30);
/// More than any answer has.
const LONGEST_ANSWER: u64 = 4096;

/// Where clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Tcp(String),
    Unix(PathBuf),
}

/// A clamd at an address.
pub struct Clamd {
    place: Place,
    timeout: Duration,
}

impl Clamd {
    /// `place` is `HOST:PORT`, or the path of a socket.
    pub fn new(place: &str) -> Result<Self, String> {
        Self::with_timeout(place, TIMEOUT)
    }

    pub fn with_timeout(place: &str, timeout: Duration) -> Result<Self, String> {
        Ok(Self { place: parse(place)?, timeout })
    }
}

fn parse(place: &str) -> Result<Place, String> {
    if place.starts_with('/') {
        return Ok(Place::Unix(place.into()));
    }
    let (host, port) = place.rsplit_once(':').unwrap_or_default();
    match port.parse::<u16>() {
        Ok(1..) if !host.is_empty() => Ok(Place::Tcp(place.to_owned())),
        _ => Err(format!("{place:?} is neither HOST:PORT nor the path of a socket")),
    }
}

/// Validates an address.
pub fn check_place(place: &str) -> Result<(), String> {
    parse(place).map(drop)
}

trait Socket: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Socket for T {}

struct Scan {
    socket: Box<dyn Socket>,
    timeout: Duration,
    /// Whether clamd has stopped listening: its answer says why.
    is_refused: bool,
}

#[async_trait]
impl VirusScanner for Clamd {
    async fn begin(&self) -> Result<Box<dyn VirusScan>, ScanError> {
        let connect = async {
            Ok::<Box<dyn Socket>, std::io::Error>(match &self.place {
                Place::Tcp(address) => Box::new(TcpStream::connect(address).await?),
                Place::Unix(path) => Box::new(UnixStream::connect(path).await?),
            })
        };
        let socket = within(self.timeout, connect).await?;
        let mut scan = Scan { socket, timeout: self.timeout, is_refused: false };
        within(scan.timeout, scan.socket.write_all(b"zINSTREAM\0")).await?;
        Ok(Box::new(scan))
    }
}

#[async_trait]
impl VirusScan for Scan {
    async fn write(&mut self, piece: Bytes) -> Result<(), ScanError> {
        if piece.is_empty() || self.is_refused {
            // A piece of no bytes would end the stream.
            return Ok(());
        }
        let length = u32::try_from(piece.len());
        let length = length.map_err(|error| ScanError(error.to_string()))?;
        let Self { socket, timeout, .. } = self;
        let written = async {
            socket.write_all(&length.to_be_bytes()).await?;
            socket.write_all(&piece).await
        };
        self.is_refused = tokio::time::timeout(*timeout, written).await.map_err(slow)?.is_err();
        Ok(())
    }

    async fn finish(mut self: Box<Self>) -> Result<ScanOutcome, ScanError> {
        if !self.is_refused {
            // An answer may wait also where clamd takes no more.
            let _ = within(self.timeout, self.socket.write_all(&[0; 4])).await;
        }
        let mut answer = vec![];
        let read = (&mut self.socket).take(LONGEST_ANSWER);
        let mut read = Box::pin(read);
        within(self.timeout, read.read_to_end(&mut answer)).await?;
        outcome(&String::from_utf8_lossy(&answer))
    }
}

fn outcome(answer: &str) -> Result<ScanOutcome, ScanError> {
    let answer = answer.trim_end_matches(['\0', '\n']);
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    match said.strip_suffix(" FOUND") {
        _ if said == "OK" => Ok(ScanOutcome::Clean),
        Some(name) => Ok(ScanOutcome::Infected(name.to_owned())),
        None if answer.is_empty() => Err(ScanError("it gave no answer".to_owned())),
        None => Err(ScanError(answer.to_owned())),
    }
}

async fn within<T>(
    timeout: Duration,
    work: impl Future<Output = std::io::Result<T>>,
) -> Result<T, ScanError> {
    let done = tokio::time::timeout(timeout, work).await.map_err(slow)?;
    done.map_err(|error| ScanError(error.to_string()))
}

fn slow(_: tokio::time::error::Elapsed) -> ScanError {
    ScanError("it does not answer in time".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ok_is_clean() {
        assert_eq!(outcome("stream: OK\0"), Ok(ScanOutcome::Clean));
        let found = ScanOutcome::Infected("Eicar-Test-Signature".to_owned());
        assert_eq!(outcome("stream: Eicar-Test-Signature FOUND\0"), Ok(found));
        for trouble in ["", "\0", "INSTREAM size limit exceeded. ERROR\0", "UNKNOWN COMMAND\0"] {
            assert!(outcome(trouble).is_err(), "{trouble:?}");
        }
    }

    #[test]
    fn a_place_is_an_address_or_a_socket() {
        assert_eq!(parse("127.0.0.1:3310"), Ok(Place::Tcp("127.0.0.1:3310".to_owned())));
        assert_eq!(parse("/run/clamd.ctl"), Ok(Place::Unix("/run/clamd.ctl".into())));
        for wrong in ["", "clamd", ":3310", "clamd:0", "clamd:http"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
