//! What a column of an import file can hold.

text_enum! {
    /// The meaning of a column.
    #[derive(PartialOrd, Ord)]
    pub enum Field as ImportField {
        /// The whole address of the mailbox, or its name alone where the domain is given elsewhere.
        Address = "address",
        LocalPart = "local_part",
        Domain = "domain",
        CommunicationEmail = "communication_email",
        QuotaMb = "quota_mb",
        SoftLimitMb = "soft_limit_mb",
        Preservation = "preservation",
        /// Recognised and ignored: an imported mailbox starts a life cycle of its own.
        State = "state",
        /// Recognised so that its cells are never stored: only the user sets a password.
        Password = "password",
        /// The first column of a file of failed rows.
        RowNumber = "row_number",
        /// The last column of a file of failed rows.
        Reason = "reason",
    }
}

impl Field {
    /// Whether the cells are imported; the other fields are recognised and ignored.
    pub const fn is_imported(self) -> bool {
        !matches!(self, Field::State | Field::Password | Field::RowNumber | Field::Reason)
    }

    pub const fn is_size(self) -> bool {
        matches!(self, Field::QuotaMb | Field::SoftLimitMb)
    }
}
