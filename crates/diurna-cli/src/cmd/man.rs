//! `diurna man`: manual pages.

use std::path::PathBuf;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Write the manual page to stdout, or the pages of all commands into a folder
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The folder for one page a command
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

pub(crate) fn run(
    args: &Args,
    command: clap::Command,
    printer: &mut Printer,
) -> Result<Exit, Failure> {
    match &args.to {
        Some(folder) => {
            std::fs::create_dir_all(folder)?;
            clap_mangen::generate_to(command, folder)?;
            printer.note(format_args!("manual pages are in {}", folder.display()));
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            printer.result(&String::from_utf8_lossy(&page))?;
        }
    }
    Ok(Exit::Ok)
}
