//! Being asked to end.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Listens from when it is made, so that no moment of the start is deaf. The first signal is for who
/// waits for it; the second ends the process at once, whatever it does.
pub struct Signals(watch::Receiver<bool>);

/// What a shell tells of a process that a signal has ended, less the signal's number.
const BY_SIGNAL: i32 = 128;

impl Signals {
    pub fn listen() -> io::Result<Self> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let (asked, heard) = watch::channel(false);
        tokio::spawn(async move {
            either(&mut terminate, &mut interrupt).await;
            asked.send_replace(true);
            let kind = either(&mut terminate, &mut interrupt).await;
            std::process::exit(BY_SIGNAL + kind.as_raw_value());
        });
        Ok(Self(heard))
    }

    /// Until the first signal.
    pub async fn first(&mut self) {
        // The sender outlives every wait: it is kept by a task that never ends.
        let _ = self.0.wait_for(|asked| *asked).await;
    }
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) -> SignalKind {
    tokio::select! {
        _ = terminate.recv() => SignalKind::terminate(),
        _ = interrupt.recv() => SignalKind::interrupt(),
    }
}
