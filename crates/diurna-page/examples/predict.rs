//! Writes what is read from a benchmark folder or a dump file as predictions for its scorer.
//!
//! `predict FOLDER [PAGES]` reads `FOLDER/manifest.jsonl` (`{"id", "url", "html"}`); gzipped pages
//! are unpacked beforehand into the folder `PAGES`. `predict docs.jsonl` reads
//! `{"id", "url", "text"}` and cleans each text. One JSON object a line goes to standard output.

use std::io::Write;
use std::path::{Path, PathBuf};

use diurna_page::{Input, read_html, read_text};
use diurna_record::Article;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let source = arguments
        .next()
        .ok_or("expected a folder or a JSONL file")?;
    let unpacked = arguments.next();
    let file = if source.is_dir() {
        source.join("manifest.jsonl")
    } else {
        source.clone()
    };
    let mut out = std::io::stdout().lock();
    for line in std::fs::read_to_string(file)?.lines() {
        let known: Value = serde_json::from_str(line)?;
        let input = Input {
            id: known["id"].as_str().map(str::to_owned),
            url: known["url"].as_str().map(str::to_owned),
            ..Input::default()
        };
        let read = match known["text"].as_str() {
            Some(text) => read_text(text, &input),
            None => {
                let name = known["html"].as_str().ok_or("expected text or html")?;
                let folder = unpacked.as_deref().unwrap_or(&source);
                read_html(&std::fs::read(page_path(folder, name))?, &input)
            }
        };
        match read {
            Ok(article) => writeln!(out, "{}", prediction(&article))?,
            Err(error) => writeln!(
                out,
                "{}",
                json!({"id": input.id, "error": error.to_string()})
            )?,
        }
    }
    Ok(())
}

fn page_path(folder: &Path, name: &str) -> PathBuf {
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    let file = Path::new(plain).file_name().unwrap_or_default();
    let beside = folder.join(file);
    if beside.exists() {
        beside
    } else {
        folder.join(plain)
    }
}

fn prediction(article: &Article) -> Value {
    let title = article.title.as_deref().unwrap_or("");
    let body = article.text.strip_prefix(title).unwrap_or(&article.text);
    json!({
        "id": article.id,
        "title": article.title,
        "text": body.trim_start_matches('\n'),
        "published": article.published,
        "authors": article.byline,
        "tags": article.tags,
        "outlet": article.outlet.as_ref().map(|outlet| &outlet.name),
        "origin": article.origin.as_ref().map(|origin| &origin.name),
        "warnings": article.warnings.iter().map(|warning| &warning.message).collect::<Vec<_>>(),
    })
}
