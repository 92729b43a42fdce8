//! The app's own texts, in addition to those of the kit.

use std::ops::Deref;

use sigillo_kit::i18n as kit;

pub use kit::{date, date_time, lang, moment, problem_text};
pub use sigillo_kit::t;

sigillo_kit::text_groups! {
    "../locales/own.rs" own: Own;
    "../locales/preservation.rs" preservation: Preservation;
    "../locales/signing.rs" signing: Signing;
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
