//! The addresses of the documents by which mail programs set themselves up. They belong to no operation: the programs
//! know them, and the pages link to one of them.

/// Where Thunderbird looks: at `autoconfig.DOMAIN`, and at the domain itself.
pub const AUTOCONFIG: [&str; 2] =
    ["/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml"];

/// The profile that sets up Mail on an iPhone, an iPad or a Mac.
pub const APPLE_PROFILE: &str = "/mail/apple.mobileconfig";

/// The address of the profile of a mailbox. The address of a mailbox has no character that a query would need escaped.
pub fn apple_profile_of(mailbox: &str) -> String {
    format!("{APPLE_PROFILE}?emailaddress={mailbox}")
}
