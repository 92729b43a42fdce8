//! Shutdown signals.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Listens from its creation, so that no signal is missed during start-up. The first signal is for
/// those who await it; the second ends the process at once.
pub struct Signals(watch::Receiver<bool>);

/// The exit code that shells report for a process ended by a signal, less the signal's number.
const BY_SIGNAL: i32 = 128;

impl Signals {
    pub fn listen() -> io::Result<Self> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let (sender, receiver) = watch::channel(false);
        tokio::spawn(async move {
            either(&mut terminate, &mut interrupt).await;
            sender.send_replace(true);
            let kind = either(&mut terminate, &mut interrupt).await;
            std::process::exit(BY_SIGNAL + kind.as_raw_value());
        });
        Ok(Self(receiver))
    }

    /// Waits for the first signal.
    pub async fn first(&mut self) {
        // The sender is held by a task that never ends, so waiting cannot fail.
        let _ = self.0.wait_for(|asked| *asked).await;
    }
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) -> SignalKind {
    tokio::select! {
        _ = terminate.recv() => SignalKind::terminate(),
        _ = interrupt.recv() => SignalKind::interrupt(),
    }
}
