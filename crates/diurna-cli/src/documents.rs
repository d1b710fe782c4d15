//! Which documents a command takes: files, folders, patterns, standard input, a text on the command line.

use std::io::{self, BufReader, IsTerminal};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;

use clap::ValueEnum;
use diurna::{Input, Kind, Moment, Outcome, Source, Tally};
use walkdir::WalkDir;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Endings of the files that are taken from a folder.
const ENDINGS: &[&str] = &[
    "html", "htm", "xhtml", "shtml", "txt", "text", "md", "markdown", "jsonl", "ndjson",
];

/// Arguments of every command that reads documents.
#[derive(clap::Args, Debug)]
pub(crate) struct Documents {
    /// Files, folders (with all below them) or patterns like 'pages/**/*.html'; '-' or nothing is standard input
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Take this text instead of files, as it is
    #[arg(long, value_name = "TEXT", conflicts_with = "paths")]
    text: Option<String>,
    /// Read every document as this kind, whatever its name and first bytes say
    #[arg(long, value_name = "KIND", value_enum)]
    input: Option<InputKind>,
    /// Day or moment of publication, for documents that do not say it or say it wrong (2020-01-11)
    #[arg(long, value_name = "DATE")]
    published: Option<Moment>,
    /// Name of the outlet
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Address the page was read from
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Number of threads; the output is the same for any number [default: all cores]
    #[arg(long, short = 'j', value_name = "N")]
    threads: Option<NonZero<usize>>,
}

/// Kinds of document.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum InputKind {
    /// Web pages
    Html,
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// One JSON document a line
    Jsonl,
}

impl From<InputKind> for Kind {
    fn from(kind: InputKind) -> Kind {
        match kind {
            InputKind::Html => Kind::Html,
            InputKind::Text => Kind::Text,
            InputKind::Markdown => Kind::Markdown,
            InputKind::Jsonl => Kind::Jsonl,
        }
    }
}

impl Documents {
    /// The documents below one folder, as `diurna demo` takes them.
    pub(crate) fn folder(path: PathBuf) -> Documents {
        Documents {
            paths: vec![path],
            text: None,
            input: None,
            published: None,
            outlet: None,
            url: None,
            threads: None,
        }
    }

    /// Puts each document through `task` on all threads and writes the results in input order.
    ///
    /// Documents that fail are named on stderr. The run ends early only if `write` fails.
    pub(crate) fn each<W, T: Send>(
        &self,
        printer: &mut Printer,
        worker: impl Fn() -> W + Sync,
        task: impl Fn(&mut W, Source) -> Result<T, diurna::Error> + Sync,
        mut write: impl FnMut(&mut Printer, T) -> io::Result<()>,
    ) -> Result<Tally, Failure> {
        let sources = self.sources()?;
        let mut written = Ok(());
        printer.start_progress();
        let deliver = |outcome: Outcome<T>| {
            printer.tick();
            match outcome.result {
                Ok(result) => written = write(printer, result),
                Err(error) => printer.set_aside(&error),
            }
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        let tally = diurna::run(sources, self.threads(), worker, task, deliver);
        printer.end_progress();
        written?;
        Ok(tally)
    }

    fn threads(&self) -> NonZero<usize> {
        let one = NonZero::<usize>::MIN;
        self.threads
            .unwrap_or_else(|| thread::available_parallelism().unwrap_or(one))
    }

    fn known(&self) -> Input {
        Input {
            url: self.url.clone(),
            published: self.published.clone(),
            outlet: self.outlet.clone(),
            ..Input::default()
        }
    }

    fn sources(&self) -> Result<Box<dyn Iterator<Item = Source> + Send>, Failure> {
        let input = self.known();
        if let Some(text) = &self.text {
            let source = Source::text("--text", text, input);
            return Ok(Box::new(std::iter::once(source)));
        }
        let kind = self.input.map(Kind::from);
        if self.paths.is_empty() && io::stdin().is_terminal() {
            return Err(Failure::usage(
                "expected files, folders or standard input, found none of them",
            )
            .hint("name a page, as in `diurna code page.html`, or give a --text"));
        }
        let stdin = [PathBuf::from("-")];
        let paths = if self.paths.is_empty() {
            &stdin[..]
        } else {
            &self.paths
        };
        let places: Vec<Place> = paths
            .iter()
            .flat_map(|path| places(path, kind.is_some()))
            .collect();
        Ok(Box::new(places.into_iter().flat_map(
            move |place| match place {
                Place::Stdin => diurna::stream("-", BufReader::new(io::stdin()), kind, &input),
                Place::File(path) => diurna::open(&path, kind, &input),
                Place::Missing(name, error) => {
                    Box::new(std::iter::once(Source::unreadable(&name, error.into())))
                }
            },
        )))
    }
}

/// The exit code of a run over documents, after its last message.
pub(crate) fn report(printer: &mut Printer, tally: Tally) -> Exit {
    if tally.set_aside == 0 {
        return Exit::Ok;
    }
    let all = tally.documents();
    let noun = if all == 1 { "document" } else { "documents" };
    printer.note(format_args!(
        "{} of {all} {noun} set aside",
        tally.set_aside
    ));
    Exit::SetAside
}

/// Where documents come from.
#[derive(Debug)]
enum Place {
    Stdin,
    File(PathBuf),
    Missing(String, io::Error),
}

/// What one argument names, in the order of file names. `every` takes files from a folder whatever their ending.
fn places(path: &Path, every: bool) -> Vec<Place> {
    if path == Path::new("-") {
        return vec![Place::Stdin];
    }
    if path.is_dir() {
        return folder(path, every);
    }
    match path.to_str() {
        Some(pattern) if !path.exists() && pattern.contains(['*', '?', '[']) => {
            matches(pattern, every)
        }
        // A file that is not there says so when it is opened.
        _ => vec![Place::File(path.to_owned())],
    }
}

fn matches(pattern: &str, every: bool) -> Vec<Place> {
    let missing = |kind, why: String| {
        vec![Place::Missing(
            pattern.to_owned(),
            io::Error::new(kind, why),
        )]
    };
    let found = match glob::glob(pattern) {
        Ok(found) => found,
        Err(error) => {
            return missing(
                io::ErrorKind::InvalidInput,
                format!("expected a pattern: {error}"),
            );
        }
    };
    let places: Vec<Place> = found
        .flat_map(|path| match path {
            Ok(path) => places(&path, every),
            Err(error) => vec![Place::Missing(
                error.path().display().to_string(),
                error.into(),
            )],
        })
        .collect();
    if places.is_empty() {
        return missing(
            io::ErrorKind::NotFound,
            "no file fits this pattern".to_owned(),
        );
    }
    places
}

fn folder(path: &Path, every: bool) -> Vec<Place> {
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let walk = WalkDir::new(path).follow_links(true).sort_by_file_name();
    let places: Vec<Place> = walk
        .into_iter()
        .filter_entry(visible)
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_file() => {
                (every || has_ending(entry.path())).then(|| Place::File(entry.into_path()))
            }
            Ok(_) => None,
            Err(error) => {
                let name = error.path().unwrap_or(path).display().to_string();
                Some(Place::Missing(name, error.into()))
            }
        })
        .collect();
    if places.is_empty() {
        let why = format!(
            "expected pages in this folder ({}), found none",
            ENDINGS.join(", ")
        );
        let error = io::Error::new(io::ErrorKind::NotFound, why);
        return vec![Place::Missing(path.display().to_string(), error)];
    }
    places
}

fn has_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}
