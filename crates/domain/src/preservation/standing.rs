//! What may be said of an archive.

use crate::message::Language;

text_enum! {
    /// Whether an archive is one that the rules of preservation ask for.
    pub enum PreservationStanding {
        /// Somebody is named as responsible, there is a manual, and the seal is one that others vouch for.
        Conforming = "conforming",
        /// Something of that is missing: the index is not signed by a preserver, and nothing is claimed.
        Unsigned = "unsigned",
    }
}

/// What an archive, or a package of it, rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grounds {
    pub has_responsible: bool,
    pub has_manual: bool,
    /// Whether the seal's certificate is self-signed; None without a seal.
    pub seal_is_self_signed: Option<bool>,
}

/// Decides what may be said. Nothing else does, wherever it is said.
pub const fn standing(grounds: Grounds) -> PreservationStanding {
    match grounds {
        Grounds { has_responsible: true, has_manual: true, seal_is_self_signed: Some(false) } => {
            PreservationStanding::Conforming
        }
        _ => PreservationStanding::Unsigned,
    }
}

impl PreservationStanding {
    /// What is said of the index where nothing may be claimed; None where there is nothing to say.
    pub const fn notice(self, language: Language) -> Option<&'static str> {
        match (self, language) {
            (Self::Conforming, _) => None,
            (Self::Unsigned, Language::It) => Some("indice non firmato da un conservatore"),
            (Self::Unsigned, Language::En) => Some("index not signed by a preserver"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_conditions_together_allow_a_claim() {
        for has_responsible in [false, true] {
            for has_manual in [false, true] {
                for seal_is_self_signed in [None, Some(true), Some(false)] {
                    let grounds = Grounds { has_responsible, has_manual, seal_is_self_signed };
                    let all = has_responsible && has_manual && seal_is_self_signed == Some(false);
                    let expected = if all {
                        PreservationStanding::Conforming
                    } else {
                        PreservationStanding::Unsigned
                    };
                    assert_eq!(standing(grounds), expected, "{grounds:?}");
                    assert_eq!(expected.notice(Language::It).is_none(), all);
                }
            }
        }
    }
}
