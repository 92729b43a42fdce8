//! Numbers as the languages write them.

use crate::message::Language;

/// `1.234.567`
pub fn grouped(number: i64, language: Language) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    if number < 0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push_str(language.choose(".", ","));
        }
        text.push(digit);
    }
    text
}

/// `1.234,5`
pub fn decimal_text(number: f64, decimals: usize, language: Language) -> String {
    let text = format!("{number:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if whole.starts_with('-') && whole != "-0" { "-" } else { "" };
    let whole = whole.trim_start_matches('-').parse().unwrap_or_default();
    let comma = if fraction.is_empty() { "" } else { language.choose(",", ".") };
    format!("{sign}{}{comma}{fraction}", grouped(whole, language))
}
