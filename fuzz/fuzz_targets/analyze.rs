//! Any text can be analysed, and the analysis keeps its promises. Needs the installed model.
#![no_main]

use std::cell::RefCell;
use std::sync::Arc;

use diurna_text::{Analyzer, Home, Model};
use libfuzzer_sys::fuzz_target;

#[allow(dead_code, unused_imports, reason = "of the test, the target needs the check only")]
#[path = "../../crates/diurna-text/tests/invariants.rs"]
mod invariants;

thread_local! {
    static ANALYZER: RefCell<Analyzer> = RefCell::new(analyzer());
}

fn analyzer() -> Analyzer {
    let path = Home::find().expect("a home folder").default_model();
    Analyzer::new(&Arc::new(Model::load(&path).expect("an installed model")))
}

fuzz_target!(|text: &str| {
    ANALYZER.with_borrow_mut(|analyzer| match analyzer.analyze(text) {
        Ok(doc) => invariants::check(&doc, text),
        Err(error) => assert!(error.is_too_long(), "{error}"),
    });
});
