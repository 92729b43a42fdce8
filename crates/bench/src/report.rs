//! The report, as a Markdown table.

use crate::measure::Series;

pub fn heading() {
    println!(
        "| ms | bare p50 | p50 | above bare | p95 | p99 | req/s | 8 clients p50 | p95 | p99 | req/s |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
}

pub fn row(name: &str, bare: Option<&Series>, one: &Series, eight: &Series) {
    let bare = bare.map(|series| series.percentile(50));
    let p50 = one.percentile(50);
    let cells = [
        bare.map_or("–".into(), figure),
        figure(p50),
        bare.map_or("–".into(), |bare| format!("{:+.2}", p50 - bare)),
        figure(one.percentile(95)),
        figure(one.percentile(99)),
        format!("{:.0}", one.per_second()),
        figure(eight.percentile(50)),
        figure(eight.percentile(95)),
        figure(eight.percentile(99)),
        format!("{:.0}", eight.per_second()),
    ];
    println!("| {name} | {} |", cells.join(" | "));
}

fn figure(ms: f64) -> String {
    format!("{ms:.2}")
}

pub fn megabytes(bytes: u64) -> String {
    let tenths = bytes * 10 / (1024 * 1024);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// Formats a number with thousands separators.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!(
            [0, 999, 1000, 1_000_000].map(super::grouped),
            ["0", "999", "1,000", "1,000,000"]
        );
    }
}
