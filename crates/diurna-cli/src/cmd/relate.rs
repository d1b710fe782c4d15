//! `diurna relate`: which event links two parties that the caller marks.

use diurna::{Pipeline, Source};

use crate::documents::{Documents, report};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::resources::ResourceArgs;

/// Say which event links two marked parties, for each pair of each document
///
/// A document is a line of JSON: {"id": "d1", "text": "...", "pairs": [{"id": "p1", "source": [[0, 6]], "target": [[18,
/// 23]]}]}. Spans count code points of the text. The answer is a line of JSON for each document.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    resources: ResourceArgs,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let resources = args.resources.load()?;
    let task = |pipeline: &mut Pipeline, source: Source| {
        let relations = pipeline.relate(&source.read()?)?;
        Ok(serde_json::to_string(&relations)? + "\n")
    };
    let worker = || Pipeline::new(&resources);
    let write = |printer: &mut Printer, line: String| printer.result(&line);
    let tally = args.documents.each(printer, worker, task, write)?;
    Ok(report(printer, tally))
}
