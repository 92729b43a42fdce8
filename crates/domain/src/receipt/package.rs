//! Packages of receipts that the user of a mailbox takes away.

text_enum! {
    pub enum DistributionPackageState {
        Waiting = "waiting",
        Working = "working",
        /// Its file can be downloaded.
        Ready = "ready",
        /// It could not be made.
        Failed = "failed",
        /// Its file is kept no longer.
        Expired = "expired",
    }
}
