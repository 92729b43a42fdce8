//! Measuring durations over many repetitions.

use std::future::Future;
use std::time::{Duration, Instant};

use anyhow::Result;

/// Bounds of a series; it stops at the first one reached.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub requests: usize,
    pub time: Duration,
}

/// Repetitions that are not counted, since the first ones are slower.
const WARM_UP: usize = 8;

#[derive(Debug, Clone)]
pub struct Series {
    /// In ascending order.
    times: Vec<Duration>,
    whole: Duration,
}

impl Series {
    /// The duration at a percentile, in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let place = (self.times.len() * percent).div_ceil(100).max(1) - 1;
        self.times.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }

    pub fn per_second(&self) -> f64 {
        let count = u32::try_from(self.times.len()).unwrap_or(u32::MAX);
        f64::from(count) / self.whole.as_secs_f64()
    }

    /// Merges series that ran concurrently.
    pub fn together(all: Vec<Self>) -> Self {
        let whole = all.iter().map(|series| series.whole).max().unwrap_or_default();
        let mut times: Vec<_> = all.into_iter().flat_map(|series| series.times).collect();
        times.sort_unstable();
        Self { times, whole }
    }
}

/// Repeats an action; `once` gets the index of the repetition.
pub async fn series<F>(bounds: Bounds, mut once: impl FnMut(usize) -> F) -> Result<Series>
where
    F: Future<Output = Result<Duration>>,
{
    let began = Instant::now();
    for round in 0..WARM_UP.min(bounds.requests / 4) {
        once(round).await?;
        // A slow one is no faster the next time.
        if began.elapsed() > bounds.time {
            break;
        }
    }
    let began = Instant::now();
    let mut times = vec![];
    while times.len() < bounds.requests && began.elapsed() < bounds.time {
        times.push(once(WARM_UP + times.len()).await?);
    }
    let whole = began.elapsed();
    times.sort_unstable();
    Ok(Series { times, whole })
}

/// Measures a future.
pub async fn timed<T>(future: impl Future<Output = Result<T>>) -> Result<Duration> {
    let began = Instant::now();
    future.await?;
    Ok(began.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_time_that_was_measured() {
        let times: Vec<_> = (1..=200).map(Duration::from_millis).collect();
        let series = Series { times, whole: Duration::from_secs(2) };
        let percentiles = [50, 95, 99, 100].map(|percent| series.percentile(percent).round());
        assert_eq!(percentiles.map(|ms| ms.to_string()), ["100", "190", "198", "200"]);
        assert_eq!(series.per_second().round().to_string(), "100");
    }
}
