//! The `sigillo` binary.

mod checkpoint_file;
mod command;
mod config;
mod demo;
mod history_keys;
mod listener;
mod log;
mod mailhost;
mod pages;
mod personal_key;
mod probes;
mod signals;
mod wiring;
mod workers;

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

use clap::builder::Resettable;
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser};

use command::Command;
use config::Config;

/// Certified mailboxes (PEC): the panel from which an organisation runs them.
#[derive(Parser)]
#[command(name = "sigillo", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Command,
}

/// Database rows are allocated on one thread and freed on another, which costs glibc's allocator a
/// third of a request.
#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// A wrong value on the command line or in the environment.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let cli = match parse() {
        Ok(cli) => cli,
        Err(error) if is_wrong(&error) => return refuse(&first_line(&error.to_string())),
        Err(help) => help.exit(),
    };
    let config = match cli.config.check() {
        Ok(config) => config,
        Err(wrong) => return refuse(&wrong),
    };
    let log = log::start(config.log);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    match runtime.block_on(command::run(cli.command, &config, &log)) {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

fn parse() -> Result<Cli, clap::Error> {
    let matches = without_empty_variables(Cli::command()).try_get_matches()?;
    Cli::from_arg_matches(&matches)
}

/// A variable that is set but empty counts as absent: files of settings and containers often set one
/// for every value, filled in or not.
fn without_empty_variables(command: clap::Command) -> clap::Command {
    command.mut_args(|argument| {
        let value = argument.get_env().and_then(std::env::var_os);
        let is_empty = value.is_some_and(|value| value.to_string_lossy().trim().is_empty());
        if is_empty { argument.env(Resettable::Reset) } else { argument }
    })
}

/// Whether the arguments were wrong, rather than asking for help or giving nothing at all.
fn is_wrong(error: &clap::Error) -> bool {
    let nothing = ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    error.use_stderr() && error.kind() != nothing
}

fn refuse(line: &str) -> ExitCode {
    print_line(line);
    ExitCode::from(USAGE)
}

fn fail(error: &anyhow::Error) -> ExitCode {
    print_line(format!("{error:#}"));
    ExitCode::FAILURE
}

/// Standard error may be closed, so a failure to write is ignored.
fn print_line(line: impl Display) {
    let _ = writeln!(std::io::stderr(), "sigillo: {line}");
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line).to_owned();
    // Some of clap's messages continue with a list after a first line that ends with a colon.
    let rest: Vec<_> =
        text.lines().skip(1).take_while(|line| line.starts_with("  ")).map(str::trim).collect();
    if line.ends_with(':') { format!("{line} {}", rest.join(", ")) } else { line }
}
