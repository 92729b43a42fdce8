//! Chooses the trigrams of a text with which the trigram index is queried.
//!
//! The index reads the whole list of names for each trigram in the query. Queried with a text, it
//! reads the lists of all trigrams of the text; the two rarest trigrams find hardly more names in a
//! fifth of the time, and each name that is found is then compared with the whole text.

use super::sample::Sample;

/// Minimum number of characters that the index can find.
pub(super) const TRIGRAM: usize = 3;
/// Comparing one name with the text takes as long as skipping this many entries of a list.
const PASSED_OVER: usize = 30;

/// The rarest trigram of a text, and those others that rule out more names than their lists cost to
/// read; the whole text if the index knows none of its trigrams.
pub(super) fn telling<'a>(text: &'a str, sample: &Sample, sqlite: bool) -> Vec<&'a str> {
    // PostgreSQL's trigrams are of words: of a trigram that contains a dot it knows at most how a
    // word begins.
    let known = |piece: &str| sqlite || piece.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let places = 0..=text.len().saturating_sub(TRIGRAM);
    let mut pieces: Vec<_> = places
        .filter_map(|place| Some((place, text.get(place..place + TRIGRAM)?)))
        .filter(|(_, piece)| known(piece))
        .map(|(place, piece)| (sample.holding(piece), place, piece))
        .collect();
    pieces.sort_unstable();
    let all = sample.all();
    let (mut chosen, mut left) = (vec![], all);
    for (names, _, piece) in pieces {
        chosen.push(piece);
        // Trigrams occur together more often than by chance, so the sample is asked too; rare
        // combinations do not appear in it, so the product of the frequencies is the lower bound.
        let then = (left * names / all).max(sample.seen(&chosen));
        if chosen.len() == 1 || left.saturating_sub(then) > names / PASSED_OVER {
            left = then;
        } else {
            chosen.pop();
        }
    }
    if chosen.is_empty() { vec![text] } else { chosen }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Sample {
        let names = |name: &'static str, many| std::iter::repeat_n(name, many);
        let all = names("marco.rossi", 600).chain(names("lia.quadri", 30));
        Sample::with(all.chain(names("zeno.zucchi", 3)))
    }

    #[test]
    fn rare_trigrams_are_chosen() {
        let asked = |text| telling(text, &sample(), true);
        // Names with this trigram also contain the rest of Zeno's name.
        assert_eq!(asked("marco.zucchi"), ["o.z"]);
        assert_eq!(asked("rossi"), ["ros"]);
        assert_eq!(asked("quadrizeno"), ["riz", "ize"]);
    }

    #[test]
    fn postgres_trigrams_never_contain_a_dot() {
        let asked = |text| telling(text, &sample(), false);
        assert_eq!(asked("marco.zucchi"), ["zuc"]);
        assert_eq!(asked("o.z"), ["o.z"]);
    }

    #[test]
    fn something_is_chosen_whatever_the_sample() {
        assert_eq!(telling("abc", &Sample::with([]), true), ["abc"]);
        assert_eq!(telling("abc", &Sample::with(["abc"; 9]), true), ["abc"]);
    }
}
