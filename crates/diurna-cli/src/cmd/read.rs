//! `diurna read`: pages to articles, without any look at their language.

use clap::ValueEnum;
use diurna::{Article, ArticleJson, Error, Source};

use crate::documents::{Documents, report};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json_list::JsonList;
use crate::printer::Printer;

/// Read pages: the article's text and what the page says of itself
///
/// Needs no language model. `diurna code` takes what this writes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    documents: Documents,
    /// How to write the articles
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Json)]
    format: Format,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Indented JSON; a list if there are several documents
    Json,
    /// One article a line
    Jsonl,
    /// The text only, a form feed between documents
    Text,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let format = args.format;
    let task = |(): &mut (), source: Source| render(source.read()?.article, format);
    let mut list = JsonList::default();
    let mut written = false;
    let write = |printer: &mut Printer, text: String| match format {
        Format::Json => list.push(printer, text),
        Format::Text if std::mem::replace(&mut written, true) => {
            printer.result(&format!("\u{c}\n{text}"))
        }
        Format::Jsonl | Format::Text => printer.result(&text),
    };
    let tally = args.documents.each(printer, || (), task, write)?;
    if format == Format::Json {
        list.finish(printer, tally.documents())?;
    }
    Ok(report(printer, tally))
}

fn render(article: Article, format: Format) -> Result<String, Error> {
    match format {
        Format::Json => Ok(serde_json::to_string_pretty(&ArticleJson(article))?),
        Format::Jsonl => Ok(serde_json::to_string(&ArticleJson(article))? + "\n"),
        Format::Text => Ok(article.text + "\n"),
    }
}
