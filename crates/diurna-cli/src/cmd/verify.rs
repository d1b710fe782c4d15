//! `diurna verify`: holds records against their own invariants.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use diurna::Record;
use serde_json::value::RawValue;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Verify records: every span slices to its words, every id exists, every derived value follows
///
/// For each record that does not hold, its first field that fails is named.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Files of records, JSON or one record a line; '-' or nothing is standard input
    #[arg(value_name = "RECORDS")]
    paths: Vec<PathBuf>,
}

/// Counts of a run.
#[derive(Debug, Default)]
struct Found {
    sound: usize,
    unsound: usize,
    unreadable: usize,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let mut found = Found::default();
    let stdin = [PathBuf::from("-")];
    let paths = if args.paths.is_empty() {
        &stdin[..]
    } else {
        &args.paths
    };
    for path in paths {
        if let Err(error) = file(path, &mut found, printer) {
            found.unreadable += 1;
            printer.warning("not read", format_args!("{}: {error}", path.display()));
        }
    }
    printer.note(format_args!(
        "{} records hold, {} do not",
        found.sound, found.unsound
    ));
    Ok(match found {
        Found { unsound: 1.., .. } => Exit::Unsound,
        Found {
            unreadable: 1.., ..
        } => Exit::SetAside,
        Found { .. } => Exit::Ok,
    })
}

fn file(path: &Path, found: &mut Found, printer: &mut Printer) -> io::Result<()> {
    let mut reader: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(path)?))
    };
    let name = path.display();
    let mut text = String::new();
    let mut number = 0;
    while text.trim().is_empty() && reader.read_line(&mut text)? > 0 {
        number += 1;
    }
    // A list, or one indented record, is read as a whole. Records a line are not: such a file may be larger than memory.
    if !is_lines(path, &text) {
        reader.read_to_string(&mut text)?;
        return whole(&name, &text, found, printer);
    }
    while !text.is_empty() {
        if !text.trim().is_empty() {
            record(format_args!("{name}:{number}"), &text, found, printer);
        }
        text.clear();
        reader.read_line(&mut text)?;
        number += 1;
    }
    Ok(())
}

/// True if a file that begins with this line has a record a line.
fn is_lines(path: &Path, first: &str) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let is_object = || first.trim_start().starts_with('{');
    matches!(ending, Some("jsonl" | "ndjson"))
        || is_object() && serde_json::from_str::<&RawValue>(first).is_ok()
}

fn whole(
    name: &dyn Display,
    text: &str,
    found: &mut Found,
    printer: &mut Printer,
) -> io::Result<()> {
    if text.trim().is_empty() {
        return Err(io::Error::new(
            io::ErrorKind::UnexpectedEof,
            "expected records, found nothing",
        ));
    }
    if !text.trim_start().starts_with('[') {
        record(format_args!("{name}"), text, found, printer);
        return Ok(());
    }
    let list: Vec<&RawValue> = serde_json::from_str(text)?;
    for (index, json) in list.iter().enumerate() {
        record(format_args!("{name}[{index}]"), json.get(), found, printer);
    }
    Ok(())
}

/// Holds one record, whose place is `place`, against its invariants.
fn record(place: impl Display, json: &str, found: &mut Found, printer: &mut Printer) {
    let read =
        serde_json::from_str::<Record>(json).map_err(|error| format!("expected a record: {error}"));
    let verified = read.and_then(|record| {
        let id = &record.article.id;
        record
            .verify()
            .map_err(|error| format!("record {id}: {error}"))
    });
    match verified {
        Ok(()) => found.sound += 1,
        Err(why) => {
            found.unsound += 1;
            printer.warning("does not hold", format_args!("{place}: {why}"));
        }
    }
}
