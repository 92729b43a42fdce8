//! What is taken from e-mails about tickets.

use super::text::TEXT_MAX;
use crate::invisible::is_invisible;
use crate::name::composed;

text_enum! {
    /// Why an e-mail to the support was not taken into a ticket.
    pub enum MailRefusal {
        /// It answers no notice of a ticket.
        NoTicket = "no_ticket",
        /// It comes from another address than the one that the notice was sent to.
        WrongSender = "wrong_sender",
        /// A program has sent it, such as a notice of absence.
        AutomaticReply = "automatic_reply",
        /// A receipt or an envelope of certified mail.
        CertifiedReceipt = "certified_receipt",
        /// A report that a message was not delivered.
        Bounce = "bounce",
        TooLarge = "too_large",
        Unreadable = "unreadable",
        /// It has neither a text nor a file.
        Empty = "empty",
        /// The account of its sender is disabled, or no longer works with tickets.
        NoAccess = "no_access",
        /// The ticket has as many entries as it can have.
        LimitReached = "limit_reached",
    }
}

text_enum! {
    /// What the list of refused e-mails can be sorted by.
    pub enum RefusedMailSortField {
        ReceivedAt = "received_at",
    }
}

/// The text of an e-mail as a ticket keeps it: without what nobody sees, of which e-mails are full, without trailing
/// blanks, and with at most one empty line in a row.
pub fn mail_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{a0}', " ");
    let mut lines: Vec<String> = vec![];
    for line in text.split('\n') {
        let seen = |c: &char| matches!(c, '\t' | '\u{200d}') || !is_invisible(*c);
        let line = composed(&line.chars().filter(seen).collect::<String>());
        let line = line.trim_end();
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n").trim().to_owned()
}

/// A text cut to what an entry can hold beside a note of `reserved` characters. The second value says whether something
/// of it is missing.
pub fn fitted(text: &str, reserved: usize) -> (String, bool) {
    let room = TEXT_MAX.saturating_sub(reserved + 1);
    match text.char_indices().nth(room) {
        Some((end, _)) => (format!("{}…", text[..end].trim_end()), true),
        None => (text.to_owned(), false),
    }
}

/// An answer and what it quotes of earlier messages, which mail programs put below it.
pub fn split_quoted(text: &str) -> (&str, &str) {
    let mut start = 0;
    let mut lines = vec![];
    for line in text.split_inclusive('\n') {
        lines.push((start, line.trim()));
        start += line.len();
    }
    let quote = lines.iter().enumerate().position(|(place, (_, line))| {
        let next = lines[place + 1..].iter().map(|(_, next)| *next);
        starts_quote(line, next)
    });
    match quote.map(|place| lines[place].0) {
        // What is nothing but a quotation, and what is written between the lines of one, stays whole.
        Some(at) if !text[..at].trim().is_empty() && ends_quoted(&text[at..]) => {
            (text[..at].trim_end(), text[at..].trim())
        }
        _ => (text, ""),
    }
}

/// Whether a line begins what mail programs quote.
fn starts_quote<'a>(line: &str, mut next: impl Iterator<Item = &'a str>) -> bool {
    let attribution = |line: &str| {
        line.ends_with("ha scritto:") || line.ends_with("wrote:") || line.ends_with("ha scritto :")
    };
    let separator = ["-----Messaggio originale", "-----Original Message", "________________"];
    line.starts_with('>')
        || attribution(line)
        || separator.iter().any(|it| line.starts_with(it))
        // An attribution may be broken over two lines.
        || (["Il ", "On "].iter().any(|it| line.starts_with(it)) && next.next().is_some_and(attribution))
        || (["Da: ", "From: "].iter().any(|it| line.starts_with(it))
            && next.next().is_some_and(|it| ["Inviato: ", "Sent: ", "Data: ", "Date: "].iter().any(|word| it.starts_with(word))))
}

/// Whether nothing was written below or between quoted lines, where quoted lines are marked.
fn ends_quoted(rest: &str) -> bool {
    let lines: Vec<_> = rest.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let Some(first) = lines.iter().position(|line| line.starts_with('>')) else { return true };
    lines[first..].iter().all(|line| line.starts_with('>'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ticket::parse_message;

    #[test]
    fn what_nobody_sees_goes() {
        assert_eq!(
            mail_text("\u{feff}Ciao\u{200b},\u{a0}a\r\n\r\n\r\n\r\ntutti \n"),
            "Ciao, a\n\ntutti"
        );
        assert_eq!(mail_text("perche\u{301}"), "perché");
        assert_eq!(mail_text("\u{200b}\n \n"), "");
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(fitted("breve", 10), ("breve".into(), false));
        let (cut, missing) = fitted(&"è".repeat(TEXT_MAX + 1), 100);
        assert!(missing && cut.ends_with('…') && cut.chars().count() + 100 == TEXT_MAX);
    }

    #[test]
    fn the_history_below_an_answer_is_told_from_it() {
        for (text, own) in [
            ("Sì.\n\nIl giorno 3 dic 2026 Supporto ha scritto:\n> Va bene?", "Sì."),
            ("Yes.\nOn Thu, 3 Dec 2026 at 10:00, Support\n<a@example.it> wrote:\n> Fine?", "Yes."),
            ("Sì.\n-----Messaggio originale-----\nDa: Supporto\nTesto", "Sì."),
            ("Sì.\n\nDa: Supporto\nInviato: giovedì\nA: Rosa\nTesto", "Sì."),
            ("Sì.\n> Va bene?\n>\n> Grazie", "Sì."),
            ("Senza storia", "Senza storia"),
            ("> solo\n> citazione", "> solo\n> citazione"),
            ("Ecco:\n> Va bene?\nSì, va bene.", "Ecco:\n> Va bene?\nSì, va bene."),
        ] {
            assert_eq!(split_quoted(text).0, own);
        }
        assert_eq!(split_quoted("Sì.\n> Va bene?").1, "> Va bene?");
    }

    proptest! {
        #[test]
        fn a_text_can_always_be_kept_and_nothing_of_it_is_lost(text in any::<String>()) {
            let text = mail_text(&text);
            prop_assert_eq!(mail_text(&text), text.clone());
            if !text.is_empty() {
                prop_assert_eq!(parse_message(&text), Ok(text.clone()));
            }
            let (own, quoted) = split_quoted(&text);
            prop_assert!(own.len() + quoted.len() <= text.len());
            prop_assert!(text.starts_with(own) && text.ends_with(quoted));
        }
    }
}
