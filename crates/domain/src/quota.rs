//! The space of a mailbox and the limit at which its user is warned.

use crate::fault::{FaultCode, Faults};

/// Bytes in one MB, as the manual and the mail host count them.
pub const BYTES_PER_MB: i64 = 1_048_576;
/// Largest quota, in MB: one TiB.
pub const MAX_QUOTA_MB: i64 = 1_048_576;
/// The share of the quota at which the user is warned by default (manual, "Modificare lo spazio di
/// una casella").
pub const AUTOMATIC_SOFT_LIMIT_PERCENT: i64 = 80;

/// The default soft limit of a quota, in MB, at least 1.
pub const fn automatic_soft_limit(quota_mb: i64) -> i64 {
    let limit = quota_mb * AUTOMATIC_SOFT_LIMIT_PERCENT / 100;
    if limit < 1 { 1 } else { limit }
}

/// Use in ten-thousandths of the quota; -1 where it was never measured.
pub fn fill(used_bytes: Option<i64>, quota_mb: i64) -> i64 {
    used_bytes.map_or(-1, |used| used * 10_000 / (quota_mb * BYTES_PER_MB))
}

/// A valid pair of quota and soft limit. Both are in MB, with `1 ≤ soft_limit ≤ quota ≤
/// MAX_QUOTA_MB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub quota_mb: i64,
    pub soft_limit_mb: i64,
}

impl Limits {
    /// The limits of a new mailbox.
    pub fn new(quota_mb: i64, soft_limit_mb: Option<i64>, faults: &mut Faults) -> Option<Self> {
        faults.check("/quota_mb", check_quota(quota_mb))?;
        let soft_limit_mb = soft_limit_mb.unwrap_or_else(|| automatic_soft_limit(quota_mb));
        faults.check("/soft_limit_mb", soft_limit_under(soft_limit_mb, quota_mb))?;
        Some(Self { quota_mb, soft_limit_mb })
    }

    /// The limits after a change. A new quota brings its automatic soft limit (A13), an explicit
    /// soft limit beats the automatic one (C8), and a soft limit alone leaves the quota as it is.
    pub fn changed(
        self,
        quota_mb: Option<i64>,
        soft_limit_mb: Option<i64>,
        faults: &mut Faults,
    ) -> Option<Self> {
        match (quota_mb, soft_limit_mb) {
            (None, None) => Some(self),
            // A form sends every field back, so the present quota is not a new one.
            (Some(quota), None) if quota == self.quota_mb => Some(self),
            (quota, soft_limit) => Self::new(quota.unwrap_or(self.quota_mb), soft_limit, faults),
        }
    }
}

/// How full a mailbox is, in levels that call for different reactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fill {
    Roomy,
    /// At or over the soft limit.
    OverSoftLimit,
    /// So near the quota that a large message may not fit.
    NearlyFull,
    /// At or over the quota: nothing more is delivered.
    Full,
}

impl Fill {
    /// The share of the quota above which a mailbox is nearly full, in percent.
    const NEARLY_FULL_PERCENT: i64 = 95;

    pub const fn of(used_bytes: i64, quota_mb: i64, soft_limit_mb: i64) -> Self {
        let quota = quota_mb * BYTES_PER_MB;
        if used_bytes >= quota {
            Fill::Full
        } else if used_bytes > quota / 100 * Self::NEARLY_FULL_PERCENT {
            Fill::NearlyFull
        } else if used_bytes >= soft_limit_mb * BYTES_PER_MB {
            Fill::OverSoftLimit
        } else {
            Fill::Roomy
        }
    }
}

/// Validates a quota, in MB.
pub fn check_quota(quota_mb: i64) -> Result<i64, FaultCode> {
    if (1..=MAX_QUOTA_MB).contains(&quota_mb) { Ok(quota_mb) } else { Err(FaultCode::OutOfRange) }
}

fn soft_limit_under(soft_limit_mb: i64, quota_mb: i64) -> Result<(), FaultCode> {
    match soft_limit_mb {
        ..=0 => Err(FaultCode::OutOfRange),
        limit if limit > quota_mb => Err(FaultCode::AboveQuota),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PRESENT: Limits = Limits { quota_mb: 1000, soft_limit_mb: 700 };

    fn change(quota: Option<i64>, soft: Option<i64>) -> Result<Limits, Vec<crate::Fault>> {
        let mut faults = Faults::default();
        let limits = PRESENT.changed(quota, soft, &mut faults);
        faults.result(limits)
    }

    #[test]
    fn a_new_quota_takes_its_soft_limit_with_it() {
        assert_eq!(change(Some(2000), None), Ok(Limits { quota_mb: 2000, soft_limit_mb: 1600 }));
    }

    #[test]
    fn a_given_soft_limit_beats_the_automatic_one() {
        assert_eq!(
            change(Some(2000), Some(1900)),
            Ok(Limits { quota_mb: 2000, soft_limit_mb: 1900 })
        );
        assert_eq!(change(None, Some(1000)), Ok(Limits { quota_mb: 1000, soft_limit_mb: 1000 }));
    }

    #[test]
    fn the_same_quota_leaves_a_chosen_soft_limit_alone() {
        assert_eq!(change(Some(1000), None), Ok(PRESENT));
    }

    #[test]
    fn limits_out_of_range_name_their_field() {
        let faults = |quota, soft| change(quota, soft).unwrap_err();
        assert_eq!(faults(Some(0), None)[0], crate::Fault::new("/quota_mb", FaultCode::OutOfRange));
        assert_eq!(faults(Some(MAX_QUOTA_MB + 1), None)[0].code, FaultCode::OutOfRange);
        assert_eq!(
            faults(None, Some(1001))[0],
            crate::Fault::new("/soft_limit_mb", FaultCode::AboveQuota)
        );
        assert_eq!(faults(None, Some(0))[0].code, FaultCode::OutOfRange);
        assert_eq!(faults(Some(500), Some(501))[0].code, FaultCode::AboveQuota);
    }

    #[test]
    fn a_mailbox_is_as_full_as_its_limits_say() {
        let fill = |mb| Fill::of(mb * BYTES_PER_MB, 1000, 800);
        assert_eq!(
            [0, 799, 800, 950, 951, 999, 1000, 1001].map(fill),
            [
                Fill::Roomy,
                Fill::Roomy,
                Fill::OverSoftLimit,
                Fill::OverSoftLimit,
                Fill::NearlyFull,
                Fill::NearlyFull,
                Fill::Full,
                Fill::Full,
            ]
        );
        // A soft limit equal to the quota never warns in advance.
        assert_eq!(Fill::of(999 * BYTES_PER_MB, 1000, 1000), Fill::NearlyFull);
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_holds_the_rule(
            quota in proptest::option::of(-5i64..MAX_QUOTA_MB + 5),
            soft in proptest::option::of(-5i64..MAX_QUOTA_MB + 5),
        ) {
            if let Ok(limits) = change(quota, soft) {
                prop_assert!(1 <= limits.soft_limit_mb && limits.soft_limit_mb <= limits.quota_mb);
                prop_assert!(limits.quota_mb <= MAX_QUOTA_MB);
            }
        }
    }
}
