//! The search over everything that a person may see.

text_enum! {
    /// What a search can find, in the order in which equal hits are shown.
    pub enum SearchKind {
        Mailbox = "mailbox",
        Holder = "holder",
        Company = "company",
        Domain = "domain",
        Account = "account",
        Organization = "organization",
        Job = "job",
    }
}

/// How well a text fits what is searched for, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    Whole,
    Beginning,
    Part,
}

impl Match {
    /// The best match among some texts, which are folded as the searched one is; None if none of them
    /// contains it.
    pub fn of<'t>(searched: &str, texts: impl IntoIterator<Item = &'t str>) -> Option<Self> {
        let of_one = |text: &str| match text {
            text if text == searched => Some(Self::Whole),
            text if text.starts_with(searched) => Some(Self::Beginning),
            text => text.contains(searched).then_some(Self::Part),
        };
        texts.into_iter().filter_map(of_one).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_match_of_several_texts_counts() {
        assert_eq!(Match::of("anna", ["giovanna", "anna.verdi"]), Some(Match::Beginning));
        assert_eq!(Match::of("anna", ["giovanna", "anna"]), Some(Match::Whole));
        assert_eq!(Match::of("anna", ["giovanna"]), Some(Match::Part));
        assert_eq!(Match::of("anna", ["ugo", ""]), None);
    }
}
