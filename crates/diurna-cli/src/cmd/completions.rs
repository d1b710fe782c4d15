//! `diurna completions`: what a shell needs to complete a command line.

use clap_complete::Shell;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Write completions for a shell to stdout
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(
    args: &Args,
    mut command: clap::Command,
    printer: &mut Printer,
) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "diurna", &mut script);
    printer.result(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Ok)
}
