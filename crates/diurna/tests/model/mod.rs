//! The installed language model, for tests that code texts.

use std::sync::Arc;

use diurna::models::Home;
use diurna::{Pipeline, Resources, Settings};

/// A pipeline with the bundled data; `None`, with a printed reason, where the language model is not installed.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn pipeline() -> Option<Pipeline> {
    let settings = Settings::new(Home::find().ok()?);
    if !settings.model_file().exists() {
        eprintln!("skipped: no language model; `diurna model install` installs it");
        return None;
    }
    let resources = Resources::load(&settings).expect("model and data load");
    Some(Pipeline::new(&Arc::new(resources)))
}
