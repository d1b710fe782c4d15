//! Time of the stages, each with all those before it, over the project's own parity texts as one text.
//!
//! `cargo bench -p diurna-text` needs the default model in its home; without it nothing is measured. The share of a stage
//! is the difference to the one before.

#![expect(clippy::print_stderr, reason = "a bench that is skipped says why")]

use std::sync::{Arc, OnceLock};

use diurna_text::{Analyzer, Home, Kernel, Model, Stage};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

const TEXT: &str = include_str!("../../../testdata/parity/own.txt");

fn main() {
    if model().is_some() {
        divan::main();
    }
}

fn model() -> Option<&'static Arc<Model>> {
    static MODEL: OnceLock<Option<Arc<Model>>> = OnceLock::new();
    MODEL
        .get_or_init(|| {
            let path = Home::find().ok()?.default_model();
            match Model::load(&path) {
                Ok(model) => Some(Arc::new(model)),
                Err(error) => {
                    eprintln!("skipped: {error}");
                    None
                }
            }
        })
        .as_ref()
}

fn words() -> ItemsCount {
    ItemsCount::new(TEXT.split_whitespace().count())
}

fn until(bencher: Bencher<'_, '_>, stage: Stage) {
    let Some(model) = model() else { return };
    let mut analyzer = Analyzer::new(model);
    bencher
        .counter(words())
        .bench_local(|| analyzer.run_until(black_box(TEXT), stage).map_err(drop));
}

#[divan::bench]
fn a_tokenize(bencher: Bencher<'_, '_>) {
    until(bencher, Stage::Tokenize);
}

#[divan::bench]
fn b_encode_and_tag(bencher: Bencher<'_, '_>) {
    until(bencher, Stage::Tag);
}

#[divan::bench]
fn c_encode_for_entities(bencher: Bencher<'_, '_>) {
    until(bencher, Stage::Encode);
}

#[divan::bench]
fn d_parse(bencher: Bencher<'_, '_>) {
    until(bencher, Stage::Parse);
}

#[divan::bench]
fn e_entities(bencher: Bencher<'_, '_>) {
    until(bencher, Stage::Entities);
}

/// Ruler, lemmas and the document come on top.
#[divan::bench(args = Kernel::available())]
fn f_whole(bencher: Bencher<'_, '_>, kernel: Kernel) {
    let analyzer = model().and_then(|model| Analyzer::with_kernel(model, kernel));
    let Some(mut analyzer) = analyzer else { return };
    bencher
        .counter(words())
        .bench_local(|| analyzer.analyze(black_box(TEXT)).map_err(drop));
}

/// A worker that has seen nothing yet.
#[divan::bench]
fn g_whole_with_empty_caches(bencher: Bencher<'_, '_>) {
    let Some(model) = model() else { return };
    bencher
        .counter(words())
        .with_inputs(|| Analyzer::new(model))
        .bench_local_values(|mut analyzer| analyzer.analyze(black_box(TEXT)).map_err(drop));
}
