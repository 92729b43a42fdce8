//! The templates, from their folder into the program.

use sigillo_domain::message::{Kind, Language};

macro_rules! templates {
    ($($name:literal)*) => {
        /// Name and text of every file of the folder.
        const ALL: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../templates/messages/", $name))),)*];
    };
}

templates! {
    "communication_email_changed.en.txt" "communication_email_changed.it.txt"
    "confirm_communication_email.en.txt" "confirm_communication_email.it.txt"
    "footer.en.txt" "footer.it.txt"
    "layout.html" "layout.txt"
    "mailbox_cancelled.en.txt" "mailbox_cancelled.it.txt"
    "mailbox_disabled.en.txt" "mailbox_disabled.it.txt"
    "mailbox_enabled.en.txt" "mailbox_enabled.it.txt"
    "password_changed.en.txt" "password_changed.it.txt"
    "password_expired.en.txt" "password_expired.it.txt"
    "password_expiring.en.txt" "password_expiring.it.txt"
    "reset_password.en.txt" "reset_password.it.txt"
    "set_password.en.txt" "set_password.it.txt"
    "soft_limit_reached.en.txt" "soft_limit_reached.it.txt"
}

pub(super) fn layout_html() -> &'static str {
    find("layout.html")
}

pub(super) fn layout_text() -> &'static str {
    find("layout.txt")
}

pub(super) fn footer(language: Language) -> &'static str {
    find(&format!("footer.{}.txt", language.as_str()))
}

pub(super) fn message(kind: Kind, language: Language) -> &'static str {
    find(&file(kind, language))
}

/// A message's file bears the name of its kind; the three notices of a password's end, which differ
/// in their days alone, are one file.
fn file(kind: Kind, language: Language) -> String {
    let name = match kind {
        Kind::PasswordExpiring20 | Kind::PasswordExpiring10 | Kind::PasswordExpiring5 => {
            "password_expiring"
        }
        _ => kind.as_str(),
    };
    format!("{name}.{}.txt", language.as_str())
}

/// Empty when there is no such file, which a test excludes.
fn find(name: &str) -> &'static str {
    ALL.iter().find(|(known, _)| *known == name).map_or("", |(_, source)| source)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::mail::block;

    fn wanted() -> BTreeSet<String> {
        let mut wanted: BTreeSet<String> = ["layout.html".into(), "layout.txt".into()].into();
        for language in Language::ALL {
            wanted.insert(format!("footer.{}.txt", language.as_str()));
            wanted.extend(Kind::ALL.iter().map(|kind| file(*kind, language)));
        }
        wanted
    }

    #[test]
    fn no_template_is_missing_and_none_is_superfluous() {
        let known: BTreeSet<String> = ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(known, wanted());
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/messages");
        let files = std::fs::read_dir(folder).unwrap();
        let files: BTreeSet<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(files, wanted());
    }

    #[test]
    fn every_template_has_a_subject_and_blocks() {
        for language in Language::ALL {
            for kind in Kind::ALL {
                let (subject, rest) = block::subject(message(kind, language)).unwrap();
                assert!(!subject.is_empty());
                assert!(block::blocks(rest).is_some_and(|b| b.len() > 2), "{kind:?} {language:?}");
            }
            assert!(block::blocks(footer(language)).is_some_and(|blocks| blocks.len() == 1));
        }
    }
}
