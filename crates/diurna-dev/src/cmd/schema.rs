//! `diurna-dev schema`: docs/record.schema.json from the Rust types.

use std::fs;

use anyhow::Context;
use diurna_record::Record;
use schemars::generate::SchemaSettings;

use super::docs_file;
use crate::Outcome;

const FILE: &str = "record.schema.json";

/// Options of `schema`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Compare with the file instead of writing it.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let path = docs_file(FILE);
    let current = schema()?;
    if !args.check {
        fs::write(&path, current).with_context(|| format!("writing docs/{FILE}"))?;
        eprintln!("wrote docs/{FILE}");
        return Ok(Outcome::Same);
    }
    let found = fs::read_to_string(&path).with_context(|| format!("reading docs/{FILE}"))?;
    if found == current {
        return Ok(Outcome::Same);
    }
    println!("docs/{FILE} differs from the types; run `diurna-dev schema` and read the change");
    Ok(Outcome::Differs)
}

/// The schema of what diurna writes: fields that are always written are required, even where a reader may do without.
fn schema() -> anyhow::Result<String> {
    let schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Record>();
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn file_is_current() {
        assert!(
            fs::read_to_string(docs_file(FILE)).unwrap() == schema().unwrap(),
            "docs/{FILE} differs from the types; run `cargo run -p diurna-dev -- schema`"
        );
    }

    /// A field that is added to a type must be explained to readers of the format, under its type's own heading.
    #[test]
    fn docs_name_every_field() {
        let docs = fs::read_to_string(docs_file("record.md")).unwrap();
        let root: Value = serde_json::from_str(&schema().unwrap()).unwrap();
        let mut missing = fields_missing_in(&section(&docs, "Record"), &root, "Record");
        for (name, definition) in root["$defs"].as_object().unwrap() {
            if definition.get("properties").is_some() {
                missing.extend(fields_missing_in(&section(&docs, name), definition, name));
            }
        }
        assert!(missing.is_empty(), "docs/record.md lacks {missing:?}");
    }

    fn fields_missing_in(section: &str, definition: &Value, name: &str) -> Vec<String> {
        let fields = definition["properties"].as_object().unwrap().keys();
        fields
            .filter(|field| !section.contains(&format!("`{field}`")))
            .map(|field| format!("{name}.{field}"))
            .collect()
    }

    /// The part of a Markdown file from the heading that names the type (`## Event: ...`, `### Role`) to the next.
    fn section(docs: &str, name: &str) -> String {
        let is_start = |line: &str| {
            let heading = line.trim_start_matches('#').trim();
            line.starts_with('#') && heading.split([':', ' ']).next() == Some(name)
        };
        docs.lines()
            .skip_while(|line| !is_start(line))
            .enumerate()
            .take_while(|(index, line)| *index == 0 || !line.starts_with('#'))
            .map(|(_, line)| line.to_owned() + "\n")
            .collect()
    }
}
