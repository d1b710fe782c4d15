//! How often a model's answers are spaCy's: `agreement MODEL ANNOTATED.jsonl`.
//!
//! The file has a line of JSON for each text, as in `testdata/parity/README.md`. Prints for each field the tokens that
//! differ. Texts whose tokens differ are counted and left out of the rest.

#![expect(clippy::print_stdout, reason = "an example is a program")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use diurna_text::{Analyzer, Doc, Model};
use serde_json::{Value, json};

/// The same annotations of our own, field by field.
fn fields(doc: &Doc) -> BTreeMap<&'static str, Vec<Value>> {
    let each = |value: &dyn Fn(diurna_text::Token<'_>) -> Value| doc.tokens().map(value).collect();
    let iob = |token: diurna_text::Token<'_>| match token.entity() {
        None => "O",
        Some(entity) if entity.tokens.start == token.index() => "B",
        Some(_) => "I",
    };
    BTreeMap::from([
        ("norm", each(&|token| json!(token.norm()))),
        ("tag", each(&|token| json!(token.tag()))),
        ("pos", each(&|token| json!(token.pos()))),
        ("lemma", each(&|token| json!(token.lemma()))),
        ("morph", each(&|token| json!(token.morph()))),
        ("dep", each(&|token| json!(token.dep()))),
        ("head", each(&|token| json!(token.head().index()))),
        (
            "sent_start",
            each(&|token| json!(token.is_sentence_start())),
        ),
        ("ent_iob", each(&|token| json!(iob(token)))),
        (
            "ent_type",
            each(&|token| json!(token.entity().map_or("", |entity| &entity.label))),
        ),
    ])
}

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [model, file] = &paths[..] else {
        return Err("expected a model and a file of annotated texts".into());
    };
    let model = Arc::new(Model::load(Path::new(model))?);
    let mut analyzer = Analyzer::new(&model);
    let (mut texts, mut tokens, mut cut_otherwise) = (0, 0, 0);
    let mut differ: BTreeMap<&str, usize> = BTreeMap::new();
    for line in fs::read_to_string(file)?.lines() {
        let expected: Value = serde_json::from_str(line)?;
        let doc = analyzer.analyze(expected["text"].as_str().ok_or("line without text")?)?;
        texts += 1;
        let found: Vec<&str> = doc.tokens().map(|token| token.text()).collect();
        if json!(found) != expected["tokens"] {
            cut_otherwise += 1;
            continue;
        }
        tokens += doc.len();
        for (field, found) in fields(&doc) {
            let expected = expected[field].as_array().ok_or("line without a field")?;
            let count = found
                .iter()
                .zip(expected)
                .filter(|(found, expected)| found != expected)
                .count();
            *differ.entry(field).or_default() += count;
        }
    }
    println!("{texts} texts, {tokens} tokens; {cut_otherwise} texts with other tokens");
    for (field, count) in differ {
        let share = 100.0 * (1.0 - count as f64 / f64::from(u32::try_from(tokens)?.max(1)));
        println!("{field:10} {count:6} differ, {share:.4} % equal");
    }
    Ok(())
}
