//! The panel's own texts, in addition to those of the kit.

use std::ops::Deref;

use sigillo_kit::i18n as kit;

pub use kit::{
    Lang, bytes, counted, date, date_time, fault_text, instant, integer, lang, megabytes, moment,
    parse_integer, problem_text, short_bytes,
};
pub use sigillo_kit::t;

sigillo_kit::text_groups! {
    "../locales/accounts.rs" accounts: Accounts;
    "../locales/activity.rs" activity: Activity;
    "../locales/areas.rs" areas: Areas;
    "../locales/bulk.rs" bulk: Bulk;
    "../locales/cancel.rs" cancel: Cancel;
    "../locales/differences.rs" differences: Differences;
    "../locales/domains.rs" domains: Domains;
    "../locales/effects.rs" effects: Effects;
    "../locales/help.rs" help: Help;
    "../locales/host.rs" host: Host;
    "../locales/jobs.rs" jobs: Jobs;
    "../locales/list.rs" list: List;
    "../locales/me.rs" me: Me;
    "../locales/messages.rs" messages: Messages;
    "../locales/organizations.rs" organizations: Organizations;
    "../locales/palette.rs" palette: Palette;
    "../locales/records.rs" records: Records;
    "../locales/views.rs" views: Views;
}

impl Deref for Texts {
    type Target = kit::Texts;

    fn deref(&self) -> &kit::Texts {
        kit::Texts::of(self.0)
    }
}

/// The texts in the current language.
pub fn texts() -> Texts {
    Texts(lang())
}
