//! `diurna-dev measure`: the engine against sentences that were written for this project.
//!
//! `contexts` holds the contexts of paragraphs against their labels, `quiet` counts events in sentences that tell of none,
//! `probes` looks whether an answer changes when it should and stays when it should, `sentences` holds the rules against the
//! training sentences: what the lexicon lacks shows there. `speakers` holds who says what against [`crate::speakers`]. `predicates` counts, in
//! any documents, which of the words that link two parties the lexicon has (see [`super::predicates`]).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use diurna::models::Home;
use diurna::record::{Context, EventType, Relation, Span, Status};
use diurna::{Article, By, Pair, Pipeline, Record, Resources, Settings};

use super::predicates::{self, Half};
use super::project_file;
use crate::Outcome;
use crate::sentences::{self, Sentence};
use crate::speakers;

/// Arguments.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What to measure
    what: What,
    /// Its file or folder, in place of the repository's; for `predicates`, files or folders of documents
    paths: Vec<PathBuf>,
    /// Count every second document only (for `predicates`)
    #[arg(long, value_name = "HALF")]
    half: Option<Half>,
    /// Weights file in place of the bundled one
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Folder of a lexicon in place of the bundled one
    #[arg(long)]
    lexicon: Option<PathBuf>,
    /// Who decides on an event's type
    #[arg(long, default_value_t)]
    by: By,
    /// Print what went wrong
    #[arg(long)]
    errors: bool,
    /// Exit with 1 if the figure (the last printed, in per cent) is lower
    #[arg(long, value_name = "PERCENT")]
    at_least: Option<f64>,
}

#[derive(clap::ValueEnum, Clone, Copy)]
enum What {
    Contexts,
    Quiet,
    Probes,
    Speakers,
    Sentences,
    Predicates,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let settings = Settings {
        weights: args.weights.clone(),
        lexicon: args.lexicon.clone(),
        by: args.by,
        ..Settings::new(Home::find()?)
    };
    let resources = Arc::new(Resources::load(&settings)?);
    let mut pipeline = Pipeline::new(&resources);
    let path = |name: &str| {
        let given = args.paths.first();
        given.cloned().unwrap_or_else(|| project_file(name))
    };
    let share = match args.what {
        What::Contexts => contexts(&mut pipeline, &path("testdata/contexts.txt"), args.errors)?,
        What::Quiet => quiet(&mut pipeline, &path("testdata/quiet"), args.errors)?,
        What::Probes => probes(&mut pipeline, &path("testdata/probes"), args.errors)?,
        What::Speakers => {
            speakers::measure(&mut pipeline, &path("testdata/speakers.txt"), args.errors)?
        }
        What::Sentences => labelled(&mut pipeline, &path("training/sentences"), args.errors)?,
        What::Predicates => predicates::coverage(
            &mut pipeline,
            resources.coder().lexicon(),
            &args.paths,
            args.half,
            args.errors,
        )?,
    };
    println!("{:.1} %", 100.0 * share);
    let reached = args.at_least.is_none_or(|floor| 100.0 * share >= floor);
    Ok(if reached {
        Outcome::Same
    } else {
        Outcome::Differs
    })
}

fn lines(file: &Path) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(lines.map(str::to_owned).collect())
}

/// F1 over all contexts of all paragraphs.
fn contexts(pipeline: &mut Pipeline, file: &Path, errors: bool) -> anyhow::Result<f64> {
    // Right, found, wanted.
    let mut counts: BTreeMap<Context, [usize; 3]> = BTreeMap::new();
    for line in lines(file)? {
        let (head, text) = line
            .split_once(" | ")
            .ok_or_else(|| anyhow!("{}: expected `contexts | text`: {line}", file.display()))?;
        let wanted: Vec<Context> = head
            .split_whitespace()
            .filter(|name| *name != "-")
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        let (_, sentences) = pipeline.explain(&Article::from_text("paragraph", text))?;
        let found = sentences.first().map_or(&[][..], |first| &first.contexts);
        for context in &wanted {
            counts.entry(*context).or_default()[2] += 1;
        }
        for topic in found {
            let count = counts.entry(topic.context).or_default();
            count[1] += 1;
            count[0] += usize::from(wanted.contains(&topic.context));
            if errors && !wanted.contains(&topic.context) {
                println!(
                    "too much: {} by {} | {text}",
                    topic.context,
                    topic.terms.join(", ")
                );
            }
        }
        for context in wanted.iter().filter(|_| errors) {
            if found.iter().all(|topic| topic.context != *context) {
                println!("missed: {context} | {text}");
            }
        }
    }
    let mut sum = [0; 3];
    for (context, [right, found, wanted]) in &counts {
        println!("{context:<24} {right:>3} right of {found:>3} found, {wanted:>3} wanted");
        sum = [sum[0] + right, sum[1] + found, sum[2] + wanted];
    }
    let [right, found, wanted] = sum.map(|count| count as f64);
    println!(
        "precision {:.3}, recall {:.3}; F1:",
        right / found,
        right / wanted
    );
    Ok(2.0 * right / (found + wanted))
}

/// The share of sentences without an event.
fn quiet(pipeline: &mut Pipeline, folder: &Path, errors: bool) -> anyhow::Result<f64> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<anyhow::Result<_>>()?;
    files.sort();
    let (mut silent, mut all) = (0_usize, 0_usize);
    for file in files {
        let name = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let (mut here, mut count) = (0, 0);
        for line in lines(&file)? {
            let record = pipeline.code(Article::from_text("sentence", &line))?;
            count += 1;
            here += usize::from(record.events.is_empty());
            for event in record.events.iter().filter(|_| errors) {
                println!("{name}: {} {} | {line}", event.event_type, event.rule);
            }
        }
        println!("{name:<12} {here:>4} of {count:>4} without an event");
        silent += here;
        all += count;
    }
    Ok(silent as f64 / all.max(1) as f64)
}

/// The share of pairs of sentences whose answers differ, or do not, as they should.
fn probes(pipeline: &mut Pipeline, folder: &Path, errors: bool) -> anyhow::Result<f64> {
    let sentences = sentences::read_folder(folder)?;
    let mut kinds: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    for pair in sentences.chunks(2) {
        let [first, second] = pair else {
            anyhow::bail!("{}: a probe has two lines", pair[0].id);
        };
        let kind = first.id.split('.').next().unwrap_or_default().to_owned();
        let answers = [answer(pipeline, first)?, answer(pipeline, second)?];
        let wanted = [first, second].map(|one| told(one.label.event_type, Some(one.status)));
        let coded = [found(pipeline, first)?, found(pipeline, second)?];
        let same = wanted[0] == wanted[1];
        let changes = (answers[0] == answers[1]) == same && (same || answers[1] == wanted[1]);
        let right = answers == wanted;
        let count = kinds.entry(kind).or_default();
        count[0] += 1;
        count[1] += usize::from(changes);
        count[2] += usize::from(right);
        count[3] += usize::from(coded[0] && coded[1]);
        if errors && !right {
            for (one, answer) in pair.iter().zip(&answers) {
                println!(
                    "{} {} answered {answer:?} | {}",
                    one.id, one.label, one.text
                );
            }
        }
    }
    let mut sum = [0; 4];
    for (kind, counts) in &kinds {
        let [all, changes, right, coded] = counts;
        println!(
            "{kind:<10} {all:>3} pairs: {changes:>3} change as they should, {right:>3} both right, {coded:>3} both found in the bare text"
        );
        sum = std::array::from_fn(|at| sum[at] + counts[at]);
    }
    println!(
        "both right {}, both found {}, of {}; change as they should:",
        sum[2], sum[3], sum[0]
    );
    Ok(sum[1] as f64 / sum[0].max(1) as f64)
}

/// The share of labelled sentences that are answered with their label's root.
fn labelled(pipeline: &mut Pipeline, folder: &Path, errors: bool) -> anyhow::Result<f64> {
    // Answered right, found in the bare text, all.
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for one in sentences::read_folder(folder)? {
        let Some(root) = one.label.root() else {
            continue;
        };
        let answer = relation(pipeline, &one)?;
        let right = answer.root15 == Some(root);
        let found = found(pipeline, &one)?;
        let count = counts.entry(one.label.to_string()).or_default();
        count[0] += usize::from(right);
        count[1] += usize::from(found);
        count[2] += 1;
        if errors && !(right && found) {
            println!(
                "{} {}: answered {}, by {}; {} in bare text | {}",
                one.id,
                one.label,
                answer.root15.map_or("nothing", |root| root.as_str()),
                answer.rule.as_deref().unwrap_or("no rule"),
                if found { "found" } else { "not found" },
                one.text
            );
        }
    }
    let mut sum = [0; 3];
    for (label, [right, found, all]) in &counts {
        println!(
            "{label:<18} {all:>4} sentences: {right:>4} right, {found:>4} found in the bare text"
        );
        sum = [sum[0] + right, sum[1] + found, sum[2] + all];
    }
    let [right, found, all] = sum.map(|count| count as f64);
    println!(
        "found in the bare text {:.1} %; right:",
        100.0 * found / all.max(1.0)
    );
    Ok(right / all.max(1.0))
}

/// What is compared of an answer: the type, concessions as one, and whether it holds.
fn told(event_type: Option<EventType>, status: Option<Status>) -> (Option<EventType>, bool) {
    let event_type = event_type.map(|event_type| match event_type {
        EventType::Retreat => EventType::Concede,
        other => other,
    });
    let holds = !matches!(status, Some(Status::Negated | Status::Hypothetical));
    (event_type, holds || event_type.is_none())
}

fn answer(pipeline: &mut Pipeline, one: &Sentence) -> anyhow::Result<(Option<EventType>, bool)> {
    let relation = relation(pipeline, one)?;
    Ok(told(relation.event_type, relation.status))
}

fn relation(pipeline: &mut Pipeline, one: &Sentence) -> anyhow::Result<Relation> {
    let document = diurna::Document {
        article: Article::from_text(&one.id, &one.text),
        pairs: Some(vec![Pair {
            id: "p".to_owned(),
            source: one.source.clone(),
            target: one.target.clone(),
        }]),
    };
    let mut relations = pipeline.relate(&document)?;
    relations
        .relations
        .pop()
        .ok_or_else(|| anyhow!("{}: no answer", one.id))
}

/// True if the bare sentence yields the event with its parties in their roles.
fn found(pipeline: &mut Pipeline, one: &Sentence) -> anyhow::Result<bool> {
    let record: Record = pipeline.code(Article::from_text(&one.id, &one.text))?;
    let meets = |parties: &[diurna::record::Party], spans: &[Span]| {
        spans.is_empty()
            || parties
                .iter()
                .any(|party| spans.iter().any(|span| span.overlaps(party.at.span)))
    };
    let wanted = told(one.label.event_type, Some(one.status));
    Ok(record.events.iter().any(|event| {
        told(Some(event.event_type), Some(event.status)) == wanted
            && meets(&event.actors, &one.source)
            && meets(&event.recipients, &one.target)
    }))
}
