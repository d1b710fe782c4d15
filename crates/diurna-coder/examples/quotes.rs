//! Attributions of plain texts, in the format that the project's attribution scorer reads.
//!
//! Reads JSON lines `{"id", "text"}` from standard input, takes each line of a text for a paragraph, and writes one line of
//! outermost attributions for each document, with offsets in code points:
//!
//! ```text
//! cargo run --release -p diurna-coder --example quotes -- en_core_web_sm-3.8.0.diurna-model < texts.jsonl
//! ```
//!
//! Without an argument it runs the installed default model.

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::sync::Arc;

use diurna_data::cues::CueLexicon;
use diurna_record::{CharIndex, Span};
use diurna_text::{Analyzer, Home, Model};
use serde_json::{Value, json};

#[path = "../src/quote/mod.rs"]
mod quote;

fn main() -> Result<(), Box<dyn Error>> {
    let path = match std::env::args_os().nth(1) {
        Some(path) => PathBuf::from(path),
        None => Home::find()?.default_model(),
    };
    let mut analyzer = Analyzer::new(&Arc::new(Model::load(&path)?));
    let cues = CueLexicon::bundled()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let text = document["text"].as_str().ok_or("a document has no text")?;
        let statements = statements(text, &mut analyzer, &cues)?;
        writeln!(
            out,
            "{}",
            json!({"id": document["id"], "statements": statements})
        )?;
    }
    Ok(out.flush()?)
}

fn statements(
    text: &str,
    analyzer: &mut Analyzer,
    cues: &CueLexicon,
) -> Result<Vec<Value>, Box<dyn Error>> {
    let paragraphs = paragraphs(text);
    let doc = analyzer.analyze_parts(text, &paragraphs)?;
    let chars = CharIndex::new(text);
    let span = |it: Span| json!({"start": chars.to_chars(it.start), "end": chars.to_chars(it.end)});
    let found = quote::attributions(&doc, &paragraphs, cues);
    let outermost = found.iter().filter(|it| it.within.is_none());
    let statement = |it: &quote::Attribution| {
        json!({
            "speaker": it.source.map(span),
            "cue": it.cue.map(span),
            "content": it.content.iter().copied().map(span).collect::<Vec<_>>(),
            "kind": it.kind,
            "rule": it.rule,
            "confidence": it.confidence,
        })
    };
    Ok(outermost.map(statement).collect())
}

/// The lines of a text that are not blank.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut paragraphs = Vec::new();
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            paragraphs.push(Span::new(start, start + words.len()));
        }
        at += line.len();
    }
    paragraphs
}
