use proptest::prelude::*;

use super::*;

const WHOLE: &str =
    "# Contratto\n\nTesto.\n\n## Oggetto\n\nClausola.\n\n## Dati {privacy}\n\nTesto.\n";

fn problems(text: &str) -> Vec<(usize, ProblemKind, String)> {
    let problems = parse(text).err().unwrap_or_default();
    problems.into_iter().map(|one| (one.line, one.kind, one.text)).collect()
}

/// The problems of a line that is added to a template without any.
fn problems_of(line: &str) -> Vec<(usize, ProblemKind, String)> {
    problems(&WHOLE.replace("Clausola.", line))
}

#[test]
fn a_template_has_a_title_sections_and_blocks() {
    let text = "# Titolo\n\nPrima.\n\n## Uno\n\nTesto **forte** e *lieve*.\n\n### Sotto\n\n- a\n- b\n\n\
                ## Due {approvazione specifica}\n\n3. c\n4. d\n\n## Tre { privacy }\n\nFine.";
    let parsed = parse(text).unwrap();
    assert_eq!(parsed.preamble.len(), 1);
    let kinds: Vec<_> = parsed.sections.iter().map(|section| section.kind).collect();
    assert_eq!(kinds, [SectionKind::Ordinary, SectionKind::SpecificApproval, SectionKind::Privacy]);
    let heading = &parsed.sections[1].heading;
    assert_eq!(heading[0].content, Content::Text("Due".into()));
    let [Block::Paragraph(line), Block::Heading(_), Block::List { start: None, items }] =
        &parsed.sections[0].blocks[..]
    else {
        panic!("{:?}", parsed.sections[0].blocks);
    };
    assert_eq!(line.iter().map(|one| (one.bold, one.italic)).collect::<Vec<_>>().len(), 5);
    assert_eq!(items.len(), 2);
    let [Block::List { start: Some(3), .. }] = &parsed.sections[1].blocks[..] else { panic!() };
}

#[test]
fn each_problem_names_its_line() {
    let kind = ProblemKind::UnknownPlaceholder;
    assert_eq!(
        problems_of("Uno\n{{titolare.nome}} {{titolare.eta}}"),
        [(8, kind, "{{titolare.eta}}".into())]
    );
    assert_eq!(
        problems_of("{{eta}}\n{{eta}} {{nome}}\n{{eta}}"),
        [(7, "{{eta}}"), (8, "{{eta}}"), (8, "{{nome}}"), (9, "{{eta}}")].map(|(line, text)| (
            line,
            kind,
            text.into()
        ))
    );
    let long = format!("Uno\n{{{{{}}}}}", "a".repeat(50));
    assert_eq!(problems_of(&long), [(8, kind, format!("{{{{{}}}}}", "a".repeat(40)))]);
    let kind = ProblemKind::OpenPlaceholder;
    assert_eq!(problems_of("a {{titolare.nome"), [(7, kind, "{{titolare.nome".into())]);
    let unsupported = |line: &str| {
        let found = problems_of(line);
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        // The inner list stands in the second line of what is added.
        let at = if line.contains("  -") { 8 } else { 7 };
        assert_eq!((found[0].0, found[0].1), (at, ProblemKind::UnsupportedMarkup), "{line}");
    };
    for line in [
        "un <b>testo",
        "<script>alert(1)</script>",
        "[qui](https://example.com)",
        "![](a.png)",
        "`codice`",
        "> citazione",
        "```\na\n```",
        "- a\n  - b",
        "#### Quarto",
        "---",
    ] {
        unsupported(line);
    }
}

#[test]
fn a_template_needs_a_title_clauses_and_one_privacy_notice() {
    let kinds = |text: &str| problems(text).into_iter().map(|one| one.1).collect::<Vec<_>>();
    assert_eq!(
        kinds(""),
        [ProblemKind::NoTitle, ProblemKind::NoClauses, ProblemKind::NoPrivacyNotice]
    );
    assert_eq!(kinds(&WHOLE.replace("# Contratto", "Contratto")), [ProblemKind::NoTitle]);
    assert_eq!(
        kinds(&WHOLE.replace("Testo.\n\n## Oggetto", "# Altro\n\n## Oggetto")),
        [ProblemKind::SecondTitle]
    );
    assert_eq!(kinds(&WHOLE.replace(" {privacy}", "")), [ProblemKind::NoPrivacyNotice]);
    assert_eq!(
        kinds(&WHOLE.replace("## Oggetto", "## Oggetto {privacy}")),
        [ProblemKind::SecondPrivacyNotice, ProblemKind::NoClauses]
    );
    assert_eq!(
        kinds(&WHOLE.replace(" {privacy}", " {segreto}")),
        [ProblemKind::UnknownMark, ProblemKind::NoPrivacyNotice]
    );
    assert_eq!(kinds(&WHOLE.replace("Clausola.", "")), [ProblemKind::EmptySection]);
}

#[test]
fn a_text_of_many_megabytes_is_refused_unread() {
    let text = "a".repeat(20 << 20);
    assert_eq!(problems(&text), [(1, ProblemKind::TooLong, String::new())]);
}

proptest! {
    #[test]
    fn any_text_is_read_or_has_problems_at_its_lines(text in "\\PC*") {
        let lines = text.lines().count().max(1) + 1;
        match parse(&text) {
            Ok(parsed) => prop_assert!(!parsed.sections.is_empty()),
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                prop_assert!(problems.iter().all(|one| (1..=lines).contains(&one.line)));
            }
        }
    }

    #[test]
    fn any_markup_is_read_or_has_problems(pieces in proptest::collection::vec(
        prop_oneof![
            Just("# "), Just("## "), Just("\n"), Just("\n\n"), Just("- "), Just("1. "), Just("  "), Just("**"),
            Just("*"), Just("_"), Just("{{"), Just("}}"), Just("{privacy}"), Just("titolare.nome"), Just("> "),
            Just("```"), Just("<a>"), Just("[x](y)"), Just("\\"), Just("è"),
        ], 0..60)) {
        let _ = parse(&pieces.concat());
    }
}
