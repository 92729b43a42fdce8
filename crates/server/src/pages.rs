//! The built apps, embedded in the binary.

use std::borrow::Cow;

use rust_embed::RustEmbed;
use sigillo_http::assets::Assets;

#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
struct Dist;

/// The apps as they were when the binary was compiled; a debug build reads them from their folder.
pub struct Pages;

impl Assets for Pages {
    fn get(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        Dist::get(path).map(|file| file.data)
    }
}
