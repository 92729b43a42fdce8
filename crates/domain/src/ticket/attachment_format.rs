//! What the files of tickets are.

text_enum! {
    /// What a file of a ticket is, by its first bytes. Only these are ever shown by a page.
    pub enum AttachmentFormat {
        Png = "png",
        Jpeg = "jpeg",
        Gif = "gif",
        Webp = "webp",
        Pdf = "pdf",
        /// Anything else, which is kept and never shown.
        Other = "other",
    }
}

impl AttachmentFormat {
    pub fn of(beginning: &[u8]) -> Self {
        match beginning {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Self::Png,
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Webp,
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            _ => Self::Other,
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Other => "application/octet-stream",
        }
    }

    pub const fn is_image(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Gif | Self::Webp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content() {
        for (beginning, format) in [
            (b"\x89PNG\r\n\x1a\n....".as_slice(), AttachmentFormat::Png),
            (b"\xff\xd8\xff\xe0", AttachmentFormat::Jpeg),
            (b"GIF89a", AttachmentFormat::Gif),
            (b"RIFF\0\0\0\0WEBPVP8 ", AttachmentFormat::Webp),
            (b"%PDF-1.7", AttachmentFormat::Pdf),
            (b"<svg onload=alert(1)>", AttachmentFormat::Other),
            (b"", AttachmentFormat::Other),
        ] {
            assert_eq!(AttachmentFormat::of(beginning), format);
        }
    }
}
