//! `diurna-dev docs`: examples of docs/record.md from a record that diurna wrote.
//!
//! An example stands between two comments and is replaced as a whole:
//!
//! ```text
//! <!-- example: events -->
//! <!-- end of example -->
//! ```
//!
//! The name is a field of the record. Of a list, the item with the most to show (the longest JSON) is taken; `article` stands
//! for all fields that are no list of findings, with the text cut.

use std::fs;
use std::io::{Read, stdin};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use diurna_record::Record;
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::value::RawValue;

use super::docs_file;
use crate::Outcome;

const FILE: &str = "record.md";
const OPEN: &str = "<!-- example: ";
const CLOSE: &str = "<!-- end of example -->";
/// Lists that have an example of their own.
const FINDINGS: [&str; 6] = [
    "entities",
    "events",
    "statements",
    "times",
    "places",
    "wording",
];
/// Spans shown of each list of spans in the `article` example.
const SPANS_SHOWN: usize = 2;
/// Code points of the text shown in the `article` example.
const TEXT_SHOWN: usize = 160;

/// The fields of a JSON object as they are printed: a map of values would sort them by name.
type Fields = IndexMap<String, Box<RawValue>>;

/// Options of `docs`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A record as JSON, `-` for stdin: the output of `diurna code samples/pages/PAGE.html`.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,
    /// Compare with the file instead of writing it.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let record = read_record(&args.record)?;
    let path = docs_file(FILE);
    let found = fs::read_to_string(&path).with_context(|| format!("reading docs/{FILE}"))?;
    let current = fill(&found, &record)?;
    if found == current {
        return Ok(Outcome::Same);
    }
    if args.check {
        println!(
            "docs/{FILE}: the examples differ from the record; run the command without --check"
        );
        return Ok(Outcome::Differs);
    }
    fs::write(&path, current).with_context(|| format!("writing docs/{FILE}"))?;
    eprintln!("wrote the examples of docs/{FILE}");
    Ok(Outcome::Same)
}

/// The fields of the record, which is checked first.
fn read_record(path: &Path) -> anyhow::Result<Fields> {
    let text = if path.as_os_str() == "-" {
        let mut text = String::new();
        stdin().read_to_string(&mut text).context("reading stdin")?;
        text
    } else {
        fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?
    };
    let record: Record = serde_json::from_str(&text)
        .with_context(|| format!("{}: expected one record as JSON", path.display()))?;
    record.verify()?;
    Ok(serde_json::from_str(&serde_json::to_string_pretty(
        &record,
    )?)?)
}

/// The file with every example replaced.
fn fill(docs: &str, record: &Fields) -> anyhow::Result<String> {
    let mut filled = String::with_capacity(docs.len());
    let mut lines = docs.lines();
    while let Some(line) = lines.next() {
        filled.push_str(line);
        filled.push('\n');
        let name = line
            .strip_prefix(OPEN)
            .and_then(|rest| rest.strip_suffix(" -->"));
        if let Some(name) = name {
            let old: Vec<&str> = lines.by_ref().take_while(|line| *line != CLOSE).collect();
            if old
                .iter()
                .any(|line| line.starts_with('#') || line.starts_with(OPEN))
            {
                bail!("docs/{FILE}: example {name:?} has no {CLOSE:?}");
            }
            match example(record, name)? {
                Some(example) => filled.push_str(&format!("```json\n{example}\n```\n")),
                None => {
                    eprintln!("the record has no {name}; their example stays as it is");
                    old.iter()
                        .for_each(|line| filled.push_str(&format!("{line}\n")));
                }
            }
            filled.push_str(CLOSE);
            filled.push('\n');
        }
    }
    Ok(filled)
}

/// The example of this name; `None` if the record has no such finding.
fn example(record: &Fields, name: &str) -> anyhow::Result<Option<String>> {
    if name == "article" {
        return article(record).map(Some);
    }
    let list = record
        .get(name)
        .with_context(|| format!("docs/{FILE}: the record has no field {name:?}"))?;
    let items: Vec<&RawValue> = serde_json::from_str(list.get())?;
    let longest = items.iter().rev().max_by_key(|item| item.get().len());
    // The item was printed inside a list inside the record, so four blanks deep.
    Ok(longest.map(|item| item.get().replace("\n    ", "\n")))
}

/// The page's own fields, with long lists and the text cut.
fn article(record: &Fields) -> anyhow::Result<String> {
    let mut shown = IndexMap::new();
    for (name, value) in record {
        if !FINDINGS.contains(&name.as_str()) {
            shown.insert(name, cut(name, value)?);
        }
    }
    Ok(serde_json::to_string_pretty(&shown)?)
}

/// A field of the page as the example shows it. What is raw keeps the order of its fields and is as deep as it was.
#[derive(Serialize)]
#[serde(untagged)]
enum Shown<'r> {
    Whole(&'r RawValue),
    Spans(Vec<&'r RawValue>),
    Text(String),
}

fn cut<'r>(name: &str, value: &'r RawValue) -> anyhow::Result<Shown<'r>> {
    Ok(match name {
        "paragraphs" | "sentences" => {
            let mut spans: Vec<&RawValue> = serde_json::from_str(value.get())?;
            spans.truncate(SPANS_SHOWN);
            Shown::Spans(spans)
        }
        "text" => {
            let text: String = serde_json::from_str(value.get())?;
            Shown::Text(text.chars().take(TEXT_SHOWN).collect())
        }
        _ => Shown::Whole(value),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const DOCS: &str = "# One\n<!-- example: times -->\nold\n<!-- end of example -->\nrest\n";

    fn fields(record: &Value) -> Fields {
        serde_json::from_str(&serde_json::to_string_pretty(record).unwrap()).unwrap()
    }

    #[test]
    fn example_is_replaced_by_the_longest_item() {
        let record = fields(&json!({"times": [{"id": "t1"}, {"id": "t2", "text": "Friday"}]}));
        let filled = fill(DOCS, &record).unwrap();
        let example = "```json\n{\n  \"id\": \"t2\",\n  \"text\": \"Friday\"\n}\n```\n";
        assert!(filled.contains(example), "{filled}");
        assert!(
            !filled.contains("old") && filled.ends_with("rest\n"),
            "{filled}"
        );
        assert_eq!(fill(&filled, &record).unwrap(), filled);
    }

    #[test]
    fn example_without_end_or_of_an_unknown_field_is_refused() {
        let record = fields(&json!({"times": [{"id": "t1"}]}));
        let open = fill("<!-- example: times -->\n## Next\n", &record).unwrap_err();
        assert!(open.to_string().contains("has no"), "{open}");
        let unknown = fill(DOCS, &fields(&json!({}))).unwrap_err();
        assert!(unknown.to_string().contains("no field"), "{unknown}");
    }

    #[test]
    fn example_stays_when_the_record_has_no_such_finding() {
        let record = fields(&json!({"times": []}));
        assert_eq!(fill(DOCS, &record).unwrap(), DOCS);
    }

    #[test]
    fn text_of_the_article_is_cut_and_findings_are_left_out() {
        let record =
            fields(&json!({"text": "é".repeat(500), "events": [], "paragraphs": [1, 2, 3]}));
        let shown: Value = serde_json::from_str(&article(&record).unwrap()).unwrap();
        assert_eq!(shown["text"].as_str().unwrap().chars().count(), TEXT_SHOWN);
        assert_eq!(shown["paragraphs"], json!([1, 2]));
        assert!(shown.get("events").is_none());
    }

    #[test]
    fn examples_of_the_file_can_be_filled() {
        let docs = fs::read_to_string(docs_file(FILE)).unwrap();
        let lists = FINDINGS.map(|name| (name.to_owned(), json!([{}])));
        let record = fields(&Value::Object(lists.into_iter().collect()));
        let filled = fill(&docs, &record).unwrap();
        assert_eq!(filled.matches(OPEN).count(), FINDINGS.len() + 1);
    }
}
