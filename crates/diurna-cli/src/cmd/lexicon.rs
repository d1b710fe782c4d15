//! `diurna lexicon`: checks a lexicon, shows its entries, runs the sentences that stand beside them.

use std::path::PathBuf;

use clap::Subcommand;
use diurna::lexicon::{Example, WordClass};
use diurna::{Article, Pipeline, Record};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::lines::plain;
use crate::printer::Printer;
use crate::resources::{LexiconArgs, ResourceArgs};

/// Check the lexicon, show the entries of a word, run the sentences beside the entries
///
/// The format is documented in docs/lexicon.md. Without --lexicon the bundled lexicon is meant; a file is added to it, a
/// folder takes its place.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Read every line and count the entries; the first bad line is named
    Check(Check),
    /// Print the entries of a word
    Show(Show),
    /// Code the sentences beside the entries (of your own files, if some are given): what must be coded, and what must not
    Test(Test),
}

#[derive(clap::Args, Debug)]
struct Check {
    /// Files to check together with the bundled ones, or a folder instead of these
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

#[derive(clap::Args, Debug)]
struct Show {
    /// A lemma, or several for an entry of several words ("air strike")
    #[arg(required = true)]
    words: Vec<String>,
    #[command(flatten)]
    lexicon: LexiconArgs,
}

#[derive(clap::Args, Debug)]
struct Test {
    #[command(flatten)]
    resources: ResourceArgs,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    match &args.action {
        Action::Check(args) => check(args, printer),
        Action::Show(args) => show(args, printer),
        Action::Test(args) => test(args, printer),
    }
}

fn check(args: &Check, printer: &mut Printer) -> Result<Exit, Failure> {
    let lexicon = LexiconArgs::from(args.paths.clone()).load()?;
    let entries = lexicon.all();
    let stops = entries
        .iter()
        .filter(|entry| entry.outcome.is_none())
        .count();
    let examples: usize = entries.iter().map(|entry| entry.examples.len()).sum();
    printer.result(&format!(
        "{} entries, {stops} of them stops; {examples} sentences beside them\n{}\n",
        entries.len(),
        lexicon.version()
    ))?;
    Ok(Exit::Ok)
}

fn show(args: &Show, printer: &mut Printer) -> Result<Exit, Failure> {
    let lexicon = args.lexicon.load()?;
    let lemma = args.words.join(" ").to_lowercase();
    let classes = [WordClass::Verb, WordClass::Noun, WordClass::Adjective];
    let mut out = String::new();
    for entry in classes
        .iter()
        .flat_map(|class| lexicon.entries(&lemma, *class))
    {
        out.push_str(&format!("{:<18} {}\n", entry.id, plain(&entry.line)));
        for example in &entry.examples {
            let sign = if example.expected.is_some() { '+' } else { '-' };
            out.push_str(&format!("{:<18} {sign} {}\n", "", plain(&example.text)));
        }
    }
    if out.is_empty() {
        printer.note(format!(
            "no entry for `{lemma}`: entries stand under lemmas (`seize`, not `seized`)"
        ));
    }
    printer.result(&out)?;
    Ok(Exit::Ok)
}

fn test(args: &Test, printer: &mut Printer) -> Result<Exit, Failure> {
    let resources = args.resources.load()?;
    let mut pipeline = Pipeline::new(&resources);
    let (mut kept, mut all) = (0_usize, 0_usize);
    let lexicon = resources.coder().lexicon();
    let entries = match lexicon.own() {
        [] => lexicon.all(),
        own => own,
    };
    for entry in entries {
        for example in &entry.examples {
            let record = pipeline.code(Article::from_text(&example.id, &example.text))?;
            all += 1;
            match complaint(&record, example, entry.outcome.event_type) {
                None => kept += 1,
                Some(complaint) => {
                    printer.result(&format!(
                        "{}: {complaint}: {}\n",
                        example.id,
                        plain(&example.text)
                    ))?;
                }
            }
        }
    }
    printer.result(&format!(
        "{kept} of {all} sentences are coded as they ask\n"
    ))?;
    Ok(if kept == all { Exit::Ok } else { Exit::Unsound })
}

/// What is wrong with the record of an example; `None` if nothing is.
fn complaint(
    record: &Record,
    example: &Example,
    own_type: Option<diurna::record::EventType>,
) -> Option<String> {
    let coded = || -> String {
        let types: Vec<&str> = record
            .events
            .iter()
            .map(|event| event.event_type.as_str())
            .collect();
        if types.is_empty() {
            "nothing".to_owned()
        } else {
            types.join(", ")
        }
    };
    let Some(expected) = &example.expected else {
        let wrong = record
            .events
            .iter()
            .any(|event| own_type == Some(event.event_type));
        return wrong.then(|| format!("must not be coded, found {}", coded()));
    };
    let is_of = |parties: &[diurna::record::Party], code: &Option<String>| {
        code.is_none()
            || parties.iter().any(|party| {
                let entity = record
                    .entities
                    .iter()
                    .find(|entity| entity.id == party.entity);
                entity
                    .and_then(|entity| entity.country)
                    .map(|country| country.to_string())
                    == *code
            })
    };
    let found = record.events.iter().any(|event| {
        event.event_type == expected.event_type
            && is_of(&event.actors, &expected.actor)
            && is_of(&event.recipients, &expected.recipient)
    });
    (!found).then(|| {
        let party = |code: &Option<String>| code.clone().unwrap_or_else(|| "-".to_owned());
        format!(
            "expected {} {}>{}, found {}",
            expected.event_type,
            party(&expected.actor),
            party(&expected.recipient),
            coded()
        )
    })
}
