use leptos::prelude::*;
use sigillo_domain::contract_text::{TextBlock, TextRun};

/// The blocks of a contract's text. `heading` makes the element of a heading, whose level depends on the
/// page.
pub fn contract_blocks(blocks: Vec<TextBlock>, heading: fn(AnyView) -> AnyView) -> AnyView {
    let view = |block| match block {
        TextBlock::Heading { runs } => heading(line(runs)),
        TextBlock::Paragraph { runs } => view! { <p>{line(runs)}</p> }.into_any(),
        TextBlock::List { start, items } => {
            let items: Vec<_> =
                items.into_iter().map(|item| view! { <li>{line(item)}</li> }).collect();
            match start {
                Some(start) => view! { <ol start=start.to_string()>{items}</ol> }.into_any(),
                None => view! { <ul>{items}</ul> }.into_any(),
            }
        }
    };
    blocks.into_iter().map(view).collect_view().into_any()
}

fn line(runs: Vec<TextRun>) -> AnyView {
    let run = |TextRun { text, bold, italic }| match (bold, italic) {
        (false, false) => text.into_any(),
        (true, false) => view! { <strong>{text}</strong> }.into_any(),
        (false, true) => view! { <em>{text}</em> }.into_any(),
        (true, true) => view! { <strong><em>{text}</em></strong> }.into_any(),
    };
    runs.into_iter().map(run).collect_view().into_any()
}
