//! The words of the pages, in Italian and in English.
//!
//! One set of keys: each text is written once with its two languages side by side (`locales/`), so a
//! key that lacks one does not compile. Texts with arguments are functions of them.

mod codes;
mod format;
mod moment;

use std::sync::LazyLock;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;

pub use codes::{fault_text, problem_text};
pub use format::{bytes, date, date_time, integer, megabytes, parse_integer, short_bytes};
pub use moment::{instant, moment};

use crate::browser;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    It,
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::It, Lang::En];

    pub const fn code(self) -> &'static str {
        match self {
            Lang::It => "it",
            Lang::En => "en",
        }
    }

    /// As its own speakers call it.
    pub const fn name(self) -> &'static str {
        match self {
            Lang::It => "Italiano",
            Lang::En => "English",
        }
    }

    /// The conventions of dates: British for English, so that day and month never swap.
    const fn locale(self) -> &'static str {
        match self {
            Lang::It => "it-IT",
            Lang::En => "en-GB",
        }
    }
}

const REMEMBERED: &str = "sigillo.lang";

static LANGUAGE: LazyLock<ArcRwSignal<Lang>> = LazyLock::new(|| {
    let remembered = browser::remembered(REMEMBERED);
    let lang = Lang::ALL
        .into_iter()
        .find(|lang| Some(lang.code()) == remembered.as_deref())
        .unwrap_or(Lang::It);
    browser::set_document_language(lang.code());
    ArcRwSignal::new(lang)
});

/// The language in use. A view that reads it follows its changes; a message made once does not.
pub fn lang() -> Lang {
    if Observer::get().is_some() { LANGUAGE.get() } else { LANGUAGE.get_untracked() }
}

pub fn set_lang(lang: Lang) {
    browser::remember(REMEMBERED, lang.code());
    browser::set_document_language(lang.code());
    LANGUAGE.set(lang);
}

/// Declares a room of texts: `key: "italiano", "english";`, with `(name: Type)` after a key that
/// takes arguments.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($key:ident $(($($arg:ident: $ty:ty),*))? : $it:expr, $en:expr;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name(pub $crate::i18n::Lang);

        impl $name { $(texts! { @one $key $(($($arg: $ty),*))? $it, $en })* }
    };
    (@one $key:ident ($($arg:ident: $ty:ty),*) $it:expr, $en:expr) => {
        pub fn $key(self, $($arg: $ty),*) -> String {
            match self.0 {
                $crate::i18n::Lang::It => $it,
                $crate::i18n::Lang::En => $en,
            }
        }
    };
    (@one $key:ident $it:expr, $en:expr) => {
        pub const fn $key(self) -> &'static str {
            match self.0 {
                $crate::i18n::Lang::It => $it,
                $crate::i18n::Lang::En => $en,
            }
        }
    };
}

/// Opens the rooms under `locales/`, each reached as a method of [`Texts`].
macro_rules! rooms {
    ($($file:literal $room:ident: $name:ident;)*) => {
        $(#[path = $file] mod $room;)*

        #[derive(Clone, Copy)]
        pub struct Texts(pub Lang);

        impl Texts { $(pub const fn $room(self) -> $room::$name { $room::$name(self.0) })* }
    };
}

rooms! {
    "../../locales/jobs.rs" jobs: Jobs;
    "../../locales/common.rs" common: Common;
    "../../locales/faults.rs" faults: Faults;
    "../../locales/problems.rs" problems: Problems;
    "../../locales/session.rs" session: Session;
    "../../locales/stale.rs" stale: Stale;
    "../../locales/words.rs" words: Words;
    "../../locales/domains.rs" domains: Domains;
    "../../locales/organizations.rs" organizations: Organizations;
    "../../locales/accounts.rs" accounts: Accounts;
    "../../locales/list.rs" list: List;
    "../../locales/detail.rs" detail: Detail;
    "../../locales/usage.rs" usage: Usage;
    "../../locales/effects.rs" effects: Effects;
    "../../locales/host.rs" host: Host;
    "../../locales/differences.rs" differences: Differences;
    "../../locales/messages.rs" messages: Messages;
    "../../locales/own.rs" own: Own;
    "../../locales/forms.rs" forms: Forms;
    "../../locales/cancel.rs" cancel: Cancel;
    "../../locales/me.rs" me: Me;
    "../../locales/bulk.rs" bulk: Bulk;
}

/// So many of something: `1 casella`, `1.200 caselle`.
fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", integer(count), if count == 1 { one } else { many })
}

/// The texts in the language in use.
pub fn texts() -> Texts {
    Texts(lang())
}

/// A text that follows the language: `t!(list.title)`, `t!(list.found, total)`.
///
/// A text without arguments is a plain function, one type for all of them: what shows a text that
/// changes is compiled once and not for each.
macro_rules! t {
    ($room:ident.$key:ident) => {{
        let text: fn() -> &'static str = || $crate::i18n::texts().$room().$key();
        text
    }};
    ($room:ident.$key:ident $(, $arg:expr)* $(,)?) => {
        (move || $crate::i18n::texts().$room().$key($($arg),*))
    };
}
pub(crate) use t;
