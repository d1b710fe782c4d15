//! `diurna`: news pages to sourced records.
//!
//! A thin program over the library of the same name: arguments, printing, exit codes. `main` parses, hands over to one
//! file of `cmd`, and turns what comes back into a message and an exit code.

mod cmd;
mod conllu;
mod documents;
mod exit;
mod failure;
mod json_list;
mod lines;
mod printer;
mod resources;
mod stats;
mod table;
mod tree;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Read news pages into sourced records of events, statements and entities.
#[derive(Parser)]
#[command(name = "diurna", version, after_help = exit::HELP, max_term_width = 100)]
struct Args {
    /// Say nothing on stderr but errors and what was set aside
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Read(cmd::read::Args),
    Parse(cmd::parse::Args),
    Code(cmd::code::Args),
    Relate(cmd::relate::Args),
    Verify(cmd::verify::Args),
    Explain(cmd::explain::Args),
    Lexicon(cmd::lexicon::Args),
    Model(cmd::model::Args),
    Demo(cmd::demo::Args),
    Completions(cmd::completions::Args),
    Man(cmd::man::Args),
}

fn main() -> ExitCode {
    let args = Args::parse();
    let mut printer = Printer::new(args.quiet);
    let exit = run(args.command, &mut printer).unwrap_or_else(|failure| {
        printer.failure(&failure);
        failure.exit
    });
    exit.into()
}

fn run(command: Command, printer: &mut Printer) -> Result<Exit, Failure> {
    match command {
        Command::Read(args) => cmd::read::run(&args, printer),
        Command::Parse(args) => cmd::parse::run(&args, printer),
        Command::Code(args) => cmd::code::run(&args, printer),
        Command::Relate(args) => cmd::relate::run(&args, printer),
        Command::Verify(args) => cmd::verify::run(&args, printer),
        Command::Explain(args) => cmd::explain::run(&args, printer),
        Command::Lexicon(args) => cmd::lexicon::run(&args, printer),
        Command::Model(args) => cmd::model::run(&args, printer),
        Command::Demo(args) => cmd::demo::run(&args, printer),
        Command::Completions(args) => cmd::completions::run(&args, Args::command(), printer),
        Command::Man(args) => cmd::man::run(&args, Args::command(), printer),
    }
}
