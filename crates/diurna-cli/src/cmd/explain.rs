//! `diurna explain`: why a sentence was coded as it was.

use std::fmt::Write;

use diurna::record::{EventType, Status};
use diurna::{
    ActExplanation, ContextExplanation, Doc, PartyExplanation, Pipeline, SentenceExplanation,
    Source, StatementExplanation, WordingExplanation,
};

use crate::documents::{Documents, report};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::lines::{WIDTH, plain, wrap};
use crate::printer::{Palette, Printer};
use crate::resources::ResourceArgs;
use crate::tree;

/// Explain sentences: parse, entities, which rule fired on what, and what became of it
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    resources: ResourceArgs,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let resources = args.resources.load()?;
    let palette = printer.palette();
    let task = |pipeline: &mut Pipeline, source: Source| {
        let article = source.read()?.article;
        let (doc, sentences) = pipeline.explain(&article)?;
        let explained = sentences
            .iter()
            .map(|sentence| explain(&doc, sentence, palette));
        Ok(explained.collect::<String>())
    };
    let worker = || Pipeline::new(&resources);
    let write = |printer: &mut Printer, text: String| printer.result(&text);
    let tally = args.documents.each(printer, worker, task, write)?;
    Ok(report(printer, tally))
}

fn explain(doc: &Doc, sentence: &SentenceExplanation, palette: Palette) -> String {
    let Palette { title, .. } = palette;
    let mut out = format!(
        "{title}{}{title:#}\n\n",
        wrap(&plain(&sentence.text), "", WIDTH)
    );
    out.push_str(&tree::render(doc, sentence.tokens.clone(), "  ", palette));
    let parties: Vec<String> = sentence.parties.iter().map(party).collect();
    let acts: Vec<String> = sentence.acts.iter().map(act).collect();
    let statements: Vec<String> = sentence.statements.iter().map(statement).collect();
    let wordings: Vec<String> = sentence.wording.iter().map(wording).collect();
    let contexts: Vec<String> = sentence.contexts.iter().map(context).collect();
    for (name, blocks) in [
        ("parties", parties),
        ("acts", acts),
        ("statements", statements),
        ("wording", wordings),
        ("contexts", contexts),
    ] {
        let _ = writeln!(out, "\n  {title}{name}{title:#}");
        if blocks.is_empty() {
            out.push_str("    none\n");
        }
        out.extend(blocks);
    }
    if let Some((desk, terms)) = &sentence.desk {
        let _ = writeln!(
            out,
            "\n  {title}not political{title:#}\n    {}: {}",
            desk.as_str(),
            terms.join(", ")
        );
    }
    out.push('\n');
    out
}

fn party(party: &PartyExplanation) -> String {
    let country = party.country.iter().cloned();
    let codes: Vec<String> = country.chain(party.sectors.iter().cloned()).collect();
    let codes = if codes.is_empty() {
        "no country or sector".to_owned()
    } else {
        codes.join(" ")
    };
    let basis = party.basis.iter().map(String::as_str);
    let how: Vec<&str> = std::iter::once(party.form.as_str()).chain(basis).collect();
    let name = if party.name == party.text {
        String::new()
    } else {
        format!(" = {}", plain(&party.name))
    };
    format!(
        "    {}{name}: {codes} ({})\n",
        plain(&party.text),
        how.join(", ")
    )
}

fn act(act: &ActExplanation) -> String {
    let told = |told: &Option<(EventType, Status)>| match told {
        Some((event_type, status)) => format!("{event_type} {status}"),
        None => "nothing coded".to_owned(),
    };
    let coded = told(&act.coded);
    // What the rules read is shown where something else became of it.
    let reading = (act.reading != act.coded).then(|| told(&act.reading));
    let mut lines = format!("    {}: {coded}\n", plain(&act.trigger.join(" ")));
    let shares: Vec<String> = act
        .shares
        .iter()
        .map(|(label, share)| format!("{label} {share:.2}"))
        .collect();
    let fields = [
        ("rule", act.rule.clone()),
        ("entry", act.entry.clone()),
        ("reading", reading.unwrap_or_default()),
        ("base", act.base.to_string()),
        ("operators", act.operators.join(", ")),
        ("actors", act.actors.join("; ")),
        ("recipients", act.recipients.join("; ")),
        ("classifier", shares.join(", ")),
    ];
    push_fields(&mut lines, &fields);
    lines
}

fn statement(statement: &StatementExplanation) -> String {
    let speaker = statement.speaker.as_deref().unwrap_or("nobody named");
    let cue = statement.cue.as_deref().unwrap_or("layout");
    let mut lines = format!("    {} | {}\n", plain(speaker), plain(cue));
    let fields = [
        ("rule", statement.rule.clone()),
        ("content", statement.content.join(" ... ")),
    ];
    push_fields(&mut lines, &fields);
    lines
}

fn wording(marked: &WordingExplanation) -> String {
    let mut lines = format!(
        "    {}: {}, {}\n",
        plain(&marked.text),
        marked.kind,
        marked.topic
    );
    let fields = [
        ("rule", marked.rule.clone()),
        ("about", marked.about.clone().unwrap_or_default()),
        ("voice", marked.voice.clone()),
        ("neutral", marked.neutral.clone().unwrap_or_default()),
    ];
    push_fields(&mut lines, &fields);
    lines
}

fn context(found: &ContextExplanation) -> String {
    format!("    {}: {}\n", found.context, found.terms.join(", "))
}

/// Name and value a line; a field without a value is left out.
fn push_fields(lines: &mut String, fields: &[(&str, String)]) {
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(lines, "      {name:<11}{}", plain(value));
    }
}
