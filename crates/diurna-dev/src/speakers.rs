//! News texts with the party that each speaker is: `testdata/speakers.txt`, whose head describes the format.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, anyhow, bail};
use diurna::record::{Evidence, SaidBy, Span, Statement};
use diurna::{Article, Pipeline, Record};

/// A text and what should be read from it.
#[derive(Debug, Default)]
struct Case {
    name: String,
    paragraphs: Vec<String>,
    wanted: Vec<Wanted>,
}

/// A statement that should be found.
#[derive(Debug)]
struct Wanted {
    words: String,
    /// The mention and the name of its entity.
    speaker: Option<(String, String)>,
    fields: Vec<(String, String)>,
}

/// The share of speakers that are resolved to the right entity, of all that the cases name.
pub(crate) fn measure(pipeline: &mut Pipeline, file: &Path, errors: bool) -> anyhow::Result<f64> {
    // Right and asked.
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for case in read(file)? {
        let record = pipeline.code(Article::from_text(
            &case.name,
            &case.paragraphs.join("\n\n"),
        ))?;
        record.verify()?;
        for wanted in &case.wanted {
            for (what, failure) in compare(&record, wanted) {
                let count = counts.entry(what.clone()).or_default();
                count[0] += usize::from(failure.is_none());
                count[1] += 1;
                if let Some(found) = failure.filter(|_| errors) {
                    println!("{}: {what} of {:?}: {found}", case.name, wanted.words);
                }
            }
        }
    }
    for (what, [right, asked]) in &counts {
        println!("{what:<10} {right:>3} of {asked:>3}");
    }
    let [right, asked] = counts.get("entity").copied().unwrap_or_default();
    Ok(right as f64 / asked.max(1) as f64)
}

fn read(file: &Path) -> anyhow::Result<Vec<Case>> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        let place = || format!("{}:{}", file.display(), number + 1);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix("= ") {
            cases.push(Case {
                name: name.to_owned(),
                ..Case::default()
            });
            continue;
        }
        let case = cases
            .last_mut()
            .ok_or_else(|| anyhow!("{}: expected `= name` first", place()))?;
        match line.strip_prefix("> ") {
            Some(expectation) => case.wanted.push(wanted(expectation).with_context(place)?),
            None => case.paragraphs.push(line.to_owned()),
        }
    }
    Ok(cases)
}

/// Reads `WORDS | MENTION = ENTITY | KEY: VALUE; KEY: VALUE`.
fn wanted(line: &str) -> anyhow::Result<Wanted> {
    let mut parts = line.split(" | ");
    let (Some(words), Some(speaker)) = (parts.next(), parts.next()) else {
        bail!("expected `WORDS | MENTION = ENTITY`");
    };
    let speaker = match speaker {
        "-" => None,
        _ => {
            let (mention, entity) = speaker
                .split_once(" = ")
                .ok_or_else(|| anyhow!("expected `MENTION = ENTITY`, found {speaker:?}"))?;
            Some((mention.to_owned(), entity.to_owned()))
        }
    };
    let mut fields = Vec::new();
    for field in parts.next().into_iter().flat_map(|it| it.split("; ")) {
        let (key, value) = field
            .split_once(": ")
            .ok_or_else(|| anyhow!("expected `KEY: VALUE`, found {field:?}"))?;
        fields.push((key.to_owned(), value.to_owned()));
    }
    Ok(Wanted {
        words: words.to_owned(),
        speaker,
        fields,
    })
}

/// What was asked of a statement, each with what was found instead if it is wrong.
fn compare(record: &Record, wanted: &Wanted) -> Vec<(String, Option<String>)> {
    let Some(statement) = find(record, wanted) else {
        let mut all = vec!["found".to_owned(), "entity".to_owned()];
        all.extend(wanted.fields.iter().map(|(key, _)| key.clone()));
        let missing = |what| (what, Some("no statement".to_owned()));
        return all.into_iter().map(missing).collect();
    };
    let (mention, entity) = speaker(record, statement);
    let mut results = vec![("found".to_owned(), None)];
    let wrong = match &wanted.speaker {
        None => statement.speaker.is_some(),
        Some((words, name)) => {
            !(words.contains(&mention) || mention.contains(words.as_str()))
                || without_article(name) != without_article(&entity)
        }
    };
    results.push((
        "entity".to_owned(),
        wrong.then(|| format!("{mention:?} = {entity:?} ({})", statement.rule)),
    ));
    for (key, value) in &wanted.fields {
        let found = field(record, statement, key);
        let fits = found
            .iter()
            .any(|found| found == value || key == "denies" && found.contains(value.as_str()));
        results.push((key.clone(), (!fits).then(|| found.join(", "))));
    }
    results
}

fn without_article(name: &str) -> &str {
    name.strip_prefix("the ")
        .or(name.strip_prefix("The "))
        .unwrap_or(name)
}

fn speaker(record: &Record, statement: &Statement) -> (String, String) {
    let Some(party) = &statement.speaker else {
        return ("-".to_owned(), "-".to_owned());
    };
    (party.at.text.clone(), name_of(record, &party.entity))
}

fn name_of(record: &Record, id: &str) -> String {
    let entity = record.entities.iter().find(|entity| entity.id == id);
    entity.map_or("?", |entity| &entity.name).to_owned()
}

/// The statement that is meant: of those whose content holds the words the one with the shortest content, and one with the
/// wanted speaker before all others.
fn find<'r>(record: &'r Record, wanted: &Wanted) -> Option<&'r Statement> {
    let at = record.article.text.find(&wanted.words)?;
    let words = Span::new(at, at + wanted.words.len());
    let fits = |statement: &&Statement| {
        let pieces = &statement.content;
        pieces.iter().any(|piece| piece.overlaps(words))
    };
    let length = |statement: &&Statement| {
        let says = wanted
            .speaker
            .as_ref()
            .map(|(mention, _)| mention.trim_end_matches(','));
        let said = statement
            .speaker
            .as_ref()
            .map(|party| party.at.text.trim_end_matches(','));
        let other = said != says;
        let size: usize = statement.content.iter().map(|piece| piece.len()).sum();
        (other, size)
    };
    record.statements.iter().filter(fits).min_by_key(length)
}

/// The values that a statement has for a key of the format.
fn field(record: &Record, statement: &Statement, key: &str) -> Vec<String> {
    let words = |it: &Option<Evidence>| it.iter().map(|at| at.text.clone()).collect();
    let json = |it: serde_json::Result<serde_json::Value>| match it {
        Ok(serde_json::Value::String(text)) => vec![text],
        _ => Vec::new(),
    };
    match key {
        "class" => statement
            .cue
            .iter()
            .flat_map(|cue| json(serde_json::to_value(cue.class)))
            .collect(),
        "polarity" => json(serde_json::to_value(statement.polarity)),
        "to" => words(&statement.addressee.as_ref().map(|party| party.at.clone())),
        "within" => {
            let outer = record
                .statements
                .iter()
                .find(|outer| Some(&outer.id) == statement.within.as_ref());
            words(&outer.and_then(|outer| outer.cue.as_ref().map(|cue| cue.at.clone())))
        }
        "denies" => statement
            .denies
            .iter()
            .map(|id| said_in(record, id))
            .collect(),
        "via" => via(record, statement),
        _ => Vec::new(),
    }
}

/// The words of a statement's content, or of an event's trigger.
fn said_in(record: &Record, id: &str) -> String {
    let spans = match record.statements.iter().find(|it| it.id == *id) {
        Some(statement) => &statement.content,
        None => match record.events.iter().find(|it| it.id == *id) {
            Some(event) => &event.trigger,
            None => return String::new(),
        },
    };
    let words: Vec<&str> = spans
        .iter()
        .map(|it| it.slice(&record.article.text))
        .collect();
    words.join(" ")
}

/// Names of the entities in `reported_by`, those of the statements' speakers included.
fn via(record: &Record, statement: &Statement) -> Vec<String> {
    let name = |link: &SaidBy| match link {
        SaidBy::Entity(id) => Some(name_of(record, id)),
        SaidBy::Statement(id) => {
            let outer = record.statements.iter().find(|it| it.id == *id)?;
            Some(name_of(record, &outer.speaker.as_ref()?.entity))
        }
        SaidBy::Outlet(_) => None,
    };
    statement.reported_by.iter().filter_map(name).collect()
}
