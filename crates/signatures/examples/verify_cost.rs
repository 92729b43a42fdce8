//! How long a file takes to verify, and how much memory: `verify_cost FILE [ANCHORS.pem]`.
//!
//! A process verifies one file, since the peak of its memory (Linux) is that of its whole life.

use std::path::Path;
use std::time::{Instant, UNIX_EPOCH};

use chrono::DateTime;
use sigillo_signatures::{TrustAnchors, verify};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("usage: verify_cost FILE [ANCHORS.pem]")?;
    let mut anchors = TrustAnchors::new();
    if let Some(path) = arguments.next() {
        anchors.add_pem(&std::fs::read_to_string(path)?)?;
    }
    let bytes = std::fs::read(Path::new(&file))?;
    // The file is as old as its signature: a moment later it is verified.
    let written = std::fs::metadata(&file)?.modified()?.duration_since(UNIX_EPOCH)?.as_secs();
    let now = DateTime::from_timestamp(i64::try_from(written)? + 60, 0).ok_or("no time")?;
    let before = peak()?;
    let started = Instant::now();
    let verified = verify(&bytes, &anchors, now);
    let took = started.elapsed();
    println!("{} bytes: {} in {took:.1?}", bytes.len(), verified.report.verdict());
    println!("memory: {before} before, {} at its peak", peak()?);
    for (index, signature) in verified.report.signatures.iter().enumerate().take(3) {
        for line in &signature.lines {
            println!("{index} {:<10} {:<12} {}", line.check, line.outcome, line.detail());
        }
    }
    if let Some(finding) = verified.report.finding {
        println!("{}", finding.detail(None));
    }
    Ok(())
}

/// The most memory that this process has had so far.
fn peak() -> std::io::Result<String> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line.unwrap_or("unknown").trim().to_owned())
}
