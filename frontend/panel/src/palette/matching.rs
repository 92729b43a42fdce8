//! Finding pages and actions by name, also when a word is mistyped.

use sigillo_domain::search_text::fold;

/// How well a name fits a search; the smaller, the better. None if it does not fit. Every word of
/// the search must fit a word of the name or of its keywords.
pub fn rank(search: &str, name: &str, keywords: &str) -> Option<usize> {
    let (search, name, keywords) = (fold(search), fold(name), fold(keywords));
    let words = || name.split_whitespace().map(|word| (word, 0));
    let further = || keywords.split_whitespace().map(|word| (word, 4));
    let fit = |wanted: &str| {
        words().chain(further()).filter_map(|(word, more)| Some(fit(wanted, word)? + more)).min()
    };
    search.split_whitespace().map(fit).sum()
}

/// How a wanted word fits a word: as its beginning, as a part of it, or as a mistyped beginning.
fn fit(wanted: &str, word: &str) -> Option<usize> {
    if word.starts_with(wanted) {
        return Some(0);
    }
    let length = wanted.chars().count();
    if length >= 3 && word.contains(wanted) {
        return Some(1);
    }
    // One slip in four letters, two in eight.
    let slips = length / 4;
    (1..=slips.min(2)).find(|slips| mistyped(wanted, word, length, *slips)).map(|slips| slips + 1)
}

/// Whether the beginning of the word, or all of it, is `slips` slips away from the wanted text.
fn mistyped(wanted: &str, word: &str, length: usize, slips: usize) -> bool {
    (length.saturating_sub(1)..=length + 1).any(|end| {
        let beginning: String = word.chars().take(end).collect();
        strsim::osa_distance(wanted, &beginning) <= slips
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(search: &str, name: &str) -> bool {
        rank(search, name, "").is_some()
    }

    #[test]
    fn beginnings_come_before_parts_and_parts_before_slips() {
        let ranks = ["nuo", "uova", "nouva"].map(|search| rank(search, "Nuova casella", ""));
        assert_eq!(ranks, [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn one_slip_in_four_letters_is_forgiven() {
        assert!(fits("casela", "Nuova casella") && fits("organizazioni", "Organizzazioni"));
        assert!(fits("csaella", "Nuova casella"), "two letters in the wrong order");
        assert!(!fits("cxs", "Caselle") && !fits("dominio", "Caselle"));
    }

    #[test]
    fn every_word_has_to_fit() {
        assert!(fits("casella nuova", "Nuova casella"));
        assert!(!fits("nuova organizzazione", "Nuova casella"));
    }

    #[test]
    fn keywords_find_a_page_after_its_name_does() {
        assert!(rank("assistenti", "Account", "assistenti") > rank("account", "Account", ""));
        assert_eq!(rank("lavori", "Account", "assistenti"), None);
    }

    #[test]
    fn accents_and_case_do_not_matter() {
        assert!(fits("attivita", "Attività") && fits("ATTIVITÀ", "attivita"));
    }
}
