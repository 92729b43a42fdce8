//! Writes a contract, its preview and its signed form into a folder for review: `cargo run -p
//! sigillo-adapters --example render_contracts -- FOLDER`

#[path = "../tests/contract_document/sample.rs"]
mod sample;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use sigillo_adapters::contract_document::PdfDocuments;
use sigillo_app::{ContractDocument, ContractDocuments};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("tell the folder to write into")?);
    fs::create_dir_all(&folder)?;
    let write = |name: &str, started: Instant, document: &[u8]| {
        println!("{name}: {} kB in {:?}", document.len() / 1000, started.elapsed());
        fs::write(folder.join(name), document)
    };

    let started = Instant::now();
    let contract = PdfDocuments.contract(&sample::contract())?;
    write("contract.pdf", started, &contract)?;

    let started = Instant::now();
    let preview = ContractDocument { is_example: true, ..sample::contract() };
    write("preview.pdf", started, &PdfDocuments.contract(&preview)?)?;

    let started = Instant::now();
    let signed = PdfDocuments.evidence(&contract, &sample::evidence())?;
    write("signed.pdf", started, &signed)?;
    Ok(())
}
