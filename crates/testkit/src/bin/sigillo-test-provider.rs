//! Writes receipts of certified mail, for tests and trials.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use clap::Parser;
use clap::builder::PossibleValuesParser;
use sigillo_adapters::clock::SystemClock;
use sigillo_app::Clock;
use sigillo_domain::receipt::ReceiptKind;
use sigillo_testkit::certified_mail::{Flaw, TestProvider, TestReceipt};

/// Write receipts of certified mail, signed by an authority of its own, as .eml files, and beside them the authority's
/// certificate as DOMAIN.certified-mail.pem, which goes into the folder of trusted authorities. Each run makes a new authority.
#[derive(Parser)]
#[command(name = "sigillo-test-provider")]
struct Arguments {
    /// The folder to write into; it is made where there is none
    folder: PathBuf,
    /// The domain of the provider, whose receipts come from posta-certificata@DOMAIN
    #[arg(long, default_value = "gestore.example.it")]
    domain: String,
    /// Who has sent the messages
    #[arg(long, default_value = "ufficio@pec.example.it")]
    sender: String,
    /// To whom the messages were sent, separated by commas
    #[arg(long, value_delimiter = ',', default_value = "uno@pec.example.org,due@pec.example.org")]
    recipients: Vec<String>,
    /// The kinds of receipts for each message, separated by commas. Those about a recipient are issued for each
    #[arg(long, value_delimiter = ',', default_value = "acceptance,delivery",
          value_parser = PossibleValuesParser::new(ReceiptKind::ALL.map(ReceiptKind::as_str)))]
    kinds: Vec<String>,
    /// How many messages there are
    #[arg(long, default_value_t = 1)]
    messages: usize,
    /// The number of the first message, from which Message-IDs and identifiers are made
    #[arg(long, default_value_t = 1)]
    first: usize,
    /// The subject of the messages
    #[arg(long, default_value = "Trasmissione dell'offerta")]
    subject: String,
    /// About how many bytes the message in a receipt of delivery has
    #[arg(long, default_value_t = 2_000)]
    enclosed: usize,
    /// What is wrong with each receipt, separated by commas
    #[arg(long, value_delimiter = ',',
          value_parser = PossibleValuesParser::new(Flaw::ALL.map(|(name, _)| name)))]
    flaws: Vec<String>,
    /// The time of the first receipt, such as 2026-12-01T10:00:00Z; the others follow second by second. By default now
    #[arg(long)]
    at: Option<DateTime<Utc>>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let now = SystemClock.now();
    let provider = TestProvider::new(&arguments.domain, now);
    let context = || format!("the folder {}", arguments.folder.display());
    fs::create_dir_all(&arguments.folder).with_context(context)?;
    let authority = arguments.folder.join(format!("{}.certified-mail.pem", arguments.domain));
    fs::write(&authority, provider.authority_pem()).with_context(context)?;
    let mut at = arguments.at.unwrap_or(now);
    let mut written = 0;
    for number in arguments.first..arguments.first + arguments.messages {
        for receipt in receipts(&arguments, number, at) {
            written += 1;
            let receipt = TestReceipt { at, ..receipt };
            let name = format!("{number:06}-{written:06}-{}.eml", receipt.kind.as_str());
            let file = File::create(arguments.folder.join(name)).with_context(context)?;
            let mut file = BufWriter::new(file);
            let mut outcome = Ok(());
            provider.stream(&receipt, &mut |piece| {
                if outcome.is_ok() {
                    outcome = file.write_all(piece);
                }
            });
            outcome.and_then(|()| file.flush()).with_context(context)?;
            at += TimeDelta::seconds(1);
        }
    }
    println!("{written} receipts, and the authority {}", authority.display());
    Ok(())
}

/// The receipts for one message.
fn receipts(arguments: &Arguments, number: usize, at: DateTime<Utc>) -> Vec<TestReceipt> {
    let recipients: Vec<_> = arguments.recipients.iter().map(String::as_str).collect();
    let kinds = arguments.kinds.iter().filter_map(|name| ReceiptKind::try_from(name.clone()).ok());
    let flaws =
        Flaw::ALL.into_iter().filter(|(name, _)| arguments.flaws.iter().any(|one| one == name));
    let flaws: Vec<_> = flaws.map(|(_, flaw)| flaw).collect();
    let mut receipts = vec![];
    for kind in kinds {
        let receipt = TestReceipt::new(kind, &arguments.sender, &recipients, at).message(number);
        let receipt = TestReceipt {
            subject: arguments.subject.clone(),
            enclosed: arguments.enclosed,
            flaws: flaws.clone(),
            ..receipt
        };
        if receipt.delivered_to.is_some() {
            receipts.extend(recipients.iter().map(|recipient| receipt.clone().about(recipient)));
        } else {
            receipts.push(receipt);
        }
    }
    receipts
}
