//! `diurna parse`: the analysis that coding rests on.

use clap::ValueEnum;
use diurna::{Article, Doc, Pipeline, Source};

use crate::documents::{Documents, report};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::{Palette, Printer};
use crate::resources::ResourceArgs;
use crate::{conllu, tree};

/// Parse texts: tokens, tags, lemmas, dependencies, named entities
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    resources: ResourceArgs,
    /// How to write the analysis
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Conllu)]
    format: Format,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// CoNLL-U with the model's own labels
    Conllu,
    /// A tree for each sentence, for reading
    Tree,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let resources = args.resources.load()?;
    let (format, palette) = (args.format, printer.palette());
    let task = |pipeline: &mut Pipeline, source: Source| {
        let article = source.read()?.article;
        let doc = pipeline.parse(&article)?;
        Ok(render(&article, &doc, format, palette))
    };
    let worker = || Pipeline::new(&resources);
    let write = |printer: &mut Printer, text: String| printer.result(&text);
    let tally = args.documents.each(printer, worker, task, write)?;
    Ok(report(printer, tally))
}

fn render(article: &Article, doc: &Doc, format: Format, palette: Palette) -> String {
    match format {
        Format::Conllu => conllu::render(article, doc),
        Format::Tree => {
            let trees = doc.sentences().iter();
            let trees =
                trees.map(|sentence| tree::render(doc, sentence.clone(), "", palette) + "\n");
            trees.collect()
        }
    }
}
