//! Codes a text with the installed language model.

use std::sync::Arc;

use diurna::models::Home;
use diurna::{Article, Pipeline, Record, Resources, Settings};

/// The record of an article, verified; `None`, with a printed reason, where the language model is not installed.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn code(article: Article) -> Option<Record> {
    let settings = Settings::new(Home::find().ok()?);
    if !settings.model_file().exists() {
        eprintln!("skipped: no language model; `diurna model install` installs it");
        return None;
    }
    let resources = Resources::load(&settings).expect("model and data load");
    let record = Pipeline::new(&Arc::new(resources))
        .code(article)
        .expect("the text is coded");
    record.verify().expect("the record holds");
    Some(record)
}
