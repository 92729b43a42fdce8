//! How fast space fills up, and when it will be full.
//!
//! A straight line is laid through the measured days by least squares. The band around the day when it reaches the
//! quota comes from the standard error of its slope, at a confidence of 95 %.

use chrono::NaiveDate;

/// With fewer days than these there is no forecast: a week has to pass before working days and Sundays even out.
pub const FEWEST_DAYS: usize = 7;

/// How a use has grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// Bytes a day.
    pub per_day: f64,
    /// Half the width of its 95 % band, in bytes a day.
    pub margin: f64,
}

/// In how many days a quota is reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DaysToFull {
    /// None if it is not getting fuller.
    pub expected: Option<f64>,
    /// With the fastest growth of the band; None if it does not get fuller even so.
    pub earliest: Option<f64>,
    /// With the slowest growth of the band; None if it does not get fuller then.
    pub latest: Option<f64>,
}

/// The growth through these days; None if they are too few. The days are in order, and each is there once.
#[expect(clippy::cast_precision_loss, reason = "days and bytes are far below 2^53")]
pub fn growth(days: &[(NaiveDate, i64)]) -> Option<Growth> {
    let (first, _) = days.first()?;
    if days.len() < FEWEST_DAYS {
        return None;
    }
    let points: Vec<(f64, f64)> = days
        .iter()
        .map(|(day, bytes)| ((*day - *first).num_days() as f64, *bytes as f64))
        .collect();
    let count = points.len() as f64;
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / count;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / count;
    let spread: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let slope = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum::<f64>() / spread;
    let residuals: f64 =
        points.iter().map(|(x, y)| (y - mean_y - slope * (x - mean_x)).powi(2)).sum();
    let error = (residuals / (count - 2.0) / spread).sqrt();
    Some(Growth { per_day: slope, margin: quantile(points.len() - 2) * error })
}

/// When `used` reaches `quota` at this growth.
#[expect(clippy::cast_precision_loss, reason = "bytes are far below 2^53")]
pub fn days_to_full(growth: Growth, used: i64, quota: i64) -> DaysToFull {
    let left = (quota - used).max(0) as f64;
    let days = |per_day: f64| (per_day > 0.0).then(|| left / per_day);
    DaysToFull {
        expected: days(growth.per_day),
        earliest: days(growth.per_day + growth.margin),
        latest: days(growth.per_day - growth.margin),
    }
}

/// The 97.5 % quantile of Student's t distribution. What the table leaves out has the next value above, which makes the
/// band a little wider.
fn quantile(degrees: usize) -> f64 {
    const QUANTILES: [(usize, f64); 14] = [
        (5, 2.571),
        (6, 2.447),
        (7, 2.365),
        (8, 2.306),
        (9, 2.262),
        (10, 2.228),
        (12, 2.179),
        (15, 2.131),
        (20, 2.086),
        (25, 2.060),
        (30, 2.042),
        (40, 2.021),
        (60, 2.000),
        (120, 1.980),
    ];
    let below = QUANTILES.iter().rev().find(|(least, _)| degrees >= *least);
    below.map_or(2.571, |(_, quantile)| *quantile)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(bytes: &[i64]) -> Vec<(NaiveDate, i64)> {
        let first = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        first.iter_days().zip(bytes.iter().copied()).collect()
    }

    #[test]
    fn a_straight_line_has_no_margin() {
        let growth = growth(&days(&[10, 12, 14, 16, 18, 20, 22])).unwrap();
        assert!((growth.per_day - 2.0).abs() < 1e-9, "{growth:?}");
        assert!(growth.margin < 1e-9, "{growth:?}");
        let full = days_to_full(growth, 22, 42);
        assert!((full.expected.unwrap() - 10.0).abs() < 1e-6, "{full:?}");
    }

    /// Of this series the slope is 2 and its standard error 0.18626, with 5 degrees of freedom.
    #[test]
    fn scattered_days_have_a_band() {
        let growth = growth(&days(&[10, 13, 13, 17, 18, 19, 23])).unwrap();
        assert!((growth.per_day - 2.0).abs() < 1e-9, "{growth:?}");
        assert!((growth.margin - 2.571 * 0.18626).abs() < 1e-4, "{growth:?}");
        let full = days_to_full(growth, 23, 43);
        let (earliest, latest) = (full.earliest.unwrap(), full.latest.unwrap());
        assert!(earliest < full.expected.unwrap() && full.expected.unwrap() < latest, "{full:?}");
    }

    #[test]
    fn what_does_not_grow_is_never_full() {
        let shrinking = growth(&days(&[20, 18, 16, 14, 12, 10, 8])).unwrap();
        assert_eq!(
            days_to_full(shrinking, 8, 100),
            DaysToFull { expected: None, earliest: None, latest: None }
        );
        let uncertain = growth(&days(&[10, 30, 5, 28, 12, 31, 9])).unwrap();
        let full = days_to_full(uncertain, 9, 100);
        assert!(full.earliest.is_some() && full.latest.is_none(), "{full:?}");
    }

    #[test]
    fn what_is_full_is_full_in_no_days() {
        let growing = growth(&days(&[1, 2, 3, 4, 5, 6, 7])).unwrap();
        assert_eq!(days_to_full(growing, 9, 7).expected, Some(0.0));
    }

    #[test]
    fn a_few_days_say_nothing() {
        assert_eq!(growth(&days(&[1, 2, 3, 4, 5, 6])), None);
        assert_eq!(growth(&[]), None);
    }
}
