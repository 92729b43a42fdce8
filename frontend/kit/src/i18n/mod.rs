//! The texts of the pages, in Italian and in English.
//!
//! Each text is written once with its two languages side by side (`locales/`), so a text without a
//! translation does not compile. Texts with arguments are functions of them. The texts that both
//! apps need are here; each app adds its own with [`text_groups!`](crate::text_groups!).

mod codes;
mod findings;
mod format;
mod moment;

use std::sync::LazyLock;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use sigillo_domain::message::Language;

pub use codes::{fault_text, problem_text};
pub use findings::finding_text;
pub use format::{
    bytes, date, date_time, date_time_in_words, day_text, file_size, integer, megabytes, parse_day,
    parse_integer, short_bytes,
};
pub use moment::{instant, moment};

pub use crate::t;

use crate::browser;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    It,
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::It, Lang::En];

    /// The same as the server has it.
    pub const fn language(self) -> Language {
        match self {
            Lang::It => Language::It,
            Lang::En => Language::En,
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Lang::It => "it",
            Lang::En => "en",
        }
    }

    /// The language's name for itself.
    pub const fn name(self) -> &'static str {
        match self {
            Lang::It => "Italiano",
            Lang::En => "English",
        }
    }

    /// The locale of dates: British for English, so that the day comes before the month.
    const fn locale(self) -> &'static str {
        match self {
            Lang::It => "it-IT",
            Lang::En => "en-GB",
        }
    }
}

const REMEMBERED: &str = "sigillo.lang";

static LANGUAGE: LazyLock<ArcRwSignal<Lang>> = LazyLock::new(|| {
    if cfg!(not(target_family = "wasm")) {
        // The unit tests run outside a browser.
        return ArcRwSignal::new(Lang::It);
    }
    let remembered = browser::remembered(REMEMBERED);
    let lang = Lang::ALL
        .into_iter()
        .find(|lang| Some(lang.code()) == remembered.as_deref())
        .unwrap_or(Lang::It);
    browser::set_document_language(lang.code());
    ArcRwSignal::new(lang)
});

/// The current language. A view that reads it is updated when it changes; code that runs once is
/// not.
pub fn lang() -> Lang {
    if Observer::get().is_some() { LANGUAGE.get() } else { LANGUAGE.get_untracked() }
}

pub fn set_lang(lang: Lang) {
    browser::remember(REMEMBERED, lang.code());
    browser::set_document_language(lang.code());
    LANGUAGE.set(lang);
}

/// Declares a group of texts: `key: "italiano", "english";`, with `(name: Type)` after a key that
/// takes arguments.
#[macro_export]
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($key:ident $(($($arg:ident: $ty:ty),*))? : $it:expr, $en:expr;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name(pub $crate::i18n::Lang);

        impl $name { $($crate::texts! { @one $key $(($($arg: $ty),*))? $it, $en })* }
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

/// Declares the text groups of an app or of the kit; each is a file and a method of `Texts`.
#[macro_export]
macro_rules! text_groups {
    ($($file:literal $group:ident: $name:ident;)*) => {
        $(#[path = $file] mod $group;)*

        /// The text groups in one language.
        #[derive(Clone, Copy)]
        pub struct Texts(pub $crate::i18n::Lang);

        impl Texts { $(pub const fn $group(self) -> $group::$name { $group::$name(self.0) })* }
    };
}

text_groups! {
    "../../locales/common.rs" common: Common;
    "../../locales/detail.rs" detail: Detail;
    "../../locales/edit_conflict.rs" edit_conflict: EditConflict;
    "../../locales/faults.rs" faults: Faults;
    "../../locales/forms.rs" forms: Forms;
    "../../locales/lists.rs" lists: Lists;
    "../../locales/identification.rs" identification: Identification;
    "../../locales/passwords.rs" passwords: Passwords;
    "../../locales/problems.rs" problems: Problems;
    "../../locales/servers.rs" servers: Servers;
    "../../locales/session.rs" session: Session;
    "../../locales/signatures.rs" signatures: Signatures;
    "../../locales/undo.rs" undo: Undo;
    "../../locales/usage.rs" usage: Usage;
    "../../locales/words.rs" words: Words;
}

/// A number of things: `1 casella`, `1.200 caselle`.
pub fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", integer(count), if count == 1 { one } else { many })
}

pub use detail::Detail;

impl Texts {
    /// Gives the texts of an app access to those of the kit.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::It => &Texts(Lang::It),
            Lang::En => &Texts(Lang::En),
        }
    }
}

/// The texts in the current language.
pub fn texts() -> Texts {
    Texts(lang())
}

/// A text that follows the current language: `t!(list.title)`, `t!(list.found, total)`.
///
/// A text without arguments is a plain function; all such texts have one type, so the code that
/// shows them is compiled once. The texts are those of the calling crate, which has them in its own
/// `i18n`.
#[macro_export]
#[expect(clippy::crate_in_macro_def, reason = "each app has its own texts beside those of the kit")]
macro_rules! t {
    ($group:ident.$key:ident) => {{
        let text: fn() -> &'static str = || crate::i18n::texts().$group().$key();
        text
    }};
    ($group:ident.$key:ident $(, $arg:expr)* $(,)?) => {
        (move || crate::i18n::texts().$group().$key($($arg),*))
    };
}
