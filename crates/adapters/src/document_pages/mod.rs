//! Pages of PDF documents: rows of text between a header and a footer, and plots, drawn with genpdf.
//!
//! Titillium Web has no letters outside Latin, and no font with all of Unicode is small enough to ship: what
//! it lacks is drawn as its code (`[U+4E2D]`).

mod draw;
pub mod file;
mod font;
pub mod plot;
pub mod rows;
pub mod sheets;
pub mod style;
pub mod table;
pub mod typeface;
pub mod wrap;

use sigillo_app::DocumentError;

pub fn failed(error: impl std::fmt::Display) -> DocumentError {
    DocumentError::Format(error.to_string())
}
