//! What a trigram index is asked for.
//!
//! It goes through the whole list of the names that hold each three letters it is asked for. Asked for a
//! text it reads the lists of all its letters; the two rarest find hardly more, in a fifth of the time,
//! and each name that is found is tried by the whole text.

use super::sample::Sample;

/// Fewest characters that the index can find.
pub(super) const TRIGRAM: usize = 3;
/// To try a name takes as long as to pass over so many of a list.
const PASSED_OVER: usize = 30;

/// The rarest three letters of a text, and those others that leave out more than they take to read; where
/// it has no three that the index would know, the whole.
pub(super) fn telling<'a>(text: &'a str, sample: &Sample, sqlite: bool) -> Vec<&'a str> {
    // That of PostgreSQL is of words: of what lies about a point it knows how a word begins, at most.
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
        // Letters go together more often than chance has it; but of what is rare the sample sees none.
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
    fn the_index_is_asked_for_what_is_rare() {
        let asked = |text| telling(text, &sample(), true);
        // Whoever has these has the rest of Zeno's name too.
        assert_eq!(asked("marco.zucchi"), ["o.z"]);
        assert_eq!(asked("rossi"), ["ros"]);
        assert_eq!(asked("quadrizeno"), ["riz", "ize"]);
    }

    #[test]
    fn an_index_of_words_is_asked_for_none_with_a_point_in_it() {
        let asked = |text| telling(text, &sample(), false);
        assert_eq!(asked("marco.zucchi"), ["zuc"]);
        assert_eq!(asked("o.z"), ["o.z"]);
    }

    #[test]
    fn whatever_the_sample_there_is_something_to_ask_for() {
        assert_eq!(telling("abc", &Sample::with([]), true), ["abc"]);
        assert_eq!(telling("abc", &Sample::with(["abc"; 9]), true), ["abc"]);
    }
}
