//! Made-up sentences for the tests of the rules, read with the installed model.

use std::sync::{Arc, LazyLock};

use diurna_data::cues::CueLexicon;
use diurna_record::Span;
use diurna_text::{Analyzer, Home, Model};

use super::{Attribution, attributions};

static MODEL: LazyLock<Option<Arc<Model>>> = LazyLock::new(|| {
    let path = Home::find().ok()?.default_model();
    Model::load(&path).ok().map(Arc::new)
});

/// The attributions of a text whose lines are its paragraphs; `None`, with the reason on standard error, where no model
/// is installed.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(super) fn read(text: &str) -> Option<Vec<Attribution>> {
    let Some(model) = MODEL.as_ref() else {
        eprintln!("skipped: the default model is not installed (`diurna model install`)");
        return None;
    };
    let mut at = 0;
    let mut paragraphs = Vec::new();
    for line in text.split('\n') {
        paragraphs.push(Span::new(at, at + line.len()));
        at += line.len() + 1;
    }
    let cues = CueLexicon::bundled().expect("the bundled cues parse");
    let doc = Analyzer::new(model)
        .analyze_parts(text, &paragraphs)
        .expect("a test sentence is short");
    Some(attributions(&doc, &paragraphs, &cues))
}

/// `source | cue | content / content`, with "-" for what is missing.
pub(super) fn render(text: &str, attribution: &Attribution) -> String {
    let words = |it: Option<Span>| it.map_or("-", |span| span.slice(text)).to_owned();
    let content: Vec<&str> = attribution
        .content
        .iter()
        .map(|it| it.slice(text))
        .collect();
    format!(
        "{} | {} | {}",
        words(attribution.source),
        words(attribution.cue),
        content.join(" / ")
    )
}

/// Asserts that the text has exactly these attributions, nested ones indented.
pub(super) fn assert_read(text: &str, expected: &[&str]) {
    let Some(found) = read(text) else { return };
    let line = |it: &Attribution| {
        let indent = if it.within.is_some() { "> " } else { "" };
        format!("{indent}{}", render(text, it))
    };
    let lines: Vec<String> = found.iter().map(line).collect();
    assert_eq!(lines, expected, "{text}");
}
