//! Characters that nobody sees: they make two texts look alike, or one read as another.

/// Characters that are not shown, or change the order in which others are: the default ignorable
/// code points and the format characters of Unicode 16, and the blanks that are not white space.
const INVISIBLE: [(u32, u32); 26] = [
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x0600, 0x0605),
    (0x061C, 0x061C),
    (0x06DD, 0x06DD),
    (0x070F, 0x070F),
    (0x0890, 0x0891),
    (0x08E2, 0x08E2),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x0001_10BD, 0x0001_10BD),
    (0x0001_10CD, 0x0001_10CD),
    (0x0001_3430, 0x0001_343F),
    (0x0001_BCA0, 0x0001_BCA3),
    (0x0001_D173, 0x0001_D17A),
    (0x000E_0000, 0x000E_0FFF),
];

/// Whether a character is a control character or is not seen. White space is seen.
pub fn is_invisible(c: char) -> bool {
    let code = u32::from(c);
    c.is_control() || INVISIBLE.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_told_from_what_is() {
        for c in
            "\t\n\u{0}\u{7f}\u{85}\u{ad}\u{200b}\u{200d}\u{202e}\u{2066}\u{feff}\u{2800}".chars()
        {
            assert!(is_invisible(c), "{c:?}");
        }
        for c in " \u{a0}aàÈ'’—€漢😀\u{301}".chars() {
            assert!(!is_invisible(c), "{c:?}");
        }
    }
}
