//! `diurna-dev`: what developers of diurna run, and users do not.
//!
//! Compares the language runtime with spaCy, writes the record's JSON Schema, fills the generated parts of the
//! documentation and trains the classifier of events. Results go to stdout, the rest to stderr. The exit code is 0 when all is well, 1 when a comparison or
//! check found a difference, 2 when the command could not be carried out.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program prints; nothing here is a library"
)]

mod annotations;
mod cmd;
mod compare;
mod sentences;
mod speakers;
mod texts;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The developers' program of diurna.
#[derive(Parser)]
#[command(version)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compare diurna's analysis with that of an installed spaCy.
    Parity(cmd::parity::Args),
    /// Write the record's JSON Schema.
    Schema(cmd::schema::Args),
    /// Fill the examples of docs/record.md from a record.
    Docs(cmd::docs::Args),
    /// Make a file of the gazetteer from published data.
    Gazetteer(cmd::gazetteer::Args),
    /// Measure contexts, silence, robustness on the project's own sentences.
    Measure(cmd::measure::Args),
    /// Train the classifier of events on labelled sentences.
    Train(cmd::train::Args),
}

/// What a command found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Same,
    Differs,
}

fn main() -> ExitCode {
    let outcome = match Args::parse().command {
        Command::Parity(args) => cmd::parity::run(&args),
        Command::Schema(args) => cmd::schema::run(&args),
        Command::Docs(args) => cmd::docs::run(&args),
        Command::Gazetteer(args) => cmd::gazetteer::run(&args),
        Command::Measure(args) => cmd::measure::run(&args),
        Command::Train(args) => cmd::train::run(&args),
    };
    match outcome {
        Ok(Outcome::Same) => ExitCode::SUCCESS,
        Ok(Outcome::Differs) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
