//! Text that may be broken where a reader would break it.

use leptos::prelude::*;

/// A text in which a line may end before an at sign or a dot, as in a long address. Without that, a line
/// that is too short would cut the address anywhere.
pub fn breakable(text: &str) -> impl IntoView + use<> {
    let piece = |(index, piece): (usize, &str)| {
        view! {
            {(index > 0).then(|| view! { <wbr /> })}
            {piece.to_owned()}
        }
    };
    pieces(text).into_iter().enumerate().map(piece).collect_view()
}

/// Every piece but the first begins with an at sign, or with a dot that a letter follows.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = vec![];
    let mut start = 0;
    for (at, found) in text.char_indices() {
        let next = text[at + found.len_utf8()..].chars().next();
        let breaks = found == '@' || (found == '.' && next.is_some_and(char::is_alphanumeric));
        if breaks && at > start {
            pieces.push(&text[start..at]);
            start = at;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_broken_before_its_signs() {
        let address = "affari.generali@pec.example.it";
        assert_eq!(pieces(address), ["affari", ".generali", "@pec", ".example", ".it"]);
    }

    #[test]
    fn other_texts_stay_whole() {
        for text in ["", "Caselle", "Fine.", "1. Dati", "@"] {
            assert_eq!(pieces(text), [text]);
        }
    }
}
