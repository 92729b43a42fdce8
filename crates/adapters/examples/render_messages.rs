//! Writes every message, as HTML and as text, into a folder for review: `cargo run -p
//! sigillo-adapters --example render_messages -- FOLDER`

#[path = "../tests/mail/sample.rs"]
mod sample;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use sigillo_adapters::mail::Writer;
use sigillo_domain::message::{Language, MessageKind};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("tell the folder to write into")?);
    fs::create_dir_all(&folder)?;
    let writer = Writer::new(sample::FROM, sample::PUBLIC_URL)?;
    for language in Language::ALL {
        for kind in MessageKind::ALL {
            let written = writer.write(&sample::message(kind, language))?;
            let name = format!("{}.{}", kind.as_str(), language.as_str());
            fs::write(folder.join(format!("{name}.html")), written.html)?;
            let text = format!("Subject: {}\n\n{}", written.subject, written.text);
            fs::write(folder.join(format!("{name}.txt")), text)?;
        }
    }
    Ok(())
}
