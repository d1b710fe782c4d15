//! `diurna code`: pages to records.

use std::time::Instant;

use clap::ValueEnum;
use diurna::{Error, Pipeline, Record, Source};

use crate::documents::{Documents, report};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json_list::JsonList;
use crate::printer::{Palette, Printer};
use crate::resources::ResourceArgs;
use crate::stats::{Counts, Stats};
use crate::table;

/// Code pages: events, statements, entities, each with its evidence
///
/// Records go to stdout in the order of the input, the same bytes for any number of threads. A document that cannot be
/// read is named on stderr and counted; the others are coded. Articles that `diurna read` wrote, and records, can be
/// coded again as they are.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) documents: Documents,
    #[command(flatten)]
    pub(crate) resources: ResourceArgs,
    /// How to write the records
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Json)]
    pub(crate) format: Format,
    /// Say on stderr what the run came to and where its time went
    #[arg(long)]
    pub(crate) stats: bool,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Indented JSON; a list if there are several documents
    Json,
    /// One record a line
    Jsonl,
    /// Rows of events with their sentences, for reading
    Table,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let mut stats = Stats::begin();
    let resources = args.resources.load()?;
    stats.loaded();
    let (format, palette) = (args.format, printer.palette());
    // The text is made on the worker's thread, so that many workers do not wait for one writer.
    let task = |pipeline: &mut Pipeline, source: Source| {
        let name = source.name.clone();
        let coded = pipeline.code_source(source)?;
        let rendered = render(&coded.record, &name, format, palette)?;
        Ok((rendered, Counts::of(&coded)))
    };
    let mut list = JsonList::default();
    let write = |printer: &mut Printer, (text, counts): (String, Counts)| {
        let begun = Instant::now();
        match format {
            Format::Json => list.push(printer, text)?,
            Format::Jsonl | Format::Table => printer.result(&text)?,
        }
        stats.add(counts, begun.elapsed());
        Ok(())
    };
    let worker = || Pipeline::new(&resources);
    let tally = args.documents.each(printer, worker, task, write)?;
    if format == Format::Json {
        list.finish(printer, tally.documents())?;
    }
    if args.stats {
        printer.note(stats.report(tally));
    }
    Ok(report(printer, tally))
}

fn render(record: &Record, name: &str, format: Format, palette: Palette) -> Result<String, Error> {
    match format {
        Format::Json => Ok(serde_json::to_string_pretty(record)?),
        Format::Jsonl => Ok(serde_json::to_string(record)? + "\n"),
        Format::Table => Ok(table::render(record, name, palette)),
    }
}
